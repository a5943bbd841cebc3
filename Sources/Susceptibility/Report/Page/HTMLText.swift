import Mustache

/// Texts that came from files, made harmless in HTML and SVG, as content and as quoted attribute.
package enum HTMLText {
  /// The text with `& < > " '` as entities and without control characters.
  ///
  /// It looks at Unicode scalars, not at characters: a quote followed by a combining accent is one character, and yet
  /// ends an attribute.
  package static func escaped(_ text: String) -> String {
    var escaped = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
      case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
      case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": escaped.append(contentsOf: "&quot;".unicodeScalars)
      case "'": escaped.append(contentsOf: "&#39;".unicodeScalars)
      case "\n", "\t": escaped.append(scalar)
      default: escaped.append(isControl(scalar) ? " " : scalar)
      }
    }
    return String(escaped)
  }

  /// Whether a scalar steers a terminal or the direction of writing, which no text of a report has to.
  static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{202A}"..."\u{202E}",
      "\u{2066}"..."\u{2069}":
      true
    default: false
    }
  }
}

/// Escapes what templates insert with ``HTMLText/escaped(_:)`` in place of Mustache's own rule, which looks at
/// whole characters.
struct ReportContentType: MustacheContentType {
  /// The name that templates call it by.
  static let name = "REPORT"

  func escapeText(_ text: String) -> String { HTMLText.escaped(text) }
}
