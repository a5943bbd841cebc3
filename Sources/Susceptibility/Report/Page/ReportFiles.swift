import Foundation
import GeoRaster
import TemporaryFiles

/// The figures and tables of a report as files of their own, for papers and slides.
///
/// `report/figures/SECTION-N.svg` and `report/tables/SECTION-N.csv`, numbered within a section in the order of the page. Tables
/// hold what the page shows; the numbers behind them stand in full in the study's own files.
struct ReportFiles {
  /// Below the folder of the study, with their content.
  let files: [(path: String, content: Data)]

  private static let folder = "report"
  private static let kinds = [("figures", "svg"), ("tables", "csv")]

  init(of sections: [ReportSection]) {
    files = sections.flatMap { section in
      let (figures, tables) = Self.contents(of: section.blocks)
      return Self.numbered(figures.map { Data($0.document.utf8) }, section, 0)
        + Self.numbered(tables.map { Data($0.csv.utf8) }, section, 1)
    }
  }

  private static func numbered(
    _ contents: [Data], _ section: ReportSection, _ kind: Int
  ) -> [(path: String, content: Data)] {
    contents.enumerated().map { index, content in
      let (subfolder, ending) = kinds[kind]
      return ("\(folder)/\(subfolder)/\(section.identifier)-\(index + 1).\(ending)", content)
    }
  }

  /// Writes the files, and removes those of an earlier report that this one has not.
  func write(to study: URL) throws {
    let manager = FileManager.default
    for (subfolder, ending) in Self.kinds {
      let url = study.appendingPathComponent("\(Self.folder)/\(subfolder)")
      try manager.createDirectory(at: url, withIntermediateDirectories: true)
      let current = Set(files.map(\.path))
      for name in try manager.contentsOfDirectory(atPath: url.path)
      where Self.isNumbered(name, ending: ending)
        && !current.contains("\(Self.folder)/\(subfolder)/\(name)")
      {
        try manager.removeItem(at: url.appendingPathComponent(name))
      }
    }
    for (path, content) in files {
      try TemporaryFile.write(content, to: study.appendingPathComponent(path))
    }
  }

  /// Whether a name is one that a report gives.
  private static func isNumbered(_ name: String, ending: String) -> Bool {
    guard name.hasSuffix(".\(ending)"), let dash = name.lastIndex(of: "-") else { return false }
    let number = name[name.index(after: dash)...].dropLast(ending.count + 1)
    return !number.isEmpty && number.allSatisfy(\.isNumber)
  }

  /// All figures and tables of blocks, in the order of the page.
  private static func contents(
    of blocks: [ReportBlock]
  ) -> (figures: [ReportFigure], tables: [ReportTable]) {
    var figures: [ReportFigure] = []
    var tables: [ReportTable] = []
    for block in blocks {
      switch block {
      case .figures(let found, _): figures += found
      case .table(let table): tables.append(table)
      case .details(_, let inner):
        let (innerFigures, innerTables) = contents(of: inner)
        figures += innerFigures
        tables += innerTables
      case .paragraph, .notice, .facts, .list, .code: break
      }
    }
    return (figures, tables)
  }
}

extension ReportFigure {
  /// The figure as a file of its own: colours that the page would set have their light-mode values.
  var document: String {
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + SVGDrawing.resolvingColors(of: svg) + "\n"
  }
}

extension ReportTable {
  /// The table as CSV (RFC 4180).
  fileprivate var csv: String {
    DelimitedTable(header: columns.map(\.title), rows: rows.map(\.cells)).text
  }
}
