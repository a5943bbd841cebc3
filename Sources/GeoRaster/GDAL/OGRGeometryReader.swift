#if SCARP_GDAL
  import CGDAL
  import Foundation

  /// Turns geometries of OGR into ``Geometry``: heights are dropped, curves become lines.
  enum OGRGeometryReader {
    /// Deeper collections of collections are refused.
    private static let maximumDepth = 16

    /// `nil` for a feature without a geometry.
    ///
    /// - Throws: ``GeoRasterError/malformed(file:place:expected:found:)`` for a collection of several kinds.
    static func geometry(_ handle: OGRGeometryH?, file: URL, feature: Int64) throws -> Geometry? {
      guard let handle else { return nil }
      var linear: OGRGeometryH?
      defer { if let linear { OGR_G_DestroyGeometry(linear) } }
      if OGR_G_HasCurveGeometry(handle, 1) != 0 { linear = OGR_G_GetLinearGeometry(handle, 0, nil) }
      guard let geometry = convert(linear ?? handle, depth: 0) else {
        throw GeoRasterError.malformed(
          file: file.path, place: "feature \(feature)",
          expected: "points, lines or polygons of one kind",
          found: OGR_G_GetGeometryName(handle).map { String(cString: $0) } ?? "another geometry")
      }
      return geometry
    }

    private static func convert(_ handle: OGRGeometryH, depth: Int) -> Geometry? {
      guard depth < maximumDepth else { return nil }
      switch OGR_GT_Flatten(OGR_G_GetGeometryType(handle)) {
      case wkbPoint: return .points(places(of: handle))
      case wkbLineString, wkbLinearRing: return .lines([places(of: handle)])
      case wkbPolygon, wkbTriangle:
        let rings = children(of: handle).map(places)
        return .polygons(rings.isEmpty ? [] : [rings])
      case wkbMultiPoint, wkbMultiLineString, wkbMultiPolygon, wkbGeometryCollection,
        wkbPolyhedralSurface, wkbTIN:
        let parts = children(of: handle).map { convert($0, depth: depth + 1) }
        let known = parts.compactMap { $0 }
        guard known.count == parts.count else { return nil }
        return Geometry.joined(known.filter { !$0.isEmpty })
      default: return nil
      }
    }

    private static func children(of handle: OGRGeometryH) -> [OGRGeometryH] {
      (0..<max(0, OGR_G_GetGeometryCount(handle))).compactMap { OGR_G_GetGeometryRef(handle, $0) }
    }

    private static func places(of handle: OGRGeometryH) -> [Coordinate] {
      let count = max(0, OGR_G_GetPointCount(handle))
      var x = [Double](repeating: 0, count: Int(count))
      var y = x
      let stride = Int32(MemoryLayout<Double>.stride)
      // Bounds: two arrays of as many numbers as the geometry has places.
      let read = count == 0 ? 0 : OGR_G_GetPoints(handle, &x, stride, &y, stride, nil, 0)
      return zip(x, y).prefix(Int(max(0, read))).map { Coordinate(x: $0, y: $1) }
    }
  }
#endif
