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
  func modelMaps(elevation: Raster?) throws -> [ModelMap] {
    try models.enumerated().compactMap { index, model in
      var map = ModelMap(model: model, index: index)
      if let raster = try folder.raster("susceptibility_\(model)") {
        map.probability = .probability(of: raster)
        map.shares = Self.shares(of: raster, bins: 40)
        let sorted = raster.values.filter(\.isFinite).sorted()
        // The study's own curves weigh cells by their area; maps without an evaluation still have curves.
        map.success =
          try writtenRateCurve("success_rate_\(model).csv")
          ?? Self.rateCurve(
            landslides: landslideValues(in: raster, isTraining: true), cells: sorted)
        map.prediction =
          try writtenRateCurve("prediction_rate_\(model).csv")
          ?? Self.rateCurve(
            landslides: landslideValues(in: raster, isTraining: false), cells: sorted)
      }
      if let raster = try folder.raster("classes_\(model)") {
        map.classes = .susceptibilityClasses(
          of: raster, names: classNames(of: model, in: raster), elevation: elevation)
      }
      return map.probability == nil && map.classes == nil ? nil : map
    }
  }

  private func writtenRateCurve(_ file: String) throws -> [(x: Double, y: Double)]? {
    try curve(file, x: "area_share", y: "landslide_share")
  }

  /// The names of the classes, the least susceptible first.
  private func classNames(of model: String, in raster: Raster) -> [String] {
    let listed = (classAreas ?? []).filter { $0.model == model }.map(\.number).max()
    let largest = raster.range.flatMap { Int(exactly: Double($0.upperBound).rounded()) }
    return MapClass.names(min(max(listed ?? largest ?? 5, 1), 12))
  }

  private func landslideValues(in raster: Raster, isTraining: Bool) -> [Float] {
    (samples ?? []).filter { $0.isLandslide && $0.isTraining == isTraining }.compactMap {
      raster.grid.cell(at: Coordinate(x: $0.x, y: $0.y)).map { raster[$0] }
    }.filter(\.isFinite)
  }

  /// Share of the finite values of 0...1 in each bin; nothing when there are none.
  private static func shares(of raster: Raster, bins: Int) -> [Double] {
    var counts = [Int](repeating: 0, count: bins)
    var total = 0
    for value in raster.values where value.isFinite {
      counts[min(max(Int(min(max(value, 0), 1) * Float(bins)), 0), bins - 1)] += 1
      total += 1
    }
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
