import Foundation
import Mustache

/// Texts made harmless in LaTeX and BibTeX, in words, tables and braced fields alike.
package enum LaTeXText {
  /// The text with LaTeX's own characters as commands, and accented Latin letters in plain ones; other letters stay as
  /// they are, for engines that know them.
  package static func escaped(_ text: String) -> String {
    // A letter and its accent are a character; quotes before a combining accent come apart as in HTML.
    text.map { accented($0) ?? String($0).unicodeScalars.map(command).joined() }.joined()
  }

  private static let commands: [Unicode.Scalar: String] = [
    "\\": "\\textbackslash{}", "{": "\\{", "}": "\\}", "$": "\\$", "&": "\\&", "#": "\\#",
    "%": "\\%", "_": "\\_", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}",
    "<": "\\textless{}", ">": "\\textgreater{}", "|": "\\textbar{}", "\"": "''",
    "`": "\\textasciigrave{}", "\u{2009}": "\\,", "\u{A0}": "~", "–": "--", "—": "---",
    "−": "$-$", "×": "$\\times$", "±": "$\\pm$", "≤": "$\\leq$", "≥": "$\\geq$", "°": "$^\\circ$",
    "²": "$^2$", "³": "$^3$", "∞": "$\\infty$", "·": "$\\cdot$", "µ": "$\\mu$", "…": "\\ldots{}",
    "’": "'", "‘": "`", "“": "``", "”": "''", "ß": "{\\ss}", "æ": "{\\ae}", "Æ": "{\\AE}",
    "ø": "{\\o}", "Ø": "{\\O}", "ł": "{\\l}", "Ł": "{\\L}",
    "đ": "{\\dj}", "Đ": "{\\DJ}", "ı": "{\\i}", "œ": "{\\oe}", "Œ": "{\\OE}",
  ]

  private static func command(_ scalar: Unicode.Scalar) -> String {
    if let command = commands[scalar] { return command }
    return HTMLText.isControl(scalar) || scalar == "\n" || scalar == "\t" ? " " : String(scalar)
  }

  /// Accents by their combining scalars.
  private static let accents: [Unicode.Scalar: String] = [
    "\u{300}": "`", "\u{301}": "'", "\u{302}": "^", "\u{303}": "~", "\u{304}": "=",
    "\u{306}": "u ", "\u{307}": ".", "\u{308}": "\"", "\u{30A}": "r ", "\u{30B}": "H ",
    "\u{30C}": "v ", "\u{327}": "c ", "\u{328}": "k ",
  ]

  /// A plain letter with an accent as a command; `nil` for everything else.
  private static func accented(_ character: Character) -> String? {
    let scalars = Array(String(character).decomposedStringWithCanonicalMapping.unicodeScalars)
    guard scalars.count == 2, scalars[0].isASCII, scalars[0].properties.isAlphabetic,
      let accent = accents[scalars[1]]
    else { return nil }
    let letter = scalars[0] == "i" ? "\\i" : scalars[0] == "j" ? "\\j" : String(scalars[0])
    return "{\\\(accent)\(letter)}"
  }
}

/// Escapes what LaTeX and BibTeX templates insert.
struct LaTeXContentType: MustacheContentType {
  static let name = "LATEX"

  func escapeText(_ text: String) -> String { LaTeXText.escaped(text) }
}
