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

/// Checks that a raster to write is none of the files that are read for it, under whatever name.
///
/// - Throws: `ValidationError` when it is one.
func requireOther(_ path: String, _ name: String, than inputs: [String?]) throws {
  let file = URL(fileURLWithPath: path)
  for input in inputs.compactMap({ $0 }) where file.isSameFile(as: URL(fileURLWithPath: input)) {
    throw ValidationError(
      "\(name) \"\(path)\" is the file \"\(input)\", which is needed too; expected another name")
  }
}

extension URL {
  /// Whether two names are of one file: by their paths, or by links.
  fileprivate func isSameFile(as other: URL) -> Bool {
    func place(_ url: URL) -> String { url.resolvingSymlinksInPath().standardizedFileURL.path }
    func number(_ url: URL) -> [Int]? {
      let attributes = try? FileManager.default.attributesOfItem(atPath: place(url))
      return attributes.flatMap { found in
        let keys: [FileAttributeKey] = [.systemNumber, .systemFileNumber]
        let numbers = keys.compactMap { (found[$0] as? NSNumber)?.intValue }
        return numbers.count == keys.count ? numbers : nil
      }
    }
    if place(self) == place(other) { return true }
    guard let own = number(self) else { return false }
    return own == number(other)
  }

  fileprivate var isFolder: Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }
}
