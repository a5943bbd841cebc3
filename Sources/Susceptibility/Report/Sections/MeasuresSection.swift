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
      ] + thresholdBlocks(evaluated))
  }

  private func table(_ models: [String], _ set: String) -> ReportTable {
    let columns: [(key: String, title: String, decimals: Int)] = [
      ("auc", "AUC", 3), ("accuracy", "Accuracy", 3), ("sensitivity", "Sensitivity", 3),
      ("specificity", "Specificity", 3), ("kappa", "Kappa", 3), ("rmse", "RMSE", 3),
      ("brier", "Brier", 3), ("log_loss", "Log loss", 3),
      ("expected_calibration_error", "Calibration error", 3),
      ("average_precision", "Average precision", 3), ("partial_auc", "Partial AUC", 3),
      ("rate_curve_area", set == "training" ? "Success rate" : "Prediction rate", 3),
      ("tp", "TP", 0),
      ("fp", "FP", 0), ("tn", "TN", 0), ("fn", "FN", 0),
    ]
    return ReportTable(
      caption:
        "On the \(set) set. Partial AUC as McClish scales it: 0.5 for chance, 1 for perfect.",
      columns: [.init(title: "Model", isNumber: false)] + columns.map { .init(title: $0.title) }
        + [.init(title: "AUC, 95 % (DeLong)"), .init(title: "AUC, 95 % (bootstrap by landslide)")],
      rows: models.map { model in
        let record = measures[model]?[set]
        return ReportTable.Row(
          cells: [Self.title(of: model)]
            + columns.map { NumberText.fixed(record?[$0.key], $0.decimals) }
            + [Self.text(of: record?.interval), Self.text(of: record?.bootstrapInterval)])
      })
  }

  private static func text(of interval: (low: Double, high: Double)?) -> String {
    interval.map { "\(NumberText.fixed($0.low, 3)) – \(NumberText.fixed($0.high, 3))" }
      ?? NumberText.undefined
  }

  /// The decisions at the thresholds that metrics.json has, on the validation set.
  private func thresholdBlocks(_ models: [String]) -> [ReportBlock] {
    let names = ["half": "0.5", "youden": "Youden", "cost": "least cost"]
    let columns = [
      ("threshold", "Threshold"), ("sensitivity", "Sensitivity"), ("specificity", "Specificity"),
      ("precision", "Precision"), ("f1", "F1"), ("accuracy", "Accuracy"), ("kappa", "Kappa"),
    ]
    let rows = models.flatMap { model in
      (measures[model]?["validation"]?.thresholds ?? []).map { rule in
        ReportTable.Row(
          cells: [Self.title(of: model), names[rule.key] ?? rule.key]
            + columns.map { NumberText.fixed(rule.record[$0.0], 3) })
      }
    }
    guard !rows.isEmpty else { return [] }
    return [
      .details(
        summary: "Decisions at other thresholds",
        [
          .paragraph(
            "Youden's threshold and that of least cost are fitted to the training samples and judged "
              + "on the validation samples. A model that knows its training samples by heart sets "
              + "them badly."),
          .table(
            ReportTable(
              columns: [
                .init(title: "Model", isNumber: false), .init(title: "Rule", isNumber: false),
              ] + columns.map { .init(title: $0.1) }, rows: rows)),
        ])
    ]
  }
}
