import Metrics

/// The decisions of a model at a threshold, and how good they are.
public struct ThresholdMetrics: Codable, Equatable, Sendable {
  /// Samples of at least this probability are taken for landslides; null when none is.
  public var threshold: JSONNumber
  /// Share of samples that are classified right.
  public var accuracy: JSONNumber
  /// Share of landslides that are found.
  public var sensitivity: JSONNumber
  /// Share of absences that are left alone.
  public var specificity: JSONNumber
  /// Share of predicted landslides that are landslides.
  public var precision: JSONNumber
  /// Harmonic mean of precision and sensitivity.
  public var f1: JSONNumber
  /// Cohen's kappa.
  public var kappa: JSONNumber
  /// Landslides that are found.
  public var truePositives: Int
  /// Absences that are taken for landslides.
  public var falsePositives: Int
  /// Absences that are left alone.
  public var trueNegatives: Int
  /// Landslides that are missed.
  public var falseNegatives: Int

  enum CodingKeys: String, CodingKey {
    case threshold, accuracy, sensitivity, specificity, precision, f1, kappa
    case truePositives = "tp"
    case falsePositives = "fp"
    case trueNegatives = "tn"
    case falseNegatives = "fn"
  }

  /// Measures the decisions of probabilities at a threshold.
  init(threshold: Double, labels: [Bool], probabilities: [Double]) {
    let matrix = ConfusionMatrix(
      labels: labels, probabilities: probabilities, threshold: threshold)
    self.threshold = JSONNumber(threshold)
    accuracy = JSONNumber(matrix.accuracy)
    sensitivity = JSONNumber(matrix.sensitivity)
    specificity = JSONNumber(matrix.specificity)
    precision = JSONNumber(matrix.precision)
    f1 = JSONNumber(matrix.f1Score)
    kappa = JSONNumber(matrix.kappa)
    truePositives = matrix.truePositives
    falsePositives = matrix.falsePositives
    trueNegatives = matrix.trueNegatives
    falseNegatives = matrix.falseNegatives
  }

  /// The rules by name: 0.5, Youden's, and the least cost when costs are given.
  static func rules(_ options: EvaluationOptions) -> [String: ThresholdRule] {
    var rules: [String: ThresholdRule] = ["half": .fixed(0.5), "youden": .youden]
    if let ratio = options.costRatio { rules["cost"] = .cost(ratio: ratio, prevalence: nil) }
    return rules
  }
}
