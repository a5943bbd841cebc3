import GeoRaster
import Metrics

/// model_comparisons.csv: each pair of models on the same validation samples.
struct ModelComparisons {
  let table: DelimitedTable

  /// - Parameter scores: the models in their order, with what they say of the validation samples.
  init(_ scores: [(model: ModelName, scores: SetScores)]) {
    var rows: [[String]] = []
    for (position, first) in scores.enumerated() {
      for second in scores.dropFirst(position + 1) {
        rows.append(Self.row(first, second))
      }
    }
    table = DelimitedTable(
      header: [
        "first", "second", "auc_first", "auc_second", "difference", "standard_error", "z", "p",
        "only_first_right", "only_second_right", "mcnemar_p",
      ], rows: rows)
  }

  private static func row(
    _ first: (model: ModelName, scores: SetScores), _ second: (model: ModelName, scores: SetScores)
  ) -> [String] {
    let labels = first.scores.labels
    let areas = AreaUnderCurveComparison(
      labels: labels, first: first.scores.probabilities, second: second.scores.probabilities)
    let decisions = McNemarTest(
      labels: labels, first: first.scores.probabilities, second: second.scores.probabilities)
    return [first.model.rawValue, second.model.rawValue]
      + [
        areas.first, areas.second, areas.difference, areas.standardError, areas.z, areas.pValue,
      ].map { ExactNumber.text($0) }
      + [
        "\(decisions.onlyFirstRight)", "\(decisions.onlySecondRight)",
        ExactNumber.text(decisions.exactPValue),
      ]
  }
}
