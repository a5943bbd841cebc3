/// A number that the dynamic programme of natural breaks adds up and compares.
protocol PrefixSum: Sendable {
  static var zero: Self { get }
  init(_ sum: DoubleDouble)
  static func + (left: Self, right: Self) -> Self
  static func < (left: Self, right: Self) -> Bool
  /// (sum of the values)^2 / weight of the values between two prefix sums.
  static func gain(from start: Self, to end: Self, weight: Double) -> Self
  /// The best of several starts of the last class; the lowest of equal ones.
  static func optimum(
    of candidates: CandidateSums<Self>, end: Int, starts: ClosedRange<Int>
  ) -> (start: Int, sum: Self)
}

extension Double: PrefixSum {
  init(_ sum: DoubleDouble) { self = sum.high }

  @inline(__always)
  static func gain(from start: Double, to end: Double, weight: Double) -> Double {
    let sum = end - start
    return sum * sum / weight
  }
}

/// The unevaluated sum of two doubles: about 32 decimal digits.
///
/// Source: Dekker (1971), A floating-point technique for extending the available precision.
struct DoubleDouble: PrefixSum {
  var high: Double
  var low: Double

  static let zero = DoubleDouble(high: 0, low: 0)

  init(high: Double, low: Double) {
    self.high = high
    self.low = low
  }

  init(_ sum: DoubleDouble) { self = sum }

  /// `left - right` without rounding.
  static func difference(_ left: Double, _ right: Double) -> DoubleDouble { sum(left, -right) }

  /// `left + right` without rounding.
  @inline(__always)
  private static func sum(_ left: Double, _ right: Double) -> DoubleDouble {
    let high = left + right
    let part = high - left
    return DoubleDouble(high: high, low: (left - (high - part)) + (right - part))
  }

  /// `left * right` without rounding.
  @inline(__always)
  private static func product(_ left: Double, _ right: Double) -> DoubleDouble {
    let high = left * right
    let (a, b) = (halves(of: left), halves(of: right))
    let low =
      ((a.high * b.high - high) + a.high * b.low + a.low * b.high) + a.low * b.low
    return DoubleDouble(high: high, low: low)
  }

  /// Two numbers of 26 bits, whose products are exact. (A fused multiply-add is a library call where processors may lack it.)
  @inline(__always)
  private static func halves(of number: Double) -> (high: Double, low: Double) {
    let part = number * 134_217_729
    let high = part - (part - number)
    return (high, number - high)
  }

  @inline(__always)
  static func + (left: DoubleDouble, right: DoubleDouble) -> DoubleDouble {
    let high = sum(left.high, right.high)
    let low = sum(left.low, right.low)
    let middle = sum(high.high, high.low + low.high)
    return sum(middle.high, middle.low + low.low)
  }

  @inline(__always)
  static func < (left: DoubleDouble, right: DoubleDouble) -> Bool {
    left.high < right.high || (left.high == right.high && left.low < right.low)
  }

  func adding(product left: Double, _ right: Double) -> DoubleDouble {
    self + Self.product(left, right)
  }

  @inline(__always)
  static func gain(from start: DoubleDouble, to end: DoubleDouble, weight: Double) -> DoubleDouble {
    let difference = end + DoubleDouble(high: -start.high, low: -start.low)
    var square = product(difference.high, difference.high)
    square.low += 2 * difference.high * difference.low
    square = sum(square.high, square.low)
    let quotient = square.high / weight
    let remainder = square + product(-quotient, weight)
    return sum(quotient, (remainder.high + remainder.low) / weight)
  }
}
