extension StudyResults {
  /// How the probability changes with each factor, a figure per factor; `nil` when that was not asked for.
  func effectsSection() -> ReportSection? {
    guard let effects, !effects.isEmpty else { return nil }
    let explained = models.filter { model in effects.contains { $0.model == model } }
    var blocks: [ReportBlock] = [
      .paragraph(
        "Accumulated local effects: the change of the probability from class to class (or value to value), "
          + "measured where both occur, so that correlated factors do not lead to combinations that "
          + "the area does not have. 0 is the mean over the mapped cells; categories stand in "
          + "the order of their encoded value. For networks the whole window changes.")
    ]
    for (index, model) in explained.enumerated() {
      let own = effects.filter { $0.model == model }
      let groups = factors.map { factor in own.filter { $0.factor == factor } }
        .filter { !$0.isEmpty }
      let isLong = { (rows: [EffectRecord]) in rows.count > 14 && !rows[0].label.isEmpty }
      let figures = [
        ReportBlock.figures(
          groups.filter { !isLong($0) }.map { ReportFigure(svg: chart($0)) }, .small)
      ]
      let long = groups.filter(isLong).map { rows in
        ReportBlock.details(
          summary: "\(rows[0].factor): \(rows.count) classes",
          [.figures([ReportFigure(svg: chart(rows, isLong: true))], .large)])
      }
      // One model is in view; those after it are there when asked for.
      blocks +=
        index == 0
        ? [.paragraph("\(Self.title(of: model)):")] + figures + long
        : [.details(summary: Self.title(of: model), figures + long)]
    }
    return ReportSection(
      identifier: "effects", title: "Effects of the factors", sources: ["effects.csv"],
      blocks: blocks)
  }

  private func chart(_ rows: [EffectRecord], isLong: Bool = false) -> String {
    let title = rows.first?.factor ?? ""
    guard rows.allSatisfy({ $0.label.isEmpty }) else {
      return HorizontalBarChart(
        title: title, xTitle: "effect on the probability",
        bars: rows.map { row in
          HorizontalBarChart.Bar(
            label: shortLabel(of: row), value: row.effect,
            tooltip: "\(row.label): \(NumberText.fixed(row.effect, 3)), "
              + "\(NumberText.count(row.count)) cells")
        }, width: isLong ? 720 : 330, labelLimit: isLong ? 320 : 140,
        format: { NumberText.fixed($0, 3) }
      ).svg
    }
    return LineChart(
      title: title, xTitle: title, yTitle: "effect on the probability",
      series: [.init(label: title, points: rows.map { (x: $0.value, y: $0.effect) }, index: 0)],
      plotWidth: 220, plotHeight: 160
    ).svg
  }

  /// As the figures of the frequency ratio call the class.
  private func shortLabel(of row: EffectRecord) -> String {
    classes?.first { $0.factor == row.factor && $0.label == row.label }?.shortLabel ?? row.label
  }
}
