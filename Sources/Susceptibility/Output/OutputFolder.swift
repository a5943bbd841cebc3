import Foundation
import GeoRaster
import TemporaryFiles

/// The folder that a study writes to. A file appears under its name only when it is whole.
struct OutputFolder: Sendable {
  let url: URL

  /// Makes the folder when it is not there, and removes the temporary files of a run that was killed.
  init(_ url: URL) throws {
    self.url = url
    for folder in [url, url.appendingPathComponent("factors")] {
      do {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try TemporaryFile.removeLeftovers(in: folder)
      } catch {
        throw StudyError.unwritable(folder: folder.path, reason: error.localizedDescription)
      }
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

  /// The extensions of the files that a study writes.
  private static let extensions = [
    "tif", "tif.aux.xml", "asc", "prj", "asc.aux.xml", "qml", "csv", "json", "safetensors", "png",
  ]

  /// Removes what a study writes under a stem, and the numbered files beside it: `stem.tif`, `stem_2.tif`. Folders and
  /// everything else stay: they are the user's.
  func remove(stem: String) throws { try removeFiles(in: url) { Self.isWritten($0, stem: stem) } }

  /// Removes the files of a folder whose names are chosen; folders in it stay.
  private func removeFiles(in folder: URL, where isChosen: (String) -> Bool) throws {
    do {
      for name in try FileManager.default.contentsOfDirectory(atPath: folder.path)
      where isChosen(name) {
        let file = folder.appendingPathComponent(name)
        var isFolder: ObjCBool = false
        _ = FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder)
        if !isFolder.boolValue { try FileManager.default.removeItem(at: file) }
      }
    } catch {
      throw StudyError.unwritable(folder: folder.path, reason: error.localizedDescription)
    }
  }

  /// Removes what an earlier study wrote about models that are not asked for any more.
  func removeModels(of earlier: Manifest?, except models: [ModelName]) throws {
    for name in earlier?.models ?? [] {
      guard let model = ModelName(rawValue: name), !models.contains(model) else { continue }
      for step in StudyStep.allCases {
        for stem in WrittenFiles.stems(of: model, by: step) { try remove(stem: stem) }
      }
    }
  }

  /// Removes the rasters that an earlier study wrote of factors that are not asked for any more.
  func removeFactors(of earlier: Manifest?, except factors: [FactorDefinition]) throws {
    guard let earlier, earlier.steps["factors"] != nil else { return }
    // Some file systems take names that differ in upper and lower case for the same.
    let names = Set(factors.map { $0.name.lowercased() })
    let gone = (earlier.methods?.factors ?? []).map(\.name).filter {
      !names.contains($0.lowercased())
    }
    let files = Set(gone.flatMap { name in Self.extensions.map { "\(name).\($0)" } })
    try removeFiles(in: file("factors")) { files.contains($0) }
  }

  private static func isWritten(_ name: String, stem: String) -> Bool {
    extensions.contains { ending in
      guard name.hasPrefix(stem), name.hasSuffix(".\(ending)") else { return false }
      let number = name.dropFirst(stem.count).dropLast(ending.count + 1)
      return number.isEmpty
        || (number.first == "_" && number.count > 1 && number.dropFirst().allSatisfy(\.isNumber))
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
      try TemporaryFile.write(data, to: file(name))
    } catch {
      throw StudyError.unwritable(folder: file(name).path, reason: error.localizedDescription)
    }
  }

  /// Writes a CSV (RFC 4180).
  func write(_ table: DelimitedTable, to name: String) throws {
    try write(Data(table.text.utf8), to: name)
  }
}
