/// Layers one after the other.
public struct Sequential: Layer {
  /// The layers, first to last.
  public let layers: [any Layer]
  /// The shape of one sample that goes in.
  public let inputShape: FeatureShape
  /// The shape of one sample that comes out.
  public let outputShape: FeatureShape
  /// Numbers kept of each sample from the forward to the backward pass.
  public let cacheCount: Int

  private let parameterOffsets: [Int]
  /// Per sample, where each layer's output and cache begin in the cache of the whole.
  private let outputOffsets: [Int]
  private let cacheOffsets: [Int]
  /// Per sample, where the two gradients between layers begin, which take turns.
  private let gradientOffsets: [Int]

  /// A chain of `layers`.
  ///
  /// - Precondition: there is at least one layer, and each takes as many values as the one before gives.
  public init(_ layers: [any Layer]) {
    guard let first = layers.first, let last = layers.last else {
      preconditionFailure("a chain needs at least one layer, found none")
    }
    for (before, after) in zip(layers, layers.dropFirst()) {
      precondition(
        before.outputShape.count == after.inputShape.count,
        "\(type(of: before)) gives \(before.outputShape), "
          + "\(type(of: after)) takes \(after.inputShape)")
    }
    self.layers = layers
    inputShape = first.inputShape
    outputShape = last.outputShape
    var parameterOffset = 0
    var offset = 0
    var parameterOffsets: [Int] = []
    var outputOffsets: [Int] = []
    var cacheOffsets: [Int] = []
    for layer in layers {
      parameterOffsets.append(parameterOffset)
      outputOffsets.append(offset)
      offset += layer.outputShape.count
      cacheOffsets.append(offset)
      offset += layer.cacheCount
      parameterOffset += layer.parameterCount
    }
    let widest = layers.dropFirst().reduce(0) { max($0, $1.inputShape.count) }
    gradientOffsets = [offset, offset + widest]
    cacheCount = offset + 2 * widest
    self.parameterOffsets = parameterOffsets
    self.outputOffsets = outputOffsets
    self.cacheOffsets = cacheOffsets
  }

  /// The parameters, in the order of the flat buffer.
  public var parameters: [ParameterTensor] { layers.flatMap { $0.parameters } }

  /// Computes the outputs of a batch; see ``Layer``.
  public func forward(_ pass: ForwardPass) {
    for index in layers.indices { layers[index].forward(part(index, of: pass)) }
  }

  /// Computes the gradients of a batch; see ``Layer``.
  public func backward(_ pass: BackwardPass) {
    let forward = pass.forward
    var outputGradient = pass.outputGradient
    for index in layers.indices.reversed() {
      let inputGradient =
        index == 0
        ? pass.inputGradient : forward.cache + forward.count * gradientOffsets[index % 2]
      layers[index].backward(
        BackwardPass(
          forward: part(index, of: forward), outputGradient: outputGradient,
          inputGradient: inputGradient,
          parameterGradients: pass.parameterGradients + parameterOffsets[index]))
      if let inputGradient { outputGradient = UnsafePointer(inputGradient) }
    }
  }

  /// The memory of one layer within the memory of the chain.
  private func part(_ index: Int, of pass: ForwardPass) -> ForwardPass {
    func output(_ index: Int) -> UnsafeMutablePointer<Float> {
      index == layers.count - 1 ? pass.output : pass.cache + pass.count * outputOffsets[index]
    }
    return ForwardPass(
      count: pass.count, mode: pass.mode.part(index),
      parameters: pass.parameters + parameterOffsets[index],
      input: index == 0 ? pass.input : UnsafePointer(output(index - 1)), output: output(index),
      cache: pass.cache + pass.count * cacheOffsets[index])
  }
}
