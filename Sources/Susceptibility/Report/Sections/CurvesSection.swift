extension StudyResults {
  /// ROC curves of both sets. Source: Fig. 10 (validation) and Fig. 13 (training).
  func curvesSection() throws -> ReportSection {
    let title = "ROC curves (Fig. 10, Fig. 13)"
    let sets: [(name: String, title: String)] = [
      ("validation", "Validation set (prediction)"), ("training", "Training set (success)"),
    ]
    let figures = try sets.compactMap { set -> ReportFigure? in
      let series = try models.enumerated().compactMap { index, model -> LineChart.Series? in
        guard let points = try rocCurve(model: model, set: set.name) else { return nil }
        let title = Self.title(of: model)
        let record = measures[model]?[set.name]
        let interval = record?.interval.map {
          " (\(NumberText.fixed($0.low, 3))–\(NumberText.fixed($0.high, 3)))"
        }
        let label =
          record.map {
            "\(title), AUC \(NumberText.fixed($0.areaUnderCurve, 3))\(interval ?? "")"
          } ?? title
        return LineChart.Series(label: label, points: points, index: index)
      }
      guard !series.isEmpty else { return nil }
      return ReportFigure(
        svg: LineChart(
          title: set.title, xTitle: "false positive rate (1 − specificity)",
          yTitle: "true positive rate (sensitivity)", series: series, xRange: (0, 1),
          yRange: (0, 1), hasDiagonal: true, plotWidth: 340, plotHeight: 340
        ).svg)
    }
    guard !figures.isEmpty else {
      return ReportSection(
        identifier: "roc", title: title, sources: [],
        blocks: [.notice("Not evaluated yet (no roc_MODEL_SET.csv).", .missing)])
    }
    return ReportSection(
      identifier: "roc", title: title, sources: ["roc_MODEL_SET.csv", "metrics.json"],
      blocks: [
        .paragraph(
          "The dotted line is chance; in brackets the 95 % interval of the AUC. A training curve far above the validation curve shows how much "
            + "of the fit does not carry over."),
        .figures(figures, .medium),
      ])
  }
}
