/// How wide texts are about, without a font at hand.
package enum TextMeasure {
  /// Width in pixels in a sans-serif font of this size, rather too much than too little.
  package static func width(_ text: String, size: Double = 12, bold: Bool = false) -> Double {
    text.unicodeScalars.reduce(0) { $0 + width($1) } * size * (bold ? 1.14 : 1)
  }

  /// The text, or as much of it as fits with an ellipsis.
  package static func truncated(
    _ text: String, to limit: Double, size: Double = 12, bold: Bool = false
  ) -> String {
    guard limit.isFinite, width(text, size: size, bold: bold) > limit else { return text }
    var shown = ""
    var used = width("…", size: size, bold: bold)
    for character in text {
      used += width(String(character), size: size, bold: bold)
      if used > limit { break }
      shown.append(character)
    }
    return shown + "…"
  }

  /// The text on as many lines as it needs, at most `count`; what does not fit on them ends with an ellipsis.
  package static func lines(
    _ text: String, to limit: Double, atMost count: Int, size: Double = 12
  ) -> [String] {
    var lines: [String] = []
    var words = text.split(separator: " ")[...]
    while lines.count + 1 < count, width(words.joined(separator: " "), size: size) > limit {
      var taken = 1
      while width(words.prefix(taken + 1).joined(separator: " "), size: size) <= limit {
        taken += 1
      }
      lines.append(truncated(words.prefix(taken).joined(separator: " "), to: limit, size: size))
      words = words.dropFirst(taken)
    }
    return words.isEmpty && !lines.isEmpty
      ? lines : lines + [truncated(words.joined(separator: " "), to: limit, size: size)]
  }

  /// Share of the font size that a character takes.
  private static func width(_ scalar: Unicode.Scalar) -> Double {
    switch scalar {
    case "i", "j", "l", "I", "'", "|", ".", ",", ":", ";", "!": 0.32
    case "f", "t", "r", " ", "(", ")", "[", "]", "-", "/": 0.4
    case "0"..."9": 0.64
    case "−", "≤", "≥", "<", ">", "=", "+", "±", "×", "…": 0.85
    case "m", "w", "M", "W", "@", "%": 0.92
    case "A"..."Z": 0.7
    case "\u{300}"..."\u{36F}": 0
    default: scalar.value >= 0x2E80 ? 1.05 : 0.6
    }
  }
}
