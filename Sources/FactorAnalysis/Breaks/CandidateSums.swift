/// What a start of the last class is worth: the best of the classes before it and the gain of the last.
///
/// Bounds: all three buffers have one element for each number of values, 0 to count.
struct CandidateSums<Sum: PrefixSum>: @unchecked Sendable {
  /// The best sums of one class less.
  let best: UnsafeBufferPointer<Sum>
  let sums: UnsafeBufferPointer<Sum>
  let weights: UnsafeBufferPointer<Double>

  /// The best start of a last class up to `end`, which is above all starts; the lowest of several.
  func optimum(end: Int, starts: ClosedRange<Int>) -> (start: Int, sum: Sum) {
    Sum.optimum(of: self, end: end, starts: starts)
  }

  @inline(__always)
  func sum(start: Int, end: Int) -> Sum {
    best[start]
      + Sum.gain(from: sums[start], to: sums[end], weight: weights[end] - weights[start])
  }
}

extension PrefixSum {
  static func optimum(
    of candidates: CandidateSums<Self>, end: Int, starts: ClosedRange<Int>
  ) -> (start: Int, sum: Self) {
    scalarOptimum(of: candidates, end: end, starts: starts)
  }

  /// One start after the other.
  @inline(__always)
  static func scalarOptimum(
    of candidates: CandidateSums<Self>, end: Int, starts: ClosedRange<Int>
  ) -> (start: Int, sum: Self) {
    var start = starts.lowerBound
    var greatest = candidates.sum(start: start, end: end)
    var candidate = start + 1
    while candidate <= starts.upperBound {
      let sum = candidates.sum(start: candidate, end: end)
      if greatest < sum {
        greatest = sum
        start = candidate
      }
      candidate += 1
    }
    return (start, greatest)
  }
}

extension Double {
  /// Four starts at a time: divisions of vectors take about as long as single ones.
  static func optimum(
    of candidates: CandidateSums<Double>, end: Int, starts: ClosedRange<Int>
  ) -> (start: Int, sum: Double) {
    guard starts.count >= 8, let best = UnsafeRawPointer(candidates.best.baseAddress),
      let sums = UnsafeRawPointer(candidates.sums.baseAddress),
      let weights = UnsafeRawPointer(candidates.weights.baseAddress)
    else { return scalarOptimum(of: candidates, end: end, starts: starts) }
    let sumAtEnd = candidates.sums[end]
    let weightAtEnd = candidates.weights[end]
    var greatest = SIMD4<Double>(repeating: -.infinity)
    var found = SIMD4<Double>(repeating: 0)
    var positions = SIMD4<Double>(0, 1, 2, 3) + Double(starts.lowerBound)
    var candidate = starts.lowerBound
    while candidate + 3 <= starts.upperBound {
      let offset = candidate * MemoryLayout<Double>.stride
      let gain = sumAtEnd - sums.loadUnaligned(fromByteOffset: offset, as: SIMD4<Double>.self)
      let weight =
        weightAtEnd - weights.loadUnaligned(fromByteOffset: offset, as: SIMD4<Double>.self)
      let sum =
        best.loadUnaligned(fromByteOffset: offset, as: SIMD4<Double>.self) + gain * gain / weight
      let isBetter = sum .> greatest
      greatest.replace(with: sum, where: isBetter)
      found.replace(with: positions, where: isBetter)
      positions += 4
      candidate += 4
    }
    var (start, sum) = (Int(found[0]), greatest[0])
    for lane in 1..<4
    where greatest[lane] > sum || (greatest[lane] == sum && Int(found[lane]) < start) {
      (start, sum) = (Int(found[lane]), greatest[lane])
    }
    while candidate <= starts.upperBound {
      let other = candidates.sum(start: candidate, end: end)
      if other > sum { (start, sum) = (candidate, other) }
      candidate += 1
    }
    return (start, sum)
  }
}
