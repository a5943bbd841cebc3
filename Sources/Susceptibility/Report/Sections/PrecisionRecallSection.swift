extension StudyResults {
  /// Precision-recall curves of both sets.
  func precisionRecallSection() throws -> ReportSection {
    let title = "Precision and recall"
    let figures = try ["validation", "training"].compactMap { set -> ReportFigure? in
      let series = try models.enumerated().compactMap { index, model -> LineChart.Series? in
        let file = "precision_recall_\(model)_\(set).csv"
        guard let points = try curve(file, x: "recall", y: "precision") else { return nil }
        let area = measures[model]?[set]?["average_precision"] ?? .nan
        return LineChart.Series(
          label: "\(Self.title(of: model)), AP \(NumberText.fixed(area, 3))", points: points,
          index: index)
      }
      guard !series.isEmpty else { return nil }
      return ReportFigure(
        svg: LineChart(
          title: set == "validation" ? "Validation set" : "Training set",
          xTitle: "recall (share of landslides found)",
          yTitle: "precision (share of finds that are right)", series: series, xRange: (0, 1),
          yRange: (0, 1), plotWidth: 340, plotHeight: 340
        ).svg)
    }
    guard !figures.isEmpty else {
      return ReportSection(
        identifier: "precision-recall", title: title, sources: [],
        blocks: [.notice("Not evaluated yet (no precision_recall_MODEL_SET.csv).", .missing)])
    }
    return ReportSection(
      identifier: "precision-recall", title: title, sources: ["precision_recall_MODEL_SET.csv"],
      blocks: [
        .paragraph(
          "How clean the predicted landslides are against how many landslides are found, at the share "
            + "of landslides among the samples. AP is the average precision."),
        .figures(figures, .medium),
      ])
  }
}
