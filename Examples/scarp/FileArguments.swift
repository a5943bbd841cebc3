import ArgumentParser
import Foundation
import GeoRaster

/// The option of a raster to write.
struct OutputRaster: ParsableArguments {
  @Option(
    name: [.short, .long],
    help:
      "The raster to write: a name that ends in .tif (with GDAL) or .asc, in a folder that exists."
  )
  var output: String

  /// Where to write.
  var url: URL { URL(fileURLWithPath: output) }

  /// A run may take long: what is wrong with its last act is said before it begins.
  func validate() throws { try requireRaster(toWrite: output, "--output") }
}

/// Checks that a raster can be written under a name.
///
/// - Throws: `ValidationError` when it cannot.
func requireRaster(toWrite path: String, _ name: String) throws {
  let url = URL(fileURLWithPath: path)
  let extensions = RasterFile.usesGDAL ? ["tif", "tiff", "asc"] : ["asc"]
  guard extensions.contains(url.pathExtension.lowercased()) else {
    let hint = RasterFile.usesGDAL ? "" : " (this build has no GDAL, which GeoTIFF needs)"
    throw ValidationError(
      "\(name) is \"\(path)\", expected a file name that ends in "
        + extensions.map { ".\($0)" }.joined(separator: " or ") + hint)
  }
  guard !url.isFolder else {
    throw ValidationError("\(name) \"\(path)\" is a folder, expected the name of a file")
  }
  guard url.deletingLastPathComponent().isFolder else {
    throw ValidationError(
      "\(name) \"\(path)\": the folder \(url.deletingLastPathComponent().path) is not there, "
        + "expected one that exists")
  }
}

/// Checks that an argument names a file.
///
/// - Throws: `ValidationError` when there is none.
func requireFile(_ path: String, _ name: String) throws {
  // GDAL's virtual file systems, such as /vsizip/, have no files that the system knows.
  guard !path.hasPrefix("/vsi") else { return }
  guard FileManager.default.fileExists(atPath: path) else {
    throw ValidationError("\(name) \"\(path)\" is not there, expected a file that exists")
  }
}

extension URL {
  fileprivate var isFolder: Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }
}
