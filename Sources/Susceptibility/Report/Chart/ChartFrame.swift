/// The rectangle that a chart draws in, its axes, its title and the legend below it.
struct ChartFrame {
  /// A series in the legend.
  struct Key {
    let label: String
    let color: String
    let dash: String?
    let isLine: Bool
  }

  /// Left edge of the plot.
  let left: Double
  /// Right edge of the plot.
  let right: Double
  /// Upper edge of the plot.
  let top: Double
  /// Lower edge of the plot.
  let bottom: Double
  private let legend: [(key: Key, x: Double, y: Double, limit: Double)]
  private let height: Double
  private let width: Double

  /// Lays out a chart.
  ///
  /// - Parameters:
  ///   - plotWidth, plotHeight: the size of the plot itself.
  ///   - leftLabels: the texts left of the plot, which make its margin.
  ///   - leftLimit: the widest that margin may become.
  init(
    plotWidth: Double, plotHeight: Double, leftLabels: [String], leftLimit: Double = 200,
    hasVerticalTitle: Bool, hasTitle: Bool, bottomMargin: Double = 40, keys: [Key] = []
  ) {
    let widest = leftLabels.map { TextMeasure.width($0) }.max() ?? 0
    left = min(widest, leftLimit) + (hasVerticalTitle ? 32 : 14)
    right = left + plotWidth
    top = hasTitle ? 30 : 10
    bottom = top + plotHeight
    width = right + 18

    // Keys that do not fit in one row stand in columns of one width, one below the other.
    let limit = width - left - 40
    let widths = keys.map { min(TextMeasure.width($0.label), limit) + 44 }
    let isRow = widths.reduce(0, +) <= width - left + 12
    let column = widths.max() ?? 0
    let columns = max(isRow ? keys.count : Int((width - left + 12) / column), 1)
    var y = bottom + bottomMargin + 14
    var legend: [(key: Key, x: Double, y: Double, limit: Double)] = []
    var x = left
    for (index, key) in keys.enumerated() {
      if index % columns == 0 {
        x = left
        y += index > 0 ? 18 : 0
      }
      legend.append((key, x, y, limit))
      x += isRow ? widths[index] : column
    }
    self.legend = legend
    height = keys.isEmpty ? bottom + bottomMargin : y + 10
  }

  /// A drawing of the chart's size with its title.
  func drawing(title: String) -> SVGDrawing {
    SVGDrawing(width: width, height: height, title: title)
  }

  /// Writes the title over the plot.
  func writeTitle(_ title: String, in drawing: inout SVGDrawing) {
    drawing.text(title, x: 4, y: 18, size: 13, bold: true, limit: width - 8)
  }

  /// Draws horizontal grid lines with values at their left.
  func drawVerticalAxis(_ scale: AxisScale, title: String, in drawing: inout SVGDrawing) {
    for tick in scale.ticks where tick >= scale.low - 1e-12 {
      let y = scale.position(tick, from: bottom, to: top)
      drawing.line(left, y, right, y)
      drawing.text(
        scale.label(tick), x: left - 6, y: y + 4, anchor: .end, fill: SVGDrawing.faint)
    }
    let middle = (top + bottom) / 2
    drawing.text(
      title, x: 12, y: middle, anchor: .middle, fill: SVGDrawing.faint, rotation: -90,
      limit: bottom - top + 20)
  }

  /// Draws values below the plot, with vertical grid lines when asked for.
  func drawHorizontalAxis(
    _ scale: AxisScale, title: String, hasLines: Bool, in drawing: inout SVGDrawing
  ) {
    let places = scale.ticks.map { scale.position($0, from: left, to: right) }
    let widest = scale.ticks.map { TextMeasure.width(scale.label($0)) }.max() ?? 0
    let spacing = places.count > 1 ? (places[1] - places[0]).magnitude : widest
    // Every tick has a label, or every second, third and so on: 0 among them.
    let step = spacing > 0 ? max(Int(((widest + 4) / spacing).rounded(.up)), 1) : 1
    let first = scale.ticks.firstIndex { abs($0) < 1e-12 } ?? 0
    for (index, tick) in scale.ticks.enumerated() {
      let x = places[index]
      if hasLines { drawing.line(x, top, x, bottom) }
      drawing.line(x, bottom, x, bottom + 4, stroke: SVGDrawing.faint)
      guard (index - first).isMultiple(of: step) else { continue }
      // A label at the left edge of the drawing moves in rather than being cut.
      let label = scale.label(tick)
      drawing.text(
        label, x: max(x, TextMeasure.width(label) / 2 + 1), y: bottom + 17, anchor: .middle,
        fill: SVGDrawing.faint)
    }
    drawing.text(
      title, x: (left + right) / 2, y: bottom + 34, anchor: .middle, fill: SVGDrawing.faint,
      limit: width)
  }

  /// Draws the line that bars and curves stand on.
  func drawBaseline(in drawing: inout SVGDrawing) {
    drawing.line(left, bottom, right, bottom, stroke: SVGDrawing.faint)
  }

  /// Writes the series' names below the chart.
  func drawLegend(in drawing: inout SVGDrawing) {
    for (key, x, y, limit) in legend {
      if key.isLine {
        drawing.line(x, y - 4, x + 22, y - 4, stroke: key.color, width: 2.5, dash: key.dash)
      } else {
        drawing.rectangle(x: x + 8, y: y - 10, width: 12, height: 12, fill: key.color)
      }
      drawing.text(key.label, x: x + 27, y: y, limit: limit)
    }
  }
}
