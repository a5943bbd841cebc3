/// Sixty samples with the scores of two models, made by whole numbers so that Scripts/reference-values/evaluation.py
/// makes the same: values in these tests that say "evaluation.py" are printed by it.
enum EvaluationSample {
  static let labels = (0..<60).map { $0 * 7 % 11 < 5 }
  static let first = labels.enumerated().map { index, label in
    Double(min(100, index * 37 % 61 + (label ? 35 : 0))) / 100
  }
  static let second = labels.enumerated().map { index, label in
    Double(min(100, index * 53 % 71 + (label ? 20 : 0))) / 100
  }
  /// Landslides of one, two or three samples.
  static let groups = (0..<60).map { $0 % 4 == 3 ? $0 - 1 : $0 }
}
