import Baselines
import FactorAnalysis
import HybridCNN

/// The hyperparameters of all models of a study.
public struct ModelHyperparameters: Sendable, Equatable, Codable {
  /// The networks, unless one has been tuned.
  public var networks: NetworkHyperparameters
  /// How many networks that differ in their seeds make up a model; its probability is their mean.
  public var networkSeeds = 1
  /// How many blocks of ground the training samples are put into when networks stop early: network k learns without block k
  /// (counted round) and is stopped by it.
  public var stoppingBlocks = 5
  /// The number of epochs between two checkpoints of a network's training; 0: none. It changes no result.
  public var checkpointInterval = 25
  /// The random forest.
  public var randomForest: ForestOptions
  /// The random forest on window statistics.
  public var randomForestWindow: WindowForestOptions
  /// The support vector machine.
  public var svm: SupportVectorOptions
  /// The logistic regression.
  public var logisticRegression: LogisticOptions
  /// The ensemble of fitted models.
  public var ensemble: EnsembleOptions
  /// Networks that the search has given hyperparameters of their own.
  private var tuned: [ModelName: NetworkHyperparameters] = [:]

  /// The defaults: the recommended preset, 500 trees, C = 1.
  ///
  /// - Parameter encoding: what models see of a factor. Where they see classes alone, whose weights come from the labels
  ///   already, networks have no linear path: a regression of them would trust the training samples twice.
  public init(encoding: EncodingOptions = .raw(.minMax)) {
    networks = .recommended
    if encoding.scale == nil { networks.linearPath = .none }
    randomForest = ForestOptions()
    randomForestWindow = WindowForestOptions()
    svm = SupportVectorOptions()
    logisticRegression = LogisticOptions()
    ensemble = EnsembleOptions()
  }

  /// Cells of the side of the networks' window.
  public var window: Int { networks.window }

  /// The largest window that one of the networks may have, tuned or not.
  var largestWindow: Int { tuned.values.map(\.window).reduce(window, max) }

  /// The largest window that counts in a study of some models: of the networks, and of those of the others that look
  /// around a cell.
  func largestWindow(among models: [ModelName]) -> Int {
    models.filter { !$0.isNetwork }.map(window).reduce(largestWindow, max)
  }

  /// Cells of the side of the window that a model sees; 1 for the cell alone, and for an ensemble, whose members count.
  func window(of model: ModelName) -> Int {
    switch model {
    case .hybrid, .cnn2d, .cnn1d: networks(for: model).window
    case .randomForestWindow: randomForestWindow.window
    case .randomForest, .svm, .logisticRegression, .ensemble: 1
    }
  }

  /// The hyperparameters of one network.
  public func networks(for model: ModelName) -> NetworkHyperparameters { tuned[model] ?? networks }

  /// With the hyperparameters that `other` has for one model.
  func choosing(_ other: ModelHyperparameters, for model: ModelName) -> ModelHyperparameters {
    var result = self
    switch model {
    case .hybrid, .cnn2d, .cnn1d: result.tuned[model] = other.networks
    case .randomForest: result.randomForest = other.randomForest
    case .randomForestWindow: result.randomForestWindow = other.randomForestWindow
    case .svm: result.svm = other.svm
    case .logisticRegression: result.logisticRegression = other.logisticRegression
    case .ensemble: result.ensemble = other.ensemble
    }
    return result
  }

  /// What a model's fit depends on, as JSON with sorted keys: for digests and the manifest.
  func text(of model: ModelName) throws -> String {
    let data =
      switch model {
      case .hybrid, .cnn2d, .cnn1d:
        try JSONFile.compactData(
          NetworksText(
            networks: networks(for: model), seeds: networkSeeds, stoppingBlocks: stoppingBlocks))
      case .randomForest: try JSONFile.compactData(randomForest)
      case .randomForestWindow: try JSONFile.compactData(randomForestWindow)
      case .svm: try JSONFile.compactData(svm)
      case .logisticRegression: try JSONFile.compactData(logisticRegression)
      case .ensemble: try JSONFile.compactData(ensemble)
      }
    return String(decoding: data, as: UTF8.self)
  }
}

/// The hyperparameters of networks, how many there are when it is more than one, and the blocks that stop them if any do.
private struct NetworksText: Encodable {
  let networks: NetworkHyperparameters
  let seeds: Int
  let stoppingBlocks: Int

  private enum Key: String, CodingKey { case seeds, stoppingBlocks }

  func encode(to encoder: any Encoder) throws {
    try networks.encode(to: encoder)
    var container = encoder.container(keyedBy: Key.self)
    if seeds > 1 { try container.encode(seeds, forKey: .seeds) }
    if networks.earlyStopping != nil {
      try container.encode(stoppingBlocks, forKey: .stoppingBlocks)
    }
  }
}

/// The hyperparameters of the random forest.
public struct ForestOptions: Sendable, Equatable, Codable {
  /// The number of trees.
  public var trees = 500
  /// How many factors are looked at for each split.
  public var maximumFeatures = RandomForest.MaximumFeatures.squareRoot
  /// The greatest depth; `nil` means until leaves are pure.
  public var maximumDepth: Int?
  /// The fewest samples of a leaf.
  public var minimumLeafSize = 1
  /// The fewest samples of a node that is split.
  public var minimumSplitSize = 2
  /// What a split makes smaller.
  public var criterion = Impurity.gini
  /// Which thresholds are tried at a split.
  public var splits = RandomForest.Splits.automatic
  /// Whether each tree's samples are drawn with replacement.
  public var bootstrap = true
  /// How many samples are drawn for each tree, as a share of them.
  public var subsample = 1.0
  /// How much the samples of each class count.
  public var classWeights = ClassWeights.equal

  func estimator(threads: Int?, measuresImportance: Bool = false) -> RandomForest {
    RandomForest(
      trees: trees, maximumFeatures: maximumFeatures, maximumDepth: maximumDepth,
      minimumLeafSize: minimumLeafSize, minimumSplitSize: minimumSplitSize, bootstrap: bootstrap,
      subsample: subsample, splits: splits, impurity: criterion, classWeights: classWeights,
      permutationImportance: measuresImportance, threads: threads)
  }
}

/// The hyperparameters of the support vector machine.
public struct SupportVectorOptions: Sendable, Equatable, Codable {
  /// The kernels by their names in a study.
  public enum Kernel: String, Sendable, Codable, CaseIterable {
    /// Radial basis function.
    case radialBasis = "rbf"
    case linear
    case polynomial
  }

  /// The penalty C.
  public var penalty = 1.0
  /// How alike two samples are.
  public var kernel = Kernel.radialBasis
  /// The factor of distances or products in the kernel; `nil` means 1 / (columns x variance). A linear kernel has none.
  public var gamma: Double?
  /// The degree of a polynomial kernel.
  public var degree = 3
  /// What a polynomial kernel adds to products.
  public var coefficient = 0.0
  /// How the classes count.
  public var classWeighting = NetworkHyperparameters.ClassWeighting.none

  func estimator(threads: Int?) -> SupportVectorMachine {
    SupportVectorMachine(
      penalty: penalty, kernel: baselineKernel,
      classWeights: classWeighting == .balanced ? .balanced : .equal, threads: threads)
  }

  private var baselineKernel: Baselines.Kernel {
    let gamma: Baselines.Kernel.Gamma = gamma.map { .value($0) } ?? .scale
    return switch kernel {
    case .radialBasis: .radialBasis(gamma: gamma)
    case .linear: .linear
    case .polynomial: .polynomial(degree: degree, gamma: gamma, coefficient: coefficient)
    }
  }
}

/// The hyperparameters of the logistic regression.
public struct LogisticOptions: Sendable, Equatable, Codable {
  /// The ridge on standardised coefficients.
  public var ridge = 1e-3

  func estimator() -> LogisticRegression { LogisticRegression(penalty: ridge) }
}
