import FactorAnalysis
import GeoRaster
import LearningCore
import Metrics

/// How well one factor alone tells landslides from absences, before any model.
///
/// When one factor is enough, high measures may only say where absences were taken. Not in the paper: our choice.
struct FactorSeparation {
  /// A factor whose area under the ROC curve, or the share of one of its classes, is above it separates by itself.
  static let limit = 0.95
  /// With fewer samples of a label chance separates too often.
  static let minimumCount = 10

  /// The area under the ROC curve of the values of each continuous factor, 0.5...1 whatever the direction.
  let areas: [String: JSONNumber]
  /// What the user should know.
  let warnings: [String]

  /// Looks at the training samples.
  init(of stack: FactorStack, statistics: FactorStatistics, training: SampleCollection) {
    var areas: [String: JSONNumber] = [:]
    var warnings: [String] = []
    let labels = training.labels
    let isEnough =
      min(labels.count { $0 }, labels.count { !$0 }) >= Self.minimumCount
    for (index, factor) in stack.factors.enumerated() {
      let values = training.cells.map { factor.raster.values[$0] }
      var reason: String?
      if factor.definition.hasEnvelope {
        let area = Self.separation(labels: labels, values: values)
        areas[factor.name] = JSONNumber(area)
        if area > Self.limit {
          reason = "its AUC on the training samples is \(ExactNumber.rounded(area, digits: 3))"
        }
      }
      reason =
        reason
        ?? Self.oneSidedClass(statistics.classes[index], labels: labels, values: values)
      if isEnough, let reason { warnings.append(Self.warning(factor.name, reason)) }
    }
    self.areas = areas
    self.warnings = warnings
  }

  /// The area under the ROC curve of the values or of their negatives, whichever is larger; NaN with one label.
  static func separation(labels: [Bool], values: [Float]) -> Double {
    let area = areaUnderCurve(labels: labels, scores: values.map(Double.init))
    return max(area, 1 - area)
  }

  /// A class that holds nearly all samples of one label and hardly any of the other, in words.
  static func oneSidedClass(
    _ classes: FactorClasses, labels: [Bool], values: [Float]
  ) -> String? {
    func shares(_ label: Bool) -> [Double] {
      let chosen = zip(labels, values).filter { $0.0 == label }.map(\.1)
      return classes.counts(of: chosen, threads: 1).map { Double($0) / Double(chosen.count) }
    }
    let (landslides, absences) = (shares(true), shares(false))
    for index in landslides.indices {
      for (name, share, other) in [
        ("landslides", landslides[index], absences[index]),
        ("absences", absences[index], landslides[index]),
      ] where share > limit && other < 1 - limit {
        return "its class \"\(classes.label(index))\" holds "
          + "\(ExactNumber.rounded(100 * share, digits: 1)) % of the \(name) and "
          + "\(ExactNumber.rounded(100 * other, digits: 1)) % of the others (training samples)"
      }
    }
    return nil
  }

  private static func warning(_ factor: String, _ reason: String) -> String {
    "\(factor) alone separates landslides from absences: \(reason); the measures may say no more than "
      + "where absences were taken. Check whether landslides were mapped up to a limit of \(factor) "
      + "only, whether absences come from easy ground (flat, far away, other rock), and whether "
      + "\(factor) was made with knowledge of the landslides"
  }
}
