import Foundation

extension StudyResults {
  /// What the models could have learnt about the validation samples, check by check.
  func leakAuditBlocks() -> [ReportBlock] {
    let audit = manifest["leak_audit"]
    guard audit.exists else {
      return [.notice("The manifest has no leak audit yet.", .missing)]
    }
    var blocks: [ReportBlock] = [
      .paragraph(
        "Leak audit: what the models could have learnt about the validation landslides before "
          + "they were judged on them.")
    ]
    if let meaning = audit["meaning"].plain { blocks.append(.paragraph(meaning)) }
    let findings = audit["findings"].elements
    if !findings.isEmpty {
      blocks.append(
        .table(
          Self.texts(
            ["Check", "Finding", "What it means"],
            findings.map { finding in
              ["check", "found", "meaning"].map { finding[$0].plain ?? "" }
            })))
    }
    if let table = Self.distanceTable(audit) { blocks.append(.table(table)) }
    let rows = audit.members.filter { !["meaning", "findings"].contains($0.key) }.map {
      [
        Self.readable($0.key),
        $0.value.number.map { NumberText.significant($0, 4) } ?? $0.value.summary,
      ]
    }
    if !rows.isEmpty {
      let table = ReportBlock.table(Self.texts(["Check", "Finding"], rows))
      blocks.append(
        findings.isEmpty ? table : .details(summary: "All numbers of the audit", [table]))
    } else if findings.isEmpty {
      blocks.append(
        .list(audit.elements.isEmpty ? [audit.summary] : audit.elements.map(\.summary)))
    }
    return blocks
  }

  /// The same for the folds of each scheme of the cross-validation; nothing without one.
  func foldAuditBlocks() -> [ReportBlock] {
    let audits = manifest["fold_audits"].elements
    guard !audits.isEmpty else { return [] }
    let table = ReportTable(
      caption: "What the folds leak. W is the area between the distribution of the distances from "
        + "validation to training samples and that from the map to all samples: 0 is a match.",
      columns: [
        .init(title: "Scheme", isNumber: false), .init(title: "Folds"),
        .init(title: "Overlapping windows"), .init(title: "Landslides on both sides"),
        .init(title: "Median distance (m)"), .init(title: "W (m)"),
        .init(title: "What it means", isNumber: false),
      ],
      rows: audits.map { audit in
        ReportTable.Row(cells: [
          audit["scheme"].plain ?? "", NumberText.count(audit["folds"].number),
          "\(NumberText.count(audit["validation_windows_overlapping_training"].number)) of "
            + NumberText.count(audit["validation_samples"].number),
          NumberText.count(audit["landslide_ids_in_both_sets"].number),
          NumberText.significant(audit["distance_validation_to_training_m"]["median"].number),
          NumberText.significant(audit["wasserstein_distance_m"].number),
          audit["meaning"].plain ?? "",
        ])
      })
    return [.table(table)]
  }

  private static func distanceTable(_ audit: ResultsJSON) -> ReportTable? {
    let kinds = [
      ("validation samples", audit["distance_validation_to_training_m"]),
      ("cells of the map", audit["distance_map_to_training_m"]),
    ]
    guard kinds.allSatisfy(\.1.exists) else { return nil }
    let keys = [
      ("min", "Least"), ("q25", "Lower quartile"), ("median", "Median"), ("q75", "Upper quartile"),
      ("max", "Greatest"),
    ]
    return ReportTable(
      caption: "Metres to the nearest training sample.",
      columns: [.init(title: "From", isNumber: false)] + keys.map { .init(title: $0.1) },
      rows: kinds.map { kind in
        ReportTable.Row(
          cells: [kind.0] + keys.map { NumberText.significant(kind.1[$0.0].number) })
      })
  }

  /// A table of texts.
  static func texts(_ titles: [String], _ rows: [[String]]) -> ReportTable {
    ReportTable(
      columns: titles.map { .init(title: $0, isNumber: false) },
      rows: rows.map { .init(cells: $0) })
  }

  /// A key as words: `minimum_distance_m` is `minimum distance (m)`.
  static func readable(_ key: String) -> String {
    let words = key.hasSuffix("_m") ? key.dropLast(2) + " (m)" : key[...]
    return String(words.map { $0 == "_" || $0 == "-" ? " " : $0 })
      .replacingOccurrences(of: " ids ", with: " IDs ")
  }
}
