import Metrics

/// The measures of one model on one set (Eq. 9-15 and others); undefined ones are null in JSON.
public struct SampleMetrics: Codable, Equatable, Sendable {
  /// Area under the ROC curve.
  public let auc: JSONNumber
  /// DeLong's 95 % interval of the area.
  public let aucInterval: [JSONNumber]
  /// Share of samples that are classified right at the threshold 0.5.
  public let accuracy: JSONNumber
  /// Share of landslides that are found.
  public let sensitivity: JSONNumber
  /// Share of absences that are left alone.
  public let specificity: JSONNumber
  /// Cohen's kappa.
  public let kappa: JSONNumber
  /// Root mean square error of the probabilities.
  public let rmse: JSONNumber
  /// Mean square error of the probabilities.
  public let brier: JSONNumber
  /// Area under the precision-recall curve, as a step function.
  public let averagePrecision: JSONNumber
  /// Landslides that are found.
  public let truePositives: Int
  /// Absences that are taken for landslides.
  public let falsePositives: Int
  /// Absences that are left alone.
  public let trueNegatives: Int
  /// Landslides that are missed.
  public let falseNegatives: Int
  /// Mean negative logarithm of the probability of what happened; probabilities are cut to 1e-15...1 - 1e-15.
  public let logLoss: JSONNumber
  /// Mean gap between probability and share of landslides, over ten bins of equal width.
  public let expectedCalibrationError: JSONNumber
  /// Area under the ROC curve up to a false positive rate, on the scale of the whole (McClish): 0.5 for chance.
  public let partialAUC: JSONNumber
  /// The 95 % interval of the area by resampling of landslides; `nil` when it is turned off, and in folds.
  public var bootstrapInterval: [JSONNumber]?
  /// Area under the curve of landslides over area: success rate for training, prediction rate for validation.
  public var rateCurveArea: JSONNumber?
  /// The decisions at other thresholds, by the name of the rule.
  public var thresholds: [String: ThresholdMetrics]?
  /// The measures of the calibrated probabilities; `nil` without calibration.
  public var calibrated: CalibratedMetrics?

  enum CodingKeys: String, CodingKey {
    case auc, accuracy, sensitivity, specificity, kappa, rmse, brier
    case aucInterval = "auc_ci95"
    case averagePrecision = "average_precision"
    case truePositives = "tp"
    case falsePositives = "fp"
    case trueNegatives = "tn"
    case falseNegatives = "fn"
    case logLoss = "log_loss"
    case expectedCalibrationError = "expected_calibration_error"
    case partialAUC = "partial_auc"
    case bootstrapInterval = "auc_bootstrap95"
    case rateCurveArea = "rate_curve_area"
    case thresholds, calibrated
  }

  /// Measures probabilities against labels; a sample is taken for a landslide from 0.5 on.
  ///
  /// - Parameter partialRate: the greatest false positive rate of the partial area, above 0 to 1.
  public init(labels: [Bool], probabilities: [Double], partialRate: Double = 0.2) {
    let matrix = ConfusionMatrix(labels: labels, probabilities: probabilities, threshold: 0.5)
    let interval = areaUnderCurveInterval(labels: labels, scores: probabilities)
    auc = JSONNumber(interval.area)
    aucInterval = [JSONNumber(interval.low), JSONNumber(interval.high)]
    accuracy = JSONNumber(matrix.accuracy)
    sensitivity = JSONNumber(matrix.sensitivity)
    specificity = JSONNumber(matrix.specificity)
    kappa = JSONNumber(matrix.kappa)
    rmse = JSONNumber(rootMeanSquareError(labels: labels, probabilities: probabilities))
    brier = JSONNumber(brierScore(labels: labels, probabilities: probabilities))
    averagePrecision = JSONNumber(
      Metrics.averagePrecision(labels: labels, scores: probabilities))
    truePositives = matrix.truePositives
    falsePositives = matrix.falsePositives
    trueNegatives = matrix.trueNegatives
    falseNegatives = matrix.falseNegatives
    logLoss = JSONNumber(
      Metrics.logLoss(labels: labels, probabilities: probabilities, clippedTo: 1e-15))
    expectedCalibrationError = JSONNumber(
      Metrics.expectedCalibrationError(labels: labels, probabilities: probabilities))
    partialAUC = JSONNumber(
      ROCCurve(labels: labels, scores: probabilities)
        .standardizedPartialArea(falsePositiveRates: 0...partialRate))
  }
}
