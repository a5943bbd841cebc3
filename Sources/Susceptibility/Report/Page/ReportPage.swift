import Mustache

/// Renders sections into one HTML page.
struct ReportPage {
  private let library: MustacheLibrary

  /// - Throws: the parser's error when a template is not one.
  init() throws {
    // The name must be known when templates are read.
    MustacheContentTypes.register(ReportContentType(), named: ReportContentType.name)
    var library = MustacheLibrary()
    for (name, text) in ReportTemplates.all {
      try library.register("{{% CONTENT_TYPE: \(ReportContentType.name) }}" + text, named: name)
    }
    self.library = library
  }

  /// The page.
  func html(title: String, subtitle: String, footer: String, sections: [ReportSection]) -> String {
    render(
      "page",
      [
        "title": title, "subtitle": subtitle, "footer": footer, "style": ReportStyle.css,
        "sections": sections.map { section in
          [
            "identifier": section.identifier, "heading": section.title,
            "sources": section.sources.joined(separator: ", "),
            "hasSources": !section.sources.isEmpty, "content": html(of: section.blocks),
          ] as [String: Any]
        },
      ])
  }

  /// Blocks one after the other.
  func html(of blocks: [ReportBlock]) -> String { blocks.map(html(of:)).joined(separator: "\n") }

  private func html(of block: ReportBlock) -> String {
    switch block {
    case .paragraph(let text): render("paragraph", ["text": text])
    case .notice(let text, let kind): render("notice", ["text": text, "kind": kind.rawValue])
    case .facts(let facts):
      render("facts", ["facts": facts.map { ["name": $0.name, "value": $0.value] }])
    case .table(let table): render("table", context(of: table))
    case .figures(let figures, let size):
      render(
        "figures",
        [
          "size": size.rawValue,
          "figures": figures.map {
            [
              "svg": $0.svg, "isWide": $0.isWide, "label": String($0.label),
              "caption": $0.caption, "hasCaption": !$0.caption.isEmpty,
            ]
          } as [[String: Any]],
        ])
    case .list(let lines): render("list", ["lines": lines])
    case .code(let text): render("code", ["text": text])
    case .details(let summary, let blocks):
      render("details", ["summary": summary, "content": html(of: blocks)])
    }
  }

  private func context(of table: ReportTable) -> [String: Any] {
    func kind(_ column: Int) -> String {
      table.columns.indices.contains(column) && table.columns[column].isNumber ? "number" : "text"
    }
    return [
      "caption": table.caption, "hasCaption": !table.caption.isEmpty, "label": table.label,
      // More columns than stand beside each other on a printed page.
      "isWide": table.columns.count > 9,
      "columns": table.columns.indices.map {
        let title = table.columns[$0].title
        return ["title": title, "kind": kind($0) + (title.count > 22 ? " long" : "")]
      },
      "rows": table.rows.map { row in
        [
          "mark": row.mark.rawValue,
          "cells": row.cells.enumerated().map { index, cell in
            let swatch = index == 0 ? row.swatch : nil
            return [
              "text": cell, "kind": kind(index) + (cell.count > 50 ? " long" : ""),
              "hasSwatch": swatch != nil,
              "swatch": swatch ?? "", "isHeader": index == 0 && kind(0) == "text",
            ] as [String: Any]
          },
        ] as [String: Any]
      },
    ]
  }

  private func render(_ template: String, _ context: [String: Any]) -> String {
    library.render(context, withTemplate: template) ?? ""
  }
}
