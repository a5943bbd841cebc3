extension StudyResults {
  /// Area and landslides of each susceptibility class. Source: Table 3 and Fig. 9.
  func classAreasSection() throws -> ReportSection {
    let title = "Area and landslide density of the classes (Table 3, Fig. 9)"
    guard let classAreas, !classAreas.isEmpty else {
      return ReportSection(
        identifier: "classes", title: title, sources: [],
        blocks: [.notice("Not mapped yet (no class_areas.csv).", .missing)])
    }
    let numbers = Array(Set(classAreas.map(\.number))).sorted()
    let names =
      numbers == [1, 2, 3, 4, 5] ? MapClass.names(5) : numbers.map { "class \($0)" }
    let mapped = models.filter { model in classAreas.contains { $0.model == model } }
    func chart(_ title: String, _ unit: String, _ value: (ClassAreaRecord) -> Double)
      -> ReportFigure
    {
      ReportFigure(
        svg: BarChart(
          title: title, yTitle: unit, categories: names,
          series: mapped.map { model in
            BarChart.Series(
              label: Self.title(of: model),
              values: numbers.map { number in
                classAreas.first { $0.model == model && $0.number == number }.map(value) ?? .nan
              })
          }, plotHeight: 200
        ).svg)
    }
    return try ReportSection(
      identifier: "classes", title: title, sources: ["class_areas.csv", "class_stability.csv"],
      blocks: [
        .paragraph(
          "Density should rise from class to class, and the high classes should hold many landslides "
            + "on little area. Landslides of both sets are counted."),
        .figures(
          [
            chart("Landslide density", "landslides per km²", \.landslideDensity),
            chart("Share of the mapped area", "%") { $0.share * 100 },
          ], .medium),
        .table(areas(of: classAreas, models: mapped, numbers: numbers, names: names)),
        .details(
          summary: "Limits, cells and landslides of all classes",
          [
            .table(
              table(of: classAreas, names: Dictionary(uniqueKeysWithValues: zip(numbers, names))))
          ]),
      ] + stabilityBlocks())
  }

  /// A row for each class, a column for each model.
  private func areas(
    of records: [ClassAreaRecord], models: [String], numbers: [Int], names: [String]
  ) -> ReportTable {
    ReportTable(
      caption: "Area of the classes in km² and as share of the mapped area.",
      columns: [.init(title: "Class", isNumber: false)]
        + models.map { .init(title: Self.title(of: $0)) },
      rows: zip(numbers, names).enumerated().map { index, name in
        let cells = models.map { model -> String in
          guard let record = records.first(where: { $0.model == model && $0.number == name.0 })
          else { return NumberText.undefined }
          return Self.area(record)
            + " (\(NumberText.percent(record.share)))"
        }
        let color = MapPicture.susceptibilityColors(count: numbers.count)[index]
        return ReportTable.Row(cells: [name.1] + cells, swatch: color.hexText)
      })
  }

  /// Two decimals, and more for areas of a few cells.
  private static func area(_ record: ClassAreaRecord) -> String {
    let area = record.areaInSquareKilometers
    return area < 1 ? NumberText.significant(area) : NumberText.fixed(area, 2)
  }

  private func table(of records: [ClassAreaRecord], names: [Int: String]) -> ReportTable {
    ReportTable(
      columns: [
        .init(title: "Model", isNumber: false), .init(title: "Class", isNumber: false),
        .init(title: "Probability from"), .init(title: "to"), .init(title: "Cells"),
        .init(title: "Area (km²)"), .init(title: "Share"), .init(title: "Landslides"),
        .init(title: "Density (per km²)"),
      ],
      rows: records.map {
        ReportTable.Row(cells: [
          Self.title(of: $0.model), names[$0.number] ?? String($0.number),
          NumberText.fixed($0.lower, 3),
          NumberText.fixed($0.upper, 3), NumberText.count($0.cells),
          Self.area($0), NumberText.percent($0.share),
          NumberText.count($0.landslides), NumberText.significant($0.landslideDensity),
        ])
      })
  }
}
