import HybridCNN

extension StudyConfiguration {
  /// The keys of a study file that change no result, each with what would make it count.
  ///
  /// Models come and go while a study is worked on, and their keys stay: so these are told, and are no errors.
  func keysWithoutEffect(in study: StudyMembers) -> [String] {
    unusedModels(study) + unusedOptions(study)
  }

  /// Keys of models that are not fitted.
  private func unusedModels(_ study: StudyMembers) -> [String] {
    let missing = ModelName.allCases.filter { !$0.isNetwork && !fittedModels.contains($0) }
    var unused = missing.map(\.rawValue).filter { study[$0] != nil }.map {
      "\($0) has no effect: \($0) is not among the models"
    }
    if study["networks"] != nil, !fittedModels.contains(where: \.isNetwork) {
      unused.append(
        "networks fits nothing: no network is among the models; only its window counts, for purged folds "
          + "and the leak audit")
    }
    return unused
  }

  /// Keys that another choice than the one made would need.
  private func unusedOptions(_ study: StudyMembers) -> [String] {
    var unused: [String] = []
    func check(_ place: String, _ key: String, needs choice: String, _ found: String) {
      unused.append("\(place)\(key) has no effect: it needs \(choice), found \(found)")
    }
    if study["scale"] != nil, encoding.scale == nil {
      check("", "scale", needs: "encoding: raw or both", "encoding: \(encoding.weighting.rawValue)")
    }
    if fittedModels.contains(.svm), !isTuned("kernel") {
      let kernel = hyperparameters.svm.kernel
      for (key, kernels) in [
        ("gamma", [.radialBasis, .polynomial]), ("degree", [.polynomial]),
        ("coefficient", [.polynomial]),
      ] as [(String, [SupportVectorOptions.Kernel])]
      where study["svm"]?.has(key) == true && !kernels.contains(kernel) {
        check(
          "svm.", key, needs: "kernel: " + kernels.map(\.rawValue).joined(separator: " or "),
          "kernel: \(kernel.rawValue)")
      }
    }
    if fittedModels.contains(where: \.isNetwork), !isTuned("optimizer") {
      let optimizer = hyperparameters.networks.optimizer
      for (key, needed) in [
        ("momentum", .sgd), ("initial-accumulator", .adagrad),
      ] as [(String, NetworkHyperparameters.OptimizerKind)]
      where study["networks"]?.has(key) == true && optimizer != needed {
        check(
          "networks.", key, needs: "optimizer: \(needed.rawValue)",
          "optimizer: \(optimizer.rawValue)")
      }
    }
    return unused
  }

  /// Whether the search tries values of a hyperparameter.
  private func isTuned(_ name: String) -> Bool {
    tune?.grid.contains { $0.name == name } ?? false
  }
}
