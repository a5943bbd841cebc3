extension StudyResults {
  /// What the ensemble is made of; `nil` when the study has none.
  func ensembleSection() -> ReportSection? {
    let members = manifest["ensemble"]["members"].elements
    guard !members.isEmpty else { return nil }
    let folds = manifest["ensemble"]["folds"].plain
    return ReportSection(
      identifier: "ensemble", title: "Ensemble", sources: ["manifest.json"],
      blocks: [
        .paragraph(
          "The log odds of the ensemble are the weighted mean of those of its members. "
            + (folds.map {
              "The weights have the least log loss on training samples that the members were not fitted to "
                + "(\($0) folds); validation samples take no part."
            } ?? "All members count the same.")),
        .table(
          ReportTable(
            caption: "Members and their weights.",
            columns: [.init(title: "Model", isNumber: false), .init(title: "Weight")],
            rows: members.map {
              ReportTable.Row(cells: [
                Self.title(of: $0["model"].plain ?? ""),
                NumberText.fixed($0["weight"].number ?? .nan, 3),
              ])
            })),
      ])
  }
}
