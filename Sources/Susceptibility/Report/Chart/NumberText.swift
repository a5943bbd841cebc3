import Foundation

/// Numbers as people read them.
package enum NumberText {
  /// What stands for a number that is not defined.
  package static let undefined = "–"

  /// A number with so many decimals and a thin space between thousands.
  package static func fixed(_ value: Double?, _ decimals: Int) -> String {
    guard let value, value.isFinite else { return infinite(value) }
    guard abs(value) < 1e15 else { return String(format: "%.3g", value) }
    let text = String(format: "%.\(max(decimals, 0))f", value)
    return grouped(
      text.allSatisfy { "-0.".contains($0) } ? text.replacingOccurrences(of: "-", with: "") : text)
  }

  /// A probability of chance: four decimals, or that it is smaller.
  static func chance(_ value: Double) -> String {
    value < 0.0001 ? "< 0.0001" : fixed(value, 4)
  }

  /// A number with so many significant digits, without zeros at its end.
  package static func significant(_ value: Double?, _ digits: Int = 3) -> String {
    guard let value, value.isFinite else { return infinite(value) }
    guard value != 0 else { return "0" }
    let magnitude = abs(value)
    guard magnitude < 1e9, magnitude >= 1e-5 else { return String(format: "%.\(digits)g", value) }
    let decimals = max(digits - 1 - Int(log10(magnitude).rounded(.down)), 0)
    var text = String(format: "%.\(decimals)f", value)
    if text.contains(".") {
      while text.hasSuffix("0") { text.removeLast() }
      if text.hasSuffix(".") { text.removeLast() }
    }
    return grouped(text)
  }

  /// A count.
  package static func count(_ value: Int) -> String { grouped(String(value)) }

  /// A count that a file gives as a number.
  package static func count(_ value: Double?) -> String { fixed(value, 0) }

  /// A share as percent.
  package static func percent(_ share: Double?, decimals: Int = 1) -> String {
    guard let share, share.isFinite else { return undefined }
    return fixed(share * 100, decimals) + " %"
  }

  /// A size of a file.
  package static func bytes(_ value: Double?) -> String {
    guard let value, value.isFinite else { return undefined }
    let units = ["B", "kB", "MB", "GB", "TB"]
    var scaled = value
    var unit = 0
    while abs(scaled) >= 1000, unit < units.count - 1 {
      scaled /= 1000
      unit += 1
    }
    return significant(scaled, 3) + " " + units[unit]
  }

  /// A span of time.
  package static func duration(_ seconds: Double?) -> String {
    guard let seconds, seconds.isFinite else { return undefined }
    if seconds < 120 { return significant(seconds, 3) + " s" }
    let minutes = seconds / 60
    return minutes < 120 ? fixed(minutes, 1) + " min" : fixed(minutes / 60, 1) + " h"
  }

  private static func infinite(_ value: Double?) -> String {
    guard let value, value.isInfinite else { return undefined }
    return value > 0 ? "∞" : "−∞"
  }

  /// Sets thousands apart from four digits on, and gives the minus its own sign.
  private static func grouped(_ text: String) -> String {
    let sign = text.hasPrefix("-") ? "−" : ""
    let parts = text.drop { $0 == "-" }.split(separator: ".", maxSplits: 1)
    var whole = ""
    let digits = parts.first.map(String.init) ?? "0"
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0, digits.count > 4 { whole += "\u{2009}" }
      whole.append(digit)
    }
    return sign + whole + (parts.count > 1 ? "." + parts[1] : "")
  }
}
