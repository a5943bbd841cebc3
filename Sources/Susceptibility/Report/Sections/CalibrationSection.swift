import Metrics

extension StudyResults {
  /// Whether probabilities mean what they say.
  func calibrationSection() throws -> ReportSection {
    let title = "Calibration of the probabilities"
    let series = try models.enumerated().compactMap { index, model -> LineChart.Series? in
      guard let predictions = try predictions(model: model, set: "validation") else { return nil }
      let points = Self.reliability(predictions, bins: 10)
      return points.isEmpty
        ? nil : LineChart.Series(label: Self.title(of: model), points: points, index: index)
    }
    guard !series.isEmpty else {
      let isEvaluated = models.contains { folder.file("predictions_\($0).csv") != nil }
      return ReportSection(
        identifier: "calibration", title: title, sources: [],
        blocks: [
          .notice(
            isEvaluated
              ? "Too few validation samples: no tenth of the probability holds 5 of them."
              : "Not evaluated yet (no predictions_MODEL.csv).", .missing)
        ])
    }
    let chart = LineChart(
      title: "Validation set, tenths of the probability", xTitle: "mean predicted probability",
      yTitle: "share of landslides", series: series, xRange: (0, 1), yRange: (0, 1),
      hasDiagonal: true, plotWidth: 340, plotHeight: 340)
    return ReportSection(
      identifier: "calibration", title: title, sources: ["predictions_MODEL.csv"],
      blocks: try [
        .paragraph(
          "On the dotted line, of samples with probability 0.7 seven in ten are landslides. This holds for "
            + "the share of landslides among the samples; among all cells landslides are far rarer, so "
            + "the map ranks places and does not give the chance of a landslide."),
        .figures([ReportFigure(svg: chart.svg)] + calibratedFigures(), .medium),
      ] + calibrationTable())
  }

  /// The reliability of the calibrated probabilities; nothing without calibration.
  private func calibratedFigures() throws -> [ReportFigure] {
    let series = try models.enumerated().compactMap { index, model -> LineChart.Series? in
      guard let file = folder.file("reliability_\(model)_validation_calibrated.csv") else {
        return nil
      }
      let table = try ResultsTable(contentsOf: file)
      let (x, y) = (try table.numbers("mean_probability"), try table.numbers("landslide_share"))
      // As few samples say as little as in the other figure.
      let points = try table.numbers("count").enumerated().filter { $0.element >= 5 }
        .map { (x: x[$0.offset], y: y[$0.offset]) }
      return points.isEmpty
        ? nil : LineChart.Series(label: Self.title(of: model), points: points, index: index)
    }
    guard !series.isEmpty else { return [] }
    return [
      ReportFigure(
        svg: LineChart(
          title: "Validation set, after calibration", xTitle: "mean calibrated probability",
          yTitle: "share of landslides", series: series, xRange: (0, 1), yRange: (0, 1),
          hasDiagonal: true, plotWidth: 340, plotHeight: 340
        ).svg)
    ]
  }

  /// The measures before and after calibration on the validation set; nothing without calibration.
  private func calibrationTable() -> [ReportBlock] {
    let keys = [
      ("expected_calibration_error", "Calibration error"), ("log_loss", "Log loss"),
      ("brier", "Brier"), ("auc", "AUC"),
    ]
    let rows = models.compactMap { model -> ReportTable.Row? in
      guard let before = measures[model]?["validation"], let after = before.calibrated else {
        return nil
      }
      return ReportTable.Row(
        cells: [Self.title(of: model)]
          + keys.flatMap {
            [NumberText.fixed(before[$0.0], 3), NumberText.fixed(after[$0.0], 3)]
          })
    }
    guard !rows.isEmpty else { return [] }
    return [
      .table(
        ReportTable(
          caption: "Validation samples, before and after calibration"
            + (manifest["options"]["calibration"].plain.map { " (\($0))" } ?? "")
            + ". The calibrators were fitted to out-of-fold probabilities of the training samples. A "
            + "correction to another prevalence changes susceptibility_MODEL_calibrated, not this table.",
          columns: [.init(title: "Model", isNumber: false)]
            + keys.flatMap {
              [.init(title: "\($0.1), before"), .init(title: "after")] as [ReportTable.Column]
            }, rows: rows))
    ]
  }

  /// The mean probability (x) and the share of landslides (y) in each equal bin that holds at least 5 samples.
  package static func reliability(
    _ predictions: [(isLandslide: Bool, probability: Double)], bins: Int
  ) -> [(x: Double, y: Double)] {
    let defined = predictions.filter { (0...1).contains($0.probability) }
    return ReliabilityCurve(
      labels: defined.map(\.isLandslide), probabilities: defined.map(\.probability), bins: bins
    ).bins.filter { $0.count >= 5 }.map { (x: $0.meanProbability, y: $0.landslideShare) }
  }
}
