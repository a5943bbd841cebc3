import Foundation

extension StudyResults {
  /// Where everything came from: inputs, options, times, and the methods' sources.
  func provenanceSection() -> ReportSection {
    var blocks: [ReportBlock] = []
    if let command = manifest["command"].plain ?? commandLine { blocks.append(.code(command)) }
    let facts = [
      ("Scarp", manifest["scarp_version"].plain), ("Seed", manifest["seed"].plain),
      ("Threads", manifest["threads"].plain), ("Made", manifest["created"].plain),
    ].compactMap { name, value in value.map { (name: name, value: $0) } }
    if !facts.isEmpty { blocks.append(.facts(facts)) }
    if !manifest["inputs"].elements.isEmpty { blocks.append(.table(inputsTable)) }
    if !manifest["timings"].members.isEmpty { blocks.append(.table(timingsTable)) }
    if manifest["steps"].exists {
      blocks.append(.details(summary: "Steps", [.list(lines(of: manifest["steps"]))]))
    }
    if manifest["options"].exists {
      blocks.append(.details(summary: "Options", [.list(lines(of: manifest["options"]))]))
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
    blocks.append(.paragraph("Methods"))
    blocks.append(.list(Self.citations))
    return ReportSection(
      identifier: "provenance", title: "Provenance and methods", sources: ["manifest.json"],
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

  private static let citations = [
    "Hybrid of 2D and 1D convolutional networks, with factor maps, frequency ratio, jackknife and "
      + "the measures: the hybrid CNN study of Ludian County, whose figures and tables the headings name.",
    "Frequency ratio: Lee, S. and Pradhan, B. (2007). Landslide hazard mapping at Selangor, Malaysia "
      + "using frequency ratio and logistic regression models. Landslides 4, 33–41.",
    "Random forest: Breiman, L. (2001). Random forests. Machine Learning 45, 5–32.",
    "Support vector machine: Cortes, C. and Vapnik, V. (1995). Support-vector networks. "
      + "Machine Learning 20, 273–297; probabilities by Lin, H.-T., Lin, C.-J. and Weng, R. C. (2007). "
      + "A note on Platt's probabilistic outputs. Machine Learning 68, 267–276.",
    "Natural breaks: Fisher, W. D. (1958). On grouping for maximum homogeneity. Journal of the American "
      + "Statistical Association 53, 789–798; Jenks, G. F. (1967). The data model concept in "
      + "statistical mapping. International Yearbook of Cartography 7, 186–190.",
    "Interval of the AUC: DeLong, E. R., DeLong, D. M. and Clarke-Pearson, D. L. (1988). Comparing the areas "
      + "under two or more correlated receiver operating characteristic curves. Biometrics 44, 837–845.",
    "Success-rate curve: Chung, C.-J. F. and Fabbri, A. G. (2003). Validation of spatial prediction models for "
      + "landslide hazard mapping. Natural Hazards 30, 451–472.",
  ]
}
