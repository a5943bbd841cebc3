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
      return ReportSection(
        identifier: "calibration", title: title, sources: [],
        blocks: [.notice("Not evaluated yet (no predictions_MODEL.csv).", .missing)])
    }
    let chart = LineChart(
      title: "Validation set, tenths of the probability", xTitle: "mean predicted probability",
      yTitle: "share of landslides", series: series, xRange: (0, 1), yRange: (0, 1),
      hasDiagonal: true, plotWidth: 340, plotHeight: 340)
    return ReportSection(
      identifier: "calibration", title: title, sources: ["predictions_MODEL.csv"],
      blocks: [
        .paragraph(
          "On the dotted line, of samples with probability 0.7 seven in ten are landslides. This holds for "
            + "the share of landslides among the samples; among all cells landslides are far rarer, so "
            + "the map ranks places and does not give the chance of a landslide."),
        .figures([ReportFigure(svg: chart.svg)], .medium),
      ])
  }

  /// The mean probability (x) and the share of landslides (y) in each equal bin that holds at least 5 samples.
  package static func reliability(
    _ predictions: [(isLandslide: Bool, probability: Double)], bins: Int
  ) -> [(x: Double, y: Double)] {
    var sums = [(count: Double, probability: Double, landslides: Double)](
      repeating: (0, 0, 0), count: bins)
    for prediction in predictions where prediction.probability.isFinite {
      let bin = min(Int(min(max(prediction.probability, 0), 1) * Double(bins)), bins - 1)
      sums[bin].count += 1
      sums[bin].probability += prediction.probability
      sums[bin].landslides += prediction.isLandslide ? 1 : 0
    }
    return sums.filter { $0.count >= 5 }
      .map { (x: $0.probability / $0.count, y: $0.landslides / $0.count) }
  }
}
