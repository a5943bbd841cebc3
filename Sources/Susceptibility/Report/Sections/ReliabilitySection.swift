import GeoRaster

extension StudyResults {
  /// How much the maps depend on chance, and where they are asked about ground that was not sampled; `nil` when neither
  /// was mapped.
  func reliabilitySection() throws -> ReportSection? {
    let (deviations, areas) = (try uncertainty(), try applicability())
    guard !(deviations + areas).isEmpty else { return nil }
    return ReportSection(
      identifier: "reliability", title: "Where the maps can be relied on",
      sources: (deviations.isEmpty ? [] : ["deviation_MODEL", "uncertainty_MODEL_SOURCE"])
        + (areas.isEmpty ? [] : ["applicability"]),
      blocks: deviations + areas)
  }

  private func uncertainty() throws -> [ReportBlock] {
    let sources =
      [
        (stem: { "deviation_\($0)" }, title: "seeds"),
        (stem: { "uncertainty_\($0)_replicates" }, title: "sets of absences"),
        (stem: { "uncertainty_\($0)_folds" }, title: "folds"),
      ] as [(stem: (String) -> String, title: String)]
    let figures = try models.flatMap { model in
      try sources.compactMap { source -> ReportFigure? in
        guard let map = try thumbnail(source.stem(model), by: .mean) else { return nil }
        return figure(
          .quantity(of: map), title: "\(Self.title(of: model)): deviation over \(source.title)")
      }
    }
    guard !figures.isEmpty else { return [] }
    return [
      .paragraph(
        "The standard deviation of each cell's probability over models that differ in their seeds, in "
          + "their absences or in the fold that they were not fitted to. Where it is large, the "
          + "probability depends on such choices."),
      .figures(figures, .maps),
    ]
  }

  private func applicability() throws -> [ReportBlock] {
    let facts = manifest["applicability"]
    guard let share = facts["share_inside"].number else { return [] }
    var figures: [ReportFigure] = []
    if let map = try thumbnail("applicability", by: .nearest) {
      figures.append(
        figure(
          .classes(of: map, ClassLegendEntry.applicability),
          title: "Area of applicability"))
    }
    if let map = try thumbnail("applicability_dissimilarity", by: .mean) {
      figures.append(figure(.quantity(of: map), title: "Dissimilarity to the training samples"))
    }
    return [
      .paragraph(
        "Area of applicability (Meyer and Pebesma 2021): \(NumberText.percent(share)) of the mapped "
          + "cells are as like a training sample as training samples of different folds are to each "
          + "other (dissimilarity up to \(NumberText.significant(facts["threshold"].number)); folds: "
          + "\(facts["folds"].plain ?? "none"), weights: \(facts["weights"].plain ?? "equal")). Elsewhere "
          + "the models are asked about combinations of factors that they have not seen, and the "
          + "measures say nothing about them.")
    ]
      + [facts["finding"].plain.map { .notice("\($0).", .warning) }].compactMap { $0 }
      + [.figures(figures, .maps)]
  }

  private func figure(_ picture: MapPicture, title: String) -> ReportFigure {
    ReportFigure(svg: MapFigure(picture: picture, title: title, width: 320).svg)
  }
}
