extension StudyResults {
  /// Tolerance and variance inflation factor of each factor. Source: Table 1, Eq. (3) and (4).
  func collinearitySection() throws -> ReportSection {
    let title = "Multicollinearity of the factors (Table 1)"
    guard let collinearity, !collinearity.isEmpty else {
      return ReportSection(
        identifier: "vif", title: title, sources: [],
        blocks: [.notice("Not analysed yet (no vif.csv).", .missing)])
    }
    let suspects = collinearity.filter(\.isSuspect).map(\.factor)
    let table = ReportTable(
      caption: "Each encoded factor regressed on the others, over the training samples.",
      columns: [
        .init(title: "Factor", isNumber: false), .init(title: "Tolerance"), .init(title: "VIF"),
      ] + (suspects.isEmpty ? [] : [.init(title: "Finding", isNumber: false)]),
      rows: collinearity.map {
        ReportTable.Row(
          cells: [
            $0.factor, NumberText.fixed($0.tolerance, 3),
            NumberText.fixed($0.varianceInflationFactor, 3),
          ] + (suspects.isEmpty ? [] : [$0.isSuspect ? "suspect" : "–"]),
          mark: $0.isSuspect ? .suspect : .none)
      })
    return ReportSection(
      identifier: "vif", title: title, sources: ["vif.csv"] + associationSources,
      blocks: try [
        suspects.isEmpty
          ? .notice("No factor is suspect: tolerance is at least 0.1 and VIF at most 10.", .good)
          : .notice(
            "Suspect (tolerance below 0.1 or VIF above 10): \(suspects.joined(separator: ", ")).",
            .warning),
        .table(table),
      ] + associationBlocks())
  }
}
