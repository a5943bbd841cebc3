import DenseAlgebra

/// A layer together with the numbers it has learned.
public struct Network: Sendable {
  /// What is computed.
  public let layer: any Layer
  /// All parameters, tensor after tensor, as they lie in memory (see ``tensors`` for PyTorch's layout).
  public private(set) var parameters: [Float]

  /// A network that has not learned yet.
  public init(
    _ layer: any Layer, initialization: Initialization = .torchDefault,
    using generator: inout some RandomNumberGenerator
  ) {
    self.layer = layer
    var parameters: [Float] = []
    for tensor in layer.parameters {
      parameters += initialization.values(for: tensor, using: &generator)
    }
    self.parameters = parameters
  }

  /// A network with the parameters of another.
  ///
  /// - Precondition: `parameters` has the layer's parameter count.
  public init(_ layer: any Layer, parameters: [Float]) {
    precondition(
      parameters.count == layer.parameterCount,
      "\(parameters.count) parameters for a layer that has \(layer.parameterCount)")
    self.layer = layer
    self.parameters = parameters
  }

  /// A network with these tensors, in PyTorch's layout and in any order.
  ///
  /// - Throws: ``NetworkTensorError`` when a tensor is missing, unknown, not finite or of another shape.
  public init(_ layer: any Layer, tensors: [NamedTensor]) throws {
    let expected = layer.parameters
    if let unknown = tensors.first(where: { found in !expected.contains { $0.name == found.name } })
    {
      throw NetworkTensorError.unknown(name: unknown.name, expected: expected.map(\.name))
    }
    self.layer = layer
    self.parameters = try expected.flatMap { tensor in
      guard let found = tensors.first(where: { $0.name == tensor.name }) else {
        throw NetworkTensorError.missing(name: tensor.name, found: tensors.map(\.name).sorted())
      }
      guard found.shape == tensor.shape else {
        throw NetworkTensorError.shape(
          name: tensor.name, found: found.shape, expected: tensor.shape)
      }
      guard found.values.allSatisfy(\.isFinite) else {
        throw NetworkTensorError.notFinite(name: tensor.name)
      }
      return tensor.toMemory(found.values[...])
    }
  }

  /// The parameters in PyTorch's layout: (out, in), (out, in, k), (out, in, rows, columns).
  public var tensors: [NamedTensor] { named(parameters) }

  /// Numbers that lie like the parameters (gradients, say) as tensors in PyTorch's layout.
  ///
  /// - Precondition: as many values as parameters.
  public func named(_ values: [Float]) -> [NamedTensor] {
    precondition(
      values.count == parameters.count, "\(values.count) values for \(parameters.count) parameters")
    var start = 0
    return layer.parameters.map { tensor in
      defer { start += tensor.count }
      return NamedTensor(
        name: tensor.name, shape: tensor.shape,
        values: tensor.fromMemory(values[start..<start + tensor.count]))
    }
  }

  /// The outputs of samples that lie as ``Layer`` says, computed on the calling thread.
  ///
  /// - Precondition: `inputs` is a whole number of samples; so is a network whose input is empty.
  public func outputs(for inputs: [Float], mode: PassMode = .inference) -> [Float] {
    let count = sampleCount(of: inputs)
    return BLAS.holdingOneThread {
      var outputs = [Float](repeating: 0, count: count * layer.outputShape.count)
      var cache = [Float](repeating: 0, count: max(1, count * layer.cacheCount))
      layer.forward(
        ForwardPass(
          count: count, mode: mode, parameters: parameters, input: inputs, output: &outputs,
          cache: &cache))
      return outputs
    }
  }

  /// The outputs, and the gradients of `sum(outputs * outputGradients)` with respect to parameters and inputs.
  ///
  /// - Precondition: `inputs` is a whole number of samples, `outputGradients` has the size of their outputs.
  public func gradients(
    for inputs: [Float], outputGradients: (_ outputs: [Float]) -> [Float],
    mode: PassMode = .inference
  ) -> (outputs: [Float], parameters: [Float], inputs: [Float]) {
    let count = sampleCount(of: inputs)
    return BLAS.holdingOneThread {
      var outputs = [Float](repeating: 0, count: count * layer.outputShape.count)
      var cache = [Float](repeating: 0, count: max(1, count * layer.cacheCount))
      var parameterGradients = [Float](repeating: 0, count: parameters.count)
      var inputGradients = [Float](repeating: 0, count: inputs.count)
      parameters.withUnsafeBufferPointer { parameters in
        inputs.withUnsafeBufferPointer { inputs in
          outputs.withUnsafeMutableBufferPointer { output in
            cache.withUnsafeMutableBufferPointer { cache in
              guard let weights = parameters.baseAddress ?? UnsafePointer(cache.baseAddress),
                let input = inputs.baseAddress, let y = output.baseAddress,
                let scratch = cache.baseAddress
              else { return }
              let pass = ForwardPass(
                count: count, mode: mode, parameters: weights, input: input, output: y,
                cache: scratch)
              layer.forward(pass)
              let gradients = outputGradients(Array(output))
              precondition(
                gradients.count == output.count,
                "\(gradients.count) output gradients for \(output.count) outputs")
              layer.backward(
                BackwardPass(
                  forward: pass, outputGradient: gradients, inputGradient: &inputGradients,
                  parameterGradients: &parameterGradients))
            }
          }
        }
      }
      return (outputs, parameterGradients, inputGradients)
    }
  }

  private func sampleCount(of inputs: [Float]) -> Int {
    let size = layer.inputShape.count
    precondition(
      size > 0 && inputs.count % size == 0,
      "\(inputs.count) values are not a whole number of samples of \(layer.inputShape)")
    return inputs.count / size
  }
}

/// What is wrong with the tensors that a network is given.
public enum NetworkTensorError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The network needs a tensor that is not there.
  case missing(name: String, found: [String])
  /// The network has no tensor of this name.
  case unknown(name: String, expected: [String])
  /// A tensor has another shape than the network needs.
  case shape(name: String, found: [Int], expected: [Int])
  /// A tensor holds NaN or infinity.
  case notFinite(name: String)

  /// What was found, what was expected and what to do.
  public var description: String {
    switch self {
    case .missing(let name, let found):
      "tensor \(name) is missing; found \(found.isEmpty ? "none" : found.joined(separator: ", "))"
    case .unknown(let name, let expected):
      "tensor \(name) is not part of this network, which has \(expected.joined(separator: ", "))"
    case .shape(let name, let found, let expected):
      "tensor \(name) has the shape \(found), expected \(expected)"
    case .notFinite(let name): "tensor \(name) holds numbers that are not finite"
    }
  }
}
