/// Curves over a common pair of axes.
package struct LineChart {
  /// One curve.
  struct Series {
    let label: String
    let points: [(x: Double, y: Double)]
    let color: String
    let dash: String?

    /// A curve in the colour of its place.
    init(label: String, points: [(x: Double, y: Double)], index: Int) {
      self.init(
        label: label, points: points, color: ChartPalette.color(index),
        dash: ChartPalette.dash(index))
    }

    init(label: String, points: [(x: Double, y: Double)], color: String, dash: String?) {
      self.label = label
      self.points = points
      self.color = color
      self.dash = dash
    }
  }

  let title: String
  let xTitle: String
  let yTitle: String
  let series: [Series]
  /// The ends of the axes; `nil` takes those of the points.
  var xRange: (low: Double, high: Double)?
  var yRange: (low: Double, high: Double)?
  /// Whether the line from corner to corner is drawn, where chance would lie.
  var hasDiagonal = false
  /// Whether x counts something, so that ticks stand at whole numbers.
  var hasWholeX = false
  var plotWidth = 400.0
  var plotHeight = 240.0

  /// The chart as an `svg` element.
  var svg: String {
    let points = series.flatMap(\.points).filter { $0.x.isFinite && $0.y.isFinite }
    let xScale = AxisScale(
      xRange ?? Self.extent(points.map(\.x)), count: 5, extends: xRange != nil,
      isWhole: hasWholeX)
    let yScale = AxisScale(yRange ?? Self.extent(points.map(\.y)), count: 5)
    let frame = ChartFrame(
      plotWidth: plotWidth, plotHeight: plotHeight, leftLabels: yScale.ticks.map(yScale.label),
      hasVerticalTitle: true, hasTitle: !title.isEmpty,
      keys: series.map { .init(label: $0.label, color: $0.color, dash: $0.dash, isLine: true) })
    var drawing = frame.drawing(title: title)
    drawing.details = "\(yTitle) over \(xTitle): " + series.map(\.label).joined(separator: "; ")
    frame.writeTitle(title, in: &drawing)
    frame.drawVerticalAxis(yScale, title: yTitle, in: &drawing)
    frame.drawHorizontalAxis(xScale, title: xTitle, hasLines: false, in: &drawing)
    frame.drawBaseline(in: &drawing)
    if hasDiagonal {
      drawing.line(
        frame.left, frame.bottom, frame.right, frame.top, stroke: SVGDrawing.faint, dash: "3 4")
    }
    for curve in series {
      let line = curve.points.map {
        (
          x: xScale.position($0.x, from: frame.left, to: frame.right),
          y: yScale.position($0.y, from: frame.bottom, to: frame.top)
        )
      }
      drawing.polyline(
        Self.thinned(line), stroke: curve.color, dash: curve.dash, tooltip: curve.label)
      if curve.points.count == 1, let dot = line.first {
        drawing.circle(x: dot.x, y: dot.y, radius: 3, fill: curve.color)
      }
    }
    frame.drawLegend(in: &drawing)
    return drawing.svg
  }

  private static func extent(_ values: [Double]) -> (low: Double, high: Double) {
    (values.min() ?? 0, values.max() ?? 1)
  }

  /// Leaves out points that lie within a third of a pixel of the line between their neighbours.
  package static func thinned(_ points: [(x: Double, y: Double)]) -> [(x: Double, y: Double)] {
    var kept: [(x: Double, y: Double)] = []
    for point in points where point.x.isFinite && point.y.isFinite {
      if let last = kept.last, abs(last.x - point.x) < 0.05, abs(last.y - point.y) < 0.05 {
        continue
      }
      if kept.count > 1 {
        let first = kept[kept.count - 2]
        let middle = kept[kept.count - 1]
        let dx = point.x - first.x
        let dy = point.y - first.y
        let length = (dx * dx + dy * dy).squareRoot()
        let distance =
          abs(dx * (middle.y - first.y) - dy * (middle.x - first.x)) / max(length, 1e-9)
        let isBetween =
          (middle.x - first.x) * dx + (middle.y - first.y) * dy >= 0
          && (point.x - middle.x) * dx + (point.y - middle.y) * dy >= 0
        if distance < 0.02, isBetween { kept.removeLast() }
      }
      kept.append(point)
    }
    return kept
  }
}
