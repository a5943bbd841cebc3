extension StudyResults {
  /// How each interpolated factor was made, and how well its points tell each other's values.
  var interpolationBlocks: [ReportBlock] {
    let factors = manifest["interpolations"].members
    guard !factors.isEmpty else { return [] }
    return [
      .table(
        ReportTable(
          caption: "Interpolated factors. Leave-one-out: each point from the others, with the "
            + "variogram of all; RMSE (ln) is that of the natural logarithm.",
          columns: [
            .init(title: "Factor", isNumber: false), .init(title: "Method", isNumber: false),
            .init(title: "Positions"), .init(title: "Variogram", isNumber: false),
            .init(title: "Trend", isNumber: false), .init(title: "RMSE"),
            .init(title: "RMSE (ln)"),
          ],
          rows: factors.map { factor in
            let facts = factor.value
            return ReportTable.Row(cells: [
              factor.key,
              (facts["method"].plain ?? "") + (facts["log"] == .bool(true) ? " of logarithms" : ""),
              NumberText.count(facts["positions"].number), variogramText(facts["variogram"]),
              trendText(facts["trend"]), NumberText.significant(facts["rmse"].number),
              NumberText.significant(facts["rmse_ln"].number),
            ])
          }))
    ]
  }

  private func variogramText(_ variogram: ResultsJSON) -> String {
    guard variogram.exists else { return NumberText.undefined }
    func text(_ key: String) -> String { NumberText.significant(variogram[key].number) }
    return "\(variogram["model"].plain ?? ""), nugget \(text("nugget")), partial sill "
      + "\(text("partial_sill")), range \(text("range_m")) m"
  }

  private func trendText(_ trend: ResultsJSON) -> String {
    guard trend.exists else { return NumberText.undefined }
    func text(_ key: String) -> String { NumberText.significant(trend[key].number) }
    return "\(text("intercept")) + (\(text("slope"))) ln(R / 1 km), depth \(text("depth_km")) km"
  }
}
