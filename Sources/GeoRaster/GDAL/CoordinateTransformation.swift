#if SCARP_GDAL
  import CGDAL

  /// Brings coordinates from one system into another. It is used by one thread at a time.
  final class CoordinateTransformation {
    private let handle: OGRCoordinateTransformationH

    /// - Throws: ``GeoRasterError/transformation(from:to:reason:)``, ``GeoRasterError/unknownCRS(text:reason:)``.
    init(from: CoordinateReferenceSystem, to: CoordinateReferenceSystem) throws {
      let source = try SpatialReference(userText: from.wellKnownText)
      let target = try SpatialReference(userText: to.wellKnownText)
      handle = try GDALLibrary.quietly { messages in
        let handle = source.withHandle { source in
          target.withHandle { target in OCTNewCoordinateTransformation(source, target) }
        }
        guard let handle else {
          throw GeoRasterError.transformation(
            from: from.name, to: to.name, reason: messages.reason(else: "no way is known"))
        }
        return handle
      }
    }

    deinit { OCTDestroyCoordinateTransformation(handle) }

    /// The places in the other system; `nil` for one that has no coordinates there.
    func transformed(_ points: [Coordinate]) -> [Coordinate?] {
      guard !points.isEmpty, let count = Int32(exactly: points.count) else {
        return points.map { _ in nil }
      }
      var x = points.map(\.x)
      var y = points.map(\.y)
      var isFound = [Int32](repeating: 0, count: points.count)
      GDALLibrary.quietly { _ in
        // Bounds: three arrays of `count` elements.
        _ = OCTTransformEx(handle, count, &x, &y, nil, &isFound)
      }
      return points.indices.map { index in
        guard isFound[index] != 0, x[index].isFinite, y[index].isFinite else { return nil }
        return Coordinate(x: x[index], y: y[index])
      }
    }
  }
#endif
