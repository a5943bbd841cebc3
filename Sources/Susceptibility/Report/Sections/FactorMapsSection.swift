import GeoRaster

extension StudyResults {
  /// A map of each factor. Source: Fig. 3.
  func factorMapsSection() throws -> ReportSection {
    var figures: [ReportFigure] = []
    var legends: [ReportBlock] = []
    let mapped = try models.first { folder.hasRaster("susceptibility_\($0)") }
      .flatMap { try folder.raster("susceptibility_\($0)") }
    for factor in factors {
      guard let raster = try folder.factorRaster(factor) else { continue }
      let picture = picture(of: raster, factor: factor, mapped: mapped)
      let figure = MapFigure(
        picture: picture, title: factor, unit: unit(of: factor), width: 280, legendLimit: 12)
      figures.append(ReportFigure(svg: figure.svg))
      if case .classes(let entries) = picture.legend, entries.count > 12 {
        legends.append(legendDetails(factor, entries))
      }
    }
    guard !figures.isEmpty else {
      return ReportSection(
        identifier: "factors", title: "Conditioning factors (Fig. 3)", sources: ["factors/"],
        blocks: [.notice("The factors have not been made yet (no factors/*).", .missing)])
    }
    let shown = 24
    var blocks: [ReportBlock] = [
      .paragraph(
        "Quantities are coloured between the values that 2 % and 98 % of the cells lie below; "
          + "categories have a colour each."),
      .figures(Array(figures.prefix(shown)), .small),
    ]
    if figures.count > shown {
      blocks.append(
        .details(
          summary: "Maps of \(figures.count - shown) more factors",
          [.figures(Array(figures.dropFirst(shown)), .small)]))
    }
    return ReportSection(
      identifier: "factors", title: "Conditioning factors (Fig. 3)",
      sources: ["factors/", "frequency_ratio.csv"], blocks: blocks + interpolationBlocks + legends)
  }

  private func picture(of raster: Raster, factor: String, mapped: Raster?) -> MapPicture {
    let size = 300
    let rows = (classes ?? []).filter { $0.factor == factor }
    let labels = Set(rows.map { $0.label.lowercased() })
    if labels.isSuperset(of: ["n", "e", "s", "w"]) {
      return .direction(of: raster, longestSide: size)
    }
    guard !rows.isEmpty, rows.allSatisfy({ $0.lower.isNaN && $0.upper.isNaN }) else {
      return .quantity(of: raster, longestSide: size)
    }
    return .categories(
      of: raster, labels: names(of: rows, in: raster, mapped: mapped), longestSide: size)
  }

  /// Names of codes: by the class's number when it is the code, else in the order of both.
  ///
  /// Classes are those of the mapped cells; codes elsewhere, when a map tells them apart, do not count.
  private func names(
    of rows: [FactorClassRecord], in raster: Raster, mapped: Raster?
  ) -> [Int: String] {
    var values = raster.values
    if let mapped, mapped.values.count == values.count {
      for index in values.indices where mapped.values[index].isNaN { values[index] = .nan }
    }
    let codes = Set(values.compactMap { Int(exactly: Double($0).rounded()) }).sorted()
    let numbers = rows.map { Int($0.number) }
    if Set(codes).isSubset(of: Set(numbers.compactMap { $0 })) {
      return Dictionary(
        zip(numbers, rows).compactMap { number, row in number.map { ($0, row.label) } },
        uniquingKeysWith: { first, _ in first })
    }
    guard codes.count == rows.count else { return [:] }
    return Dictionary(uniqueKeysWithValues: zip(codes, rows.map(\.label)))
  }

  private func legendDetails(_ factor: String, _ entries: [MapPicture.LegendEntry]) -> ReportBlock {
    .details(
      summary: "All \(entries.count) categories of \(factor)",
      [
        .table(
          ReportTable(
            columns: [.init(title: "Category", isNumber: false)],
            rows: entries.map {
              ReportTable.Row(cells: [$0.label], swatch: $0.color.hexText)
            }))
      ])
  }

  /// The unit of a factor's values where the study's options say what they are, else none.
  private func unit(of factor: String) -> String {
    let options = manifest["options"]["factors"].elements.first { $0["name"].plain == factor }
    if let options, options["distance-to"].exists { return "m" }
    if let options, options["unit"].plain == "percent" { return "%" }
    let product = options?["derive"].plain ?? factor.lowercased()
    return ["slope", "aspect"].contains(product) ? "°" : ""
  }
}
