extension StudyResults {
  /// How many cells change class with another way to class the same probabilities.
  func stabilityBlocks() throws -> [ReportBlock] {
    guard let file = folder.file("class_stability.csv") else { return [] }
    let table = try ResultsTable(contentsOf: file)
    let models = try table.texts("model")
    let methods = try table.texts("method")
    let others = try table.texts("other_method")
    let shares = try table.numbers("changed_share")
    let pairs = models.indices.map { (methods[$0], others[$0]) }
    var columns: [(String, String)] = []
    for pair in pairs where !columns.contains(where: { $0 == pair }) { columns.append(pair) }
    var names: [String] = []
    for model in models where !names.contains(model) { names.append(model) }
    let rows = columns.map { column in
      ReportTable.Row(
        cells: ["\(column.0) – \(column.1)"]
          + names.map { name in
            models.indices.first { models[$0] == name && pairs[$0] == column }
              .map { NumberText.percent(shares[$0]) } ?? NumberText.undefined
          })
    }
    return [
      .details(
        summary: "Stability: how many cells another scheme puts in another class",
        [
          .paragraph(
            "The probabilities are the same; only the limits of the classes differ. Where much changes, "
              + "say in words how the classes were made."),
          .table(
            ReportTable(
              columns: [.init(title: "Schemes", isNumber: false)]
                + names.map { .init(title: Self.title(of: $0)) },
              rows: rows)),
        ])
    ]
  }
}
