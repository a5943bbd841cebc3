import Foundation

/// Files that appear under their names only when they are whole: they are written beside their places and renamed.
///
/// The temporary names, `.scarp-PROCESS-RANDOM-NAME`, tell what a killed process has left behind.
package enum TemporaryFile {
  /// Another name in the folder of `file`, with the same extension.
  package static func url(for file: URL) -> URL {
    let process = ProcessInfo.processInfo.processIdentifier
    return file.deletingLastPathComponent().appendingPathComponent(
      ".scarp-\(process)-\(UUID().uuidString.prefix(8))-\(file.lastPathComponent)")
  }

  /// Gives a whole file its name, in place of a file that has it.
  ///
  /// - Throws: `POSIXError`.
  package static func rename(_ temporary: URL, to file: URL) throws {
    guard Foundation.rename(temporary.path, file.path) == 0 else {
      throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
    }
  }

  /// Writes a file beside its place and moves it there.
  ///
  /// - Throws: `CocoaError` or `POSIXError`; nothing stays behind then.
  package static func write(_ data: Data, to file: URL) throws {
    let temporary = url(for: file)
    do {
      try data.write(to: temporary)
      try rename(temporary, to: file)
    } catch {
      try? FileManager.default.removeItem(at: temporary)
      throw error
    }
  }

  /// Removes the temporary files in a folder of processes that are no longer there.
  ///
  /// Those of other processes that run are being written. This process has written none yet: one with its number was
  /// another, as in containers, whose processes often get the same.
  package static func removeLeftovers(in folder: URL) throws {
    let own = ProcessInfo.processInfo.processIdentifier
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      guard let process = process(of: name), process == own || !isRunning(process) else { continue }
      try FileManager.default.removeItem(at: folder.appendingPathComponent(name))
    }
  }

  /// The process that made a temporary file; `nil` for other files.
  private static func process(of name: String) -> Int32? {
    guard let match = name.prefixMatch(of: /\.scarp-([0-9]+)-[0-9A-F]{8}-/) else { return nil }
    return Int32(match.1)
  }

  private static func isRunning(_ process: Int32) -> Bool {
    // Signal 0 asks, and is sent to nobody.
    kill(process, 0) == 0 || errno == EPERM
  }
}
