/// Bars that lie, one below the other, each with its name at the left and its value at the right.
struct HorizontalBarChart {
  /// One bar.
  struct Bar {
    let label: String
    /// Its length; NaN draws none.
    let value: Double
    /// The ends of its whisker.
    var interval: (low: Double, high: Double)?
    /// What the pointer shows.
    var tooltip: String?
    /// The place of its colour in the palette.
    var colorIndex = 0
  }

  let title: String
  let xTitle: String
  let bars: [Bar]
  /// A value that a dashed line marks.
  var reference: Double?
  /// Width of the whole chart in pixels.
  var width = 300.0
  var labelLimit = 170.0
  /// Writes a value at the end of its bar.
  var format: (Double) -> String = { NumberText.significant($0) }

  private static let barHeight = 15.0

  /// Whether names stand above their bars, because one of them is too long to stand at the left.
  private var isStacked: Bool { bars.contains { TextMeasure.width($0.label) > labelLimit } }
  /// From bar to bar.
  private var pitch: Double { isStacked ? 36 : 21 }

  /// The chart as an `svg` element.
  var svg: String {
    let ends = bars.flatMap { bar in
      [bar.value] + (bar.interval.map { [$0.low, $0.high] } ?? [])
    }.filter(\.isFinite)
    let scale = AxisScale(
      (min(ends.min() ?? 0, 0), max(ends.max() ?? 1, 0, reference ?? 0)), count: 4)
    // The values stand right of the plot.
    let room = (bars.map { TextMeasure.width(format($0.value), size: 11) }.max() ?? 0) + 12
    let labels = isStacked ? [] : bars.map(\.label)
    let labelWidth = (labels.map { TextMeasure.width($0) }.max() ?? 0) + 14
    let frame = ChartFrame(
      plotWidth: max(width - labelWidth - room, 60),
      plotHeight: pitch * Double(max(bars.count, 1)) + 4,
      leftLabels: labels, leftLimit: labelLimit, hasVerticalTitle: false, hasTitle: !title.isEmpty)
    var drawing = SVGDrawing(
      width: frame.right + room, height: frame.bottom + 40, title: title)
    drawing.details =
      "\(xTitle): " + bars.map { "\($0.label) \(format($0.value))" }.joined(separator: ", ")
    drawing.text(title, x: 4, y: 18, size: 13, bold: true, limit: frame.right + room - 8)
    frame.drawHorizontalAxis(scale, title: xTitle, hasLines: true, in: &drawing)
    let zero = scale.position(0, from: frame.left, to: frame.right)
    func top(_ index: Int) -> Double {
      frame.top + pitch * Double(index + 1) - Self.barHeight - 2
    }
    for (index, bar) in bars.enumerated() {
      draw(bar, y: top(index), zero: zero, scale: scale, frame: frame, in: &drawing)
    }
    drawing.line(zero, frame.top, zero, frame.bottom, stroke: SVGDrawing.faint)
    if let reference {
      let x = scale.position(reference, from: frame.left, to: frame.right)
      drawing.line(x, frame.top, x, frame.bottom, stroke: SVGDrawing.ink, dash: "4 3")
    }
    for (index, bar) in bars.enumerated() where isStacked {
      drawing.text(
        bar.label, x: frame.left + 3, y: top(index) - 5, limit: frame.right - frame.left + 35,
        hasHalo: true)
    }
    return drawing.svg
  }

  private func draw(
    _ bar: Bar, y: Double, zero: Double, scale: AxisScale, frame: ChartFrame,
    in drawing: inout SVGDrawing
  ) {
    let height = Self.barHeight
    if !isStacked {
      drawing.text(bar.label, x: frame.left - 6, y: y + height - 3, anchor: .end)
    }
    drawing.text(
      format(bar.value), x: frame.right + 8, y: y + height - 3, size: 11, fill: SVGDrawing.faint)
    guard bar.value.isFinite else { return }
    let end = scale.position(bar.value, from: frame.left, to: frame.right)
    drawing.rectangle(
      x: min(zero, end), y: y, width: abs(end - zero), height: height,
      fill: ChartPalette.color(bar.colorIndex),
      tooltip: bar.tooltip ?? "\(bar.label): \(format(bar.value))")
    guard let interval = bar.interval, interval.low.isFinite, interval.high.isFinite else { return }
    let low = scale.position(interval.low, from: frame.left, to: frame.right)
    let high = scale.position(interval.high, from: frame.left, to: frame.right)
    let middle = y + height / 2
    drawing.line(low, middle, high, middle, stroke: SVGDrawing.ink, width: 1.5)
    for x in [low, high] {
      drawing.line(x, middle - 4, x, middle + 4, stroke: SVGDrawing.ink, width: 1.5)
    }
  }
}
