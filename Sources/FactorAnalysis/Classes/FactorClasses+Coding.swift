extension FactorClasses: Codable {
  private enum CodingKeys: CodingKey { case scheme, kind }

  /// Reads classes; throws `DecodingError` when they could not have been fitted.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    scheme = try container.decode(ClassScheme.self, forKey: .scheme)
    kind = try container.decode(Kind.self, forKey: .kind)
    guard isConsistent else {
      throw DecodingError.dataCorruptedError(
        forKey: .kind, in: container,
        debugDescription: "expected ascending limits, or ascending codes with a label each")
    }
  }

  /// Writes what ``init(from:)`` reads.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(scheme, forKey: .scheme)
    try container.encode(kind, forKey: .kind)
  }

  private var isConsistent: Bool {
    switch kind {
    case .intervals(let minimum, let upperLimits):
      // The lowest class may hold its minimum alone, and the highest nothing.
      minimum.isFinite && upperLimits.allSatisfy(\.isFinite)
        && minimum <= upperLimits.first ?? -.infinity
        && zip(upperLimits, upperLimits.dropFirst().dropLast()).allSatisfy { $0 < $1 }
        && upperLimits.suffix(2).first ?? 0 <= upperLimits.last ?? 0
    case .sectors: true
    case .categories(let codes, let labels):
      !codes.isEmpty && codes.count == labels.count
        && zip(codes, codes.dropFirst()).allSatisfy { $0 < $1 }
    }
  }
}
