import Foundation
import Parallelism

/// The features of a vector file.
public struct VectorLayer: Sendable, Equatable {
  /// The file, for messages.
  public let source: String
  /// What the coordinates mean.
  public let crs: CoordinateReferenceSystem
  /// The names of the attributes, in the order of the file.
  public let fields: [String]
  /// The features, in the order of the file.
  public var features: [Feature]
  /// What a user should know about the reading: an assumed system, features left out.
  public var warnings: [String]
  /// Whether the file does not say its system and ``crs`` is taken from the grid.
  public var isCRSAssumed: Bool

  /// A layer in memory.
  public init(
    source: String, crs: CoordinateReferenceSystem, fields: [String], features: [Feature],
    warnings: [String] = [], isCRSAssumed: Bool = false
  ) {
    self.source = source
    self.crs = crs
    self.fields = fields
    self.features = features
    self.warnings = warnings
    self.isCRSAssumed = isCRSAssumed
  }

  /// Reads a vector file, in the coordinates that it has.
  ///
  /// CSV files (`.csv`) have a header; their points stand in columns `x`, `y` in the grid's system, or `lon`, `lat` in
  /// EPSG:4326. GeoJSON that names no system is in EPSG:4326 when all of its coordinates can be longitudes and
  /// latitudes, else in the grid's. A file of another format that names none is taken to be in the grid's, which
  /// ``isCRSAssumed`` and ``warnings`` say. Features without a geometry, or with coordinates that are not finite or beyond
  /// 1e12, are left out with a warning. Coordinates that cannot be those of a system in degrees are an error.
  ///
  /// - Parameters:
  ///   - file: any vector format that GDAL reads, or CSV; without GDAL GeoJSON or CSV.
  ///   - override: the system of the coordinates, where the file does not know better: `EPSG:32643`.
  ///   - gridCRS: the system of the grid.
  ///   - layer: the layer to read when the file has several; the first one by default.
  ///   - progress: gets a unit for each feature that is read; cancelling it ends the reading.
  /// - Throws: ``GeoRasterError``: `unreadable`, `malformed`, `unknownCRS`, `argument` for a layer that is not there,
  ///   `missingAttribute` for a CSV without coordinates, `needsGDAL`; `CancellationError`.
  public static func read(
    _ file: URL, crs override: String? = nil, gridCRS: CoordinateReferenceSystem,
    layer: String? = nil, progress: Progress? = nil
  ) throws -> VectorLayer {
    let crs = try override.map { try CoordinateReferenceSystem(userText: $0) }
    if file.pathExtension.lowercased() == "csv" {
      let points = try DelimitedTable(contentsOf: file).points(
        crs: crs, gridCRS: gridCRS, progress: progress)
      return try points.checkedDegrees()
    }
    #if SCARP_GDAL
      let read = try GDALLayerReader.layer(of: file, name: layer, progress: progress)
    #else
      guard ["geojson", "json"].contains(file.pathExtension.lowercased()) else {
        _ = try InputFile.size(of: file)
        throw GeoRasterError.needsGDAL(
          file: file.path, operation: "reading vectors other than GeoJSON and CSV")
      }
      let read = try GeoJSONReader(file: file).layer(progress: progress)
    #endif
    return try read.assuming(crs ?? gridCRS, isStated: crs != nil).checkedDegrees()
  }

  /// The layer, when its coordinates can be those of its system.
  ///
  /// Lines that jump around the earth get a warning: in degrees they must be cut at the antimeridian (RFC 7946, 3.1.9).
  private func checkedDegrees() throws -> VectorLayer {
    guard crs.isGeographic else { return self }
    var jumps = 0
    for (index, feature) in features.enumerated() {
      if let place = feature.geometry.coordinates.first(where: { !Degrees.areDegrees($0) }) {
        throw GeoRasterError.malformed(
          file: source, place: "feature \(index + 1)",
          expected: "\(Degrees.expected(crs)); crs states the system of a file that names another",
          found: "x \(place.x), y \(place.y)")
      }
      let jump = feature.geometry.segments.contains {
        let width = abs($0.x - $1.x)
        return width > 180 && width < 360
      }
      if jump { jumps += 1 }
    }
    guard jumps > 0 else { return self }
    var layer = self
    layer.warnings.append(
      "\(source): \(jumps) features have edges of more than 180 degrees of longitude, which go around "
        + "the earth: cut features at the antimeridian")
    return layer
  }

  /// The layer with a system in place of an unknown one, or of any when the user stated it.
  private func assuming(_ crs: CoordinateReferenceSystem, isStated: Bool) -> VectorLayer {
    guard isStated || self.crs.isUnknown else { return self }
    var layer = VectorLayer(
      source: source, crs: crs, fields: fields, features: features, warnings: warnings)
    if !isStated {
      layer.isCRSAssumed = true
      layer.warnings.append(
        "\(source): no coordinate reference system that can be read; taken to be the grid's")
    }
    return layer
  }
}

extension VectorLayer {
  /// The features for which a filter holds.
  ///
  /// - Throws: ``GeoRasterError/missingAttribute(file:name:available:)`` for a field that the layer has not.
  public func filtered(by filter: AttributeFilter) throws -> VectorLayer {
    let filter = try filter.resolved(fields: fields, source: source)
    var layer = self
    layer.features = try features.filter { try filter.matches($0.attributes) }
    return layer
  }

  /// The name that the layer gives an attribute: exactly this one, else the only one that differs in case alone.
  ///
  /// - Throws: ``GeoRasterError/missingAttribute(file:name:available:)``.
  public func field(named name: String) throws -> String {
    try FieldNames.field(named: name, in: fields, source: source)
  }

  /// The layer in another coordinate reference system.
  ///
  /// Features that have no coordinates there (the other side of the earth) are left out with a warning. Edges stay
  /// straight between transformed vertices.
  ///
  /// - Parameter progress: gets a unit for each feature; cancelling it ends the work.
  /// - Throws: ``GeoRasterError/transformation(from:to:reason:)`` when no feature is left; without GDAL
  ///   ``GeoRasterError/needsGDAL(file:operation:)`` for another system; `CancellationError`.
  public func transformed(
    to target: CoordinateReferenceSystem, progress: Progress? = nil
  ) throws -> VectorLayer {
    Progress.begin(progress, units: features.count)
    if crs.isSame(as: target) {
      if !features.isEmpty { try Progress.advance(progress, to: features.count) }
      return VectorLayer(
        source: source, crs: target.isUnknown ? crs : target, fields: fields, features: features,
        warnings: warnings, isCRSAssumed: isCRSAssumed)
    }
    #if SCARP_GDAL
      let transformation = try CoordinateTransformation(from: crs, to: target)
      var layer = VectorLayer(
        source: source, crs: target, fields: fields, features: [], warnings: warnings,
        isCRSAssumed: isCRSAssumed)
      // Enough at once for calls to cost nothing, and few enough to be asked in between whether to stop.
      for chunk in Parallel.chunks(of: features.count, size: 1024) {
        let features = features[chunk]
        let places = transformation.transformed(features.flatMap(\.geometry.coordinates))
        var position = 0
        for feature in features {
          let end = position + feature.geometry.coordinates.count
          let geometry = feature.geometry.mapped { _ in
            defer { position += 1 }
            return places[position]
          }
          position = end
          guard let geometry else { continue }
          layer.features.append(Feature(geometry: geometry, attributes: feature.attributes))
        }
        try Progress.advance(progress, to: chunk.upperBound)
      }
      let lost = features.count - layer.features.count
      if lost > 0 {
        guard !layer.features.isEmpty else {
          throw GeoRasterError.transformation(
            from: crs.name, to: target.name, reason: "no feature of \(source) has coordinates there"
          )
        }
        layer.warnings.append("\(source): \(lost) features have no coordinates in \(target.name)")
      }
      return layer
    #else
      throw GeoRasterError.needsGDAL(
        file: source, operation: "transforming coordinates from \(crs.name) to \(target.name)")
    #endif
  }
}

/// Finding attributes by the names that users type.
enum FieldNames {
  static func field(named name: String, in fields: [String], source: String) throws -> String {
    if fields.contains(name) { return name }
    let others = fields.filter { $0.lowercased() == name.lowercased() }
    guard others.count == 1, let other = others.first else {
      throw GeoRasterError.missingAttribute(file: source, name: name, available: fields)
    }
    return other
  }
}
