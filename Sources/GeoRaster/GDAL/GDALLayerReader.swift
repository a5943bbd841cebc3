#if SCARP_GDAL
  import CGDAL
  import Foundation
  import Parallelism

  /// Reads one layer of a vector file into a ``VectorLayer``.
  struct GDALLayerReader {
    private let file: URL
    private let dataSet: GDALDataSet
    private let handle: OGRLayerH
    private var warnings: [String] = []

    /// Reads a layer.
    ///
    /// - Parameters:
    ///   - name: of the layer; `nil` for the first one with geometries.
    ///   - progress: gets a unit for each feature.
    /// - Throws: ``GeoRasterError``: `unreadable`, also for a file that is cut off, `malformed`, also for mixed collections,
    ///   `argument` for a layer that is not there; `CancellationError`.
    static func layer(of file: URL, name: String?, progress: Progress?) throws -> VectorLayer {
      try GDALLibrary.quietly { _ in
        try GDALLayerReader(opening: file, layer: name).layer(progress: progress)
      }
    }

    private init(opening file: URL, layer name: String?) throws {
      self.file = file
      // GDAL would take any folder with a table in it; only this format is a folder.
      if try InputFile.size(of: file) == nil, file.pathExtension.lowercased() != "gdb" {
        throw GeoRasterError.unreadable(
          file: file.path, reason: "it is a folder, expected a file")
      }
      let dataSet = try GDALDataSet(opening: file, kind: GDAL_OF_VECTOR)
      self.dataSet = dataSet
      let count = GDALDatasetGetLayerCount(dataSet.handle)
      let layers = (0..<max(0, count)).compactMap { GDALDatasetGetLayer(dataSet.handle, $0) }
      let names = layers.map { String(cString: OGR_L_GetName($0)) }
      // Tables without geometries may come first.
      let isPlaced = layers.map { OGR_L_GetGeomType($0) != wkbNone }
      let chosen = isPlaced.firstIndex(of: true) ?? 0
      guard !layers.isEmpty else {
        throw GeoRasterError.malformed(
          file: file.path, place: "layers", expected: "at least one", found: "none")
      }
      if let name {
        guard let index = names.firstIndex(of: name) else {
          throw GeoRasterError.argument(
            name: "layer", value: name,
            expected: "one of \(names.joined(separator: ", ")), the layers of \(file.path)")
        }
        handle = layers[index]
      } else {
        handle = layers[chosen]
        if isPlaced.filter({ $0 }).count > 1 {
          let list = names.joined(separator: ", ")
          warnings = ["\(file.path): has layers \(list); read \(names[chosen])"]
        }
      }
    }

    private func layer(progress: Progress?) throws -> VectorLayer {
      let fields = fieldNames()
      var warnings = self.warnings
      // Before the features, whose reading would report a damaged system as a failure of theirs.
      let declared = GDALLibrary.quietly { messages in
        let crs = CoordinateReferenceSystem(handle: OGR_L_GetSpatialRef(handle))
        if messages.hasFailure {
          warnings.append("\(file.path): its coordinate reference system is damaged")
        }
        return crs
      }
      var (left, read) = (0, 0)
      // Below 0 where the format would have to go through all features.
      let count = GDALLibrary.quietly { _ in OGR_L_GetFeatureCount(handle, 0) }
      Progress.begin(progress, units: Int(count))
      let features = try GDALLibrary.quietly { messages in
        var features: [Feature] = []
        OGR_L_ResetReading(handle)
        while let feature = OGR_L_GetNextFeature(handle) {
          defer { OGR_F_Destroy(feature) }
          read += 1
          try Progress.advance(progress, to: read)
          let geometry = try OGRGeometryReader.geometry(
            OGR_F_GetGeometryRef(feature), file: file, feature: OGR_F_GetFID(feature))
          guard let geometry, geometry.isUsable else {
            left += 1
            continue
          }
          features.append(
            Feature(geometry: geometry, attributes: attributes(of: feature, names: fields)))
        }
        guard !messages.hasFailure else {
          throw GeoRasterError.unreadable(
            file: file.path, reason: messages.reason(else: "features are missing"))
        }
        Progress.begin(progress, units: read)
        return features
      }
      if left > 0 { warnings.append(Geometry.warning(ofUnusable: left, source: file.path)) }
      return VectorLayer(
        source: file.path, crs: crs(of: features, declared: declared), fields: fields,
        features: features,
        warnings: warnings)
    }

    private func crs(
      of features: [Feature], declared crs: CoordinateReferenceSystem
    ) -> CoordinateReferenceSystem {
      // GDAL takes GeoJSON without a system to be in degrees, also where the numbers cannot be.
      let driver = GDALGetDatasetDriver(dataSet.handle).flatMap { GDALGetDriverShortName($0) }
      let isGeoJSON = driver.map { String(cString: $0).hasPrefix("GeoJSON") } ?? false
      return isGeoJSON && crs.isGeographic && !GeoJSONReader.canBeDegrees(features) ? .unknown : crs
    }

    private func fieldNames() -> [String] {
      guard let definition = OGR_L_GetLayerDefn(handle) else { return [] }
      return (0..<OGR_FD_GetFieldCount(definition)).map { index in
        OGR_FD_GetFieldDefn(definition, index).flatMap { OGR_Fld_GetNameRef($0) }
          .map { String(cString: $0) } ?? "field \(index + 1)"
      }
    }

    private func attributes(
      of feature: OGRFeatureH, names: [String]
    ) -> [String: AttributeValue] {
      var attributes: [String: AttributeValue] = [:]
      for (index, name) in names.enumerated() where attributes[name] == nil {
        attributes[name] = Self.value(of: feature, field: Int32(index))
      }
      return attributes
    }

    private static func value(of feature: OGRFeatureH, field: Int32) -> AttributeValue {
      guard OGR_F_IsFieldSetAndNotNull(feature, field) != 0 else { return .null }
      let text = { OGR_F_GetFieldAsString(feature, field).map { String(cString: $0) } }
      switch OGR_Fld_GetType(OGR_F_GetFieldDefnRef(feature, field)) {
      case OFTInteger, OFTReal:
        let number = OGR_F_GetFieldAsDouble(feature, field)
        return number.isFinite ? .number(number) : .null
      case OFTInteger64:
        let whole = OGR_F_GetFieldAsInteger64(feature, field)
        // Identifiers beyond 2^53 keep their digits as text.
        guard let number = Double(exactly: whole) else { return .text("\(whole)") }
        return .number(number)
      default:
        return text().map(AttributeValue.text) ?? .null
      }
    }
  }
#endif
