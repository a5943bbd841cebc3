import Foundation

extension RandomNumberGenerator {
  /// A number drawn uniformly from 0 (included) to 1 (excluded), with 53 random bits.
  public mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// A number drawn from the standard normal distribution (Box and Muller 1958, the cosine branch).
  public mutating func normal() -> Double {
    let radius = (-2 * log(1 - uniform())).squareRoot()
    return radius * cos(2 * .pi * uniform())
  }

  /// An integer drawn uniformly from `0..<bound` (Lemire 2019, multiply and shift with rejection).
  ///
  /// - Precondition: `bound > 0`.
  public mutating func integer(below bound: Int) -> Int {
    precondition(bound > 0, "bound is \(bound), expected at least 1")
    return Int(next(upperBound: UInt64(bound)))
  }

  /// The integers `0..<count` in random order (Fisher and Yates).
  public mutating func permutation(of count: Int) -> [Int] {
    var order = Array(0..<count)
    shuffle(&order)
    return order
  }

  /// Puts `elements` in random order (Fisher and Yates; the same on every Swift version).
  public mutating func shuffle<Element>(_ elements: inout [Element]) {
    guard elements.count > 1 else { return }
    for last in stride(from: elements.count - 1, to: 0, by: -1) {
      elements.swapAt(last, integer(below: last + 1))
    }
  }
}
