import NeuralCore

/// The paper's network, or one of its branches with the same fully connected layers.
///
/// ```
/// window:  Conv2D, MaxPool, ReLU, Conv2D, MaxPool, ReLU, Flatten --.
///                                                                   |-- Dense, ReLU, (Dropout), Dense -- 2 logits
/// cell:    Conv1D, ReLU, Conv1D, ReLU, Flatten --------------------'
/// ```
/// The paper rectifies before it pools. The largest of rectified values is the rectified largest value, and the
/// gradient takes the same way, so pooling first gives the same with a quarter of the work. That holds for every
/// `Activation` that may stand in ReLU's place. Logit 1 is landslide; a ``LinearLogit`` is added to it.
///
/// A batch of n samples goes in as n windows, each `readWidth x readWidth x channels` (see ``NetworkArchitecture``),
/// followed by n vectors of `channels` values.
public struct HybridNetwork: Layer {
  /// The shape of the network.
  public let architecture: NetworkArchitecture
  /// The branch that sees the window.
  let spatial: Sequential?
  /// The branch that sees the cell's own channels.
  let spectral: Sequential?
  /// The fully connected layers.
  let head: Sequential
  /// What is added to the logit of a landslide; not learned.
  public let linear: LinearLogit?

  /// The network of this shape.
  ///
  /// - Parameter linear: what is added to the logit of a landslide, for networks with a spectral branch.
  /// - Precondition: `linear` has a coefficient for each channel.
  public init(_ architecture: NetworkArchitecture, linear: LinearLogit? = nil) {
    if let linear {
      precondition(
        architecture.kind.hasSpectralBranch && linear.coefficients.count == architecture.channels,
        "\(linear.coefficients.count) coefficients for \(architecture.channels) channels of "
          + "\(architecture.kind.rawValue)")
    }
    self.linear = linear
    self.architecture = architecture
    spatial = architecture.kind.hasSpatialBranch ? Self.spatialBranch(architecture) : nil
    spectral = architecture.kind.hasSpectralBranch ? Self.spectralBranch(architecture) : nil
    head = Self.head(
      architecture,
      features: (spatial?.outputShape.count ?? 0) + (spectral?.outputShape.count ?? 0))
  }

  private static func spatialBranch(_ shape: NetworkArchitecture) -> Sequential {
    var layers: [any Layer] = []
    var input = shape.patchShape
    let poolingSizes = [shape.poolingSizes.first, shape.poolingSizes.second]
    for (index, filters) in shape.filters2D.enumerated() {
      let convolution = Conv2D(
        name: "conv2d_\(index + 1)", input: input, filters: filters,
        kernelSize: Extent(square: shape.kernelSize))
      let pooling = MaxPool2D(
        input: convolution.outputShape, kernelSize: Extent(square: poolingSizes[index]),
        stride: Extent(square: shape.poolingStride))
      layers += [convolution, pooling, shape.activation.layer(input: pooling.outputShape)]
      input = pooling.outputShape
    }
    return Sequential(layers + [Flatten(input: input)])
  }

  private static func spectralBranch(_ shape: NetworkArchitecture) -> Sequential {
    var layers: [any Layer] = []
    var input = FeatureShape.signal(length: shape.channels)
    for (index, filters) in shape.filters1D.enumerated() {
      let convolution = Conv1D(
        name: "conv1d_\(index + 1)", length: input.columns, channels: input.channels,
        filters: filters, kernelSize: shape.kernelSize, padding: shape.padding1D)
      layers += [convolution, shape.activation.layer(input: convolution.outputShape)]
      input = convolution.outputShape
    }
    return Sequential(layers + [Flatten(input: input)])
  }

  private static func head(_ shape: NetworkArchitecture, features: Int) -> Sequential {
    let hidden = FeatureShape.vector(shape.hidden)
    var layers: [any Layer] = [
      Dense(name: "fc1", inputs: features, outputs: shape.hidden),
      shape.activation.layer(input: hidden),
    ]
    if shape.dropout > 0 { layers.append(Dropout(input: hidden, rate: Float(shape.dropout))) }
    return Sequential(layers + [Dense(name: "fc2", inputs: shape.hidden, outputs: 2)])
  }

  private var branches: [Sequential] { [spatial, spectral].compactMap { $0 } }

  /// The shape of one sample that goes in.
  public var inputShape: FeatureShape {
    .vector(branches.reduce(0) { $0 + $1.inputShape.count })
  }
  /// The shape of one sample that comes out.
  public var outputShape: FeatureShape { head.outputShape }
  /// The parameters, in the order of the flat buffer.
  public var parameters: [ParameterTensor] {
    branches.flatMap { $0.parameters } + head.parameters
  }
  /// The caches of all parts, the features and their gradient (joined and, once more, apart).
  public var cacheCount: Int {
    (branches + [head]).reduce(0) { $0 + $1.cacheCount } + 4 * head.inputShape.count
  }
}

extension HybridNetwork {
  /// Computes the outputs of a batch; see ``Layer``.
  public func forward(_ pass: ForwardPass) {
    let memory = Memory(self, pass)
    for (index, branch) in branches.enumerated() {
      branch.forward(memory.branch(index, of: branch, pass))
      memory.join(index, count: pass.count)
    }
    head.forward(memory.head(pass, index: branches.count))
    guard let linear else { return }
    let vectors = pass.input + pass.count * (spatial?.inputShape.count ?? 0)
    for sample in 0..<pass.count {
      pass.output[2 * sample + 1] += linear.logit(of: vectors + sample * architecture.channels)
    }
  }

  /// Computes the gradients of a batch; see ``Layer``.
  public func backward(_ pass: BackwardPass) {
    let memory = Memory(self, pass.forward)
    head.backward(
      BackwardPass(
        forward: memory.head(pass.forward, index: branches.count),
        outputGradient: pass.outputGradient, inputGradient: memory.featureGradients,
        parameterGradients: pass.parameterGradients + memory.headParameters))
    for (index, branch) in branches.enumerated() {
      memory.split(index, count: pass.forward.count)
      branch.backward(
        BackwardPass(
          forward: memory.branch(index, of: branch, pass.forward),
          outputGradient: memory.parts[index].gradients,
          inputGradient: pass.inputGradient.map { $0 + memory.parts[index].input },
          parameterGradients: pass.parameterGradients + memory.parts[index].parameters))
    }
    guard let linear, let inputGradient = pass.inputGradient else { return }
    let count = pass.forward.count
    let vectors = inputGradient + count * (spatial?.inputShape.count ?? 0)
    for sample in 0..<count {
      for (channel, coefficient) in linear.coefficients.enumerated() {
        vectors[sample * architecture.channels + channel] +=
          pass.outputGradient[2 * sample + 1] * coefficient
      }
    }
  }

  /// Where the parts of the network work within the memory of one pass.
  private struct Memory {
    /// One branch: offsets of its input and parameters, where its cache, features and their gradient are.
    struct Part {
      let input: Int
      let parameters: Int
      let cache: UnsafeMutablePointer<Float>
      let features: UnsafeMutablePointer<Float>
      let gradients: UnsafeMutablePointer<Float>
      /// Where its features are within a sample's joined features, and how many there are.
      let first: Int
      let count: Int
    }

    private(set) var parts: [Part] = []
    let features: UnsafeMutablePointer<Float>
    let featureGradients: UnsafeMutablePointer<Float>
    let headCache: UnsafeMutablePointer<Float>
    private(set) var headParameters = 0
    private let width: Int

    init(_ network: HybridNetwork, _ pass: ForwardPass) {
      let n = pass.count
      width = network.head.inputShape.count
      features = pass.cache
      featureGradients = features + n * width
      var free = featureGradients + n * width
      var (input, first) = (0, 0)
      for branch in network.branches {
        let count = branch.outputShape.count
        let gradients = free + n * count
        let cache = gradients + n * count
        parts.append(
          Part(
            input: input, parameters: headParameters, cache: cache, features: free,
            gradients: gradients, first: first, count: count))
        free = cache + n * branch.cacheCount
        input += n * branch.inputShape.count
        headParameters += branch.parameterCount
        first += count
      }
      headCache = free
    }

    func branch(_ index: Int, of branch: Sequential, _ pass: ForwardPass) -> ForwardPass {
      ForwardPass(
        count: pass.count, mode: pass.mode.part(index),
        parameters: pass.parameters + parts[index].parameters,
        input: pass.input + parts[index].input, output: parts[index].features,
        cache: parts[index].cache)
    }

    func head(_ pass: ForwardPass, index: Int) -> ForwardPass {
      ForwardPass(
        count: pass.count, mode: pass.mode.part(index),
        parameters: pass.parameters + headParameters,
        input: features, output: pass.output, cache: headCache)
    }

    /// Copies a branch's features to their place in each sample's joined features.
    func join(_ index: Int, count: Int) {
      let part = parts[index]
      for sample in 0..<count {
        (features + sample * width + part.first).update(
          from: part.features + sample * part.count, count: part.count)
      }
    }

    /// Copies the gradient of a branch's features out of the joined gradient.
    func split(_ index: Int, count: Int) {
      let part = parts[index]
      for sample in 0..<count {
        (part.gradients + sample * part.count).update(
          from: featureGradients + sample * width + part.first, count: part.count)
      }
    }
  }
}
