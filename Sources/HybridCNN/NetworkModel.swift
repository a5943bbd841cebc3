import DenseAlgebra
import LearningCore
import NeuralCore
import Parallelism

/// A trained network.
public struct NetworkModel: Classifier {
  /// The shape of the network.
  public let architecture: NetworkArchitecture
  /// What it was trained with.
  public let hyperparameters: NetworkHyperparameters
  /// One record per epoch of the training that was kept.
  public let trainingCurve: [EpochRecord]
  /// What a user should know about the training, such as attempts that collapsed; usually empty.
  public let warnings: [String]
  /// How many attempts collapsed before the one that was kept.
  public let restarts: Int
  /// Further entries of the file the model was read from; empty for a model that was just trained.
  public let metadata: [String: String]
  /// How channels are scaled before the network sees them; `nil`: they are not.
  public let standardization: ChannelStandardization?

  let network: Network

  init(
    architecture: NetworkArchitecture, hyperparameters: NetworkHyperparameters, network: Network,
    standardization: ChannelStandardization?, trainingCurve: [EpochRecord] = [],
    warnings: [String] = [], restarts: Int = 0,
    metadata: [String: String] = [:]
  ) {
    self.architecture = architecture
    self.hyperparameters = hyperparameters
    self.network = network
    self.standardization = standardization
    self.trainingCurve = trainingCurve
    self.warnings = warnings
    self.restarts = restarts
    self.metadata = metadata
  }

  /// A model with these weights, in PyTorch's layout, under the names `conv2d_1.weight`, `conv2d_1.bias`, `conv2d_2.*`,
  /// `conv1d_1.*`, `conv1d_2.*`, `fc1.*`, `fc2.*` (those of the branches there are), `linear.*` for a ``LinearLogit`` and
  /// `input.*` for a ``ChannelStandardization``.
  ///
  /// - Throws: `NetworkTensorError` when a tensor is missing, unknown, not finite or of another shape;
  ///   ``NetworkError/hyperparameter(name:value:expected:)`` for a deviation of channels that is not above 0.
  public init(
    architecture: NetworkArchitecture, tensors: [NamedTensor],
    hyperparameters: NetworkHyperparameters = .paper
  ) throws {
    try self.init(
      architecture: architecture, tensors: tensors, hyperparameters: hyperparameters,
      trainingCurve: [])
  }

  /// The model of a file's tensors and of what the file says of its fit.
  init(
    architecture: NetworkArchitecture, tensors: [NamedTensor],
    hyperparameters: NetworkHyperparameters, trainingCurve: [EpochRecord],
    warnings: [String] = [], restarts: Int = 0, metadata: [String: String] = [:]
  ) throws {
    let (standardization, weights) = try ChannelStandardization.split(
      tensors, channels: architecture.channels,
      isNeeded: hyperparameters.inputScaling == .standardized)
    let (linear, learned) =
      architecture.kind.hasSpectralBranch
      ? try LinearLogit.split(weights, channels: architecture.channels) : (nil, weights)
    self.init(
      architecture: architecture, hyperparameters: hyperparameters,
      network: try Network(HybridNetwork(architecture, linear: linear), tensors: learned),
      standardization: standardization, trainingCurve: trainingCurve, warnings: warnings,
      restarts: restarts, metadata: metadata)
  }

  /// Which network.
  public var kind: NetworkKind { architecture.kind }
  /// The number of channels of a cell.
  public var channels: Int { architecture.channels }
  /// The width of the window.
  public var window: Int { architecture.window }
  /// The weights in PyTorch's layout.
  public var tensors: [NamedTensor] {
    network.tensors + (linear?.tensors ?? []) + (standardization?.tensors ?? [])
  }
  /// What is added to the network's logit, a function of the channels as the network sees them.
  public var linear: LinearLogit? { (network.layer as? HybridNetwork)?.linear }

  /// The probability of a landslide for each patch, in 0...1, on all cores.
  ///
  /// - Precondition: the patches have the model's window and channels.
  public func probabilities(for samples: PatchBatch) -> [Double] {
    probabilities(for: samples, threads: nil)
  }

  /// The probability of a landslide for each patch, in 0...1.
  ///
  /// For whole maps ``probabilityMap(over:mapped:stripRows:threads:isCancelled:progress:)`` is many times faster.
  ///
  /// - Precondition: the patches have the model's window and channels.
  public func probabilities(for samples: PatchBatch, threads: Int?) -> [Double] {
    precondition(
      samples.planes.channels == channels && samples.window == window,
      "patches of \(samples.window) cells and \(samples.planes.channels) channels for a model of "
        + "\(window) cells and \(channels) channels")
    let evaluation = BatchEvaluation(network)
    let turns = orientations.map { orientation in
      let inputs = PatchSamples(
        samples, labels: [], architecture: architecture, standardization: standardization,
        orientation: orientation)
      return evaluation.probabilities(count: samples.count, threads: threads) {
        range, destination in
        inputs.copyInputs(of: ArraySlice(range), seed: nil, to: destination)
      }
    }
    guard turns.count > 1 else { return turns[0] }
    return (0..<samples.count).map { sample in
      turns.reduce(0) { $0 + $1[sample] } / Double(turns.count)
    }
  }

  /// The model without an average over flips.
  var predictingWithoutFlips: NetworkModel {
    var plain = hyperparameters
    plain.predictionFlips = .none
    return NetworkModel(
      architecture: architecture, hyperparameters: plain, network: network,
      standardization: standardization)
  }

  /// The turns of a window whose probabilities are averaged; the window as it is alone when none are.
  var orientations: [Orientation] {
    hyperparameters.predictionFlips == .dihedral && kind.hasSpatialBranch
      ? Orientation.all : [.identity]
  }
}
