import Foundation
import Mustache

/// The methods and results of a study as files for a paper: Markdown, LaTeX and BibTeX.
struct PaperFiles {
  /// The name of each file with its text.
  let files: [(name: String, text: String)]

  /// - Throws: the parser's error when a template is not one.
  init(methods: MethodText, tables: [PaperTable]) throws {
    MustacheContentTypes.register(MarkdownContentType(), named: MarkdownContentType.name)
    MustacheContentTypes.register(LaTeXContentType(), named: LaTeXContentType.name)
    files = try PaperTemplates.all.map { template in
      let parsed = try MustacheTemplate(
        string: "{{% CONTENT_TYPE: \(template.contentType) }}\n" + template.text)
      let isLaTeX = template.contentType == LaTeXContentType.name
      let text = parsed.render(Self.context(methods, tables, isLaTeX: isLaTeX))
      return (template.file, isLaTeX ? Self.numberedByLaTeX(text) : text)
    }
  }

  /// The text with tables called by their labels.
  private static func numberedByLaTeX(_ text: String) -> String {
    text.replacing("(Table 1)", with: "(Table~\\ref{tab:factors})")
      .replacing("(Table 2)", with: "(Table~\\ref{tab:results})")
  }

  private static func context(
    _ methods: MethodText, _ tables: [PaperTable], isLaTeX: Bool
  ) -> [String: Any] {
    // LaTeX numbers tables itself, and sets spans of pages as it likes.
    func caption(_ table: PaperTable) -> String {
      isLaTeX
        ? String(table.caption.drop { $0 != "." }.dropFirst().drop { $0 != " " }.dropFirst())
        : table.caption
    }
    return [
      "title": methods.title,
      "paragraphs": methods.paragraphs.map { paragraph in
        [
          "heading": paragraph.heading, "sentences": paragraph.sentences.map(context),
        ] as [String: Any]
      },
      "hasCautions": !methods.cautions.isEmpty, "cautions": methods.cautions,
      "hasReferences": !methods.references.isEmpty, "references": methods.references.map(context),
      "tables": tables.map { table in
        [
          "label": table.label, "caption": caption(table),
          "columns": table.columns.map {
            [
              "title": $0.title, "rule": $0.isNumber ? "---:" : "---",
              "alignment": $0.isNumber ? "r" : "l",
            ]
          }, "rows": table.rows,
        ] as [String: Any]
      },
    ]
  }

  private static func context(of sentence: MethodSentence) -> [String: Any] {
    [
      "text": sentence.text, "isCited": !sentence.sources.isEmpty,
      "citation": sentence.sources.map(\.citation).joined(separator: "; "),
      "keys": sentence.sources.map(\.key).joined(separator: ","),
    ]
  }

  private static func context(of reference: Reference) -> [String: Any] {
    [
      "kind": reference.kind.rawValue, "key": reference.key, "entry": reference.entry,
      "doi": reference.doi, "hasIdentifier": !reference.doi.isEmpty,
      "fields": reference.fields.map { field in
        // A second pair of braces keeps the capitals of a title.
        let isTitle = field.name == "title"
        return [
          "name": field.name, "value": field.value, "open": isTitle ? "{" : "",
          "close": isTitle ? "}" : "",
        ]
      },
    ]
  }
}
