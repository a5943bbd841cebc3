import Metrics

/// The measures of calibrated probabilities that calibration can change, at the share of landslides among the samples.
///
/// Probabilities that are corrected to another prevalence cannot be judged on these samples, so they are measured before
/// that correction.
public struct CalibratedMetrics: Codable, Equatable, Sendable {
  /// Area under the ROC curve; isotonic steps make ties, the other methods leave it as it is.
  public var auc: JSONNumber
  /// Share of samples that are classified right at 0.5.
  public var accuracy: JSONNumber
  /// Mean square error of the probabilities.
  public var brier: JSONNumber
  /// As ``SampleMetrics/logLoss``.
  public var logLoss: JSONNumber
  /// As ``SampleMetrics/expectedCalibrationError``.
  public var expectedCalibrationError: JSONNumber

  enum CodingKeys: String, CodingKey {
    case auc, accuracy, brier
    case logLoss = "log_loss"
    case expectedCalibrationError = "expected_calibration_error"
  }

  init(labels: [Bool], probabilities: [Double]) {
    let all = SampleMetrics(labels: labels, probabilities: probabilities)
    auc = all.auc
    accuracy = all.accuracy
    brier = all.brier
    logLoss = all.logLoss
    expectedCalibrationError = all.expectedCalibrationError
  }
}
