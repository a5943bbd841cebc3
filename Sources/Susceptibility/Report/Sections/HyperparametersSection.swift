extension StudyResults {
  /// The hyperparameters of the models, those with the same ones in one table; `nil` when the manifest has none.
  func hyperparametersSection() -> ReportSection? {
    let described = models.map { (model: $0, values: hyperparameters(of: $0)) }
      .filter { !$0.values.isEmpty }
    guard !described.isEmpty else { return nil }
    var groups: [[(model: String, values: [String: String])]] = []
    for model in described {
      if let index = groups.firstIndex(where: { Set($0[0].values.keys) == Set(model.values.keys) })
      {
        groups[index].append(model)
      } else {
        groups.append([model])
      }
    }
    let tables = groups.map { group in
      ReportBlock.table(
        ReportTable(
          columns: [.init(title: "Hyperparameter", isNumber: false)]
            + group.map { .init(title: Self.title(of: $0.model), isNumber: false) },
          rows: group[0].values.keys.sorted().map { name in
            ReportTable.Row(cells: [name] + group.map { $0.values[name] ?? "" })
          }))
    }
    let tuned = manifest["tuning"].elements.compactMap { $0["model"].plain }.map(Self.title)
    return ReportSection(
      identifier: "hyperparameters", title: "Hyperparameters of the models (Table 2)",
      sources: ["manifest.json"],
      blocks: (tuned.isEmpty
        ? [] : [.paragraph("Those of \(Prose.list(tuned)) are what the search has chosen.")])
        + tables)
  }
}
