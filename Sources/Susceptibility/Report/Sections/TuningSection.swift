extension StudyResults {
  /// What the search for hyperparameters has tried and chosen; `nil` when the study asks for none.
  func tuningSection() -> ReportSection? {
    guard let tuning, !tuning.isEmpty else { return nil }
    let isNested = tuning.contains { $0.nestedArea.isFinite }
    let shown = 12
    let best = ranked(tuning)
    var blocks: [ReportBlock] = [
      .paragraph(
        "Mean AUC over folds of the training samples; validation samples take no part. The AUC of "
          + "what was chosen is optimistic, as the best of several."
          + (isNested
            ? " The nested AUC is that of an outer loop, in each fold of which the whole search was made "
              + "again: what tuning can be expected to reach." : "")),
      .table(table(Array(best.prefix(shown)), isNested: isNested)),
    ]
    if best.count > shown {
      blocks.append(
        .details(
          summary: "\(best.count - shown) more",
          [.table(table(Array(best.dropFirst(shown)), isNested: isNested))]))
    }
    return ReportSection(
      identifier: "tuning", title: "Search for hyperparameters",
      sources: isNested ? ["tune.csv", "tune_nested.csv"] : ["tune.csv"], blocks: blocks)
  }

  /// What was chosen first, then by falling AUC.
  private func ranked(_ records: [TuningRecord]) -> [TuningRecord] {
    func rank(_ record: TuningRecord) -> Double {
      record.isChosen ? -2 : record.area.isNaN ? 1 : -record.area
    }
    return records.sorted { rank($0) < rank($1) }
  }

  private func table(_ records: [TuningRecord], isNested: Bool) -> ReportTable {
    ReportTable(
      columns: [
        .init(title: "Model", isNumber: false), .init(title: "Settings", isNumber: false),
        .init(title: "AUC (mean ± deviation)"),
      ] + (isNested ? [.init(title: "Nested AUC")] : []),
      rows: records.map { record in
        ReportTable.Row(
          cells: [
            Self.title(of: record.model) + (record.isChosen ? " (chosen)" : ""), record.settings,
            Self.text(record.area, record.deviation),
          ] + (isNested ? [Self.text(record.nestedArea, record.nestedDeviation)] : []),
          mark: record.isChosen ? .best : .none)
      })
  }

  private static func text(_ mean: Double, _ deviation: Double) -> String {
    mean.isFinite ? "\(NumberText.fixed(mean, 3)) ± \(NumberText.fixed(deviation, 3))" : ""
  }
}
