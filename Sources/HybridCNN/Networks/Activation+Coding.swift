import NeuralCore

extension KeyedDecodingContainer {
  /// Models that were written before the activation could be chosen have rectifiers.
  ///
  /// The compiler takes this for every `Activation` that a type of this module decodes.
  func decode(_ type: Activation.Type, forKey key: Key) throws -> Activation {
    try decodeIfPresent(type, forKey: key) ?? .relu
  }
}
