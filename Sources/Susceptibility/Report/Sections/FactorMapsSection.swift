import GeoRaster

extension StudyResults {
  /// A map of each factor. Source: Fig. 3.
  func factorMapsSection() throws -> ReportSection {
    var figures: [ReportFigure] = []
    var legends: [ReportBlock] = []
    for factor in factors {
      guard let band = try folder.factorBand(factor) else { continue }
      let picture = try picture(of: band, factor: factor)
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

  private func picture(of band: RasterFileBand, factor: String) throws -> MapPicture {
    let rows = (classes ?? []).filter { $0.factor == factor }
    let labels = Set(rows.map { $0.label.lowercased() })
    func small(_ reduction: RasterThumbnail.Reduction) throws -> RasterThumbnail {
      try thumbnail(of: band, longestSide: 300, by: reduction)
    }
    if labels.isSuperset(of: ["n", "e", "s", "w"]) {
      return .direction(of: try small(.nearest))
    }
    guard !rows.isEmpty, rows.allSatisfy({ $0.lower.isNaN && $0.upper.isNaN }) else {
      return .quantity(of: try small(.mean))
    }
    let codes = try small(.nearest)
    return .categories(of: codes, labels: try names(of: rows, codes: codes.codes, in: band))
  }

  /// Names of codes: by the class's number when it is the code, else in the order of both.
  ///
  /// Classes are those of the mapped cells; codes elsewhere, when a map tells them apart, do not count.
  private func names(
    of rows: [FactorClassRecord], codes: [Int], in band: RasterFileBand
  ) throws -> [Int: String] {
    let codes = codes.count > rows.count ? try mappedCodes(of: band) ?? codes : codes
    let numbers = rows.map { Int($0.number) }
    if Set(codes).isSubset(of: Set(numbers.compactMap { $0 })) {
      return Dictionary(
        zip(numbers, rows).compactMap { number, row in number.map { ($0, row.label) } },
        uniquingKeysWith: { first, _ in first })
    }
    guard codes.count == rows.count else { return [:] }
    return Dictionary(uniqueKeysWithValues: zip(codes, rows.map(\.label)))
  }

  /// The codes of the mapped cells, or `nil` when no map tells which these are.
  private func mappedCodes(of band: RasterFileBand) throws -> [Int]? {
    guard
      let map = try models.lazy.compactMap({ try folder.band("susceptibility_\($0)") }).first,
      map.grid.rows == band.grid.rows, map.grid.columns == band.grid.columns
    else { return nil }
    var codes = WholeNumbers()
    for strip in band.strips {
      codes.add(zip(try band.read(strip), try map.read(strip)).lazy.filter { !$1.isNaN }.map(\.0))
    }
    return codes.found.sorted()
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

  /// The unit of a factor's values where the study says how it came about, else what its name suggests.
  private func unit(of factor: String) -> String {
    switch methods?.factors.first(where: { $0.name == factor })?.source {
    case .derived(let derived, _):
      switch derived {
      case .slope(_, let unit): unit == .percent ? "%" : "°"
      case .aspect: "°"
      case .curvature: "1/100 m"
      case .relief, .ruggedness, .topographicPosition, .roughness: "m"
      case .northness, .eastness, .twi, .spi: ""
      }
    case .distance, .distanceToStreams: "m"
    case .ndvi, .polygons, .interpolated: ""
    case .raster, nil: ["slope", "aspect"].contains(factor.lowercased()) ? "°" : ""
    }
  }
}
