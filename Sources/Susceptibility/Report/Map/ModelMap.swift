import GeoRaster

/// What the report draws of one model's maps; the rasters themselves are let go.
struct ModelMap {
  let model: String
  /// The place of its colour in the palette.
  let index: Int
  var probability: MapPicture?
  var classes: MapPicture?
  /// Share of the mapped cells in each of equal bins of probability.
  var shares: [Double] = []
  /// Share of the training landslides found in a share of the area, the most susceptible first.
  var success: [(x: Double, y: Double)] = []
  /// The same for validation landslides.
  var prediction: [(x: Double, y: Double)] = []
}

extension StudyResults {
  /// Reads the maps of all models, one after the other.
  func modelMaps(elevation: RasterThumbnail?) throws -> [ModelMap] {
    try models.enumerated().compactMap { index, model in
      var map = ModelMap(model: model, index: index)
      if let probabilities = try folder.band("susceptibility_\(model)") {
        map.probability = .probability(
          of: try thumbnail(of: probabilities, by: .mean))
        map.shares = try Self.shares(of: probabilities, bins: 40)
        map.success = try rateCurve(of: model, isTraining: true, on: probabilities)
        map.prediction = try rateCurve(of: model, isTraining: false, on: probabilities)
      }
      if let classes = try thumbnail("classes_\(model)", by: .nearest) {
        map.classes = .susceptibilityClasses(
          of: classes, names: classNames(of: model, largest: classes.codes.last),
          elevation: elevation)
      }
      return map.probability == nil && map.classes == nil ? nil : map
    }
  }

  /// The study's own curve, which weighs cells by their area; maps without an evaluation still have one.
  private func rateCurve(
    of model: String, isTraining: Bool, on band: RasterFileBand
  ) throws -> [(x: Double, y: Double)] {
    let set = isTraining ? SampleSet.training : .validation
    let file = "\(set.rateName)_\(model).csv"
    if let curve = try curve(file, x: "area_share", y: "landslide_share") { return curve }
    let landslides = try landslideValues(in: band, isTraining: isTraining)
    // Reading and sorting every cell is for a picture that is not there without landslides.
    guard !landslides.isEmpty else { return [] }
    let cells = try band.strips.flatMap { try band.read($0).filter(\.isFinite) }
    return Self.rateCurve(landslides: landslides, cells: cells.sorted())
  }

  /// The names of the classes, the least susceptible first.
  private func classNames(of model: String, largest: Int?) -> [String] {
    let listed = (classAreas ?? []).filter { $0.model == model }.map(\.number).max()
    return MapClass.names(min(max(listed ?? largest ?? 5, 1), 12))
  }

  private func landslideValues(in band: RasterFileBand, isTraining: Bool) throws -> [Float] {
    try (samples ?? []).filter { $0.isLandslide && $0.isTraining == isTraining }.compactMap {
      try band.grid.cell(at: Coordinate(x: $0.x, y: $0.y)).flatMap { cell in
        try band.read(Window(row: cell.row, column: cell.column, rows: 1, columns: 1)).first
      }
    }.filter(\.isFinite)
  }

  /// Share of the finite values of 0...1 in each bin; nothing when there are none.
  private static func shares(of band: RasterFileBand, bins: Int) throws -> [Double] {
    var counts = [Int](repeating: 0, count: bins)
    for strip in band.strips {
      for value in try band.read(strip) where value.isFinite {
        counts[min(Int(min(max(value, 0), 1) * Float(bins)), bins - 1)] += 1
      }
    }
    let total = counts.reduce(0, +)
    return total > 0 ? counts.map { Double($0) / Double(total) } : []
  }

  /// The share of landslides (y) in the share of cells (x) that are at least as susceptible as each of them.
  ///
  /// It has the corners of `SuccessRateCurve` and leaves out the points between them, where no landslide is met.
  ///
  /// - Parameter cells: the probabilities of all mapped cells, sorted rising.
  package static func rateCurve(landslides: [Float], cells: [Float]) -> [(x: Double, y: Double)] {
    guard !landslides.isEmpty, !cells.isEmpty else { return [] }
    let falling = landslides.sorted(by: >)
    var points: [(x: Double, y: Double)] = [(0, 0)]
    for (index, value) in falling.enumerated() {
      if index + 1 < falling.count, falling[index + 1] == value { continue }
      let before = points[points.count - 1].y
      for (limit, found) in [
        (value.nextUp, before), (value, Double(index + 1) / Double(falling.count)),
      ] {
        let below = cells.partitioningIndex { $0 >= limit }
        points.append((Double(cells.count - below) / Double(cells.count), found))
      }
    }
    return points + [(1, 1)]
  }

  /// The area under a curve by trapezoids.
  package static func area(under points: [(x: Double, y: Double)]) -> Double {
    zip(points, points.dropFirst()).reduce(0) {
      $0 + ($1.1.x - $1.0.x) * ($1.1.y + $1.0.y) / 2
    }
  }
}

extension RasterFileBand {
  /// Windows of whole rows of about a million cells, which make up the grid.
  var strips: [Window] {
    let rows = max(blockRows, (1 << 20) / max(grid.columns, 1), 1)
    return stride(from: 0, to: grid.rows, by: rows).map {
      Window(row: $0, column: 0, rows: min(rows, grid.rows - $0), columns: grid.columns)
    }
  }
}
