#if SCARP_GDAL
  import CGDAL

  /// A handle of GDAL's coordinate reference systems.
  final class SpatialReference {
    let handle: OGRSpatialReferenceH

    /// - Parameter text: anything that GDAL understands: a well-known text or "EPSG:4326".
    init?(_ text: String) {
      guard let handle = OSRNewSpatialReference(nil) else { return nil }
      self.handle = handle
      guard OSRSetFromUserInput(handle, text) == OGRERR_NONE else {
        OSRDestroySpatialReference(handle)
        return nil
      }
      // x is east and y north, whatever order the authority gives the axes.
      OSRSetAxisMappingStrategy(handle, OAMS_TRADITIONAL_GIS_ORDER)
    }

    deinit { OSRDestroySpatialReference(handle) }

    static func areSame(_ first: String, _ second: String) -> Bool {
      guard let a = SpatialReference(first), let b = SpatialReference(second) else { return false }
      // An Esri .prj of the same system has other names, and no authority codes.
      return OSRIsSame(a.handle, b.handle) != 0
    }
  }
#endif
