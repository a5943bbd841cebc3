import Foundation

extension StudyResults {
  /// Where everything came from: inputs, options and times.
  func provenanceSection() -> ReportSection {
    var blocks: [ReportBlock] = []
    if let command = manifest["command"].plain ?? commandLine { blocks.append(.code(command)) }
    let facts = [
      ("Scarp", manifest["scarp_version"].plain), ("Seed", manifest["seed"].plain),
      ("GDAL", manifest["versions"]["gdal"].plain ?? manifest["gdal"].plain),
      ("System", manifest["versions"]["system"].plain),
      ("Threads", manifest["threads"].plain), ("Made", manifest["created"].plain),
    ].compactMap { name, value in value.map { (name: name, value: $0) } }
    if !facts.isEmpty { blocks.append(.facts(facts)) }
    if !manifest["inputs"].elements.isEmpty { blocks.append(.table(inputsTable)) }
    if !manifest["timings"].members.isEmpty { blocks.append(.table(timingsTable)) }
    if manifest["steps"].exists {
      blocks.append(.details(summary: "Steps", [.list(lines(of: manifest["steps"]))]))
    }
    if manifest["options"].exists {
      let options = manifest["options"].members.map { [$0.key, $0.value.summary] }
      blocks.append(
        .details(summary: "Options", [.table(Self.texts(["Option", "Value"], options))]))
    }
    if !manifest.exists {
      blocks.append(
        .notice("There is no manifest.json: inputs and options are not known.", .missing))
    }
    blocks.append(
      .details(
        summary: "Files in the output folder",
        [.list(folder.names.filter { !["report", "report.html"].contains($0) })])
    )
    return ReportSection(
      identifier: "provenance", title: "Provenance", sources: ["manifest.json"],
      blocks: blocks)
  }

  private var commandLine: String? {
    let words = manifest["command"].elements.compactMap(\.plain)
    return words.isEmpty ? nil : words.joined(separator: " ")
  }

  private var inputsTable: ReportTable {
    ReportTable(
      caption: "Inputs.",
      columns: [
        .init(title: "File", isNumber: false), .init(title: "Size"),
        .init(title: "SHA-256", isNumber: false),
      ],
      rows: manifest["inputs"].elements.map {
        ReportTable.Row(cells: [
          $0["path"].plain ?? $0.summary, NumberText.bytes($0["bytes"].number),
          $0["sha256"].plain ?? NumberText.undefined,
        ])
      })
  }

  private var timingsTable: ReportTable {
    ReportTable(
      caption: "Time of each step.",
      columns: [.init(title: "Step", isNumber: false), .init(title: "Time")],
      rows: timings.map {
        ReportTable.Row(cells: [
          $0.key, $0.value.number.map(NumberText.duration) ?? $0.value.summary,
        ])
      })
  }

  /// The steps in the order in which they run, then others by name.
  private var timings: [(key: String, value: ResultsJSON)] {
    let order = [
      "factors", "analyze", "tune", "train", "evaluate", "cross", "map", "jack", "report",
    ]
    func place(_ key: String) -> Int { order.firstIndex { key.hasPrefix($0) } ?? order.count }
    return manifest["timings"].members.sorted { (place($0.key), $0.key) < (place($1.key), $1.key) }
  }

  private func lines(of value: ResultsJSON) -> [String] {
    if !value.members.isEmpty { return value.members.map { "\($0.key): \($0.value.summary)" } }
    return value.elements.isEmpty ? [value.summary] : value.elements.map(\.summary)
  }
}
