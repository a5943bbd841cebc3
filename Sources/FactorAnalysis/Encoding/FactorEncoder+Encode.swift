import Foundation
import Parallelism

extension FactorEncoder {
  /// Encodes values: ``planeCount`` planes of as many values. NaN stays NaN.
  ///
  /// Values in no class (unknown categories) take ``outsideValues``.
  public func encode(_ values: [Float], threads: Int? = nil) -> [[Float]] {
    switch transformation {
    case .weights(let classes, let weights):
      [encode(values, lookup: ClassLookup(classes), weights: weights, threads: threads)]
    case .linear:
      [plane(of: values, threads: threads) { transformation.linear($0) }]
    case .joined: parts.flatMap { $0.encode(values, threads: threads) }
    case .sineCosine:
      [
        plane(of: values, threads: threads) { Self.direction(ofAspect: $0).sine },
        plane(of: values, threads: threads) { Self.direction(ofAspect: $0).cosine },
      ]
    }
  }

  private func encode(
    _ values: [Float], lookup: ClassLookup, weights: [Float], threads: Int?
  ) -> [Float] {
    // Behind the classes: unknown (-2), then missing (-1), so that one table serves all.
    let table = weights + [outsideValues.first ?? 0, .nan]
    let size = Int32(truncatingIfNeeded: table.count)
    return filled(count: values.count, threads: threads) { range, output in
      lookup.forEachBlock(of: values, in: range) { start, classes in
        table.withUnsafeBufferPointer { table in
          for (offset, index) in classes.enumerated() {
            (output + start + offset).initialize(to: table[Int(index < 0 ? index &+ size : index)])
          }
        }
      }
    }
  }

  private func plane(
    of values: [Float], threads: Int?, _ transform: @Sendable (Float) -> Float
  ) -> [Float] {
    filled(count: values.count, threads: threads) { range, output in
      values.withUnsafeBufferPointer { values in
        for index in range { (output + index).initialize(to: transform(values[index])) }
      }
    }
  }

  /// An array whose pieces are initialised by `body`, each within its range.
  private func filled(
    count: Int, threads: Int?,
    _ body: @Sendable (Range<Int>, UnsafeMutablePointer<Float>) -> Void
  ) -> [Float] {
    let chunks = Parallel.chunks(of: count, size: ClassLookup.cellsPerPiece)
    return Array(unsafeUninitializedCapacity: count) { buffer, initialized in
      initialized = count
      guard let base = buffer.baseAddress else { return }
      let output = SharedPointer(base)
      Parallel.forEach(chunks.count, threads: threads) { body(chunks[$0], output.base) }
    }
  }

  /// Sine and cosine of an aspect in degrees; NaN stays NaN; 0, 0 for flat and infinite values.
  static func direction(ofAspect aspect: Float) -> (sine: Float, cosine: Float) {
    if aspect.isNaN { return (.nan, .nan) }
    guard aspect >= 0, aspect.isFinite else { return (0, 0) }
    let radians = Double(aspect).truncatingRemainder(dividingBy: 360) * .pi / 180
    return (Float(sin(radians)), Float(cos(radians)))
  }
}

extension FactorEncoder.Transformation {
  /// The number of planes.
  var planeCount: Int { suffixes.count }

  /// What follows the factor's name in the name of each plane.
  var suffixes: [String] {
    switch self {
    case .weights, .linear: [""]
    case .sineCosine: [" (sine)", " (cosine)"]
    case .joined(let parts):
      parts.flatMap { part in
        if case .weights = part { return [" (class)"] }
        return part.suffixes
      }
    }
  }

  /// One value of a linear transformation; other transformations leave it as it is.
  @inline(__always)
  func linear(_ value: Float) -> Float {
    guard case .linear(let low, let high, let offset, let factor, let clips) = self else {
      return value
    }
    let number = Double(value)
    if clips {
      // Written so that NaN stays NaN.
      let held = number < low ? low : (number > high ? high : number)
      return Float((held - offset) * factor)
    }
    let held = value.isInfinite ? (value > 0 ? high : low) : number
    return Float((held - offset) * factor)
  }
}

extension FactorEncoder: Codable {
  private enum CodingKeys: CodingKey { case factor, outsideValues, transformation }

  /// Reads an encoder; throws `DecodingError` when its parts do not fit together.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    factor = try container.decode(String.self, forKey: .factor)
    outsideValues = try container.decode([Float].self, forKey: .outsideValues)
    transformation = try container.decode(Transformation.self, forKey: .transformation)
    guard outsideValues.count == transformation.planeCount, outsideValues.allSatisfy(\.isFinite),
      transformation.isConsistent
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .transformation, in: container,
        debugDescription: "expected finite numbers, and a weight for each class")
    }
  }

  /// Writes what ``init(from:)`` reads.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(factor, forKey: .factor)
    try container.encode(outsideValues, forKey: .outsideValues)
    try container.encode(transformation, forKey: .transformation)
  }
}

extension FactorEncoder.Transformation {
  fileprivate var isConsistent: Bool {
    switch self {
    case .weights(let classes, let weights):
      weights.count == classes.count && weights.allSatisfy(\.isFinite)
    case .linear(let low, let high, let offset, let factor, _):
      low < high && [low, high, offset, factor].allSatisfy(\.isFinite)
    case .sineCosine: true
    case .joined(let parts):
      !parts.isEmpty
        && parts.allSatisfy { part in
          if case .joined = part { return false }
          return part.isConsistent
        }
    }
  }
}
