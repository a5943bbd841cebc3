/// How often values of 0...1 occur, as the share of all in each of equal bins.
struct HistogramChart {
  let title: String
  let xTitle: String
  /// Share of each bin; they divide 0...1 evenly.
  let shares: [Double]
  /// Values that dashed lines mark.
  let marks: [Double]
  var colorIndex = 0

  /// The chart as an `svg` element.
  var svg: String {
    let scale = AxisScale((0, (shares.filter(\.isFinite).max() ?? 0) * 100), count: 4)
    let xScale = AxisScale((0, 1), count: 5)
    let frame = ChartFrame(
      plotWidth: 260, plotHeight: 130, leftLabels: scale.ticks.map(scale.label),
      hasVerticalTitle: true, hasTitle: !title.isEmpty)
    var drawing = frame.drawing(title: title)
    drawing.details =
      "Share of cells by \(xTitle)"
      + (marks.isEmpty
        ? ""
        : ", marked at " + marks.map { NumberText.significant($0) }.joined(separator: ", "))
    frame.writeTitle(title, in: &drawing)
    frame.drawVerticalAxis(scale, title: "cells (%)", in: &drawing)
    let width = (frame.right - frame.left) / Double(max(shares.count, 1))
    for (bin, share) in shares.enumerated() where share > 0 {
      let y = scale.position(share * 100, from: frame.bottom, to: frame.top)
      let from = Double(bin) / Double(shares.count)
      let to = Double(bin + 1) / Double(shares.count)
      drawing.rectangle(
        x: frame.left + Double(bin) * width, y: y, width: width - 0.5, height: frame.bottom - y,
        fill: ChartPalette.color(colorIndex),
        tooltip: "\(NumberText.fixed(from, 2)) to \(NumberText.fixed(to, 2)): "
          + NumberText.percent(share, decimals: 2))
    }
    for mark in marks where mark > 0 && mark < 1 {
      let x = xScale.position(mark, from: frame.left, to: frame.right)
      drawing.line(x, frame.top, x, frame.bottom, stroke: SVGDrawing.ink, dash: "4 3")
    }
    frame.drawHorizontalAxis(xScale, title: xTitle, hasLines: false, in: &drawing)
    frame.drawBaseline(in: &drawing)
    return drawing.svg
  }
}
