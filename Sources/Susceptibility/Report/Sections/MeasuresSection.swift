extension StudyResults {
  /// All measures of all models. Source: Fig. 11, Eq. (9) to (15).
  func measuresSection() -> ReportSection {
    let title = "Measures of the models (Fig. 11)"
    let evaluated = models.filter { measures[$0]?["validation"] != nil }
    guard !evaluated.isEmpty else {
      return ReportSection(
        identifier: "measures", title: title, sources: [],
        blocks: [.notice("The models have not been evaluated yet (no metrics.json).", .missing)])
    }
    let shown: [(key: String, name: String)] = [
      ("auc", "AUC"), ("accuracy", "accuracy"), ("sensitivity", "sensitivity"),
      ("specificity", "specificity"), ("kappa", "kappa"), ("rmse", "RMSE"),
    ]
    let chart = BarChart(
      title: "Validation set", yTitle: "value", categories: shown.map(\.name),
      series: evaluated.map { model in
        BarChart.Series(
          label: Self.title(of: model),
          values: shown.map { measures[model]?["validation"]?[$0.key] ?? .nan })
      }, format: { NumberText.fixed($0, 3) })
    return ReportSection(
      identifier: "measures", title: title, sources: ["metrics.json"],
      blocks: [
        .figures(
          [
            ReportFigure(
              svg: chart.svg,
              caption: "RMSE is better when smaller, all others when larger. Threshold 0.5.")
          ], .large),
        .details(
          summary: "Table of all measures, both sets",
          [.table(table(evaluated, "validation")), .table(table(evaluated, "training"))]),
      ])
  }

  private func table(_ models: [String], _ set: String) -> ReportTable {
    let columns: [(key: String, title: String, decimals: Int)] = [
      ("auc", "AUC", 3), ("accuracy", "Accuracy", 3), ("sensitivity", "Sensitivity", 3),
      ("specificity", "Specificity", 3), ("kappa", "Kappa", 3), ("rmse", "RMSE", 3),
      ("brier", "Brier", 3), ("average_precision", "Average precision", 3), ("tp", "TP", 0),
      ("fp", "FP", 0), ("tn", "TN", 0), ("fn", "FN", 0),
    ]
    return ReportTable(
      caption: "On the \(set) set.",
      columns: [.init(title: "Model", isNumber: false)] + columns.map { .init(title: $0.title) },
      rows: models.map { model in
        ReportTable.Row(
          cells: [Self.title(of: model)]
            + columns.map { column in
              NumberText.fixed(measures[model]?[set]?[column.key], column.decimals)
            })
      })
  }
}
