import Parallelism

/// The optimal classes of weighted distinct values by dynamic programming.
///
/// The squares of all values do not depend on the classes, so least squared deviations are the greatest sum over
/// classes of (sum of the values)^2 / weight. `best[c][j]`, the greatest for the first j values in c classes, is the
/// maximum over i of `best[c - 1][i] + gain(i, j)`; the best i does not fall as j grows, so the best i of
/// the middle j bounds the candidates on both sides.
struct FisherPartition<Sum: PrefixSum> {
  /// For each class the index after its last value.
  let ends: [Int]

  /// - Parameter classes: 1 to the number of distinct values.
  init(_ distinct: DistinctValues, classes: Int, threads: Int?) {
    let count = distinct.values.count
    let (sums, weights) = Self.prefixSums(of: distinct)
    var best = [Sum](repeating: .zero, count: count + 1)
    for end in 1...count {
      best[end] = Sum.gain(from: sums[0], to: sums[end], weight: weights[end])
    }
    // layers[c - 2][j]: where the last of c classes of the first j values starts. The last layer needs one j only.
    var layers: [[Int32]] = []
    for number in stride(from: 2, to: classes, by: 1) {
      layers.append(Self.nextLayer(&best, sums, weights, classes: number, threads: threads))
    }
    var found = [count]
    if classes > 1 {
      found.append(Self.lastStart(best, sums, weights, classes: classes))
    }
    for layer in layers.reversed() { found.append(Int(layer[found[found.count - 1]])) }
    ends = found.reversed()
  }

  /// Sums over the first 0, 1, ... values, of values centred on their mean and scaled to at most 1.
  private static func prefixSums(of distinct: DistinctValues) -> (sums: [Sum], weights: [Double]) {
    let scale = PowerOfTwoScale(distinct.values)
    var total = DoubleDouble.zero
    for (value, count) in zip(distinct.values, distinct.counts) {
      total = total.adding(product: value * scale.factor, Double(count))
    }
    let mean = total.high / Double(distinct.total)
    var sums = [Sum.zero]
    var weights = [0.0]
    sums.reserveCapacity(distinct.values.count + 1)
    weights.reserveCapacity(distinct.values.count + 1)
    var sum = DoubleDouble.zero
    var weight = 0.0
    for (value, count) in zip(distinct.values, distinct.counts) {
      let centred = DoubleDouble.difference(value * scale.factor, mean)
      sum = sum.adding(product: centred.high, Double(count))
      sum = sum.adding(product: centred.low, Double(count))
      weight += Double(count)
      sums.append(Sum(sum))
      weights.append(weight)
    }
    return (sums, weights)
  }

  /// Replaces the sums of `classes - 1` classes by those of `classes`, and tells where the last one starts.
  private static func nextLayer(
    _ best: inout [Sum], _ sums: [Sum], _ weights: [Double], classes: Int, threads: Int?
  ) -> [Int32] {
    let count = best.count - 1
    var next = [Sum](repeating: .zero, count: count + 1)
    var starts = [Int32](repeating: 0, count: count + 1)
    best.withUnsafeBufferPointer { best in
      sums.withUnsafeBufferPointer { sums in
        weights.withUnsafeBufferPointer { weights in
          next.withUnsafeMutableBufferPointer { next in
            starts.withUnsafeMutableBufferPointer { starts in
              PartitionLayer(
                candidateSums: CandidateSums(best: best, sums: sums, weights: weights),
                next: next, starts: starts
              ).fill(ends: classes...count, starts: classes - 1...count - 1, threads: threads)
            }
          }
        }
      }
    }
    best = next
    return starts
  }

  /// Where the last class of all values starts.
  private static func lastStart(
    _ best: [Sum], _ sums: [Sum], _ weights: [Double], classes: Int
  ) -> Int {
    best.withUnsafeBufferPointer { best in
      sums.withUnsafeBufferPointer { sums in
        weights.withUnsafeBufferPointer { weights in
          let end = best.count - 1
          return CandidateSums(best: best, sums: sums, weights: weights)
            .optimum(end: end, starts: classes - 1...end - 1).start
        }
      }
    }
  }
}
