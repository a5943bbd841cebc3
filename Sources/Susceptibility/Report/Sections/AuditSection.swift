import Foundation

extension StudyResults {
  /// What the study warns of, and what labels were used for.
  func auditSection() -> ReportSection {
    var blocks: [ReportBlock] = []
    let warnings = manifest["warnings"].elements.map(\.summary).filter { !$0.isEmpty }
    if !manifest["warnings"].exists {
      blocks.append(.notice("The manifest lists no warnings of the study.", .missing))
    } else if warnings.isEmpty {
      blocks.append(.notice("No step of the study warned of anything.", .good))
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
    blocks += leakAuditBlocks()
    let excluded = manifest["excluded_samples"]
    if excluded["landslides"].number ?? 0 > 0 || excluded["absences"].number ?? 0 > 0 {
      blocks.append(
        .details(
          summary: "Points outside of the mapped cells: "
            + "\(Prose.count(Int(exactly: excluded["landslides"].number ?? 0) ?? 0, "landslide")), "
            + Prose.count(Int(exactly: excluded["absences"].number ?? 0) ?? 0, "absence"),
          [.paragraph(excluded["landslide_ids"].summary)]))
    }
    return ReportSection(
      identifier: "audit", title: "Warnings and leak audit", sources: ["manifest.json"],
      blocks: blocks)
  }
}
