extension StudyResults {
  /// Loss and accuracy of the networks over the epochs. Source: Fig. 7.
  func trainingSection() -> ReportSection {
    let title = "Training of the networks (Fig. 7)"
    let networks = models.compactMap { model in training[model].map { (model: model, record: $0) } }
    guard !networks.isEmpty else {
      return ReportSection(
        identifier: "training", title: title, sources: [],
        blocks: [
          .notice("No network has been trained (no training_MODEL.csv).", .missing)
        ])
    }
    let figures = networks.flatMap { model, record in
      [
        chart(
          "\(Self.title(of: model)): loss", "cross entropy", record, record.loss,
          record.validationLoss,
          range: nil),
        chart(
          "\(Self.title(of: model)): accuracy", "accuracy", record, record.accuracy,
          record.validationAccuracy,
          range: (0.4, 1)),
      ]
    }
    return ReportSection(
      identifier: "training", title: title, sources: networks.map { "training_\($0.model).csv" },
      blocks: [
        .paragraph(
          "Training loss that falls while validation loss rises is overfitting: fewer epochs, more "
            + "weight decay or dropout help."),
        .figures(figures, .medium),
      ])
  }

  private func chart(
    _ title: String, _ yTitle: String, _ record: TrainingRecord, _ training: [Double],
    _ validation: [Double], range: (Double, Double)?
  ) -> ReportFigure {
    var series = [
      LineChart.Series(
        label: "training", points: zip(record.epochs, training).map { (x: $0, y: $1) }, index: 0)
    ]
    if validation.contains(where: \.isFinite) {
      series.append(
        LineChart.Series(
          label: "validation", points: zip(record.epochs, validation).map { (x: $0, y: $1) },
          index: 1))
    }
    let values = (training + validation).filter(\.isFinite)
    let low = min(range?.0 ?? 0, values.min() ?? 0)
    let high = max(range?.1 ?? 0, values.max() ?? 1)
    return ReportFigure(
      svg: LineChart(
        title: title, xTitle: "epoch", yTitle: yTitle, series: series, yRange: (low, high),
        hasWholeX: true, plotWidth: 360, plotHeight: 180
      ).svg)
  }
}
