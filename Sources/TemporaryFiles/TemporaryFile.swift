import Foundation

/// Files that appear under their names only when they are whole: they are written beside their places and renamed.
///
/// The temporary names, `.scarp-PROCESS-RUN-RANDOM-NAME`, tell what a killed process has left behind.
package enum TemporaryFile {
  /// Tells this process from an earlier one that had its number.
  private static let run = String(UUID().uuidString.prefix(8))

  /// Another name in the folder of `file`, with the same extension.
  package static func url(for file: URL) -> URL {
    let process = ProcessInfo.processInfo.processIdentifier
    return file.deletingLastPathComponent().appendingPathComponent(
      ".scarp-\(process)-\(run)-\(UUID().uuidString.prefix(8))-\(file.lastPathComponent)")
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
  /// Those of processes that run, this one among them, are being written. One with this process's number may have been
  /// another, as in containers, whose processes often get the same.
  package static func removeLeftovers(in folder: URL) throws {
    let own = ProcessInfo.processInfo.processIdentifier
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      guard let (process, run) = origin(of: name) else { continue }
      guard process == own ? run != Self.run : !isRunning(process) else { continue }
      try FileManager.default.removeItem(at: folder.appendingPathComponent(name))
    }
  }

  /// The process that made a temporary file, and its run; `nil` for other files.
  private static func origin(of name: String) -> (process: Int32, run: String)? {
    guard let match = name.prefixMatch(of: /\.scarp-([0-9]+)-([0-9A-F]{8})-/),
      let process = Int32(match.1)
    else { return nil }
    return (process, String(match.2))
  }

  private static func isRunning(_ process: Int32) -> Bool {
    // Signal 0 asks, and is sent to nobody.
    kill(process, 0) == 0 || errno == EPERM
  }
}
