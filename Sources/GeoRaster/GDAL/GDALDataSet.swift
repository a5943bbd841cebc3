#if SCARP_GDAL
  import CGDAL
  import Foundation

  /// The owner of a data set of GDAL. It is used by one thread at a time.
  final class GDALDataSet {
    let handle: GDALDatasetH
    private var isOpen = true

    /// - Parameter kind: `GDAL_OF_RASTER` or `GDAL_OF_VECTOR`.
    /// - Throws: ``GeoRasterError/unreadable(file:reason:)``.
    init(opening file: URL, kind: Int32) throws {
      let size = try InputFile.size(of: file)
      handle = try GDALLibrary.quietly { messages in
        let flags = UInt32(kind | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR)
        guard let handle = GDALOpenEx(file.path, flags, nil, nil, nil) else {
          let reason =
            size == nil
            ? "it is a folder, expected a file" : messages.reason(else: "not a format GDAL knows")
          throw GeoRasterError.unreadable(file: file.path, reason: reason)
        }
        return handle
      }
    }

    /// Takes a handle over.
    init(owning handle: GDALDatasetH) { self.handle = handle }

    deinit { close() }

    /// Writes what is still in memory and gives the handle back.
    func close() {
      guard isOpen else { return }
      isOpen = false
      GDALLibrary.quietly { _ in GDALClose(handle) }
    }

    /// ``close()`` for a file that was written.
    ///
    /// - Throws: ``GeoRasterError/unwritable(file:reason:)`` when the last bytes could not be written.
    func finish(_ file: URL) throws {
      guard isOpen else { return }
      isOpen = false
      try GDALLibrary.quietly { messages in
        GDALClose(handle)
        guard !messages.hasFailure else {
          throw GeoRasterError.unwritable(file: file.path, reason: messages.reason(else: "closing"))
        }
      }
    }
  }
#endif
