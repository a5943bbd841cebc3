extension StudyResults {
  /// Random folds against folds of spatial blocks, and the gap between them.
  func crossValidationSection() -> ReportSection {
    let title = "Cross-validation"
    guard let folds, !folds.isEmpty else {
      return ReportSection(
        identifier: "cross-validation", title: title, sources: [],
        blocks: [
          .notice(
            "No cross-validation (no cross_validation.csv): not run yet, or turned off.", .missing)
        ])
    }
    let known = FoldScheme.allCases.map(\.rawValue)
    let schemes =
      known.filter { name in folds.contains { $0.scheme == name } }
      + Array(Set(folds.map(\.scheme)).subtracting(known)).sorted()
    let judged =
      models.filter { model in folds.contains { $0.model == model } }
      + Array(Set(folds.map(\.model)).subtracting(models)).sorted()
    func summary(_ model: String, _ scheme: String, _ value: (FoldRecord) -> Double) -> Summary {
      Summary(folds.filter { $0.model == model && $0.scheme == scheme }.map(value))
    }
    let bars = judged.flatMap { model in
      schemes.enumerated().map { index, scheme in
        let area = summary(model, scheme, \.areaUnderCurve)
        return HorizontalBarChart.Bar(
          label: schemes.count > 1 ? "\(Self.title(of: model)), \(scheme)" : Self.title(of: model),
          value: area.mean,
          interval: area.count > 1 ? (area.least, area.greatest) : nil,
          tooltip:
            "\(Self.title(of: model)), \(scheme): mean AUC \(NumberText.fixed(area.mean, 3)), "
            + "folds \(NumberText.fixed(area.least, 3)) to \(NumberText.fixed(area.greatest, 3))",
          colorIndex: index)
      }
    }
    let rows = judged.flatMap { model in
      schemes.map { scheme -> ReportTable.Row in
        let area = summary(model, scheme, \.areaUnderCurve)
        let gap =
          summary(model, "random", \.areaUnderCurve).mean
          - area.mean
        return ReportTable.Row(cells: [
          Self.title(of: model), scheme, NumberText.count(area.count),
          "\(NumberText.fixed(area.mean, 3)) ± \(NumberText.fixed(area.deviation, 3))",
          NumberText.fixed(summary(model, scheme, \.accuracy).mean, 3),
          NumberText.fixed(summary(model, scheme, \.kappa).mean, 3),
          NumberText.fixed(summary(model, scheme, \.rootMeanSquareError).mean, 3),
          scheme == "random" ? "" : NumberText.fixed(gap, 3),
        ])
      }
    }
    return ReportSection(
      identifier: "cross-validation", title: title, sources: ["cross_validation.csv"],
      blocks: [
        .paragraph(
          "Random folds leave neighbours of a landslide in the training set; spatial folds do not. The "
            + "gap between the two is how much of the AUC comes from being near to known landslides; "
            + "the lower value is the one to expect in a new area."),
        .figures(
          [
            ReportFigure(
              svg: HorizontalBarChart(
                title: "AUC, mean over the folds", xTitle: "AUC", bars: bars, width: 660,
                labelLimit: 240, format: { NumberText.fixed($0, 3) }
              ).svg, caption: "Whiskers reach from the worst to the best fold.")
          ], .large),
        .table(
          ReportTable(
            columns: [
              .init(title: "Model", isNumber: false), .init(title: "Scheme", isNumber: false),
              .init(title: "Folds"), .init(title: "AUC (mean ± deviation)"),
              .init(title: "Accuracy"), .init(title: "Kappa"), .init(title: "RMSE"),
              .init(title: "Gap (random − scheme)"),
            ], rows: rows)),
      ] + foldAuditBlocks())
  }
}

/// Mean and spread of the finite ones of some values; NaN when there are too few.
private struct Summary {
  let count: Int
  let mean: Double
  let deviation: Double
  let least: Double
  let greatest: Double

  init(_ all: [Double]) {
    let values = all.filter(\.isFinite)
    count = values.count
    let mean = values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count)
    self.mean = mean
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    deviation = values.count > 1 ? (squares / Double(values.count - 1)).squareRoot() : .nan
    least = values.min() ?? .nan
    greatest = values.max() ?? .nan
  }
}
