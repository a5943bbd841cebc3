/// Upright bars side by side in groups: one group for each category, one bar in it for each series.
struct BarChart {
  /// The bars of one colour.
  struct Series {
    let label: String
    /// One value for each category; NaN draws none.
    let values: [Double]
  }

  let title: String
  let yTitle: String
  let categories: [String]
  let series: [Series]
  var plotHeight = 230.0
  /// Writes a value under the pointer.
  var format: (Double) -> String = { NumberText.significant($0) }

  /// The chart as an `svg` element.
  var svg: String {
    let values = series.flatMap(\.values).filter(\.isFinite)
    let scale = AxisScale((min(values.min() ?? 0, 0), max(values.max() ?? 1, 0)))
    let barWidth = max(8, min(26, 420 / Double(max(categories.count * max(series.count, 1), 1))))
    let widestLabel = categories.map { min(TextMeasure.width($0), 120) }.max() ?? 0
    let groupWidth = max(barWidth * Double(series.count) + 18, widestLabel + 14)
    let plotWidth = max(groupWidth * Double(categories.count), 260)
    let frame = ChartFrame(
      plotWidth: plotWidth, plotHeight: plotHeight, leftLabels: scale.ticks.map(scale.label),
      hasVerticalTitle: true, hasTitle: !title.isEmpty, bottomMargin: 26,
      keys: series.count < 2
        ? []
        : series.indices.map {
          .init(
            label: series[$0].label, color: ChartPalette.color($0), dash: nil, isLine: false)
        })
    var drawing = frame.drawing(title: title)
    drawing.details = categories.enumerated().map { group, category in
      let values = series.filter { $0.values.indices.contains(group) }.map {
        "\($0.label) \(format($0.values[group]))"
      }
      return "\(category): \(values.joined(separator: ", "))"
    }.joined(separator: "; ")
    frame.writeTitle(title, in: &drawing)
    frame.drawVerticalAxis(scale, title: yTitle, in: &drawing)
    let zero = scale.position(0, from: frame.bottom, to: frame.top)
    let spacing = plotWidth / Double(max(categories.count, 1))
    for (group, category) in categories.enumerated() {
      let middle = frame.left + (Double(group) + 0.5) * spacing
      let start = middle - barWidth * Double(series.count) / 2
      for (index, bars) in series.enumerated() {
        guard bars.values.indices.contains(group), bars.values[group].isFinite else { continue }
        let value = bars.values[group]
        let y = scale.position(value, from: frame.bottom, to: frame.top)
        drawing.rectangle(
          x: start + barWidth * Double(index), y: min(y, zero), width: barWidth - 1,
          height: abs(y - zero), fill: ChartPalette.color(index),
          tooltip: "\(category), \(bars.label): \(format(value))")
        if series.count == 1 {
          drawing.text(
            format(value), x: middle, y: min(y, zero) - 4, anchor: .middle, size: 11)
        }
      }
      drawing.text(
        category, x: middle, y: frame.bottom + 17, anchor: .middle, limit: spacing - 6)
    }
    drawing.line(frame.left, zero, frame.right, zero, stroke: SVGDrawing.faint)
    frame.drawLegend(in: &drawing)
    return drawing.svg
  }
}
