/// The finite values of a list, ascending, each once, with how often it occurs.
///
/// NaN and infinite values are left out; -0 and 0 are the same value.
struct DistinctValues {
  private(set) var values: [Double] = []
  private(set) var counts: [Int] = []
  /// The number of values, repetitions included.
  private(set) var total = 0

  init(_ list: [Float]) {
    let keys = RadixSort.sortedKeys(of: list)
    total = keys.count
    values.reserveCapacity(keys.count)
    counts.reserveCapacity(keys.count)
    var start = 0
    while start < keys.count {
      var end = start + 1
      while end < keys.count, keys[end] == keys[start] { end += 1 }
      values.append(Double(RadixSort.value(ofKey: keys[start])))
      counts.append(end - start)
      start = end
    }
  }

  init(_ list: [Double]) {
    self.init(sorted: list.filter(\.isFinite).sorted().map { ($0, 1) })
  }

  /// - Precondition: as many counts as values, none below 0. Values that occur 0 times are left out.
  init(_ list: [Double], counts: [Int]) {
    precondition(
      list.count == counts.count, "\(list.count) values need as many counts, found \(counts.count)")
    precondition(
      counts.allSatisfy { $0 >= 0 }, "counts are \(counts.min() ?? 0), expected 0 or more")
    let pairs = zip(list, counts).filter { $0.0.isFinite && $0.1 > 0 }
    self.init(sorted: pairs.sorted { $0.0 < $1.0 })
  }

  private init(sorted pairs: [(value: Double, count: Int)]) {
    for (value, count) in pairs {
      if let last = values.last, last == value {
        counts[counts.count - 1] += count
      } else {
        values.append(value)
        counts.append(count)
      }
      total += count
    }
  }

  /// Throws ``FactorAnalysisError/noValues`` or ``FactorAnalysisError/constant(value:)`` with fewer than two values.
  func requireVariation() throws {
    guard let first = values.first else { throw FactorAnalysisError.noValues }
    guard values.count > 1 else { throw FactorAnalysisError.constant(value: first) }
  }

  /// The quantiles at 1/parts, 2/parts, ... of numpy's default definition (Hyndman and Fan 1996, type 7).
  ///
  /// The i-th lies at the zero-based rank `i (n - 1) / parts`, between two ranks by linear interpolation. Ranks
  /// are whole-number arithmetic, so that a quantile that is a value is exactly that value.
  ///
  /// - Precondition: not empty; `numerators` ascending and in `0...parts`.
  func quantiles(_ numerators: [Int], of parts: Int) -> [Double] {
    var index = 0
    var passed = 0
    return numerators.map { numerator in
      let (rank, remainder) = (numerator * (total - 1)).quotientAndRemainder(dividingBy: parts)
      while passed + counts[index] <= rank {
        passed += counts[index]
        index += 1
      }
      let low = values[index]
      let isLastOfItsKind = passed + counts[index] == rank + 1
      guard remainder > 0, isLastOfItsKind else { return low }
      return interpolated(low, values[index + 1], Double(remainder) / Double(parts))
    }
  }
}

/// The value at `fraction` of the way from `low` to `high`, rounded as numpy does.
func interpolated(_ low: Double, _ high: Double, _ fraction: Double) -> Double {
  let difference = high - low
  guard difference.isFinite else { return low * (1 - fraction) + high * fraction }
  return fraction < 0.5 ? low + difference * fraction : high - difference * (1 - fraction)
}
