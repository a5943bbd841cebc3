import Foundation
import Parallelism

extension DelimitedTable {
  /// The rows as points, with all columns as attributes.
  ///
  /// Coordinates stand in `x`, `y`, else in `lon`, `lat` (also `longitude`, `latitude`); letter case does not count. With
  /// both pairs, a geographic `crs` means the second. A column whose fields are all numbers or empty has
  /// numbers as values, any other one texts; empty fields are null.
  ///
  /// - Parameters:
  ///   - crs: the system that the user stated, for either pair.
  ///   - gridCRS: the system of `x`, `y` when none is stated; `lon`, `lat` are EPSG:4326 then.
  ///   - progress: gets a unit for each row; cancelling it ends the work.
  /// - Throws: ``GeoRasterError/missingAttribute(file:name:available:)`` without such columns,
  ///   ``GeoRasterError/malformed(file:place:expected:found:)`` for a coordinate that is no number; `CancellationError`.
  public func points(
    crs: CoordinateReferenceSystem? = nil, gridCRS: CoordinateReferenceSystem,
    progress: Progress? = nil
  ) throws -> VectorLayer {
    let plane = pair(["x"], ["y"])
    let degrees = pair(["lon", "longitude"], ["lat", "latitude"])
    let prefersDegrees = crs?.isGeographic ?? false
    guard let columns = prefersDegrees ? degrees ?? plane : plane ?? degrees else {
      try Self.checkSeparator(header, source: source)
      throw GeoRasterError.missingAttribute(
        file: source, name: "x and y, or lon and lat", available: header)
    }
    let isDegrees = plane.map { $0 != columns } ?? true
    let values = header.indices.map(attributes)
    let x = try coordinates(columns.x)
    let y = try coordinates(columns.y)
    Progress.begin(progress, units: rows.count)
    let features = try rows.indices.map { row in
      try Progress.advance(progress, to: row + 1)
      return Feature(
        geometry: .points([Coordinate(x: x[row], y: y[row])]),
        attributes: Dictionary(
          uniqueKeysWithValues: header.indices.map { (header[$0], values[$0][row]) }))
    }
    return VectorLayer(
      source: source, crs: crs ?? (isDegrees ? .wgs84 : gridCRS), fields: header,
      features: features)
  }

  private struct Pair: Equatable {
    let x: Int
    let y: Int
  }

  private func pair(_ xNames: [String], _ yNames: [String]) -> Pair? {
    let names = header.map { $0.lowercased() }
    guard let x = names.firstIndex(where: xNames.contains),
      let y = names.firstIndex(where: yNames.contains)
    else { return nil }
    return Pair(x: x, y: y)
  }

  private func coordinates(_ column: Int) throws -> [Double] {
    let numbers = try numbers(header[column])
    if let row = numbers.firstIndex(where: { !($0.magnitude < Geometry.limit) }) {
      throw GeoRasterError.malformed(
        file: source, place: place(ofRow: row, column: header[column]),
        expected: "a coordinate below 1e12",
        found: numbers[row].isNaN ? "an empty field" : "\(numbers[row])")
    }
    return numbers
  }

  private func attributes(_ column: Int) -> [AttributeValue] {
    let fields = rows.map { $0[column] }
    let numbers = fields.map(AttributeValue.number(spelledBy:))
    // Codes such as "007" and "+1" are texts: as numbers they would lose what they say.
    let isNumeric = zip(fields, numbers).allSatisfy { field, number in
      let digits = field.drop { $0 == "-" }
      return field.isEmpty
        || (number != nil && !field.hasPrefix("+")
          && !(digits.hasPrefix("0") && digits.dropFirst().first?.isNumber ?? false))
    }
    return zip(fields, numbers).map { field, number in
      if field.isEmpty { return .null }
      return isNumeric ? number.map(AttributeValue.number) ?? .null : .text(field)
    }
  }
}
