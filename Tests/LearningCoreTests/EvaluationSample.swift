/// Sixty samples and the cells of a map, made by whole numbers so that Scripts/reference-values/evaluation.py makes the
/// same: values in these tests that say "evaluation.py" are printed by it.
enum EvaluationSample {
  static let labels = (0..<60).map { $0 * 7 % 11 < 5 }
  /// The probabilities of a model, 0.01...0.99, with ties.
  static let probabilities = labels.enumerated().map { index, label in
    min(max(Double(min(100, index * 37 % 61 + (label ? 35 : 0))) / 100, 0.01), 0.99)
  }
  /// Five clumps, twelve samples each.
  static let coordinates = (0..<60).map { index in
    let corner = [(0, 0), (2500, 300), (900, 2100), (3100, 1800), (1700, 900)][index % 5]
    return (
      x: Double(corner.0 + (index * index * 13 + 5 * index) % 211),
      y: Double(corner.1 + (index * index * 29 + 11 * index) % 197)
    )
  }
  /// A regular grid over them.
  static let map = stride(from: 0, to: 3400, by: 100).flatMap { x in
    stride(from: 0, to: 2400, by: 100).map { y in (x: Double(x + 50), y: Double(y + 50)) }
  }
}
