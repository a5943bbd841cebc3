/// Numbers as text that reads back as the same number; what is undefined is empty.
enum ExactNumber {
  /// The shortest text that reads back exactly; NaN is empty, infinity is `inf`.
  static func text(_ value: Double) -> String { value.isNaN ? "" : "\(value)" }

  /// The shortest text that reads back exactly; NaN is empty, infinity is `inf`.
  static func text(_ value: Float) -> String { value.isNaN ? "" : "\(value)" }

  /// A number for a sentence, with at most so many digits after the point.
  static func rounded(_ value: Double, digits: Int) -> String {
    let scale = (0..<digits).reduce(1.0) { scale, _ in 10 * scale }
    return "\((value * scale).rounded() / scale)"
  }

  /// A number that may be missing.
  static func text(_ value: Float?) -> String { value.map { text($0) } ?? "" }

  /// A number that may be missing.
  static func text(_ value: Double?) -> String { value.map { text($0) } ?? "" }
}

/// A number for JSON: null when it is undefined or infinite, which JSON cannot say.
public struct JSONNumber: Codable, Equatable, Sendable {
  /// The number; NaN when undefined.
  public var value: Double

  /// A number that may be NaN or infinite.
  public init(_ value: Double) { self.value = value }

  /// Reads what ``encode(to:)`` has written; throws when it is not consistent.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    value = container.decodeNil() ? .nan : try container.decode(Double.self)
  }

  /// Writes what ``init(from:)`` reads.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if value.isFinite { try container.encode(value) } else { try container.encodeNil() }
  }
}
