import Foundation

/// A range of values with ticks at round numbers, and where they lie on a line of pixels.
package struct AxisScale {
  /// The least value on the axis.
  package let low: Double
  /// The greatest value on the axis.
  package let high: Double
  /// Round values within.
  package let ticks: [Double]
  private let decimals: Int

  /// An axis for values.
  ///
  /// - Parameters:
  ///   - range: what must be on it; ends that are not finite count as 0 and 1, an empty range is widened.
  ///   - count: about how many ticks.
  ///   - extends: whether the ends are moved out to ticks.
  ///   - isWhole: whether ticks are whole numbers.
  package init(
    _ range: (low: Double, high: Double), count: Int = 5, extends: Bool = true,
    isWhole: Bool = false
  ) {
    var low = range.low.isFinite ? range.low : 0
    var high = range.high.isFinite ? range.high : 1
    if low > high { swap(&low, &high) }
    if high - low <= abs(high) * 1e-9 {
      let margin = high == 0 ? 1 : abs(high) * 0.1
      low -= low == 0 ? 0 : margin
      high += margin
    }
    let step = Self.step(for: (high - low) / Double(max(count, 1)), isWhole: isWhole)
    let first = (extends ? (low / step + 1e-9).rounded(.down) : (low / step - 1e-9).rounded(.up))
    let last = (extends ? (high / step - 1e-9).rounded(.up) : (high / step + 1e-9).rounded(.down))
    let span = last - first
    let steps = span.isFinite ? min(max(span, 0), 50) : 0
    ticks = (0...Int(steps)).map { (first + Double($0)) * step }
    self.low = extends ? min(low, first * step) : low
    self.high = extends ? max(high, last * step) : high
    decimals = min(max(Int(-log10(step).rounded(.down)) + (Self.isQuarter(step) ? 1 : 0), 0), 9)
  }

  /// The text at a tick.
  package func label(_ tick: Double) -> String {
    abs(tick) >= 1e6 || (abs(tick) < 1e-5 && tick != 0)
      ? NumberText.significant(tick) : NumberText.fixed(tick, decimals)
  }

  /// The pixel of a value between `start` (for the least) and `end` (for the greatest).
  package func position(_ value: Double, from start: Double, to end: Double) -> Double {
    guard value.isFinite else { return value.isNaN ? .nan : (value > 0 ? end : start) }
    return start + (value - low) / (high - low) * (end - start)
  }

  /// 1, 2, 2.5 or 5 times a power of ten, at least as large as asked for.
  private static func step(for rough: Double, isWhole: Bool) -> Double {
    if isWhole, rough < 1 { return 1 }
    let power = pow(10, log10(rough).rounded(.down))
    guard power.isFinite, power > 0 else { return 1 }
    let factor =
      (isWhole && power < 10 ? [1, 2, 5] : [1, 2, 2.5, 5]).first { $0 * power >= rough * 0.999_999 }
      ?? 10
    return factor * power
  }

  private static func isQuarter(_ step: Double) -> Bool {
    let factor = step / pow(10, log10(step).rounded(.down))
    return abs(factor - 2.5) < 0.01
  }
}
