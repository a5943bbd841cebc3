import Foundation
import Testing

@testable import Susceptibility

@Suite struct ModelFileTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("models-\(UUID().uuidString)")

  private func problem(_ name: String, _ data: Data) throws -> String {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent(name)
    try data.write(to: file)
    do {
      _ = try ModelName.load(file)
      return ""
    } catch { return "\(error)" }
  }

  /// JSON of other programs, and of Scarp that is no model.
  @Test(arguments: [
    ("{\"type\": \"FeatureCollection\", \"features\": []}", "found no \"description\""),
    ("{\"description\": \"a model\"}", "in \"description\""),
    ("{\"description\": {}}", "found no \"description."),
    ("{\"description\": ", "found JSON that is damaged or breaks off"),
    ("", "found "), ("not a model at all", "found "),
  ])
  func whatIsNoModelIsSaid(text: String, expected: String) throws {
    let problem = try problem("model_svm.json", Data(text.utf8))
    #expect(
      problem.contains("model_svm.json: is not a model that scarp wrote: found"), "\(problem)")
    #expect(problem.contains(expected), "\(problem)")
    #expect(problem.hasSuffix("fit it again, or copy it whole"), "\(problem)")
    #expect(!problem.contains("Context("), "\(problem)")
  }

  /// A copy that broke off, at any byte that matters.
  @Test(arguments: [0.02, 0.5, 0.999])
  func aBrokenCopyIsSaid(share: Double) throws {
    let whole = try Data(
      contentsOf: SmallStudy.results.get().appendingPathComponent("model_random-forest.json"))
    let problem = try problem(
      "model_random-forest.json", whole.prefix(Int(share * Double(whole.count))))
    #expect(
      problem.contains("found JSON that is damaged or breaks off, expected a model_MODEL"),
      "\(problem)")
  }
}
