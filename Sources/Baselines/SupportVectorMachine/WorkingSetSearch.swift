import CVectorLoops

/// The two loops over all samples that make up a step of the optimisation.
///
/// Lists have a multiple of 16 elements; the last ones may be padding whose growth and shrinkage are minus infinity,
/// so that they are never chosen. Of equals the first sample in the first lane is taken.
package enum WorkingSetSearch {
  /// Changes forces by a step, and finds the sample whose `alpha y` is pushed up most among those that may grow.
  ///
  /// ```
  /// forces_t -= step (first_t - second_t)
  /// result = the t with the largest forces_t + growth_t
  /// ```
  @discardableResult
  package static func advance(
    _ forces: inout [Double], first: UnsafePointer<Float>, second: UnsafePointer<Float>,
    step: Double, growth: UnsafePointer<Double>
  ) -> Int {
    let count = forces.count
    precondition(count % 16 == 0, "\(count) forces, expected a multiple of 16")
    return scarp_advance_forces(first, second, step, growth, count, &forces)
  }

  /// The sample that lowers the objective most together with one whose force is `force`, and the largest difference of
  /// forces, which says how far the optimum is.
  ///
  /// ```
  /// difference_t = force - force_t         for those that may shrink
  /// gain_t = difference_t^2 / curvature_t,  curvature_t = K(i, i) + K(t, t) - 2 K(i, t)
  /// ```
  /// Gains are compared in single precision: any sample with a positive difference leads on, the best one only faster.
  /// - Returns: the sample, or -1 where there is nothing to gain.
  package static func partner(
    of force: Double, kernelOfItself: Float, row: UnsafePointer<Float>,
    diagonal: UnsafePointer<Float>, forces: [Double], shrinkage: UnsafePointer<Double>
  ) -> (index: Int, largestDifference: Double) {
    precondition(forces.count % 16 == 0, "\(forces.count) forces, expected a multiple of 16")
    var largest = -Double.infinity
    let index = scarp_find_partner(
      force, kernelOfItself, row, diagonal, forces, shrinkage, forces.count, &largest)
    return (index, largest)
  }
}
