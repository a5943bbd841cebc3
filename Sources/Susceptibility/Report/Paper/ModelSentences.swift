extension StudyResults {
  /// The models that were fitted, with their hyperparameters.
  var modelSentences: [MethodSentence] {
    let networks = models.filter { ModelName(rawValue: $0)?.isNetwork == true }
    return tuningSentences + networks.enumerated().map { network($1, isFirst: $0 == 0) }
      + networkTraining(networks)
      + models.filter { !networks.contains($0) }.map(pixelModel)
  }

  /// The hyperparameters of a model; none when the manifest has none.
  func hyperparameters(of model: String) -> [String: String] {
    Dictionary(
      uniqueKeysWithValues: manifest["hyperparameters"][model].members.map {
        ($0.key, $0.value.plain ?? $0.value.summary)
      })
  }

  // MARK: Networks

  private func network(_ model: String, isFirst: Bool) -> MethodSentence {
    let chosen = hyperparameters(of: model)
    let window = chosen["window"].map { "\($0) × \($0) cells" } ?? "cells"
    let filters2D = chosen["filters-2d"].map { " (\($0) filters)" } ?? ""
    let filters1D = chosen["filters-1d"].map { " (\($0) filters)" } ?? ""
    let title = Self.title(of: model)
    let text =
      switch ModelName(rawValue: model) {
      case .cnn2d:
        "\(title) has two 2D convolutions\(filters2D) with max pooling over the window of \(window) around a "
          + "cell"
      case .cnn1d: "\(title) has two 1D convolutions\(filters1D) over the factors of a cell"
      default:
        "\(title) joins two 2D convolutions\(filters2D) with max pooling over the window of \(window) around "
          + "a cell with two 1D convolutions\(filters1D) over the factors of the cell"
      }
    return MethodSentence(
      text
        + (chosen["hidden"].map { ", followed by a layer of \($0) units and two outputs" } ?? ""),
      sources: isFirst ? [.hybrid] : [])
  }

  /// How the networks were trained: one sentence for those that were trained alike.
  private func networkTraining(_ networks: [String]) -> [MethodSentence] {
    var groups: [(text: String, sources: [Reference], models: [String])] = []
    for model in networks {
      let (text, sources) = training(
        hyperparameters(of: model), seesCell: model != ModelName.cnn2d.rawValue,
        seesWindow: model != ModelName.cnn1d.rawValue)
      if let index = groups.firstIndex(where: { $0.text == text }) {
        groups[index].models.append(model)
      } else if !text.isEmpty {
        groups.append((text, sources, [model]))
      }
    }
    return groups.map { group in
      let names =
        group.models.count == networks.count && networks.count > 1
        ? "The networks" : Prose.list(group.models.map(Self.title))
      let verb = group.models.count == 1 ? "was" : "were"
      return MethodSentence("\(names) \(verb) trained \(group.text)", sources: group.sources)
    }
  }

  private func training(
    _ chosen: [String: String], seesCell: Bool, seesWindow: Bool
  ) -> (text: String, sources: [Reference]) {
    guard let epochs = chosen["epochs"], let optimizer = chosen["optimizer"] else {
      return ("", [])
    }
    let optimizers: [String: (name: String, sources: [Reference])] = [
      "adagrad": ("Adagrad", [.adagrad]), "adam": ("Adam", [.adam]),
      "adamw": ("AdamW", [.adam, .decoupledDecay]), "sgd": ("stochastic gradient descent", []),
    ]
    let used = optimizers[optimizer] ?? (optimizer, [])
    var sources = used.sources
    var parts = [
      "by \(used.name) on the cross entropy for \(epochs) epochs"
        + (chosen["batch-size"].map { " in batches of \($0)" } ?? "")
        + (chosen["learning-rate"].map { " at a learning rate of \($0)" } ?? "")
    ]
    func isSet(_ key: String) -> String? {
      chosen[key].flatMap { ["0", "0.0", "none", "constant"].contains($0) ? nil : $0 }
    }
    if optimizer == "sgd", let momentum = isSet("momentum") { parts.append("momentum \(momentum)") }
    if let schedule = isSet("schedule") { parts.append("the rate changing (\(schedule))") }
    if let decay = isSet("weight-decay") { parts.append("weight decay \(decay)") }
    if isSet("input-scaling") == "standardized" {
      parts.append("on inputs brought to mean 0 and standard deviation 1")
      sources.append(.efficientBackpropagation)
    }
    if let dropout = isSet("dropout") {
      parts.append("dropout of \(dropout)")
      sources.append(.dropout)
    }
    if seesCell, isSet("linear-path") == "logistic" {
      parts.append("on top of a logistic regression of the cell's own factors as a fixed offset")
    }
    if seesWindow, isSet("augmentation") == "dihedral" {
      parts.append("windows turned and mirrored at random")
    }
    if seesWindow, isSet("prediction-flips") == "dihedral" {
      parts.append("probabilities being means over the eight flips of a window")
    }
    if isSet("class-weights") == "balanced" { parts.append("classes weighted alike") }
    if let stopping = isSet("early-stopping") { parts.append("early stopping (\(stopping))") }
    if let seeds = chosen["seeds"] {
      parts.append("the mean of \(seeds) networks of different seeds being the probability")
    }
    return (parts.joined(separator: ", "), sources)
  }

  // MARK: Other models

  private func pixelModel(_ model: String) -> MethodSentence {
    let chosen = hyperparameters(of: model)
    let title = Self.title(of: model)
    switch model {
    case ModelName.randomForest.rawValue, ModelName.randomForestWindow.rawValue:
      let isExtra = chosen["splits"] == "random"
      var text = "\(title): \(chosen["trees"] ?? "many") trees"
      text += chosen["maximum-features"].map { ", \(forestFeatures($0)) tried at each split" } ?? ""
      text += chosen["criterion"].map { ", impurity by \($0 == "gini" ? "Gini" : $0)" } ?? ""
      text += chosen["maximum-depth"].map { ", a depth of at most \($0)" } ?? ""
      if let size = chosen["minimum-leaf-size"], size != "1" {
        text += ", leaves of at least \(size)"
      }
      text +=
        chosen["bootstrap"] == "no"
        ? ", on samples drawn without replacement" : ", on bootstrap samples"
      if isExtra { text += ", with thresholds drawn at random" }
      if model == ModelName.randomForestWindow.rawValue {
        text +=
          ", on each factor and its mean, standard deviation, minimum and maximum over the "
          + "window of "
          + (chosen["window"].map { "\($0) × \($0) cells" } ?? "cells")
      }
      if let accuracy = forestFindings(of: model)["out_of_bag_accuracy"].number {
        text += "; the out-of-bag error is \(NumberText.fixed(1 - accuracy, 3))"
      }
      return MethodSentence(
        text, sources: isExtra ? [.randomForest, .extraTrees] : [.randomForest])
    case ModelName.svm.rawValue:
      let kernels = ["rbf": "radial basis function"]
      let kernel = chosen["kernel"] ?? "rbf"
      var text = "\(title): a \(kernels[kernel] ?? kernel) kernel"
      if kernel != "linear" {
        let gamma = chosen["gamma"] ?? "scale"
        text += ", gamma " + (gamma == "scale" ? "1/(columns × variance)" : gamma)
      }
      if kernel == "polynomial", let degree = chosen["degree"] { text += ", degree \(degree)" }
      text += chosen["penalty"].map { ", penalty C = \($0)" } ?? ""
      return MethodSentence(
        text
          + ", columns standardised; probabilities come from a sigmoid of cross-validated decision values",
        .supportVectors, .platt, .lin)
    case ModelName.logisticRegression.rawValue:
      return MethodSentence(
        "\(title): maximum likelihood with a ridge of \(chosen["ridge"] ?? "a small size") on "
          + "standardised coefficients", .ridge)
    case ModelName.ensemble.rawValue: return ensemble(title)
    default:
      let settings = chosen.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
      return MethodSentence(
        title + (settings.isEmpty ? " was fitted" : ": \(settings.joined(separator: ", "))"))
    }
  }

  private func ensemble(_ title: String) -> MethodSentence {
    let found = manifest["ensemble"]
    let members = found["members"].elements.map { member in
      "\(Self.title(of: member["model"].plain ?? "")) (\(NumberText.fixed(member["weight"].number, 3)))"
    }
    var text = "\(title): the weighted mean of the log odds"
    if !members.isEmpty { text += " of \(Prose.list(members))" }
    text +=
      found["folds"].plain.map {
        ", with the weights of least log loss on the training samples that were held out of inner folds (\($0))"
      } ?? ", all with the same weight"
    return MethodSentence(
      text,
      sources: found["folds"].plain == nil ? [.logarithmicPool] : [.logarithmicPool, .stacking])
  }

  private func forestFeatures(_ text: String) -> String {
    switch text {
    case "square-root": "the square root of the number of columns"
    case "all": "all factors"
    default: "\(text) factors"
    }
  }

  // MARK: Search

  private var tuningSentences: [MethodSentence] {
    manifest["tuning"].elements.map { tuned in
      let isNested = tuned["nested_auc"].number != nil
      let isRandom = tuned["search"].plain?.contains("random") == true
      var text =
        "Hyperparameters of \(Self.title(of: tuned["model"].plain ?? "")) were searched for among "
        + "\(NumberText.count(tuned["trials"].number)) settings (\(tuned["search"].plain ?? "")) by the mean AUC "
        + "over \(NumberText.count(tuned["folds"].number)) folds (\(tuned["scheme"].plain ?? "")) of the "
        + "training samples; chosen: \(tuned["settings"].plain ?? "")"
      if isNested {
        text +=
          "; over outer folds that the search did not see, its AUC was "
          + NumberText.fixed(tuned["nested_auc"].number, 3)
      }
      return MethodSentence(
        text,
        sources: (isRandom ? [.randomSearch] : []) + (isNested ? [.nestedSearch] : []))
    }
  }
}
