import Foundation
import GeoRaster

/// The files of a study's output folder, found by listing it: names from tables never become paths.
struct ResultsFolder {
  /// The folder.
  let url: URL
  private let files: [String: URL]
  private let factorFiles: [String: URL]

  /// Lists a folder.
  ///
  /// - Parameter hidden: names without extension of files that are taken not to be there.
  /// - Throws: ``ReportError/noResults(folder:)`` when it does not exist.
  init(_ url: URL, hiding hidden: Set<String> = []) throws {
    self.url = url
    guard let files = Self.listing(of: url) else {
      throw ReportError.noResults(folder: url.path)
    }
    self.files = files.filter { name, _ in !hidden.contains(String(name.prefix { $0 != "." })) }
    factorFiles = Self.listing(of: url.appendingPathComponent("factors")) ?? [:]
  }

  /// The file of this name, or `nil`.
  func file(_ name: String) -> URL? { files[name] }

  /// The names of all files, sorted.
  var names: [String] { files.keys.sorted() }

  /// The names between a prefix and a suffix of file names: models of `susceptibility_MODEL.tif`.
  func names(between prefix: String, and suffixes: [String]) -> [String] {
    let found = files.keys.compactMap { name -> String? in
      guard name.hasPrefix(prefix), let suffix = suffixes.first(where: name.hasSuffix),
        name.count > prefix.count + suffix.count
      else { return nil }
      return String(name.dropFirst(prefix.count).dropLast(suffix.count))
    }
    return Array(Set(found)).sorted()
  }

  /// The names of the factors that have a raster, sorted.
  var factorNames: [String] {
    let stems = factorFiles.keys.compactMap { name in
      Self.rasterExtensions.first { name.hasSuffix($0) }.map { String(name.dropLast($0.count)) }
    }
    return Array(Set(stems)).sorted()
  }

  /// A factor to be read strip by strip, or `nil` when there is none.
  func factorBand(_ name: String) throws -> RasterFileBand? {
    try band(named: name, in: factorFiles)
  }

  /// The raster of this name without its extension to be read strip by strip, or `nil` when there is none.
  func band(_ name: String) throws -> RasterFileBand? { try band(named: name, in: files) }

  /// Whether there is a raster of this name.
  func hasRaster(_ name: String) -> Bool {
    Self.rasterExtensions.contains { files[name + $0] != nil }
  }

  private static let rasterExtensions = [".tif", ".asc"]

  private func band(named name: String, in files: [String: URL]) throws -> RasterFileBand? {
    try Self.rasterExtensions.lazy.compactMap { files[name + $0] }.first.map {
      try RasterFileBand($0)
    }
  }

  private static func listing(of url: URL) -> [String: URL]? {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: url.path) else {
      return nil
    }
    return Dictionary(
      uniqueKeysWithValues: names.map { ($0, url.appendingPathComponent($0)) })
  }
}
