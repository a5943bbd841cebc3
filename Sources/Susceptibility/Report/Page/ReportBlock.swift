import Mustache

/// A piece of the page: what sections are put together from.
enum ReportBlock {
  /// A paragraph.
  case paragraph(String)
  /// A sentence that should not be overlooked, or that says what is not there yet.
  case notice(String, Notice)
  /// Names and values, in columns.
  case facts([(name: String, value: String)])
  /// A table.
  case table(ReportTable)
  /// Figures, as many beside each other as fit.
  case figures([ReportFigure], Size)
  /// Lines of a list.
  case list([String])
  /// Text as it stands, in a fixed-width font.
  case code(String)
  /// Pieces that are shown when asked for.
  case details(summary: String, [ReportBlock])

  /// How a notice looks.
  enum Notice: String { case warning, good, missing }
  /// How wide figures are.
  enum Size: String { case small, maps, medium, large }
}

/// A drawing with what is said about it.
struct ReportFigure {
  /// An `svg` element.
  let svg: String
  /// What it shows.
  var caption = ""

  /// Whether it can be wider than the page, so that it moves inside its figure.
  var isWide: Bool { svg.prefix { $0 != ">" }.contains(SVGDrawing.wideClass) }

  /// The title of the drawing, as it stands in HTML.
  var label: Substring {
    guard let start = svg.firstRange(of: "aria-label=\"")?.upperBound else { return "Figure" }
    return svg[start...].prefix { $0 != "\"" }
  }
}

/// Rows and columns of texts.
struct ReportTable {
  /// What a column is called and how it stands.
  struct Column {
    let title: String
    var isNumber = true
  }

  /// A row and how it looks.
  struct Row {
    let cells: [String]
    var mark: Mark = .none
    /// A colour before the first cell.
    var swatch: String?
  }

  /// What a row is marked as.
  enum Mark: String { case none, best, suspect }

  var caption = ""
  let columns: [Column]
  let rows: [Row]

  /// What it is called by those who cannot see it.
  var label: String {
    caption.isEmpty ? "Table of " + columns.map(\.title).joined(separator: ", ") : caption
  }
}

/// A part of the page under a heading.
struct ReportSection {
  /// What links to it end with.
  let identifier: String
  /// Its heading.
  let title: String
  /// The files that its numbers come from.
  let sources: [String]
  /// What it shows.
  let blocks: [ReportBlock]
}
