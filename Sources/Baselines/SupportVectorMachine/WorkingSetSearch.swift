/// The two searches over all samples that each step of the optimisation begins with, four samples at a time.
///
/// Lists have a multiple of four elements; the last ones may be padding whose growth and shrinkage are minus infinity,
/// so that they are never chosen. Of equals the first sample in the first lane is taken, whatever the machine.
package enum WorkingSetSearch {
  /// The sample whose `alpha y` is pushed up most among those that may grow: the largest force + growth.
  package static func strongest(
    forces: UnsafePointer<Double>, growth: UnsafePointer<Double>, count: Int
  ) -> Int {
    var best = SIMD4<Double>(repeating: -.infinity)
    var places = SIMD4<Int64>.zero
    for t in stride(from: 0, to: count, by: 4) {
      let force = load4(forces + t) + load4(growth + t)
      let isBetter = force .> best
      best.replace(with: force, where: isBetter)
      places.replace(with: Int64(t), where: isBetter)
    }
    var lane = 0
    for other in 1..<4 where best[other] > best[lane] { lane = other }
    return Int(places[lane]) + lane
  }

  /// The sample that lowers the objective most together with one whose force is `force`, and the largest difference of
  /// forces, which says how far the optimum is.
  ///
  /// ```
  /// difference_t = force - force_t         for those that may shrink
  /// gain_t = difference_t^2 / curvature_t,  curvature_t = K(i, i) + K(t, t) - 2 K(i, t)
  /// ```
  /// Gains are compared in single precision: any sample with a positive difference leads on, the best one only faster.
  package static func partner(
    of force: Double, kernelOfItself: Float, row: UnsafePointer<Float>,
    diagonal: UnsafePointer<Float>, forces: UnsafePointer<Double>,
    shrinkage: UnsafePointer<Double>, count: Int
  ) -> (index: Int, largestDifference: Double) {
    var largest = SIMD4<Double>(repeating: -.infinity)
    var best = SIMD4<Float>.zero
    var places = SIMD4<Int32>(repeating: -1)
    let leastCurvature = SIMD4<Float>(repeating: 1e-12)
    for t in stride(from: 0, to: count, by: 4) {
      let difference = force - load4(forces + t) + load4(shrinkage + t)
      largest.replace(with: difference, where: difference .> largest)
      var positive = SIMD4<Float>(difference)
      positive.replace(with: 0, where: positive .< 0)
      var curvature = kernelOfItself + load4(diagonal + t) - 2 * load4(row + t)
      curvature.replace(with: leastCurvature, where: curvature .< leastCurvature)
      let gain = positive * positive / curvature
      let isBetter = gain .> best
      best.replace(with: gain, where: isBetter)
      places.replace(with: Int32(t), where: isBetter)
    }
    var lane = 0
    for other in 1..<4 where best[other] > best[lane] { lane = other }
    let index = places[lane] < 0 ? -1 : Int(places[lane]) + lane
    return (index, (0..<4).reduce(-.infinity) { max($0, largest[$1]) })
  }

  @inline(__always)
  private static func load4(_ pointer: UnsafePointer<Double>) -> SIMD4<Double> {
    UnsafeRawPointer(pointer).loadUnaligned(as: SIMD4<Double>.self)
  }

  @inline(__always)
  private static func load4(_ pointer: UnsafePointer<Float>) -> SIMD4<Float> {
    UnsafeRawPointer(pointer).loadUnaligned(as: SIMD4<Float>.self)
  }
}
