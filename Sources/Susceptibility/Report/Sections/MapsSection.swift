extension StudyResults {
  /// The maps of all models: classes and probabilities. Source: Fig. 8.
  func mapsSection(_ maps: [ModelMap]) -> ReportSection {
    let title = "Susceptibility maps (Fig. 8)"
    guard !maps.isEmpty else {
      return ReportSection(
        identifier: "maps", title: title, sources: [],
        blocks: [.notice("Not mapped yet (no susceptibility_MODEL raster).", .missing)])
    }
    let width = maps.count == 1 ? 460.0 : 320.0
    func figure(_ picture: MapPicture?, _ title: String) -> ReportFigure? {
      picture.map {
        ReportFigure(svg: MapFigure(picture: $0, title: title, width: width).svg)
      }
    }
    let classes = maps.compactMap { figure($0.classes, "\(Self.title(of: $0.model)): classes") }
    let probabilities = maps.compactMap {
      figure($0.probability, "\(Self.title(of: $0.model)): probability")
    }
    let size: ReportBlock.Size = maps.count == 1 ? .medium : .maps
    let blocks: [ReportBlock] =
      maps.count == 1
      ? [.figures(classes + probabilities, size)]
      : [.figures(classes, size), .figures(probabilities, size)]
    return ReportSection(
      identifier: "maps", title: title,
      sources: ["classes_MODEL", "susceptibility_MODEL", "factors/ (relief)"],
      blocks: blocks.filter {
        if case .figures(let figures, _) = $0 { return !figures.isEmpty }
        return true
      })
  }

  /// Share of landslides found in a share of the area. Source: Fig. 13, on the map.
  func successRateSection(_ maps: [ModelMap]) -> ReportSection {
    let title = "Success-rate and prediction-rate curves (Fig. 13)"
    let sets: [(title: String, curve: KeyPath<ModelMap, [(x: Double, y: Double)]>)] = [
      ("Success rate: training landslides", \.success),
      ("Prediction rate: validation landslides", \.prediction),
    ]
    let figures = sets.compactMap { set -> ReportFigure? in
      let series = maps.filter { !$0[keyPath: set.curve].isEmpty }.map { map in
        let points = map[keyPath: set.curve]
        return LineChart.Series(
          label:
            "\(Self.title(of: map.model)), area \(NumberText.fixed(Self.area(under: points), 3))",
          points: points, index: map.index)
      }
      guard !series.isEmpty else { return nil }
      return ReportFigure(
        svg: LineChart(
          title: set.title, xTitle: "share of the mapped area, most susceptible first",
          yTitle: "share of landslides", series: series, xRange: (0, 1), yRange: (0, 1),
          hasDiagonal: true, plotWidth: 340, plotHeight: 340
        ).svg)
    }
    guard !figures.isEmpty else {
      return ReportSection(
        identifier: "success-rate", title: title, sources: [],
        blocks: [.notice("Needs a map and samples: not there yet.", .missing)])
    }
    return ReportSection(
      identifier: "success-rate", title: title,
      sources: ["success_rate_MODEL.csv", "prediction_rate_MODEL.csv"],
      blocks: [
        .paragraph(
          "How many landslides lie in the most susceptible part of the area. The success rate shows "
            + "the fit, the prediction rate what can be expected of landslides not seen."),
        .figures(figures, .medium),
      ])
  }

  /// How the mapped probabilities are spread.
  func distributionSection(_ maps: [ModelMap]) -> ReportSection {
    let title = "Distribution of the mapped probabilities"
    let figures = maps.filter { !$0.shares.isEmpty }.map { map in
      let limits = (classAreas ?? []).filter { $0.model == map.model }
        .sorted { $0.number < $1.number }.dropLast().map(\.upper)
      return ReportFigure(
        svg: HistogramChart(
          title: Self.title(of: map.model), xTitle: "probability", shares: map.shares,
          marks: Array(limits),
          colorIndex: map.index
        ).svg)
    }
    guard !figures.isEmpty else {
      return ReportSection(
        identifier: "distribution", title: title, sources: [],
        blocks: [.notice("Not mapped yet (no susceptibility_MODEL raster).", .missing)])
    }
    return ReportSection(
      identifier: "distribution", title: title,
      sources: ["susceptibility_MODEL", "class_areas.csv"],
      blocks: [
        .paragraph("Dashed lines are the limits of the susceptibility classes."),
        .figures(figures, .small),
      ])
  }
}
