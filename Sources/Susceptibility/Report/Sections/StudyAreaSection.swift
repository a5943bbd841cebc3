import GeoRaster

extension StudyResults {
  /// The area with landslides and absences. Source: Fig. 1.
  func studyAreaSection(elevation: RasterThumbnail?) throws -> ReportSection {
    var blocks: [ReportBlock] = []
    let background: MapPicture?
    if let elevation {
      background = .relief(of: elevation)
    } else {
      background = try folder.factorNames.first.flatMap { try folder.factorBand($0) }.map {
        .extent(of: try thumbnail(of: $0, by: .nearest))
      }
    }
    if let background {
      let figure = MapFigure(
        picture: background, title: "Study area", points: pointLayers, width: 620)
      blocks.append(
        .figures(
          [
            ReportFigure(
              svg: figure.svg,
              caption: (elevation == nil
                ? "Cells that have values." : "Relief of the terrain, lit from the north-west.")
                + (samples == nil ? "" : " Landslides and absences of both sets are drawn over it.")
            )
          ], .large))
    } else {
      blocks.append(.notice("The factors have not been made yet (no factors/*).", .missing))
    }
    if samples == nil {
      blocks.append(.notice("The samples have not been drawn yet (no samples.csv).", .missing))
    }
    return ReportSection(
      identifier: "area", title: "Study area and samples (Fig. 1)",
      sources: ["samples.csv", "factors/"], blocks: blocks)
  }

  private var pointLayers: [MapFigure.PointLayer] {
    guard let samples else { return [] }
    let diameter = samples.count > 1500 ? 2.5 : samples.count < 200 ? 6.0 : 4.0
    let kinds: [(label: String, isLandslide: Bool, isTraining: Bool, color: UInt32)] = [
      ("absences, training", false, true, 0x7FA8C9),
      ("absences, validation", false, false, 0x1F5A85),
      ("landslides, training", true, true, 0xD55E00),
      ("landslides, validation", true, false, 0xF0C400),
    ]
    return kinds.map { kind in
      let places = samples.filter {
        $0.isLandslide == kind.isLandslide && $0.isTraining == kind.isTraining
      }
      return MapFigure.PointLayer(
        label: "\(kind.label) (\(places.count))",
        coordinates: places.map { Coordinate(x: $0.x, y: $0.y) },
        color: PaletteColor(hex: kind.color), diameter: diameter)
    }
  }
}
