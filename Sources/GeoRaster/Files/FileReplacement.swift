import Foundation
import TemporaryFiles

/// Files that come under their final names only when all of them are whole.
///
/// They are written beside their targets and renamed in the given order, so the file that readers look for
/// comes last. When writing fails nothing stays behind.
enum FileReplacement {
  /// One file to be written.
  struct Target {
    /// The final name.
    let file: URL
    /// The name to write under.
    let temporary: URL

    /// - Parameter suffix: appended to both names: `.aux.xml` for a file that GDAL writes beside another.
    func adding(suffix: String) -> Target {
      Target(
        file: URL(fileURLWithPath: file.path + suffix),
        temporary: URL(fileURLWithPath: temporary.path + suffix))
    }

    init(file: URL, temporary: URL) {
      self.file = file
      self.temporary = temporary
    }

    /// A target with a temporary name beside it that keeps the extension.
    init(_ file: URL) {
      self.init(file: file, temporary: TemporaryFile.url(for: file))
    }
  }

  /// Calls `write`, then renames what it wrote.
  ///
  /// - Parameters:
  ///   - targets: in the order of renaming: sidecars first. One that was not written is left out.
  ///   - stale: files that an older version may have left and that would be wrong for the new one.
  /// - Throws: ``GeoRasterError/unwritable(file:reason:)``, and what `write` throws.
  static func replace(
    _ targets: [Target], removing stale: [URL] = [], write: () throws -> Void
  ) throws {
    let manager = FileManager.default
    defer { for target in targets { try? manager.removeItem(at: target.temporary) } }
    for target in targets { try check(target.file) }
    try write()
    for file in stale { try? manager.removeItem(at: file) }
    for target in targets where manager.fileExists(atPath: target.temporary.path) {
      do {
        try TemporaryFile.rename(target.temporary, to: target.file)
      } catch {
        throw GeoRasterError.unwritable(
          file: target.file.path, reason: error.localizedDescription)
      }
    }
  }

  /// Writes one file from memory.
  static func write(_ data: Data, to file: URL) throws {
    let target = Target(file)
    try replace([target]) { try write(data, to: target) }
  }

  /// Writes the temporary file of a target from memory.
  static func write(_ data: Data, to target: Target) throws {
    do {
      try data.write(to: target.temporary)
    } catch {
      throw GeoRasterError.unwritable(file: target.file.path, reason: error.localizedDescription)
    }
  }

  private static func check(_ file: URL) throws {
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder), isFolder.boolValue
    {
      throw GeoRasterError.unwritable(file: file.path, reason: "there is a folder of this name")
    }
    let folder = file.deletingLastPathComponent().path
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder),
      isFolder.boolValue
    else {
      throw GeoRasterError.unwritable(file: file.path, reason: "there is no folder \(folder)")
    }
  }
}
