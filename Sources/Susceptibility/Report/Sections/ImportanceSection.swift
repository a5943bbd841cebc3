extension StudyResults {
  /// What forests say of the factors and of themselves; `nil` without a forest.
  func importanceSection() throws -> ReportSection? {
    var blocks: [ReportBlock] = []
    var sources: [String] = []
    for model in models {
      let name = "importance_\(model).csv"
      guard let file = folder.file(name) else { continue }
      sources.append(name)
      let table = try ResultsTable(contentsOf: file)
      let factors = try table.texts("factor")
      let measures = try [
        (
          title: "impurity", xTitle: "share of the decrease of impurity",
          column: "impurity_decrease"
        ),
        (
          title: "permutation, out of bag", xTitle: "decrease of the accuracy",
          column: "permutation_decrease"
        ),
      ].map {
        (title: $0.title, xTitle: $0.xTitle, values: try table.numbers($0.column, isOptional: true))
      }
      .filter { $0.values.contains(where: \.isFinite) }
      let figures = measures.map { measure in
        let order = factors.indices.sorted {
          Self.rank(measure.values[$0]) > Self.rank(measure.values[$1])
        }
        return ReportFigure(
          svg: HorizontalBarChart(
            title: "\(Self.title(of: model)): \(measure.title)", xTitle: measure.xTitle,
            bars: order.map { .init(label: factors[$0], value: measure.values[$0]) }, width: 560,
            format: { NumberText.fixed($0, 4) }
          ).svg)
      }
      blocks += forestFacts(of: model) + [.figures(figures, .medium)]
      blocks.append(
        .details(
          summary: "Table of the importances of \(Self.title(of: model))",
          [
            .table(
              ReportTable(
                columns: [.init(title: "Factor", isNumber: false)]
                  + measures.map { .init(title: "\($0.title)") },
                rows: factors.indices.map { index in
                  .init(
                    cells: [factors[index]]
                      + measures.map { NumberText.fixed($0.values[index], 4) })
                }))
          ]))
    }
    guard !blocks.isEmpty else { return nil }
    return ReportSection(
      identifier: "importance", title: "The random forest and its factors",
      sources: sources + ["manifest.json"], blocks: [Self.measuresOfForests] + blocks)
  }

  private func forestFacts(of model: String) -> [ReportBlock] {
    let forest = forestFindings(of: model)
    let accuracy = forest["out_of_bag_accuracy"].number
    let facts = [
      ("Trees", forest["trees"].number.map(NumberText.count)),
      ("Nodes", forest["nodes"].number.map(NumberText.count)),
      ("Out-of-bag error", accuracy.map { NumberText.fixed(1 - $0, 3) }),
    ].compactMap { name, value in value.map { (name: name, value: $0) } }
    return facts.isEmpty ? [] : [.paragraph("\(Self.title(of: model)):"), .facts(facts)]
  }

  private static let measuresOfForests = ReportBlock.paragraph(
    "Impurity: how much the splits on a factor lower the impurity, as shares of 1; it favours factors "
      + "with many values. Permutation: how much the accuracy of trees falls on the samples that they "
      + "have not seen when the factor is exchanged among these. The out-of-bag error is the share of "
      + "training samples that the trees which have not seen them predict wrongly.")

  /// What the manifest has of a forest.
  func forestFindings(of model: String) -> ResultsJSON {
    manifest[ModelName(rawValue: model).flatMap { WrittenFiles.findings(of: $0) } ?? model]
  }

  /// What is not defined comes last.
  private static func rank(_ value: Double) -> Double { value.isNaN ? -.infinity : value }
}
