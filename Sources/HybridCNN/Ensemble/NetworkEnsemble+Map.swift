import NeuralCore

extension NetworkEnsemble {
  /// The mean and the standard deviation of the members' probabilities in every mapped cell of an area.
  ///
  /// ```
  /// mean = sum over members of p / n,  deviation = sqrt(sum over members of (p - mean)^2 / (n - 1))
  /// ```
  /// Members are mapped one after the other, each on all threads; see
  /// ``NetworkModel/probabilityMap(over:mapped:stripRows:threads:isCancelled:progress:)`` for parameters, memory and
  /// errors. Beside that: 20 bytes per cell.
  ///
  /// - Returns: row-major, NaN where not mapped. The deviation of a single member is NaN.
  public func probabilityMap(
    over planes: FeaturePlanes, mapped: [Bool], threads: Int? = nil,
    isCancelled: () -> Bool = { Task.isCancelled }, progress: ((Double) -> Void)? = nil
  ) throws -> (mean: [Float], deviation: [Float]) {
    if members.count == 1 {
      let map = try first.probabilityMap(
        over: planes, mapped: mapped, threads: threads, isCancelled: isCancelled,
        progress: progress)
      return (map, [Float](repeating: .nan, count: map.count))
    }
    var means = [Double](repeating: .nan, count: planes.cellCount)
    var squares = means
    for (index, member) in members.enumerated() {
      let map = try member.probabilityMap(
        over: planes, mapped: mapped, threads: threads, isCancelled: isCancelled,
        progress: { progress?((Double(index) + $0) / Double(members.count)) })
      Self.add(map, count: Double(index + 1), to: &means, squares: &squares)
    }
    let freedom = Double(members.count - 1)
    return (means.map { Float($0) }, squares.map { Float(($0 / freedom).squareRoot()) })
  }

  /// Takes one map into running means and sums of squared deviations (Welford 1962), which lose no digits when
  /// members are close to each other.
  private static func add(
    _ map: [Float], count: Double, to means: inout [Double], squares: inout [Double]
  ) {
    means.withUnsafeMutableBufferPointer { means in
      squares.withUnsafeMutableBufferPointer { squares in
        for (cell, value) in map.enumerated() {
          let value = Double(value)
          let mean = count == 1 ? value : means[cell]
          means[cell] = mean + (value - mean) / count
          squares[cell] =
            (count == 1 ? 0 : squares[cell]) + (value - mean) * (value - means[cell])
        }
      }
    }
  }
}
