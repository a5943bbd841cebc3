extension StudyResults {
  /// How much worse a model is without each factor. Source: Fig. 12.
  func jackknifeSection() -> ReportSection {
    let title = "Importance of the factors (Fig. 12)"
    guard let jackknife, !jackknife.isEmpty else {
      return ReportSection(
        identifier: "jackknife", title: title, sources: [],
        blocks: [
          .notice("No jackknife (no jackknife.csv): not run yet, or turned off.", .missing)
        ])
    }
    let names = Array(Set(jackknife.map(\.model))).sorted()
    let figures = names.map { model -> ReportFigure in
      let records = jackknife.filter { $0.model == model }.sorted {
        ($0.relativeDecrease.isNaN ? -.infinity : $0.relativeDecrease)
          > ($1.relativeDecrease.isNaN ? -.infinity : $1.relativeDecrease)
      }
      let bars = records.map { record in
        HorizontalBarChart.Bar(
          label: record.factor, value: record.relativeDecrease * 100,
          interval: record.low.isFinite && record.high.isFinite
            ? (record.low * 100, record.high * 100) : nil,
          tooltip: "without \(record.factor): AUC \(NumberText.fixed(record.areaWithout, 4)), "
            + "with all \(NumberText.fixed(record.areaWithAll, 4))",
          colorIndex: factors.contains(record.factor) ? 0 : 1)
      }
      let hasIntervals = bars.contains { $0.interval != nil }
      return ReportFigure(
        svg: HorizontalBarChart(
          title: Self.title(of: model), xTitle: "relative decrease of the AUC (%)", bars: bars,
          width: 560,
          format: { NumberText.fixed($0, 2) }
        ).svg,
        caption: (hasIntervals
          ? "Whiskers: 95 % interval of the mean over seeds." : "One seed; no intervals.")
          + (records.allSatisfy { factors.contains($0.factor) }
            ? "" : " The second colour is of groups of factors, left out together."))
    }
    return ReportSection(
      identifier: "jackknife", title: title, sources: ["jackknife.csv"],
      blocks: [
        .paragraph(
          "The model refitted without a factor: (AUC with all − AUC without) / AUC with all. Small or "
            + "negative values mean that the others say the same, not that the factor does not matter."
            + jackknifeFolds),
        .figures(figures, .medium),
        .details(summary: "Table of the jackknife", [.table(table(of: jackknife))]),
      ])
  }

  private func table(of records: [JackknifeRecord]) -> ReportTable {
    ReportTable(
      columns: [.init(title: "Model", isNumber: false), .init(title: "Left out", isNumber: false)]
        + ["AUC with all", "AUC without", "Relative decrease (%)", "From", "To"].map {
          .init(title: $0)
        },
      rows: records.map { record in
        ReportTable.Row(
          cells: [Self.title(of: record.model), record.factor]
            + [record.areaWithAll, record.areaWithout].map { NumberText.fixed($0, 4) }
            + [record.relativeDecrease, record.low, record.high].map {
              NumberText.fixed(100 * $0, 2)
            })
      })
  }

  /// Over which folds, when it is not the split.
  private var jackknifeFolds: String {
    let facts = manifest["jackknife"]
    guard let scheme = facts["validation"].plain, scheme != "split",
      let folds = facts["folds"].plain
    else { return "" }
    return
      " AUCs are over the \(folds) \(scheme) folds of the cross-validation, the same for every refit."
  }
}
