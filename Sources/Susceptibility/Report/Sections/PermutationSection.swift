extension StudyResults {
  /// How much worse each model ranks when a factor is exchanged among the samples; `nil` when that was not asked for.
  func permutationSection() -> ReportSection? {
    guard let permutation, !permutation.isEmpty else { return nil }
    let figures = models.compactMap { model -> ReportFigure? in
      let records = permutation.filter { $0.model == model }
        .sorted { ($0.decrease.isNaN ? -1 : $0.decrease) > ($1.decrease.isNaN ? -1 : $1.decrease) }
      guard !records.isEmpty else { return nil }
      let bars = records.map { record in
        HorizontalBarChart.Bar(
          label: record.factor, value: record.decrease,
          interval: record.deviation.isFinite
            ? (record.decrease - record.deviation, record.decrease + record.deviation) : nil,
          colorIndex: factors.contains(record.factor) ? 0 : 1)
      }
      return ReportFigure(
        svg: HorizontalBarChart(
          title: Self.title(of: model), xTitle: "decrease of the AUC", bars: bars, width: 560,
          format: { NumberText.fixed($0, 4) }
        ).svg,
        caption: "Whiskers: one standard deviation over the repetitions."
          + (records.allSatisfy { factors.contains($0.factor) }
            ? "" : " The second colour is of groups of factors, exchanged together."))
    }
    return ReportSection(
      identifier: "permutation", title: "Permutation importance of the factors",
      sources: ["permutation_importance.csv"],
      blocks: [
        .paragraph(
          "How much the validation AUC falls when a factor is exchanged among the validation samples (for "
            + "networks its whole window) and nothing is fitted again. It says what the fitted model "
            + "relies on; the jackknife says what others can replace."),
        .figures(figures, .medium),
        .details(summary: "Table of permutation importance", [.table(table(of: permutation))]),
      ])
  }

  private func table(of records: [PermutationRecord]) -> ReportTable {
    ReportTable(
      columns: [
        .init(title: "Model", isNumber: false), .init(title: "Exchanged", isNumber: false),
        .init(title: "Decrease of the AUC"), .init(title: "Standard deviation"),
      ],
      rows: records.map {
        ReportTable.Row(cells: [
          Self.title(of: $0.model), $0.factor, NumberText.fixed($0.decrease, 4),
          NumberText.fixed($0.deviation, 4),
        ])
      })
  }
}
