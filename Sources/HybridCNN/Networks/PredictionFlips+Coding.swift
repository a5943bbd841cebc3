extension KeyedDecodingContainer {
  /// Models without the entry predict from the window as it is.
  ///
  /// The compiler takes this for every `PredictionFlips` that a type of this module decodes.
  func decode(
    _ type: NetworkHyperparameters.PredictionFlips.Type, forKey key: Key
  ) throws -> NetworkHyperparameters.PredictionFlips {
    try decodeIfPresent(type, forKey: key) ?? .none
  }
}

extension KeyedEncodingContainer {
  /// Leaves out `.none`, so that models without flips are the same files as before there were any.
  mutating func encode(
    _ value: NetworkHyperparameters.PredictionFlips, forKey key: Key
  ) throws {
    if value != .none { try encodeIfPresent(value, forKey: key) }
  }
}
