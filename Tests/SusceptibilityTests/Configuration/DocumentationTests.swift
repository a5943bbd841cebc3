import Foundation
import Testing

@testable import Susceptibility

/// The study files that documentation and examples show are ones that a study takes.
@Suite struct DocumentationTests {
  private static let package = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private static func files(in folder: String, endings: [String]) throws -> [URL] {
    let root = package.appendingPathComponent(folder)
    let names = FileManager.default.enumerator(atPath: root.path)?.allObjects as? [String]
    return try #require(names).filter { name in endings.contains { name.hasSuffix($0) } }
      .sorted().map { root.appendingPathComponent($0) }
  }

  /// The blocks between ```yaml and ``` of a text, each with the line that it begins at.
  private static func blocks(of text: String) -> [(line: Int, yaml: String)] {
    var blocks: [(line: Int, yaml: String)] = []
    var isInside = false
    for (number, line) in text.components(separatedBy: "\n").enumerated() {
      if isInside, line.hasPrefix("```") {
        isInside = false
      } else if isInside {
        blocks[blocks.count - 1].yaml += line + "\n"
      } else if line.hasPrefix("```yaml") {
        isInside = true
        blocks.append((number + 2, ""))
      }
    }
    return blocks
  }

  /// A block that shows some keys only, with the three that a study has to have.
  private static func completed(_ yaml: String) -> String {
    func has(_ key: String) -> Bool {
      yaml.hasPrefix("\(key):") || yaml.contains("\n\(key):")
    }
    return yaml + (has("grid") ? "" : "grid: dem.tif\n")
      + (has("factors") ? "" : "factors: [{ name: slope, derive: slope, from: dem.tif }]\n")
      + (has("inventory") ? "" : "inventory: { vector: landslides.shp }\n")
  }

  @Test func everyBlockIsAStudyFile() throws {
    let pages =
      [Self.package.appendingPathComponent("README.md")]
      + (try Self.files(in: "Documentation", endings: [".md"]))
      + (try Self.files(in: "Examples", endings: [".md"]))
    var count = 0
    for page in pages {
      for block in Self.blocks(of: try String(contentsOf: page, encoding: .utf8)) {
        count += 1
        #expect(throws: Never.self, "\(page.lastPathComponent):\(block.line)") {
          try StudyConfigurationTests.read(Self.completed(block.yaml))
        }
      }
    }
    #expect(count >= 2, "StudyFile.md and Evaluation.md have one each")
  }

  @Test func everyExampleIsAStudyFile() throws {
    let studies = try Self.files(in: "Examples", endings: [".yaml", ".yml"])
    #expect(studies.count >= 3)
    for study in studies {
      #expect(throws: Never.self, "\(study.lastPathComponent)") {
        try StudyConfiguration(file: study)
      }
    }
  }
}
