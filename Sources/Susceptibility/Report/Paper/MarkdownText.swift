import Mustache

/// Texts made harmless in Markdown, in paragraphs, lists and cells of tables.
package enum MarkdownText {
  /// The text on one line, with a backslash before what Markdown, its tables, mathematics and citations read as markup.
  package static func escaped(_ text: String) -> String {
    var escaped = String.UnicodeScalarView()
    for (index, scalar) in text.unicodeScalars.enumerated() {
      if HTMLText.isControl(scalar) || scalar == "\n" || scalar == "\t" {
        escaped.append(" ")
      } else {
        // A hyphen or plus begins a list at the start of a line alone.
        if markup.contains(scalar) || index == 0 && (scalar == "-" || scalar == "+") {
          escaped.append("\\")
        }
        escaped.append(scalar)
      }
    }
    return String(escaped)
  }

  private static let markup = Set("\\`*_{}[]<>#|!~&@$^".unicodeScalars)
}

/// Escapes what Markdown templates insert.
struct MarkdownContentType: MustacheContentType {
  static let name = "MARKDOWN"

  func escapeText(_ text: String) -> String { MarkdownText.escaped(text) }
}
