/// The functions that can stand between the layers of a network; none ever decreases.
///
/// So the largest of activated values is the activated largest value, and a network may pool before it activates.
public enum Activation: String, Sendable, Codable, CaseIterable {
  /// ``ReLU``.
  case relu
  /// ``LeakyReLU`` with a slope of 0.01.
  case leakyReLU = "leaky-relu"
  /// ``HyperbolicTangent``.
  case tanh
  /// ``Sigmoid``.
  case sigmoid

  /// The layer for samples of shape `input`.
  public func layer(input: FeatureShape) -> any Layer {
    switch self {
    case .relu: ReLU(input: input)
    case .leakyReLU: LeakyReLU(input: input)
    case .tanh: HyperbolicTangent(input: input)
    case .sigmoid: Sigmoid(input: input)
    }
  }
}
