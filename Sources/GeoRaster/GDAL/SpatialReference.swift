#if SCARP_GDAL
  import CGDAL

  /// A handle of GDAL's coordinate reference systems. x is east and y north, whatever the authority says.
  final class SpatialReference {
    private let handle: OGRSpatialReferenceH

    /// Calls `body` with the handle, which lives as long as the call.
    func withHandle<Result>(
      _ body: (OGRSpatialReferenceH) throws -> Result
    ) rethrows -> Result {
      try withExtendedLifetime(self) { try body(handle) }
    }

    /// Takes a handle over; its vertical part is dropped.
    private init(owning handle: OGRSpatialReferenceH) {
      self.handle = handle
      _ = OSRStripVertical(handle)
      OSRSetAxisMappingStrategy(handle, OAMS_TRADITIONAL_GIS_ORDER)
    }

    deinit { OSRDestroySpatialReference(handle) }

    /// - Parameter text: a well-known text, a PROJ text or a code; the caller keeps file names out.
    /// - Throws: ``GeoRasterError/unknownCRS(text:reason:)``.
    convenience init(userText text: String) throws {
      let handle = try GDALLibrary.quietly { messages in
        let handle = OSRNewSpatialReference(nil)
        guard let handle, OSRSetFromUserInput(handle, text) == OGRERR_NONE else {
          if let handle { OSRDestroySpatialReference(handle) }
          throw GeoRasterError.unknownCRS(
            text: text, reason: messages.reason(else: "GDAL does not know it"))
        }
        return handle
      }
      self.init(owning: handle)
    }

    /// A copy of a handle that belongs to a data set; `nil` for none.
    convenience init?(copying handle: OGRSpatialReferenceH?) {
      guard let handle, let copy = OSRClone(handle) else { return nil }
      self.init(owning: copy)
    }

    /// The system with its authority's code where GDAL recognises one, as in texts of Esri; else as it is.
    func identified() -> SpatialReference {
      GDALLibrary.quietly { _ in _ = OSRAutoIdentifyEPSG(handle) }
      return self
    }

    /// WKT 1, or WKT 2 for a system that WKT 1 cannot express.
    func wellKnownText() -> String {
      export(format: "WKT1_GDAL") ?? export(format: "WKT2_2018") ?? ""
    }

    /// Esri's spelling of WKT 1, or `nil` when it has none.
    func esriText() -> String? { export(format: "WKT1_ESRI") }

    private func export(format: String) -> String? {
      GDALLibrary.quietly { _ in
        var text: UnsafeMutablePointer<CChar>?
        defer { VSIFree(text) }
        let status = OptionList.withConstant(["FORMAT=\(format)"]) {
          OSRExportToWktEx(handle, &text, $0)
        }
        guard status == OGRERR_NONE, let text else { return nil }
        let result = String(cString: text)
        return result.isEmpty ? nil : result
      }
    }

    /// Whether both texts name one system; the order of an authority's axes does not count.
    static func areSame(_ first: String, _ second: String) -> Bool {
      guard let a = try? SpatialReference(userText: first),
        let b = try? SpatialReference(userText: second)
      else { return false }
      return GDALLibrary.quietly { _ in
        OptionList.withConstant(["IGNORE_DATA_AXIS_TO_SRS_AXIS_MAPPING=YES"]) { options in
          a.withHandle { a in b.withHandle { b in OSRIsSameEx(a, b, options) != 0 } }
        }
      }
    }
  }

  extension CoordinateReferenceSystem {
    /// The system of a data set's handle; unknown for none.
    init(handle: OGRSpatialReferenceH?) {
      self.init(wellKnownText: SpatialReference(copying: handle)?.wellKnownText() ?? "")
    }
  }
#endif
