import HybridCNN
import NeuralCore

extension NamedHyperparameter where Target == NetworkHyperparameters {
  /// What may follow the preset of `networks:`; each can be tuned.
  static var network: [NamedHyperparameter] {
    [
      .integer("window", \.window, in: 11...255, "an odd number of cells from 11 to 255"),
      .integer("epochs", \.epochs, in: 1...100_000, "a whole number from 1"),
      .counts("filters-2d", \.filters2D, count: 2),
      .counts("filters-1d", \.filters1D, count: 2),
      .integer("hidden", \.hidden, in: 1...4096, "a whole number from 1 to 4096"),
      .integer("kernel-size", \.kernelSize, in: 1...11, "an odd number from 1 to 11"),
      .integer("pooling-size", \.poolingSize, in: 1...11, "a whole number from 1"),
      .integer("pooling-stride", \.poolingStride, in: 1...11, "a whole number from 1"),
      .choice("activation", \.activation),
      .choice("optimizer", \.optimizer),
      .number("learning-rate", \.learningRate, in: 1e-12...1e3, "a number above 0"),
      NamedHyperparameter(name: "schedule", expected: "one of constant, cosine, step") {
        target, value in
        switch value {
        case .text("constant"): target.schedule = .constant
        case .text("cosine"): target.schedule = .cosine(least: 0)
        case .text("step"):
          if case .step = target.schedule { break }
          target.schedule = .step(every: 10, factor: 0.5)
        default: return false
        }
        return true
      },
      NamedHyperparameter(
        name: "step-every", expected: "a whole number from 1, with schedule: step", isWhole: true
      ) { target, value in
        guard case .number(let number) = value, let every = Int(exactly: number),
          (1...1_000_000).contains(every), case .step(_, let factor) = target.schedule
        else { return false }
        target.schedule = .step(every: every, factor: factor)
        return true
      },
      NamedHyperparameter(
        name: "step-factor", expected: "a number above 0 and at most 1, with schedule: step"
      ) { target, value in
        guard case .number(let factor) = value, (1e-6...1).contains(factor),
          case .step(let every, _) = target.schedule
        else { return false }
        target.schedule = .step(every: every, factor: Float(factor))
        return true
      },
      .number("initial-accumulator", \.initialAccumulator, in: 0...1e6, "a number from 0"),
      .number("momentum", \.momentum, in: 0...0.999_999, "a number from 0 to below 1"),
      .number("weight-decay", \.weightDecay, in: 0...1e3, "a number from 0"),
      .integer("batch-size", \.batchSize, in: 1...65_536, "a whole number from 1"),
      .number("dropout", \.dropout, in: 0...0.999_999, "a number from 0 to below 1"),
      .choice("augmentation", \.augmentation),
      .choice("prediction-flips", \.predictionFlips),
      .choice("linear-path", \.linearPath),
      .choice("input-scaling", \.inputScaling),
      .choice("class-weights", \.classWeighting),
      NamedHyperparameter(name: "collapse", expected: "one of restart, fail") { target, value in
        switch value {
        case .text("restart"): target.collapse = NetworkHyperparameters().collapse
        case .text("fail"): target.collapse = .fail
        default: return false
        }
        return true
      },
    ]
  }
}

extension NamedHyperparameter where Target == ForestOptions {
  /// What may stand in `random-forest:`.
  static var forest: [NamedHyperparameter] {
    [
      .integer("trees", \.trees, in: 1...100_000, "a whole number from 1"),
      .integer("minimum-leaf-size", \.minimumLeafSize, in: 1...1_000_000, "a whole number from 1"),
      .integer(
        "minimum-split-size", \.minimumSplitSize, in: 2...1_000_000, "a whole number from 2"),
      .choice("criterion", \.criterion),
      .number("subsample", \.subsample, in: 1e-6...1, "a number above 0 and at most 1"),
      .words("bootstrap", \.bootstrap, [("true", true), ("false", false)]),
      .words(
        "splits", \.splits,
        [
          ("automatic", .automatic), ("exact", .exact), ("histogram", .histogram(bins: 256)),
          ("random", .random),
        ]),
      .words("class-weights", \.classWeights, [("none", .equal), ("balanced", .balanced)]),
      NamedHyperparameter(
        name: "maximum-features", expected: "a whole number from 1, square-root or all",
        isWhole: true
      ) { target, value in
        switch value {
        case .number(let number):
          guard let count = Int(exactly: number), count >= 1 else { return false }
          target.maximumFeatures = .count(count)
        case .text("square-root"): target.maximumFeatures = .squareRoot
        case .text("all"): target.maximumFeatures = .all
        default: return false
        }
        return true
      },
      NamedHyperparameter(name: "maximum-depth", expected: "a whole number from 1", isWhole: true) {
        target, value in
        guard case .number(let number) = value, let depth = Int(exactly: number), depth >= 1 else {
          return false
        }
        target.maximumDepth = depth
        return true
      },
    ]
  }
}

extension NamedHyperparameter where Target == WindowForestOptions {
  /// What may stand in `random-forest-window:`: the window, and all of a forest.
  static var windowForest: [NamedHyperparameter] {
    let window = NamedHyperparameter(
      name: "window", expected: "an odd number of cells from 3 to 255", isWhole: true
    ) { target, value in
      guard case .number(let number) = value, let window = Int(exactly: number), window % 2 == 1,
        WindowForestOptions.windows.contains(window)
      else { return false }
      target.window = window
      return true
    }
    return [window] + NamedHyperparameter<ForestOptions>.forest.map { $0.within(\.forest) }
  }
}

extension NamedHyperparameter where Target == SupportVectorOptions {
  /// What may stand in `svm:`.
  static var supportVector: [NamedHyperparameter] {
    [
      .number("penalty", \.penalty, in: 1e-9...1e9, "a number above 0"),
      NamedHyperparameter(
        name: "gamma", expected: "a number above 0 (1e-9 to 1e9), or scale"
      ) { target, value in
        switch value {
        case .number(let number) where (1e-9...1e9).contains(number): target.gamma = number
        case .text("scale"): target.gamma = nil
        default: return false
        }
        return true
      },
      .choice("kernel", \.kernel),
      .integer("degree", \.degree, in: 1...100, "a whole number from 1 to 100"),
      .number("coefficient", \.coefficient, in: 0...1e9, "a number from 0"),
      .choice("class-weights", \.classWeighting),
    ]
  }
}

extension NamedHyperparameter where Target == LogisticOptions {
  /// What may stand in `logistic-regression:`.
  static var logistic: [NamedHyperparameter] {
    [.number("ridge", \.ridge, in: 1e-12...1e9, "a number above 0")]
  }
}

extension ModelName {
  /// The names of the model's hyperparameters in study.yaml.
  var hyperparameterNames: [String] { namedHyperparameters.map(\.name) }

  /// The names of those that are whole numbers.
  var wholeHyperparameterNames: [String] {
    namedHyperparameters.filter(\.isWhole).map(\.name)
  }

  private var namedHyperparameters: [(name: String, isWhole: Bool)] {
    func named<Target>(_ all: [NamedHyperparameter<Target>]) -> [(name: String, isWhole: Bool)] {
      all.map { ($0.name, $0.isWhole) }
    }
    return switch self {
    case .hybrid, .cnn2d, .cnn1d: named(NamedHyperparameter.network)
    case .randomForest: named(NamedHyperparameter.forest)
    case .randomForestWindow: named(NamedHyperparameter.windowForest)
    case .svm: named(NamedHyperparameter.supportVector)
    case .logisticRegression: named(NamedHyperparameter.logistic)
    case .ensemble: []
    }
  }
}

extension ModelHyperparameters {
  /// Reads the keys of the models of a study: `networks:`, `random-forest:` and so on.
  init(_ study: StudyMembers, encoding: EncodingOptions) throws {
    self.init(encoding: encoding)
    if let node = study["networks"] { try readNetworks(node) }
    if let node = study["random-forest"] {
      try Self.read(node, NamedHyperparameter.forest, into: &randomForest)
    }
    if let node = study["random-forest-window"] {
      try Self.read(node, NamedHyperparameter.windowForest, into: &randomForestWindow)
    }
    if let node = study["svm"] {
      try Self.read(node, NamedHyperparameter.supportVector, into: &svm)
    }
    if let node = study["logistic-regression"] {
      try Self.read(node, NamedHyperparameter.logistic, into: &logisticRegression)
    }
    if let node = study["ensemble"] { ensemble = try EnsembleOptions(node) }
  }

  private enum Preset: String, CaseIterable { case paper, recommended }

  private mutating func readNetworks(_ node: StudyNode) throws {
    let names = NamedHyperparameter.network
    let members = try node.members(
      ["preset", "seeds", "early-stopping", "checkpoint-every"] + names.map(\.name),
      "{ preset: recommended, window: 13, epochs: 60 }")
    let preset = try members["preset"]?.choice(of: Preset.self) ?? .recommended
    if preset == .paper { networks = .paper }
    try Self.read(members, names, into: &networks)
    networkSeeds =
      try members["seeds"]?.integer(in: 1...1000, "1 to 1000 networks") ?? networkSeeds
    if let node = members["early-stopping"] { try readEarlyStopping(node) }
    checkpointInterval =
      try members["checkpoint-every"]?.integer(
        in: 0...1_000_000, "a number of epochs; 0 turns it off") ?? checkpointInterval
    do {
      try networks.check()
    } catch let error as NetworkError {
      throw node.error(StudyError.problem(error))
    }
  }

  private mutating func readEarlyStopping(_ node: StudyNode) throws {
    guard node.isMapping else {
      let expected = "false or { patience: 5, blocks: 5 }"
      guard try node.text(expected) == "false" else { throw node.error("expected \(expected)") }
      networks.earlyStopping = nil
      return
    }
    let members = try node.members(["patience", "blocks"], "{ patience: 5, blocks: 5 }")
    networks.earlyStopping = EarlyStopping(
      patience: try members["patience"]?.integer(
        in: 1...100_000, "1 to 100000 epochs without a better loss") ?? 5)
    stoppingBlocks =
      try members["blocks"]?.integer(in: 2...1000, "2 to 1000 blocks of ground") ?? stoppingBlocks
  }

  private static func read<Target>(
    _ node: StudyNode, _ names: [NamedHyperparameter<Target>], into target: inout Target
  ) throws {
    let members = try node.members(names.map(\.name), "hyperparameters")
    try read(members, names, into: &target)
  }

  private static func read<Target>(
    _ members: StudyMembers, _ names: [NamedHyperparameter<Target>], into target: inout Target
  ) throws {
    for hyperparameter in names {
      guard let node = members[hyperparameter.name] else { continue }
      let value = try HyperparameterValue(node)
      guard hyperparameter.set(&target, value) else {
        throw node.error("expected \(hyperparameter.expected), found \(value.shown)")
      }
    }
  }

  /// The hyperparameters with some values of one model replaced; those that it does not have are passed over.
  ///
  /// - Throws: `HyperparameterError` naming the first value that does not fit, or `NetworkError`.
  func setting(
    _ settings: [HyperparameterSetting], of model: ModelName
  ) throws -> ModelHyperparameters {
    var result = self
    switch model {
    case .hybrid, .cnn2d, .cnn1d:
      try Self.set(settings, NamedHyperparameter.network, in: &result.networks)
      try result.networks.check()
    case .randomForest:
      try Self.set(settings, NamedHyperparameter.forest, in: &result.randomForest)
    case .randomForestWindow:
      try Self.set(settings, NamedHyperparameter.windowForest, in: &result.randomForestWindow)
    case .svm: try Self.set(settings, NamedHyperparameter.supportVector, in: &result.svm)
    case .logisticRegression:
      try Self.set(settings, NamedHyperparameter.logistic, in: &result.logisticRegression)
    case .ensemble: break
    }
    return result
  }

  /// Puts settings into place in the order of `names`, whatever their own: some build on others.
  private static func set<Target>(
    _ settings: [HyperparameterSetting], _ names: [NamedHyperparameter<Target>],
    in target: inout Target
  ) throws {
    for hyperparameter in names {
      for setting in settings where setting.name == hyperparameter.name {
        guard hyperparameter.set(&target, setting.value) else {
          throw HyperparameterError(
            name: setting.name, expected: hyperparameter.expected, found: setting.value)
        }
      }
    }
  }
}
