import Foundation
import GeoRaster

/// A point with a value, and the words by which a message names it.
struct Station {
  var point: PointValue
  let name: String
  let feature: Feature
}

extension VectorLayer {
  /// The numbers of an attribute with the places of their features; features without a number are left out.
  ///
  /// - Throws: `GeoRasterError` when there is no such attribute, or no feature has a number.
  func stations(value attribute: String) throws -> [Station] {
    let field = try field(named: attribute)
    let stations = features.enumerated().flatMap { index, feature -> [Station] in
      guard let value = feature.attributes[field]?.numericValue else { return [] }
      let name = name(of: feature, number: index + 1)
      return feature.geometry.samplePositions.map {
        Station(point: PointValue(position: $0, value: value), name: name, feature: feature)
      }
    }
    guard !stations.isEmpty else {
      throw GeoRasterError.noFeatures(
        file: source, detail: "no feature has a number as \"\(field)\"; expected point values")
    }
    return stations
  }

  /// A feature by its number and its first text.
  private func name(of feature: Feature, number: Int) -> String {
    for field in fields {
      if case .text(let text)? = feature.attributes[field] {
        return "feature \(number) (\(field) \(text))"
      }
    }
    return "feature \(number)"
  }
}

extension [Station] {
  /// The values on rock: divided by what the ground of each station adds.
  ///
  /// - Parameters:
  ///   - velocities: Vs30 over an area, for stations whose attribute is not given.
  /// - Throws: `GeoRasterError` naming a station without a velocity above 0.
  func onRock(
    _ site: SiteVelocity, velocities: Raster, layer: VectorLayer
  ) throws -> [Station] {
    let field = try site.attribute.map { try layer.field(named: $0) }
    let found =
      try field.map { field in map { $0.feature.attributes[field]?.numericValue } }
      ?? velocities.values(at: map(\.point.position), crs: layer.crs)
    return try zip(self, found).map { station, velocity in
      guard let velocity, velocity > 0 else {
        throw GeoRasterError.malformed(
          file: layer.source, place: station.name, expected: "a Vs30 above 0 m/s",
          found: field.map { "\(velocity.map { "\($0)" } ?? "none") as \($0)" }
            ?? "none in \(site.raster) (station-vs30: COLUMN takes it from the points)")
      }
      var station = station
      station.point.value /= SiteAmplification.factor(vs30: velocity)
      return station
    }
  }

  /// The natural logarithms of the values.
  ///
  /// - Throws: `GeoRasterError` naming a station whose value has none.
  func logarithms(value: String, source: String) throws -> [PointValue] {
    try map { station in
      guard station.point.value > 0 else {
        throw GeoRasterError.malformed(
          file: source, place: station.name,
          expected: "a \(value) above 0, which has a logarithm (where: \(value) > 0 leaves others "
            + "out; log: false interpolates the values themselves)",
          found: "\(station.point.value)")
      }
      var point = station.point
      point.value = log(point.value)
      return point
    }
  }
}

extension Raster {
  /// The values of the cells in which places lie; `nil` outside and where there is none.
  fileprivate func values(
    at places: [Coordinate], crs: CoordinateReferenceSystem
  ) throws -> [Double?] {
    var values = [Double?](repeating: nil, count: places.count)
    // Places that have no coordinates in the raster's system are left out: the number says which remain.
    let features = places.enumerated().map { index, place in
      Feature(geometry: .points([place]), attributes: ["index": .number(Double(index))])
    }
    let layer = try VectorLayer(source: "stations", crs: crs, fields: ["index"], features: features)
      .transformed(to: grid.crs)
    for feature in layer.features {
      guard let place = feature.geometry.coordinates.first, let cell = grid.cell(at: place),
        let index = feature.attributes["index"]?.numericValue, !self[cell].isNaN
      else { continue }
      values[Int(index)] = Double(self[cell])
    }
    return values
  }
}
