import Foundation
import TemporaryFiles
import Testing

@Suite struct TemporaryFileTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("scarp-temporary-\(UUID().uuidString)", isDirectory: true)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
  }

  @Test func aFileIsReplacedAndNothingElseStays() throws {
    let file = folder.appendingPathComponent("map.tif")
    for text in ["first", "second"] {
      try TemporaryFile.write(Data(text.utf8), to: file)
      #expect(try String(contentsOf: file, encoding: .utf8) == text)
      #expect(try names == ["map.tif"])
    }
  }

  @Test func aWriteThatFailsLeavesNothing() throws {
    let file = folder.appendingPathComponent("map.tif")
    try FileManager.default.createDirectory(at: file, withIntermediateDirectories: true)
    let error = #expect(throws: POSIXError.self) {
      try TemporaryFile.write(Data("text".utf8), to: file)
    }
    #expect(error?.code == .EISDIR)
    #expect(try names == ["map.tif"])
    let nowhere = folder.appendingPathComponent("none/map.tif")
    #expect(throws: CocoaError.self) { try TemporaryFile.write(Data("text".utf8), to: nowhere) }
  }

  @Test func temporaryNamesDifferAndKeepTheExtension() {
    let file = folder.appendingPathComponent("map.tif")
    let (first, second) = (TemporaryFile.url(for: file), TemporaryFile.url(for: file))
    #expect(first != second)
    #expect(first.pathExtension == "tif" && first.lastPathComponent.hasPrefix(".scarp-"))
  }

  /// Of a process that has ended, and of an earlier one with this process's number; not those that are being written by
  /// this one or another, such as process 1, and nothing that only looks alike.
  @Test func leftoversAreRemoved() throws {
    let ended = Process()
    ended.executableURL = URL(fileURLWithPath: "/bin/sh")
    ended.arguments = ["-c", "exit 0"]
    try ended.run()
    ended.waitUntilExit()
    let written = TemporaryFile.url(for: folder.appendingPathComponent("manifest.json"))
      .lastPathComponent
    let kept = [
      written, ".dat.nosync1.abc", ".scarp-1-0123ABCD-map.tif", ".scarp-notes",
      ".scarp-x-0123ABCD-map.tif",
      "map.tif", "scarp-\(ended.processIdentifier)-0123ABCD-map.tif",
    ]
    let leftovers = [
      ".scarp-\(ended.processIdentifier)-0123ABCD-map.tif",
      ".scarp-\(ended.processIdentifier)-0123ABCD-map.tif.aux.xml",
      ".scarp-\(ProcessInfo.processInfo.processIdentifier)-0123ABCD-manifest.json",
    ]
    for name in kept + leftovers {
      try Data("text".utf8).write(to: folder.appendingPathComponent(name))
    }
    try TemporaryFile.removeLeftovers(in: folder)
    #expect(try names == kept.sorted())
  }
}
