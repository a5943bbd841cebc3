/// A function of a batch of samples that can be differentiated.
///
/// A layer is a value without state: it knows its shapes, while numbers that are learned, caches and gradients are
/// handed in as memory. So threads share a network, one flat buffer holds all parameters of a network (one
/// optimizer, one gradient check, one file format), and nothing is allocated while training runs.
///
/// Samples of a batch lie one after the other, each as its ``FeatureShape`` says. A layer whose input has parts
/// (two branches) takes the first part of all samples, then the second part of all samples.
///
/// ```
/// forward:   y = f(x, w)
/// backward:  dL/dx, dL/dw  from  dL/dy
/// ```
public protocol Layer: Sendable {
  /// The shape of one sample that goes in.
  var inputShape: FeatureShape { get }
  /// The shape of one sample that comes out.
  var outputShape: FeatureShape { get }
  /// The tensors that are learned, in the order in which they lie in the parameter buffer. Default: none.
  var parameters: [ParameterTensor] { get }
  /// How many numbers per sample `forward` leaves for `backward` (or uses as scratch memory). Default: 0.
  var cacheCount: Int { get }

  /// Computes the output of `pass.count` samples.
  func forward(_ pass: ForwardPass)
  /// Writes (does not add) the gradients of the loss, after a `forward` with the same memory.
  func backward(_ pass: BackwardPass)
}

extension Layer {
  /// The parameters, in the order of the flat buffer.
  public var parameters: [ParameterTensor] { [] }
  /// Numbers kept of each sample from the forward to the backward pass.
  public var cacheCount: Int { 0 }

  /// The number of numbers that are learned.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.count } }
}

/// What a layer is run for.
public enum PassMode: Equatable, Sendable {
  /// To predict: dropout lets everything through.
  case inference
  /// To learn: random layers draw from the stream that begins at `seed`; the same seed draws the same.
  case training(seed: UInt64)

  /// The mode for part `index` of a composite layer, with a stream of its own.
  public func part(_ index: Int) -> PassMode {
    switch self {
    case .inference: .inference
    case .training(let seed): .training(seed: RandomBits.mixed(seed, UInt64(index)))
    }
  }
}

/// The memory of one forward run of a layer.
///
/// Bounds, with n = `count`: `input` n * inputShape.count, `output` n * outputShape.count, `cache` n * cacheCount,
/// `parameters` parameterCount.
public struct ForwardPass {
  /// The number of samples.
  public let count: Int
  /// Whether the pass belongs to training.
  public let mode: PassMode
  /// The parameters.
  public let parameters: UnsafePointer<Float>
  /// The inputs.
  public let input: UnsafePointer<Float>
  /// The outputs, to be written.
  public let output: UnsafeMutablePointer<Float>
  /// What the forward pass keeps for the backward pass.
  public let cache: UnsafeMutablePointer<Float>

  /// A run over `count` samples with memory of the bounds above.
  public init(
    count: Int, mode: PassMode, parameters: UnsafePointer<Float>, input: UnsafePointer<Float>,
    output: UnsafeMutablePointer<Float>, cache: UnsafeMutablePointer<Float>
  ) {
    self.count = count
    self.mode = mode
    self.parameters = parameters
    self.input = input
    self.output = output
    self.cache = cache
  }
}

/// The memory of one backward run of a layer.
///
/// Bounds as in ``ForwardPass``; `inputGradient` is `nil` when nobody asks for it (the first layer of a network).
public struct BackwardPass {
  /// The pass that the gradients belong to.
  public let forward: ForwardPass
  /// The gradient of the outputs.
  public let outputGradient: UnsafePointer<Float>
  /// The gradient of the inputs, to be written; `nil` when nobody needs it.
  public let inputGradient: UnsafeMutablePointer<Float>?
  /// The gradients of the parameters, added to.
  public let parameterGradients: UnsafeMutablePointer<Float>

  /// The way back through `forward`.
  public init(
    forward: ForwardPass, outputGradient: UnsafePointer<Float>,
    inputGradient: UnsafeMutablePointer<Float>?, parameterGradients: UnsafeMutablePointer<Float>
  ) {
    self.forward = forward
    self.outputGradient = outputGradient
    self.inputGradient = inputGradient
    self.parameterGradients = parameterGradients
  }
}
