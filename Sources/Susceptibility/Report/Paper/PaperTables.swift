/// A table of a paper, with what it is referred to by.
struct PaperTable {
  /// The end of its label in LaTeX.
  let label: String
  let caption: String
  let columns: [ReportTable.Column]
  let rows: [[String]]
}

extension StudyResults {
  /// Table 1, the factors, and Table 2, the measures of the models, as far as they are known.
  var paperTables: [PaperTable] {
    [factorTable, resultTable].filter { !$0.rows.isEmpty }
  }

  private var factorTable: PaperTable {
    let inflation = collinearity ?? []
    return PaperTable(
      label: "factors",
      caption:
        "Table 1. Conditioning factors, their classes, and the tolerance and variance inflation "
        + "factor (VIF) of the encoded training samples.",
      columns: [
        .init(title: "Factor", isNumber: false), .init(title: "Source", isNumber: false),
        .init(title: "Classes", isNumber: false), .init(title: "Tolerance"), .init(title: "VIF"),
      ],
      rows: (methods?.factors ?? []).map { factor in
        let own = inflation.first { $0.factor == factor.name }
        func text(_ value: (CollinearityRecord) -> Double) -> String {
          own.map { NumberText.fixed(value($0), 3) } ?? NumberText.undefined
        }
        return [
          factor.name, FactorSentences.origin(of: factor), FactorSentences.classes(of: factor),
          text(\.tolerance), text(\.varianceInflationFactor),
        ]
      })
  }

  private var resultTable: PaperTable {
    let columns: [(key: String, title: String)] = [
      ("accuracy", "Accuracy"), ("sensitivity", "Sensitivity"), ("specificity", "Specificity"),
      ("kappa", "Kappa"), ("rmse", "RMSE"),
    ]
    let schemes = foldAreas
    return PaperTable(
      label: "results",
      caption:
        "Table 2. Measures on the validation samples at a threshold of 0.5, the area under the ROC "
        + "curve (AUC) on the training samples"
        + (schemes.isEmpty
          ? "."
          : ", and the mean ± standard deviation of the AUC over the folds of the cross-validation."),
      columns: [
        .init(title: "Model", isNumber: false), .init(title: "AUC training"), .init(title: "AUC"),
        .init(title: "95 % interval"),
      ] + columns.map { .init(title: $0.title) }
        + schemes.map { .init(title: "AUC, \($0.scheme)") },
      rows: models.compactMap { model in
        guard let record = measures[model]?["validation"] else { return nil }
        return [
          Self.title(of: model), NumberText.fixed(measures[model]?["training"]?.areaUnderCurve, 3),
          NumberText.fixed(record.areaUnderCurve, 3),
          record.interval.map {
            "\(NumberText.fixed($0.low, 3))–\(NumberText.fixed($0.high, 3))"
          } ?? NumberText.undefined,
        ] + columns.map { NumberText.fixed(record[$0.key], 3) }
          + schemes.map { scheme in
            scheme.areas.first { $0.model == model }.map {
              NumberText.fixed($0.spread.mean.value, 3)
                + ($0.spread.deviation.value.isFinite
                  ? " ± \(NumberText.fixed($0.spread.deviation.value, 3))" : "")
            } ?? NumberText.undefined
          }
      })
  }
}
