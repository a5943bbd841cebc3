extension StudyResults {
  /// How the factors go together beside their VIF: what stands in the tables of the analysis.
  func associationBlocks() throws -> [ReportBlock] {
    try cellBlocks() + conditionBlocks()
      + matrixBlocks(
        "correlation_pearson.csv", summary: "Pearson's correlations",
        note: "Of the encoded training samples.", strong: 0.7)
      + matrixBlocks(
        "correlation_spearman.csv", summary: "Spearman's rank correlations",
        note: "Of the encoded training samples.", strong: 0.7)
      + matrixBlocks(
        "cramers_v.csv", summary: "Cramer's V of categorical factors",
        note: "Over the mapped cells: 0 for independent, 1 when one follows from the other.",
        strong: 0.5)
  }

  /// The files that the blocks are made of, as far as they are there.
  var associationSources: [String] {
    [
      "vif_cells.csv", "condition_indices.csv", "correlation_pearson.csv",
      "correlation_spearman.csv", "cramers_v.csv",
    ].filter { folder.file($0) != nil }
  }

  private func cellBlocks() throws -> [ReportBlock] {
    guard let file = folder.file("vif_cells.csv") else { return [] }
    let table = try ResultsTable(contentsOf: file)
    let factors = try table.texts("factor")
    let (tolerances, inflation) = (try table.numbers("tolerance"), try table.numbers("vif"))
    return [
      .details(
        summary: "Tolerance and VIF over every mapped cell",
        [
          .table(
            ReportTable(
              columns: [
                .init(title: "Factor", isNumber: false), .init(title: "Tolerance"),
                .init(title: "VIF"),
              ],
              rows: factors.indices.map {
                ReportTable.Row(cells: [
                  factors[$0], NumberText.fixed(tolerances[$0], 3),
                  NumberText.fixed(inflation[$0], 3),
                ])
              }))
        ])
    ]
  }

  /// Condition indices of Belsley, Kuh and Welsch: 30 and above with two large proportions is a strong dependence.
  private func conditionBlocks() throws -> [ReportBlock] {
    guard let file = folder.file("condition_indices.csv") else { return [] }
    let table = try ResultsTable(contentsOf: file)
    let indices = try table.numbers("condition_index")
    let terms =
      ["constant"]
      + table.header.dropFirst(4).map {
        String($0.dropFirst(AssociationTables.proportionPrefix.count))
      }
    let rows = indices.indices.map { row in
      let shares = table.numbers(ofRow: row, from: 3)
      let named = zip(terms, shares).filter { $0.1 >= 0.3 }.sorted { $0.1 > $1.1 }
        .map { "\($0.0) \(NumberText.fixed($0.1, 2))" }
      return ReportTable.Row(
        cells: [
          "\(row + 1)", NumberText.significant(indices[row], 4),
          named.isEmpty ? NumberText.undefined : named.joined(separator: ", "),
        ], mark: indices[row] >= 30 ? .suspect : .none)
    }
    return [
      .details(
        summary:
          "Condition indices, the greatest \(NumberText.significant(indices.max() ?? .nan, 3))",
        [
          .table(
            ReportTable(
              caption:
                "Marked: 30 and above, where terms with proportions above 0.5 depend on each other.",
              columns: [
                .init(title: "Dimension"), .init(title: "Condition index"),
                .init(title: "Variance proportions of 0.3 and above", isNumber: false),
              ], rows: rows))
        ])
    ]
  }

  /// A square table with its strongest pairs named first.
  private func matrixBlocks(
    _ name: String, summary: String, note: String, strong: Double
  ) throws -> [ReportBlock] {
    guard let file = folder.file(name) else { return [] }
    let table = try ResultsTable(contentsOf: file)
    guard table.count > 1 else { return [] }
    let names = try table.texts("factor")
    let values = names.indices.map { table.numbers(ofRow: $0, from: 1) }
    let pairs = names.indices.flatMap { row in (0..<row).map { (row, $0) } }
      .filter { abs(values[$0.0][$0.1]) >= strong }
      .sorted { abs(values[$0.0][$0.1]) > abs(values[$1.0][$1.1]) }
    let list = pairs.map {
      "\(names[$0.1]) and \(names[$0.0]): \(NumberText.fixed(values[$0.0][$0.1], 2))"
    }
    return [
      .details(
        summary:
          "\(summary), \(pairs.count) \(pairs.count == 1 ? "pair" : "pairs") at \(strong) or beyond",
        [
          .paragraph(note), .list(list),
          .table(
            ReportTable(
              columns: [.init(title: "Factor", isNumber: false)] + names.map { .init(title: $0) },
              rows: names.indices.map { row in
                ReportTable.Row(
                  cells: [names[row]] + values[row].map { NumberText.fixed($0, 2) })
              })),
        ].filter { if case .list(let lines) = $0 { !lines.isEmpty } else { true } })
    ]
  }
}
