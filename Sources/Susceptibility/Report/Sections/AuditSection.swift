import Foundation

extension StudyResults {
  /// What the study warns of, and what labels were used for.
  func auditSection() -> ReportSection {
    var blocks: [ReportBlock] = []
    let warnings = manifest["warnings"].elements.map(\.summary).filter { !$0.isEmpty }
    if !manifest["warnings"].exists {
      blocks.append(.notice("The manifest lists no warnings of the study.", .missing))
    } else if warnings.isEmpty {
      blocks.append(.notice("The study ran without warnings.", .good))
    } else {
      blocks.append(
        .notice(warnings.count == 1 ? "1 warning" : "\(warnings.count) warnings", .warning))
      let shown = Array(warnings.prefix(12))
      blocks.append(.list(shown))
      if warnings.count > shown.count {
        blocks.append(
          .details(
            summary: "\(warnings.count - shown.count) more",
            [.list(Array(warnings.dropFirst(shown.count)))]))
      }
    }
    let audit = manifest["leak_audit"]
    if audit.exists {
      blocks.append(
        .paragraph(
          "Leak audit: what the models could have learnt about the validation landslides before "
            + "they were judged on them."))
      if let meaning = audit["meaning"].plain { blocks.append(.notice(meaning, .missing)) }
      let rows = audit.members.filter { $0.key != "meaning" }.map {
        ReportTable.Row(cells: [
          Self.readable($0.key),
          $0.value.number.map { NumberText.significant($0, 4) } ?? $0.value.summary,
        ])
      }
      if rows.isEmpty {
        blocks.append(
          .list(audit.elements.isEmpty ? [audit.summary] : audit.elements.map(\.summary)))
      } else {
        blocks.append(
          .table(
            ReportTable(
              columns: [
                .init(title: "Check", isNumber: false), .init(title: "Finding", isNumber: false),
              ], rows: rows)))
      }
    } else {
      blocks.append(.notice("The manifest has no leak audit yet.", .missing))
    }
    let excluded = manifest["excluded_samples"]
    if excluded["landslides"].number ?? 0 > 0 || excluded["absences"].number ?? 0 > 0 {
      blocks.append(
        .details(
          summary: "Points outside of the mapped cells: "
            + "\(NumberText.count(excluded["landslides"].number)) landslides, "
            + "\(NumberText.count(excluded["absences"].number)) absences",
          [.paragraph(excluded["landslide_ids"].summary)]))
    }
    return ReportSection(
      identifier: "audit", title: "Warnings and leak audit", sources: ["manifest.json"],
      blocks: blocks)
  }

  /// A key as words: `minimum_distance_m` is `minimum distance (m)`.
  static func readable(_ key: String) -> String {
    let words = key.hasSuffix("_m") ? key.dropLast(2) + " (m)" : key[...]
    return String(words.map { $0 == "_" || $0 == "-" ? " " : $0 })
      .replacingOccurrences(of: " ids ", with: " IDs ")
  }
}
