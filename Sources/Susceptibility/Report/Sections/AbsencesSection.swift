extension StudyResults {
  /// How absences were drawn, how well single factors tell them from landslides, and what other absences would change;
  /// `nil` when the manifest says nothing of it.
  func absencesSection() -> ReportSection? {
    let blocks = absenceRules + singleFactors + replicates
    guard !blocks.isEmpty else { return nil }
    return ReportSection(
      identifier: "absences", title: "Absences",
      sources: ["manifest.json", "replicates.csv"].filter { folder.file($0) != nil },
      blocks: blocks)
  }

  private var absenceRules: [ReportBlock] {
    let facts = manifest["absences"]
    guard facts.exists else { return [] }
    return [
      .table(
        ReportTable(
          caption:
            "\(NumberText.count(facts["drawn"].number)) absences were drawn at random from the "
            + "cells that keep all rules.",
          columns: [
            .init(title: "Rule for absences", isNumber: false), .init(title: "Cells left"),
          ],
          rows: facts["rules"].elements.map {
            ReportTable.Row(cells: [
              $0["rule"].plain ?? "", NumberText.count($0["cells_left"].number),
            ])
          }))
    ]
  }

  private var singleFactors: [ReportBlock] {
    let areas = manifest["single_factor_auc"].members.compactMap { factor, area in
      area.number.map { (factor: factor, area: $0) }
    }.sorted { $0.area > $1.area }
    guard !areas.isEmpty else { return [] }
    return [
      .details(
        summary: "How well each continuous factor alone tells landslides from absences",
        [
          .table(
            ReportTable(
              caption:
                "AUC of the factor's values on the training samples, whatever the direction. "
                + "Above \(FactorSeparation.limit) the study warns.",
              columns: [.init(title: "Factor", isNumber: false), .init(title: "AUC")],
              rows: areas.map {
                ReportTable.Row(
                  cells: [$0.factor, NumberText.fixed($0.area, 3)],
                  mark: $0.area > FactorSeparation.limit ? .suspect : .none)
              }))
        ])
    ]
  }

  private var replicates: [ReportBlock] {
    let facts = manifest["replicates"]
    guard let sets = facts["sets"].number else { return [] }
    let measures = ["auc", "accuracy", "kappa", "rmse", "brier"]
    func cell(_ spread: ResultsJSON) -> String {
      "\(NumberText.fixed(spread["mean"].number, 3)) ± "
        + NumberText.fixed(spread["deviation"].number, 3)
    }
    let rows = models.filter { facts["validation"][$0].exists }.map { model in
      let spreads = facts["validation"][model]
      return ReportTable.Row(
        cells: [Self.title(of: model)] + measures.map { cell(spreads[$0]) } + [
          "\(NumberText.fixed(spreads["auc"]["least"].number, 3)) – "
            + NumberText.fixed(spreads["auc"]["greatest"].number, 3)
        ])
    }
    return [
      .paragraph(
        "Replicate absences: \(NumberText.count(sets)) sets were drawn independently and every model "
          + "refitted to each, with the same landslides and the same seed: what differs between the sets is "
          + "the choice of absences alone. All models see the same sets, so compare them set by set in "
          + "replicates.csv: a difference that changes its sign from set to set is one of the absences."
      ),
      .table(
        ReportTable(
          caption: "Validation measures over the sets, mean ± standard deviation.",
          columns: [.init(title: "Model", isNumber: false)]
            + ["AUC", "Accuracy", "Kappa", "RMSE", "Brier", "AUC, least – greatest"]
            .map { .init(title: $0) },
          rows: rows)),
    ]
  }
}
