/// A row of samples.csv.
struct SampleRecord {
  let x: Double
  let y: Double
  let isLandslide: Bool
  let isTraining: Bool
}

/// A row of vif.csv.
struct CollinearityRecord {
  let factor: String
  let tolerance: Double
  let varianceInflationFactor: Double

  /// Whether the factor repeats what others say. Source: Sect. 3.1.1: tolerance below 0.1 or VIF above 10.
  var isSuspect: Bool { tolerance < 0.1 || varianceInflationFactor > 10 }
}

/// A row of frequency_ratio.csv.
struct FactorClassRecord {
  let factor: String
  let number: String
  let lower: Double
  let upper: Double
  let label: String
  let landslides: Double
  let cells: Double
  let frequencyRatio: Double
  let encoded: Double

  /// The label, or the number of a class without one.
  var name: String { label.isEmpty ? number : label }

  /// A label of a range with fewer digits; the label of anything else.
  var shortLabel: String {
    let name = name.hasPrefix("<= ") ? "≤ " + name.dropFirst(3) : name
    guard lower.isFinite, upper.isFinite, lower < upper else { return name }
    func text(_ value: Double) -> String { NumberText.significant(value, 4) }
    guard text(lower) != text(upper) else { return name }
    if label.hasPrefix("<= ") { return "≤ \(text(upper))" }
    if label.hasPrefix("> ") { return "> \(text(lower))" }
    return label.contains(" to ") && label.contains(where: \.isNumber)
      ? "\(text(lower)) to \(text(upper))" : name
  }
}

/// A row of tune.csv.
struct TuningRecord {
  let model: String
  let settings: String
  let area: Double
  let deviation: Double
  let isChosen: Bool
  let nestedArea: Double
  let nestedDeviation: Double
}

/// training_MODEL.csv.
struct TrainingRecord {
  let epochs: [Double]
  let loss: [Double]
  let accuracy: [Double]
  let validationLoss: [Double]
  let validationAccuracy: [Double]
}

/// The measures of one model on one set in metrics.json; NaN where one is missing or undefined.
struct MeasuresRecord {
  private let values: ResultsJSON

  init(_ values: ResultsJSON) { self.values = values }

  /// A measure by its key.
  subscript(key: String) -> Double { values[key].number ?? .nan }

  /// Area under the ROC curve.
  var areaUnderCurve: Double { self["auc"] }

  /// The 95 % interval of the area, or `nil`.
  var interval: (low: Double, high: Double)? { ends("auc_ci95") }

  /// The 95 % interval of the area by resampling of landslides, or `nil`.
  var bootstrapInterval: (low: Double, high: Double)? { ends("auc_bootstrap95") }

  /// The measures at other thresholds, by the name of the rule.
  var thresholds: [(key: String, record: MeasuresRecord)] {
    values["thresholds"].members.map { ($0.key, MeasuresRecord($0.value)) }
  }

  /// The measures of the calibrated probabilities, or `nil`.
  var calibrated: MeasuresRecord? {
    values["calibrated"].exists ? MeasuresRecord(values["calibrated"]) : nil
  }

  private func ends(_ key: String) -> (low: Double, high: Double)? {
    let ends = values[key].elements.map { $0.number ?? .nan }
    return ends.count == 2 && ends.allSatisfy(\.isFinite) ? (ends[0], ends[1]) : nil
  }
}

/// A row of cross_validation.csv.
struct FoldRecord {
  let model: String
  let scheme: String
  let areaUnderCurve: Double
  let accuracy: Double
  let kappa: Double
  let rootMeanSquareError: Double
}

/// A row of class_areas.csv.
struct ClassAreaRecord {
  let model: String
  let number: Int
  let lower: Double
  let upper: Double
  let cells: Double
  let areaInSquareKilometers: Double
  let share: Double
  let landslides: Double
  let landslideDensity: Double
}

/// A row of permutation_importance.csv.
struct PermutationRecord {
  let model: String
  let factor: String
  let decrease: Double
  let deviation: Double
}

/// A row of effects.csv.
struct EffectRecord {
  let model: String
  let factor: String
  let label: String
  let value: Double
  let effect: Double
  let count: Double
}

/// A row of jackknife.csv.
struct JackknifeRecord {
  let model: String
  let factor: String
  let areaWithAll: Double
  let areaWithout: Double
  let relativeDecrease: Double
  let low: Double
  let high: Double
}
