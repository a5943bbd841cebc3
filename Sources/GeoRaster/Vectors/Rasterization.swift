import Foundation
import Parallelism

extension RasterGrid {
  /// The cells that a geometry touches: those of its points, those that its lines pass through, and for polygons those
  /// inside or on the outline.
  ///
  /// - Returns: one truth value for each cell, row-major. Coordinates outside the grid, or not finite, touch nothing.
  public func cells(touchedBy geometry: Geometry) -> [Bool] {
    var mask = [Bool](repeating: false, count: count)
    forEachRun(touchedBy: geometry) { run in
      for index in run { mask[index] = true }
    }
    return mask
  }

  /// The cells that any feature of a layer touches; the layer is brought into the grid's system first.
  ///
  /// - Parameter progress: gets a unit for each feature; cancelling it ends the work.
  /// - Throws: ``GeoRasterError``: `transformation`, `needsGDAL`; `CancellationError`.
  public func cells(touchedBy layer: VectorLayer, progress: Progress? = nil) throws -> [Bool] {
    var mask = [Bool](repeating: false, count: count)
    let features = try layer.transformed(to: crs).features
    try forEachFeature(features, progress) { feature in
      forEachRun(touchedBy: feature.geometry) { run in
        for index in run { mask[index] = true }
      }
    }
    return mask
  }

  func forEachFeature(
    _ features: [Feature], _ progress: Progress?, _ body: (Feature) throws -> Void
  ) throws {
    Progress.begin(progress, units: features.count)
    for (index, feature) in features.enumerated() {
      try body(feature)
      try Progress.advance(progress, to: index + 1)
    }
  }

  /// The cells whose centres lie inside a geometry's polygons, in row-major order, each once; none for points and lines.
  ///
  /// - Parameter geometry: in the grid's system.
  public func cells(insideOf geometry: Geometry) -> [Int] {
    guard case .polygons(let polygons) = geometry else { return [] }
    let scan = PolygonScan(self)
    var cells: [Int] = []
    for rings in polygons { scan.forEachRun(inside: rings) { cells += $0 } }
    // The runs of one polygon rise; parts may lie over each other.
    return polygons.count > 1 ? Set(cells).sorted() : cells
  }

  /// The cells whose centres lie inside a polygon of a layer, which is brought into the grid's system first.
  ///
  /// Holes are outside. Of two polygons that share an edge just one has a centre that lies on it.
  ///
  /// - Parameter progress: gets a unit for each feature; cancelling it ends the work.
  /// - Returns: one truth value for each cell, row-major.
  /// - Throws: ``GeoRasterError/noFeatures(file:detail:)`` for a layer without polygons; `transformation`, `needsGDAL`;
  ///   `CancellationError`.
  public func mask(insideOf layer: VectorLayer, progress: Progress? = nil) throws -> [Bool] {
    let layer = try layer.transformed(to: crs)
    var mask = [Bool](repeating: false, count: count)
    var hasPolygons = false
    let scan = PolygonScan(self)
    try forEachFeature(layer.features, progress) { feature in
      guard case .polygons(let polygons) = feature.geometry else { return }
      hasPolygons = hasPolygons || !polygons.isEmpty
      for rings in polygons {
        scan.forEachRun(inside: rings) { run in
          for index in run { mask[index] = true }
        }
      }
    }
    guard hasPolygons else {
      throw GeoRasterError.noFeatures(file: layer.source, detail: "has no polygons")
    }
    return mask
  }

  /// An attribute of a layer as a raster: the cells whose centres lie inside polygons, and those that lines and points
  /// touch. Where features overlap the last one of the file counts.
  ///
  /// When every value is a number or a text that spells one, the raster has the numbers. Else each text is a category,
  /// numbered from 1 in the order of the texts, and the legend names them. Null leaves cells as they are; cells
  /// without a feature are NaN.
  ///
  /// - Parameter progress: gets a unit for each feature; cancelling it ends the work.
  /// - Throws: ``GeoRasterError/missingAttribute(file:name:available:)``; `noFeatures` when no feature has a value;
  ///   `transformation`, `needsGDAL`; `CancellationError`.
  public func burn(
    _ layer: VectorLayer, attribute: String, progress: Progress? = nil
  ) throws -> BurnedLayer {
    let layer = try layer.transformed(to: crs)
    let field = try layer.field(named: attribute)
    let values = layer.features.map { $0.attributes[field] ?? .null }
    let texts = Set(values.compactMap(\.textValue)).sorted()
    guard !texts.isEmpty else {
      throw GeoRasterError.noFeatures(
        file: layer.source, detail: "no feature has a value of \"\(field)\"")
    }
    let isNumeric = values.allSatisfy { $0 == .null || $0.numericValue != nil }
    let codes = Dictionary(uniqueKeysWithValues: texts.enumerated().map { ($1, $0 + 1) })
    var raster = Raster(grid: self, repeating: .nan)
    let scan = PolygonScan(self)
    try forEachFeature(layer.features, progress) { feature in
      let value = feature.attributes[field] ?? .null
      let number =
        isNumeric ? value.numericValue : value.textValue.flatMap { codes[$0] }.map(Double.init)
      guard let number else { return }
      let fill = { (run: Range<Int>) in
        for index in run { raster.values[index] = Float(number) }
      }
      if case .polygons(let polygons) = feature.geometry {
        for rings in polygons { scan.forEachRun(inside: rings, fill) }
      } else {
        forEachRun(touchedBy: feature.geometry, fill)
      }
    }
    let legend = codes.map { ($0.value, $0.key) }
    return BurnedLayer(
      raster: raster, legend: isNumeric ? [:] : Dictionary(uniqueKeysWithValues: legend))
  }

  private func forEachRun(touchedBy geometry: Geometry, _ body: (Range<Int>) -> Void) {
    if case .polygons(let polygons) = geometry {
      let scan = PolygonScan(self)
      for rings in polygons { scan.forEachRun(inside: rings, body) }
    }
    LineWalk(self).forEachRun(touchedBy: geometry) { row, run in
      body(row * columns + run.lowerBound..<row * columns + run.upperBound + 1)
    }
  }
}

/// A layer as a raster, with the names of its categories.
public struct BurnedLayer: Sendable {
  /// Numbers, or codes of categories; NaN without a feature.
  public let raster: Raster
  /// The text of each code; empty when the attribute has numbers.
  public let legend: [Int: String]
}
