extension StudyResults {
  /// Whether models differ by more than chance: paired tests on the validation samples.
  func comparisonsSection() throws -> ReportSection {
    let title = "Are the models different?"
    guard let file = folder.file("model_comparisons.csv") else {
      return ReportSection(
        identifier: "comparisons", title: title, sources: [],
        blocks: [.notice("Not evaluated yet (no model_comparisons.csv).", .missing)])
    }
    let table = try ResultsTable(contentsOf: file)
    let names = (try table.texts("first"), try table.texts("second"))
    let numbers = try [
      "difference", "standard_error", "z", "p", "only_first_right", "only_second_right",
      "mcnemar_p",
    ].map { try table.numbers($0) }
    guard table.count > 0 else {
      return ReportSection(
        identifier: "comparisons", title: title, sources: ["model_comparisons.csv"],
        blocks: [.paragraph("There is one model only.")])
    }
    let rows = (0..<table.count).map { row in
      ReportTable.Row(
        cells: [
          "\(Self.title(of: names.0[row])) – \(Self.title(of: names.1[row]))",
          NumberText.fixed(numbers[0][row], 3), NumberText.fixed(numbers[1][row], 3),
          NumberText.fixed(numbers[2][row], 2), NumberText.chance(numbers[3][row]),
          "\(NumberText.count(numbers[4][row])) / \(NumberText.count(numbers[5][row]))",
          NumberText.chance(numbers[6][row]),
        ], mark: numbers[3][row] < 0.05 ? .best : .none)
    }
    return ReportSection(
      identifier: "comparisons", title: title, sources: ["model_comparisons.csv"],
      blocks: [
        .paragraph(
          "Each pair of models on the same validation samples. DeLong's test asks whether one ranks "
            + "better; McNemar's whether one decides rightly more often at 0.5. Models share their samples, so "
            + "intervals that overlap do not answer this. Where models do not differ, one pair in twenty "
            + "is below 0.05 by chance alone."),
        .table(
          ReportTable(
            caption: "Marked: p below 0.05.",
            columns: [
              .init(title: "Models", isNumber: false), .init(title: "Difference of AUC"),
              .init(title: "Standard error"), .init(title: "z"), .init(title: "p (DeLong)"),
              .init(title: "Only one right"), .init(title: "p (McNemar)"),
            ], rows: rows)),
      ])
  }
}
