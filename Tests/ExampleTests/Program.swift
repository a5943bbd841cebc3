import Foundation

/// An example program that the build made beside the tests.
struct Program {
  let name: String

  struct Result {
    let status: Int32
    let output: String
    let errors: String
    /// Whether the program ended by itself instead of by a trap or a signal.
    let exited: Bool
  }

  /// Runs the program and waits for it.
  func run(_ arguments: [String], in folder: URL? = nil) throws -> Result {
    let process = Process()
    process.executableURL = Self.buildFolder.appendingPathComponent(name)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    // Files instead of pipes: a pipe that nobody reads would stop the program.
    let scratch = try TemporaryFolder()
    let output = try scratch.emptyFile("output")
    let errors = try scratch.emptyFile("errors")
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus,
      output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self),
      exited: process.terminationReason == .exit)
  }

  /// The folder of the test bundle, where the build puts its programs.
  private static var buildFolder: URL {
    #if os(macOS)
      let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }
      return (bundle ?? .main).bundleURL.deletingLastPathComponent()
    #else
      return Bundle.main.bundleURL
    #endif
  }
}

/// A folder that goes when its owner goes.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("scarp-\(UUID().uuidString)", isDirectory: true)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func file(_ name: String) -> URL { url.appendingPathComponent(name) }

  func emptyFile(_ name: String) throws -> URL {
    try Data().write(to: file(name))
    return file(name)
  }
}
