import Foundation

/// A fitted transformation of one factor into what the models see.
///
/// ```swift
/// let encoder = try FactorEncoder.weighted(table: table, by: .frequencyRatio)
/// let plane = encoder.encode(values)[0]   // 0...1, NaN where `values` is NaN
/// ```
public struct FactorEncoder: Sendable, Equatable {
  /// The factor's name.
  public let factor: String
  /// What cells without a value and beyond the grid's border take, one for each plane.
  public let outsideValues: [Float]

  let transformation: Transformation

  enum Transformation: Equatable, Sendable, Codable {
    /// The encoded value of each class.
    case weights(FactorClasses, [Float])
    /// `(value - offset) * factor`, of values held to `low...high`.
    case linear(low: Double, high: Double, offset: Double, factor: Double, clips: Bool)
    case sineCosine
    /// Several, one after the other.
    indirect case joined([Transformation])
  }

  init(factor: String, outsideValues: [Float], transformation: Transformation) {
    self.factor = factor
    self.outsideValues = outsideValues
    self.transformation = transformation
  }

  /// The number of planes: 2 for ``sineCosine(factor:values:)``, the sum of its parts' for ``joined(_:_:)``, else 1.
  public var planeCount: Int { outsideValues.count }

  /// What each plane is called.
  public var planeNames: [String] { transformation.suffixes.map { factor + $0 } }

  /// Whether the factor is an aspect, encoded by sine and cosine.
  public var isDirection: Bool { first.transformation == .sineCosine }

  /// The encoder alone that comes first, when several are joined.
  public var first: FactorEncoder { parts[0] }

  /// The classes that values are looked up in, or `nil` when the encoder has none.
  public var classes: FactorClasses? {
    guard case .weights(let classes, _) = transformation else { return nil }
    return classes
  }

  /// Gives each class its weight, brought to 0...1; see ``EncodedWeights``.
  ///
  /// Classes without cells, unknown categories and ``outsideValues`` take the encoded value of the average (ratio 1,
  /// contrast 0, information 0).
  ///
  /// - Parameter smoothing: see ``ClassTable/frequencyRatio(_:smoothing:)``.
  /// - Throws: ``FactorAnalysisError/noLandslides(factor:)``.
  /// - Precondition: `smoothing` is finite and not below 0.
  public static func weighted(
    table: ClassTable, by weighting: ClassWeighting, smoothing: Double = 0
  ) throws -> FactorEncoder {
    let weights = try table.encodedWeights(by: weighting, smoothing: smoothing)
    return FactorEncoder(
      factor: table.factor, outsideValues: [Float(weights.neutral)],
      transformation: .weights(table.classes, weights.encoded.map { Float($0) }))
  }

  /// Puts the planes of two encoders of one factor side by side.
  ///
  /// - Precondition: both encode the same factor, and neither is joined itself.
  public static func joined(_ one: FactorEncoder, _ other: FactorEncoder) -> FactorEncoder {
    precondition(one.factor == other.factor, "encoders of \(one.factor) and \(other.factor)")
    precondition(
      one.parts.count == 1 && other.parts.count == 1,
      "encoders of \(one.parts.count) and \(other.parts.count) parts, expected 1 each")
    return FactorEncoder(
      factor: one.factor, outsideValues: one.outsideValues + other.outsideValues,
      transformation: .joined([one.transformation, other.transformation]))
  }

  /// How a continuous factor is scaled.
  public enum Scale: String, Sendable, Codable, CaseIterable {
    /// To 0...1 after clipping at the 0.5 and 99.5 percentiles over the mapped cells.
    case minMax = "min-max"
    /// To 0...1 between the minimum and the maximum over the mapped cells; values beyond are held to them.
    case fullRange = "full-range"
    /// To mean 0 and standard deviation 1 (of the population) over the mapped cells.
    case zScore = "z-score"
    /// To mean 0 and standard deviation 1 over the mapped cells, both after clipping at the 0.5 and 99.5 percentiles: a few
    /// cells far out do not press the others together.
    case robust
  }

  /// Scales a continuous factor.
  ///
  /// ``outsideValues`` is the mean of the encoded values over the mapped cells. Infinite values are held to the
  /// clipping limits or, with `.zScore`, to the fitted minimum and maximum. When both percentiles are the same value
  /// (nearly all cells have it), clipping is at the minimum and maximum instead.
  ///
  /// - Parameter values: the factor over the mapped cells; NaN and infinite ones are left out.
  /// - Throws: ``FactorAnalysisError/noValues``, ``FactorAnalysisError/constant(value:)``.
  public static func scaled(
    factor: String, values: [Float], scale: Scale = .minMax
  ) throws -> FactorEncoder {
    let distinct = DistinctValues(values)
    try distinct.requireVariation()
    let transformation =
      switch scale {
      case .minMax: clippedRange(of: distinct)
      case .fullRange: fullRange(of: distinct)
      case .zScore: standardization(of: distinct)
      case .robust: clippedStandardization(of: distinct)
      }
    let mean = distinct.mean { Double(transformation.linear(Float($0))) }
    return FactorEncoder(
      factor: factor, outsideValues: [Float(mean)], transformation: transformation)
  }

  /// Encodes an aspect in degrees by its sine (eastness) and cosine (northness), two planes.
  ///
  /// Flat cells (below 0) are 0, 0. ``outsideValues`` are the means over the mapped cells.
  ///
  /// - Parameter values: the aspect over the mapped cells, in degrees clockwise from north.
  /// - Throws: ``FactorAnalysisError/noValues`` when all are NaN.
  public static func sineCosine(factor: String, values: [Float]) throws -> FactorEncoder {
    var sum = (sine: 0.0, cosine: 0.0)
    var count = 0
    for value in values where !value.isNaN {
      let direction = direction(ofAspect: value)
      sum.sine += Double(direction.sine)
      sum.cosine += Double(direction.cosine)
      count += 1
    }
    guard count > 0 else { throw FactorAnalysisError.noValues }
    return FactorEncoder(
      factor: factor,
      outsideValues: [Float(sum.sine / Double(count)), Float(sum.cosine / Double(count))],
      transformation: .sineCosine)
  }

  /// The encoders that are joined, each by itself; at least one.
  var parts: [FactorEncoder] {
    guard case .joined(let transformations) = transformation else { return [self] }
    var start = 0
    return transformations.map { part in
      defer { start += part.planeCount }
      return FactorEncoder(
        factor: factor, outsideValues: Array(outsideValues[start..<start + part.planeCount]),
        transformation: part)
    }
  }

  private static func clippedRange(of distinct: DistinctValues) -> Transformation {
    let (low, high) = clippingLimits(of: distinct)
    return .linear(low: low, high: high, offset: low, factor: 1 / (high - low), clips: true)
  }

  private static func fullRange(of distinct: DistinctValues) -> Transformation {
    let (low, high) = range(of: distinct)
    return .linear(low: low, high: high, offset: low, factor: 1 / (high - low), clips: true)
  }

  private static func standardization(of distinct: DistinctValues) -> Transformation {
    let (low, high) = range(of: distinct)
    return standardization(of: distinct, heldTo: low...high, clips: false)
  }

  private static func clippedStandardization(of distinct: DistinctValues) -> Transformation {
    let (low, high) = clippingLimits(of: distinct)
    return standardization(of: distinct, heldTo: low...high, clips: true)
  }

  private static func standardization(
    of distinct: DistinctValues, heldTo limits: ClosedRange<Double>, clips: Bool
  ) -> Transformation {
    func held(_ value: Double) -> Double {
      min(max(value, limits.lowerBound), limits.upperBound)
    }
    let mean = distinct.mean(of: held)
    let variance = distinct.mean { (held($0) - mean) * (held($0) - mean) }
    return .linear(
      low: limits.lowerBound, high: limits.upperBound, offset: mean,
      factor: 1 / variance.squareRoot(), clips: clips)
  }

  private static func range(of distinct: DistinctValues) -> (low: Double, high: Double) {
    (distinct.values[0], distinct.values[distinct.values.count - 1])
  }

  /// The 0.5 and 99.5 percentiles, or the range when these are one value.
  private static func clippingLimits(of distinct: DistinctValues) -> (low: Double, high: Double) {
    let percentiles = distinct.quantiles([1, 199], of: 200)
    return percentiles[0] < percentiles[1] ? (percentiles[0], percentiles[1]) : range(of: distinct)
  }
}

extension DistinctValues {
  /// The mean of a function over all values, repetitions included.
  func mean(of function: (Double) -> Double) -> Double {
    var sum = 0.0
    for (value, count) in zip(values, counts) { sum += Double(count) * function(value) }
    return sum / Double(total)
  }
}
