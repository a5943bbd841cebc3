import NeuralCore

extension [NamedTensor] {
  /// The tensors of some names, and the others.
  func split(names: Set<String>) -> (own: [NamedTensor], others: [NamedTensor]) {
    (filter { names.contains($0.name) }, filter { !names.contains($0.name) })
  }

  /// The values of a tensor.
  ///
  /// - Parameter all: the tensors to name when it is missing.
  /// - Throws: `NetworkTensorError` when it is missing, of another shape or not finite.
  func values(_ name: String, shape: [Int], among all: [NamedTensor]) throws -> [Float] {
    guard let found = first(where: { $0.name == name }) else {
      throw NetworkTensorError.missing(name: name, found: all.map(\.name).sorted())
    }
    guard found.shape == shape, found.values.count == shape.reduce(1, *) else {
      throw NetworkTensorError.shape(name: name, found: found.shape, expected: shape)
    }
    guard found.values.allSatisfy(\.isFinite) else {
      throw NetworkTensorError.notFinite(name: name)
    }
    return found.values
  }
}
