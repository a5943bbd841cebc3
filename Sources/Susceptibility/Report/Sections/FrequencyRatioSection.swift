extension StudyResults {
  /// Frequency ratio of the classes of each factor. Source: Fig. 6, Eq. (5).
  func frequencyRatioSection() -> ReportSection {
    let title = "Frequency ratio of the factor classes (Fig. 6)"
    guard let classes, !classes.isEmpty else {
      return ReportSection(
        identifier: "frequency-ratio", title: title, sources: [],
        blocks: [.notice("Not analysed yet (no frequency_ratio.csv).", .missing)])
    }
    let groups = factors.map { factor in classes.filter { $0.factor == factor } }
      .filter { !$0.isEmpty }
    let ordinary = groups.filter { $0.count <= 14 }
    let long = groups.filter { $0.count > 14 }
    let shown = 24
    var blocks: [ReportBlock] = [
      .paragraph(
        "The share of training landslides in a class over its share of the mapped cells: above 1 "
          + "(dashed) landslides are more frequent than on average. Classes with few landslides "
          + "have uncertain ratios; the pointer shows the counts.")
    ]
    blocks.append(.figures(ordinary.prefix(shown).map(chart), .small))
    if ordinary.count > shown {
      blocks.append(
        .details(
          summary: "\(ordinary.count - shown) more factors",
          [.figures(ordinary.dropFirst(shown).map(chart), .small)]))
    }
    for group in long {
      blocks.append(
        .details(
          summary: "\(group.first?.factor ?? ""): \(group.count) classes",
          [.figures([chart(group)], .large)]))
    }
    blocks.append(.details(summary: "Table of all classes", [.table(table(of: classes))]))
    return ReportSection(
      identifier: "frequency-ratio", title: title, sources: ["frequency_ratio.csv"], blocks: blocks)
  }

  private func chart(_ rows: [FactorClassRecord]) -> ReportFigure {
    let isLong = rows.count > 14
    let chart = HorizontalBarChart(
      title: rows.first?.factor ?? "", xTitle: "frequency ratio",
      bars: rows.map {
        HorizontalBarChart.Bar(
          label: $0.shortLabel, value: $0.frequencyRatio,
          tooltip: "\($0.label): frequency ratio \(NumberText.significant($0.frequencyRatio)), "
            + "\(NumberText.count($0.landslides)) landslides in \(NumberText.count($0.cells)) cells"
        )
      }, reference: 1, width: isLong ? 720 : 330, labelLimit: isLong ? 320 : 140,
      format: { NumberText.fixed($0, 2) })
    return ReportFigure(svg: chart.svg)
  }

  private func table(of classes: [FactorClassRecord]) -> ReportTable {
    ReportTable(
      columns: [
        .init(title: "Factor", isNumber: false), .init(title: "Class", isNumber: false),
        .init(title: "From"), .init(title: "To"), .init(title: "Landslides"),
        .init(title: "Cells"), .init(title: "Frequency ratio"), .init(title: "Encoded"),
      ],
      rows: classes.map {
        ReportTable.Row(cells: [
          $0.factor, $0.name, NumberText.significant($0.lower, 5),
          NumberText.significant($0.upper, 5), NumberText.count($0.landslides),
          NumberText.count($0.cells), NumberText.fixed($0.frequencyRatio, 3),
          NumberText.fixed($0.encoded, 3),
        ])
      })
  }
}
