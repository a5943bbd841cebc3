import Foundation

/// Collects SVG elements; every text and attribute that is not a number or a constant is escaped.
///
/// Colours are CSS variables with a light-mode value to fall back to, so that a drawing follows the page's colours and
/// still stands alone in a file.
struct SVGDrawing {
  /// Width in pixels, before the page scales it.
  let width: Double
  /// Height in pixels, before the page scales it.
  let height: Double
  /// What the drawing shows, for those who cannot see it.
  let title: String
  /// What it shows in numbers and names, for the same.
  var details = ""
  private var elements = ""

  /// An empty drawing.
  init(width: Double, height: Double, title: String) {
    self.width = width
    self.height = height
    self.title = title
  }

  /// The whole `svg` element.
  var svg: String {
    """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Self.number(width)) \(Self.number(height))" \
    width="\(Self.number(width))" height="\(Self.number(height))" role="img"\(widthOnPhones) \
    font-family="system-ui, -apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif" \
    font-size="12" aria-label="\(HTMLText.escaped(title))">\(description)\(elements)</svg>
    """
  }

  /// The class of drawings that are too wide for a phone, where they keep a size at which their letters can be read.
  static let wideClass = "class=\"broad\""

  private var widthOnPhones: String {
    width > 440 ? " \(Self.wideClass) style=\"--least:\(Self.number(0.8 * width))px\"" : ""
  }

  private var description: String {
    details.isEmpty ? "" : "<desc>\(HTMLText.escaped(details))</desc>"
  }

  /// The drawing as a file of its own, with a margin on white.
  var document: String {
    let margin = 12.0
    let size = (width: width + 2 * margin, height: height + 2 * margin)
    var card = SVGDrawing(width: size.width, height: size.height, title: title)
    card.details = details
    card.rectangle(x: 0, y: 0, width: size.width, height: size.height, fill: "#ffffff")
    card.elements +=
      "<g transform=\"translate(\(Self.number(margin)) \(Self.number(margin)))\">\(elements)</g>"
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\(Self.resolvingColors(of: card.svg))\n"
  }

  /// A drawing whose `var(--name,value)` are the values: programs that draw SVG outside of a page know no variables.
  static func resolvingColors(of svg: String) -> String {
    var rest = svg[...]
    var result = ""
    while let start = rest.range(of: "var(--"),
      let end = rest[start.upperBound...].firstIndex(of: ")")
    {
      let variable = rest[start.upperBound..<end]
      result += rest[..<start.lowerBound]
      result += variable.split(separator: ",", maxSplits: 1).last ?? variable
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }

  /// Where a text stands relative to its place.
  enum Anchor: String { case start, middle, end }

  /// Ink of texts and axes.
  static let ink = "var(--ink,#1c2430)"
  /// Ink of what should stand back.
  static let faint = "var(--faint,#5d6673)"
  /// Ink of grid lines.
  static let hairline = "var(--hairline,#dfe3e8)"
  /// What lies behind the drawing.
  static let background = "var(--surface,#ffffff)"

  /// A straight line.
  mutating func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, stroke: String = hairline,
    width: Double = 1, dash: String? = nil
  ) {
    elements +=
      "<line x1=\"\(Self.number(x1))\" y1=\"\(Self.number(y1))\" x2=\"\(Self.number(x2))\" "
      + "y2=\"\(Self.number(y2))\" stroke=\"\(stroke)\" stroke-width=\"\(Self.number(width))\""
      + (dash.map { " stroke-dasharray=\"\($0)\"" } ?? "") + "/>"
  }

  /// A filled rectangle, with what the pointer shows over it.
  mutating func rectangle(
    x: Double, y: Double, width: Double, height: Double, fill: String, stroke: String? = nil,
    tooltip: String? = nil
  ) {
    elements +=
      "<rect x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" width=\"\(Self.number(max(width, 0)))\" "
      + "height=\"\(Self.number(max(height, 0)))\" fill=\"\(fill)\""
      + (stroke.map { " stroke=\"\($0)\"" } ?? "") + Self.closing("rect", tooltip: tooltip)
  }

  /// A filled circle, with what the pointer shows over it.
  mutating func circle(
    x: Double, y: Double, radius: Double, fill: String, stroke: String? = nil,
    tooltip: String? = nil
  ) {
    elements +=
      "<circle cx=\"\(Self.number(x))\" cy=\"\(Self.number(y))\" r=\"\(Self.number(radius))\" "
      + "fill=\"\(fill)\"" + (stroke.map { " stroke=\"\($0)\"" } ?? "")
      + Self.closing("circle", tooltip: tooltip)
  }

  /// Straight lines from point to point; points that are not finite are left out.
  mutating func polyline(
    _ points: [(x: Double, y: Double)], stroke: String, width: Double = 2, dash: String? = nil,
    tooltip: String? = nil
  ) {
    let coordinates = points.filter { $0.x.isFinite && $0.y.isFinite }
      .map { "\(Self.number($0.x)),\(Self.number($0.y))" }.joined(separator: " ")
    elements +=
      "<polyline points=\"\(coordinates)\" fill=\"none\" stroke=\"\(stroke)\" "
      + "stroke-width=\"\(Self.number(width))\" stroke-linejoin=\"round\""
      + (dash.map { " stroke-dasharray=\"\($0)\"" } ?? "")
      + Self.closing("polyline", tooltip: tooltip)
  }

  /// Round dots of one colour with a rim, in one element however many there are.
  mutating func dots(
    _ points: [(x: Double, y: Double)], diameter: Double, fill: String, rim: String
  ) {
    let path = points.filter { $0.x.isFinite && $0.y.isFinite }
      .map { "M\(Self.number($0.x)) \(Self.number($0.y))h0" }.joined()
    guard !path.isEmpty else { return }
    for (color, width) in [(rim, diameter + min(1.2, 0.4 * diameter)), (fill, diameter)] {
      elements +=
        "<path d=\"\(path)\" stroke=\"\(color)\" stroke-width=\"\(Self.number(width))\" "
        + "stroke-linecap=\"round\" fill=\"none\"/>"
    }
  }

  /// A text. One that is longer than `limit` pixels is cut, and shown whole under the pointer. With a halo it stands clear
  /// of the lines behind it.
  mutating func text(
    _ text: String, x: Double, y: Double, anchor: Anchor = .start, size: Double = 12,
    fill: String = ink, bold: Bool = false, rotation: Double? = nil, limit: Double = .infinity,
    hasHalo: Bool = false
  ) {
    let shown = TextMeasure.truncated(text, to: limit, size: size, bold: bold)
    elements +=
      "<text x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" font-size=\"\(Self.number(size))\" "
      + "fill=\"\(fill)\" text-anchor=\"\(anchor.rawValue)\"" + (bold ? " font-weight=\"600\"" : "")
      + (hasHalo
        ? " stroke=\"\(Self.background)\" stroke-width=\"3\" paint-order=\"stroke\"" : "")
      + (rotation.map {
        " transform=\"rotate(\(Self.number($0)) \(Self.number(x)) \(Self.number(y)))\""
      } ?? "") + ">" + HTMLText.escaped(shown)
      + (shown == text ? "" : "<title>\(HTMLText.escaped(text))</title>") + "</text>"
  }

  /// A picture stretched over a rectangle.
  mutating func image(
    png: Data, x: Double, y: Double, width: Double, height: Double, pixelated: Bool = false
  ) {
    elements +=
      "<image x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" width=\"\(Self.number(width))\" "
      + "height=\"\(Self.number(height))\" preserveAspectRatio=\"none\""
      + (pixelated ? " style=\"image-rendering:pixelated\"" : "")
      + " href=\"data:image/png;base64,\(png.base64EncodedString())\"/>"
  }

  /// A closed shape.
  mutating func polygon(_ points: [(x: Double, y: Double)], fill: String) {
    let coordinates = points.map { "\(Self.number($0.x)),\(Self.number($0.y))" }
    elements += "<polygon points=\"\(coordinates.joined(separator: " "))\" fill=\"\(fill)\"/>"
  }

  private static func closing(_ name: String, tooltip: String?) -> String {
    guard let tooltip else { return "/>" }
    return "><title>\(HTMLText.escaped(tooltip))</title></\(name)>"
  }

  /// A coordinate with at most two decimals; 0 for what is not finite.
  static func number(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e7 else { return "0" }
    let hundredths = Int((value * 100).rounded())
    if hundredths % 100 == 0 { return String(hundredths / 100) }
    let sign = hundredths < 0 ? "-" : ""
    let whole = abs(hundredths) / 100
    let rest = abs(hundredths) % 100
    if rest % 10 == 0 { return "\(sign)\(whole).\(rest / 10)" }
    return "\(sign)\(whole)." + (rest < 10 ? "0" : "") + "\(rest)"
  }
}
