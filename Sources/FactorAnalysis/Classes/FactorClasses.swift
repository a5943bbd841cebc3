import Foundation

/// Classes fitted to one factor's values over the mapped cells.
///
/// A class holds `lower < value <= upper`; the lowest includes its minimum, and values beyond the fitted minimum and
/// maximum belong to the end classes. Categories are codes: values are rounded to whole numbers.
///
/// ```swift
/// let classes = try FactorClasses(scheme: .breaks([5, 15, 25]), fittedTo: slope)
/// classes.index(of: 15)   // 1
/// ```
public struct FactorClasses: Equatable, Sendable {
  /// How the classes were made.
  public let scheme: ClassScheme

  let kind: Kind

  enum Kind: Equatable, Sendable, Codable {
    /// Upper limits of all classes, ascending; the last is the greatest fitted value or above it.
    case intervals(minimum: Double, upperLimits: [Double])
    case sectors
    /// Codes ascending, with a label for each.
    case categories(codes: [Int], labels: [String])
  }

  /// Fits classes.
  ///
  /// - Parameters:
  ///   - values: the factor over the mapped cells; NaN are left out, and infinite values where numbers are ordered.
  ///   - legend: names of category codes; a code without one is named by its number.
  /// - Throws: ``FactorAnalysisError``: no value, one distinct value, breaks that do not ascend or are not finite, a
  ///   number of classes below 1 or above ``Breaks/maximumClasses``, a minimum of 0 or below with geometric classes, a category
  ///   code that is no whole number of 64 bits.
  public init(
    scheme: ClassScheme, fittedTo values: [Float], legend: [Int: String] = [:],
    threads: Int? = nil
  ) throws {
    self.scheme = scheme
    switch scheme {
    case .breaks(let breaks):
      kind = try Self.intervals(between: breaks, values: values)
    case .quantiles(let count):
      kind = Self.intervals(try Breaks.quantile(values: values, classes: count))
    case .equal(let count):
      kind = Self.intervals(try Breaks.equal(values: values, classes: count))
    case .naturalBreaks(let count):
      kind = Self.intervals(try Breaks.natural(values: values, classes: count, threads: threads))
    case .geometric(let count):
      kind = Self.intervals(try Breaks.geometric(values: values, classes: count))
    case .standardDeviation(let count):
      kind = Self.intervals(try Breaks.standardDeviation(values: values, classes: count))
    case .aspectSectors:
      _ = try Self.range(of: values)
      kind = .sectors
    case .categories:
      let codes = try Self.codes(in: values)
      kind = .categories(codes: codes, labels: codes.map { legend[$0] ?? String($0) })
    }
  }

  /// The number of classes, at least 1.
  public var count: Int {
    switch kind {
    case .intervals(_, let upperLimits): upperLimits.count
    case .sectors: AspectSector.allCases.count
    case .categories(let codes, _): codes.count
    }
  }

  /// The class of a value, from 0; `nil` for NaN and for categories that were not fitted.
  public func index(of value: Float) -> Int? {
    guard !value.isNaN else { return nil }
    switch kind {
    case .intervals(_, let upperLimits):
      return upperLimits.dropLast().partitioningIndex { Double(value) <= $0 }
    case .sectors: return AspectSector(aspect: value)?.rawValue
    case .categories(let codes, _):
      guard let code = Int(exactly: value.rounded()) else { return nil }
      let index = codes.partitioningIndex { $0 >= code }
      return index < codes.count && codes[index] == code ? index : nil
    }
  }

  /// The lower limit of a class (not in it, but for the lowest class); `nil` for categories and flat cells.
  public func lower(_ index: Int) -> Double? {
    check(index)
    switch kind {
    case .intervals(let minimum, let upperLimits):
      return index == 0 ? minimum : upperLimits[index - 1]
    case .sectors: return AspectSector(rawValue: index)?.lower
    case .categories: return nil
    }
  }

  /// The upper limit of a class (in it); `nil` for categories and flat cells.
  public func upper(_ index: Int) -> Double? {
    check(index)
    switch kind {
    case .intervals(_, let upperLimits): return upperLimits[index]
    case .sectors: return AspectSector(rawValue: index)?.upper
    case .categories: return nil
    }
  }

  /// The category code of a class; `nil` unless classes are categories.
  public func code(_ index: Int) -> Int? {
    check(index)
    guard case .categories(let codes, _) = kind else { return nil }
    return codes[index]
  }

  /// The name of a class: a range, a direction, or the category's entry in the legend.
  public func label(_ index: Int) -> String {
    check(index)
    switch kind {
    case .intervals(_, let upperLimits):
      let last = upperLimits.count - 1
      if last == 0 { return "all" }
      if index == 0 { return "<= \(Self.text(upperLimits[0]))" }
      let lower = Self.text(upperLimits[index - 1])
      return index == last ? "> \(lower)" : "\(lower) to \(Self.text(upperLimits[index]))"
    case .sectors: return AspectSector(rawValue: index)?.label ?? ""
    case .categories(_, let labels): return labels[index]
    }
  }

  private func check(_ index: Int) {
    precondition(index >= 0 && index < count, "class \(index) is not in 0..<\(count)")
  }

  private static func text(_ limit: Double) -> String { String(format: "%.6g", limit) }
}
