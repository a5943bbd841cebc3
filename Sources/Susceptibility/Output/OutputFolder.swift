import Foundation
import GeoRaster

/// The folder that a study writes to. A file appears under its name only when it is whole.
struct OutputFolder: Sendable {
  let url: URL

  /// Makes the folder when it is not there.
  init(_ url: URL) throws {
    self.url = url
    try Self.create(url)
    try Self.create(url.appendingPathComponent("factors"))
  }

  private static func create(_ folder: URL) throws {
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw StudyError.unwritable(folder: folder.path, reason: error.localizedDescription)
    }
  }

  /// A file of the folder.
  func file(_ name: String) -> URL { url.appendingPathComponent(name) }

  /// A raster of the folder, with the extension that this build writes.
  func raster(_ stem: String) -> URL { file("\(stem).\(RasterFile.fileExtension)") }

  /// Whether all files are there.
  func has(_ files: [URL]) -> Bool {
    files.allSatisfy { FileManager.default.fileExists(atPath: $0.path) }
  }

  /// Removes the files of a stem, with any extension, and the numbered ones beside them: `stem.tif`, `stem_2.tif`.
  func remove(stem: String) throws {
    do {
      for name in try FileManager.default.contentsOfDirectory(atPath: url.path)
      where name.hasPrefix("\(stem).") || name.hasPrefix("\(stem)_") {
        try FileManager.default.removeItem(at: file(name))
      }
    } catch {
      throw StudyError.unwritable(folder: url.path, reason: error.localizedDescription)
    }
  }

  /// Removes a file, if it is there.
  func remove(file name: String) throws {
    do {
      try FileManager.default.removeItem(at: file(name))
    } catch CocoaError.fileNoSuchFile {
    } catch {
      throw StudyError.unwritable(folder: file(name).path, reason: error.localizedDescription)
    }
  }

  /// Writes a file beside its place and moves it there.
  func write(_ data: Data, to name: String) throws {
    do {
      try data.write(to: file(name), options: .atomic)
    } catch {
      throw StudyError.unwritable(folder: file(name).path, reason: error.localizedDescription)
    }
  }

  /// Writes a CSV (RFC 4180).
  func write(_ table: DelimitedTable, to name: String) throws {
    try write(Data(table.text.utf8), to: name)
  }
}
