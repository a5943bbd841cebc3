import Foundation

/// How parameters begin.
public enum Initialization: String, Sendable, Codable, CaseIterable {
  /// PyTorch's default: weights and biases uniform in
  /// ```
  /// -1/sqrt(fan_in) ... 1/sqrt(fan_in)
  /// ```
  /// (`kaiming_uniform_(a: sqrt(5))` for weights).
  case torchDefault = "torch-default"
  /// He et al. (2015), Eq. 10: weights normal with variance `2 / fan_in`, biases 0.
  case he
  /// Glorot and Bengio (2010), Eq. 16: weights uniform in `-+sqrt(6 / (fan_in + fan_out))`, biases 0.
  case glorot

  /// Values for `tensor`, in memory order.
  func values(
    for tensor: ParameterTensor, using generator: inout some RandomNumberGenerator
  ) -> [Float] {
    let fanIn = Double(max(1, tensor.fanIn))
    switch self {
    case .torchDefault:
      return uniform(tensor.count, bound: 1 / fanIn.squareRoot(), using: &generator)
    case .he:
      guard !tensor.isBias else { return [Float](repeating: 0, count: tensor.count) }
      let deviation = (2 / fanIn).squareRoot()
      return (0..<tensor.count).map { _ in Float(deviation * normal(using: &generator)) }
    case .glorot:
      guard !tensor.isBias else { return [Float](repeating: 0, count: tensor.count) }
      let bound = (6 / (fanIn + Double(max(0, tensor.fanOut)))).squareRoot()
      return uniform(tensor.count, bound: bound, using: &generator)
    }
  }

  private func uniform(
    _ count: Int, bound: Double, using generator: inout some RandomNumberGenerator
  ) -> [Float] {
    (0..<count).map { _ in
      Float((Double(generator.next() >> 11) * 0x1p-53 * 2 - 1) * bound)
    }
  }

  /// A standard normal number (Marsaglia and Bray 1964, the polar method).
  private func normal(using generator: inout some RandomNumberGenerator) -> Double {
    while true {
      let u = Double(generator.next() >> 11) * 0x1p-52 - 1
      let v = Double(generator.next() >> 11) * 0x1p-52 - 1
      let square = u * u + v * v
      if square > 0 && square < 1 { return u * (-2 * log(square) / square).squareRoot() }
    }
  }
}
