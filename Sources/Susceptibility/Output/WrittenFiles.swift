/// What the steps of a study write into its folder: names without extension.
enum WrittenFiles {
  /// What a step writes about one model.
  static func stems(of model: ModelName, by step: StudyStep) -> [String] {
    let name = model.rawValue
    return switch step {
    case .train:
      [
        "model", "training", "susceptibility", "deviation", "importance", "checkpoint",
        "calibration",
      ]
      .map { "\($0)_\(name)" } + ["susceptibility_\(name)_calibrated"]
    case .evaluate:
      ["predictions", "success_rate", "prediction_rate"].map { "\($0)_\(name)" }
        + SampleSet.allCases.flatMap { set in
          ["roc", "precision_recall", "reliability"].map { "\($0)_\(name)_\(set.rawValue)" }
            + ["reliability_\(name)_\(set.rawValue)_calibrated"]
        }
        + ["uncertainty_\(name)_\(UncertaintySource.replicates.rawValue)"]
    case .map:
      ["classes_\(name)", "uncertainty_\(name)_\(UncertaintySource.folds.rawValue)"]
    case .factors, .analyze, .tune, .jackknife, .explain, .report: []
    }
  }

  /// What a step writes about all models together, or about none.
  static func stems(by step: StudyStep) -> [String] {
    switch step {
    case .factors, .train, .report: []
    case .analyze:
      [
        "samples", "frequency_ratio", "vif", "vif_cells", "correlation_pearson",
        "correlation_spearman", "condition_indices", "cramers_v",
      ]
    case .tune: ["tune", "tune_nested"]
    case .evaluate: ["metrics", "model_comparisons", "cross_validation", "replicates"]
    case .map:
      [
        "class_areas", "class_stability", "agreement", "applicability",
        "applicability_dissimilarity",
      ]
    case .jackknife: ["jackknife"]
    case .explain: ["permutation_importance", "effects"]
    }
  }

  /// The key of manifest.json that holds what the fit of a model has found.
  static func findings(of model: ModelName) -> String? {
    switch model {
    case .randomForest: "random_forest"
    case .randomForestWindow: "random_forest_window"
    case .ensemble: "ensemble"
    case .hybrid, .cnn2d, .cnn1d, .svm, .logisticRegression: nil
    }
  }

  /// The keys of manifest.json that hold what a step has found.
  static func findings(of step: StudyStep) -> [String] {
    switch step {
    case .factors, .report: []
    case .analyze:
      ["leak_audit", "excluded_samples", "absences", "landslides", "single_factor_auc"]
    case .tune: ["tuning"]
    case .train: ModelName.allCases.compactMap(findings)
    case .evaluate: ["fold_audits", "cross_validation_gaps", "replicates"]
    case .map: ["applicability"]
    case .jackknife: ["jackknife"]
    case .explain: []
    }
  }
}
