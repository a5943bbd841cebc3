import Foundation

/// What a study wrote so far: all of its tables, read and checked; rasters are read when they are drawn.
package struct StudyResults {
  let folder: ResultsFolder
  /// What is still to come of a study that runs; `nil` for one that has ended.
  let remaining: RemainingWork?
  /// manifest.json, null when there is none.
  let manifest: ResultsJSON
  /// What the study was asked to do; `nil` when the manifest does not say.
  let methods: StudyConfiguration?
  let samples: [SampleRecord]?
  let collinearity: [CollinearityRecord]?
  let classes: [FactorClassRecord]?
  let tuning: [TuningRecord]?
  let training: [String: TrainingRecord]
  /// Measures by set (training, validation), by model.
  let measures: [String: [String: MeasuresRecord]]
  let folds: [FoldRecord]?
  let classAreas: [ClassAreaRecord]?
  let jackknife: [JackknifeRecord]?
  let permutation: [PermutationRecord]?
  let effects: [EffectRecord]?
  /// The models in the study's order.
  let models: [String]
  /// The factors in the study's order.
  let factors: [String]

  /// Reads the tables of a folder.
  ///
  /// - Parameter remaining: what is still to come of a study that runs; `nil` for one that has ended.
  /// - Throws: ``ReportError`` when there are none, or one is not what a study writes.
  init(folder url: URL, remaining: RemainingWork? = nil) throws {
    self.remaining = remaining
    folder = try ResultsFolder(url, hiding: remaining?.stems ?? [])
    manifest =
      (try folder.file("manifest.json").map(ResultsJSON.init(contentsOf:)) ?? .null)
      .omitting(remaining?.findings ?? [])
    methods = folder.file("manifest.json").flatMap(Self.methods)
    let table = { [folder] (name: String) in
      try folder.file(name).map(ResultsTable.init(contentsOf:))
    }
    samples = try table("samples.csv").map(Self.samples)
    collinearity = try table("vif.csv").map(Self.collinearity)
    classes = try table("frequency_ratio.csv").map(Self.classes)
    tuning = try table("tune.csv").map(Self.tuning)
    folds = try table("cross_validation.csv").map(Self.folds)
    classAreas = try table("class_areas.csv").map(Self.classAreas)
    jackknife = try table("jackknife.csv").map(Self.jackknife)
    permutation = try table("permutation_importance.csv").map(Self.permutation)
    effects = try table("effects.csv").map(Self.effects)
    measures = try folder.file("metrics.json").map(Self.measures) ?? [:]
    let trained = folder.names(between: "training_", and: [".csv"])
    training = try Dictionary(
      uniqueKeysWithValues: trained.compactMap { model in
        try table("training_\(model).csv").map { (model, try Self.training($0)) }
      })

    let listed = manifest["models"].elements.compactMap { $0.plain ?? $0["name"].plain }
    // A manifest knows the models; other files of such names are the user's.
    models =
      !listed.isEmpty
      ? listed
      : Self.distinct(
        measures.keys.sorted() + trained
          + folder.names(between: "susceptibility_", and: [".tif", ".asc"])
          .filter { !$0.hasSuffix("_calibrated") })
    factors = Self.distinct(
      (classes ?? []).map(\.factor) + (collinearity ?? []).map(\.factor) + folder.factorNames)
    guard manifest.exists || !models.isEmpty || !factors.isEmpty || samples != nil else {
      throw ReportError.noResults(folder: url.path)
    }
  }

  /// The points of a ROC curve, or `nil` when the model was not evaluated on the set.
  func rocCurve(model: String, set: String) throws -> [(x: Double, y: Double)]? {
    try curve("roc_\(model)_\(set).csv", x: "false_positive_rate", y: "true_positive_rate")
  }

  /// Two columns of a table as points, or `nil` when there is no such file.
  func curve(_ name: String, x: String, y: String) throws -> [(x: Double, y: Double)]? {
    guard let file = folder.file(name) else { return nil }
    let table = try ResultsTable(contentsOf: file)
    return Array(zip(try table.numbers(x), try table.numbers(y))).map { (x: $0.0, y: $0.1) }
  }

  /// Labels and probabilities of a model on one set, or `nil` when it was not evaluated.
  func predictions(
    model: String, set: String
  ) throws -> [(isLandslide: Bool, probability: Double)]? {
    guard let file = folder.file("predictions_\(model).csv") else { return nil }
    let table = try ResultsTable(contentsOf: file)
    let labels = try table.numbers("label")
    let probabilities = try table.numbers("probability")
    let sets = try table.texts("set")
    return sets.indices.filter { sets[$0] == set }
      .map { (isLandslide: labels[$0] > 0.5, probability: probabilities[$0]) }
  }

  private static func distinct(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }
}

// MARK: - Rows of the tables

extension StudyResults {
  /// The typed part of a manifest; one of another version may have none.
  private static func methods(_ file: URL) -> StudyConfiguration? {
    struct Part: Decodable { let methods: StudyConfiguration? }
    return (try? JSONDecoder().decode(Part.self, from: Data(contentsOf: file)))?.methods
  }

  private static func samples(_ table: ResultsTable) throws -> [SampleRecord] {
    let x = try table.numbers("x")
    let y = try table.numbers("y")
    let labels = try table.numbers("label")
    let sets = try table.texts("set")
    return (0..<table.count).map {
      SampleRecord(
        x: x[$0], y: y[$0], isLandslide: labels[$0] > 0.5, isTraining: sets[$0] == "training")
    }
  }

  private static func collinearity(_ table: ResultsTable) throws -> [CollinearityRecord] {
    let factors = try table.texts("factor")
    let tolerances = try table.numbers("tolerance")
    let inflation = try table.numbers("vif")
    return (0..<table.count).map {
      CollinearityRecord(
        factor: factors[$0], tolerance: tolerances[$0], varianceInflationFactor: inflation[$0])
    }
  }

  private static func classes(_ table: ResultsTable) throws -> [FactorClassRecord] {
    let factors = try table.texts("factor")
    let numbers = try table.texts("class")
    let lower = try table.numbers("lower")
    let upper = try table.numbers("upper")
    let labels = try table.texts("label")
    let landslides = try table.numbers("landslides")
    let cells = try table.numbers("cells")
    let ratios = try table.numbers("frequency_ratio")
    let encoded = try table.numbers("encoded", isOptional: true)
    return (0..<table.count).map {
      FactorClassRecord(
        factor: factors[$0], number: numbers[$0], lower: lower[$0], upper: upper[$0],
        label: labels[$0], landslides: landslides[$0], cells: cells[$0], frequencyRatio: ratios[$0],
        encoded: encoded[$0])
    }
  }

  private static func tuning(_ table: ResultsTable) throws -> [TuningRecord] {
    let models = try table.texts("model")
    let settings = try table.texts("settings")
    let areas = try table.numbers("auc")
    let deviations = try table.numbers("auc_sd")
    let chosen = try table.numbers("chosen")
    let nested = try table.numbers("nested_auc", isOptional: true)
    let nestedDeviations = try table.numbers("nested_auc_sd", isOptional: true)
    return (0..<table.count).map {
      TuningRecord(
        model: models[$0], settings: settings[$0], area: areas[$0], deviation: deviations[$0],
        isChosen: chosen[$0] == 1, nestedArea: nested[$0], nestedDeviation: nestedDeviations[$0])
    }
  }

  private static func training(_ table: ResultsTable) throws -> TrainingRecord {
    TrainingRecord(
      epochs: try table.numbers("epoch"), loss: try table.numbers("loss"),
      accuracy: try table.numbers("accuracy"),
      validationLoss: try table.numbers("validation_loss", isOptional: true),
      validationAccuracy: try table.numbers("validation_accuracy", isOptional: true))
  }

  private static func measures(_ file: URL) throws -> [String: [String: MeasuresRecord]] {
    let root = try ResultsJSON(contentsOf: file)
    guard case .object(let models) = root["models"] else {
      throw ReportError.malformed(
        file: file.lastPathComponent, place: "models", expected: "an object of models",
        found: root["models"].kind)
    }
    return try models.mapValues { model in
      guard case .object(let sets) = model else {
        throw ReportError.malformed(
          file: file.lastPathComponent, place: "models", expected: "an object for each model",
          found: model.kind)
      }
      return sets.mapValues(MeasuresRecord.init)
    }
  }

  private static func folds(_ table: ResultsTable) throws -> [FoldRecord] {
    let models = try table.texts("model")
    let schemes = try table.texts("scheme")
    let areas = try table.numbers("auc")
    let accuracies = try table.numbers("accuracy", isOptional: true)
    let kappas = try table.numbers("kappa", isOptional: true)
    let errors = try table.numbers("rmse", isOptional: true)
    return (0..<table.count).map {
      FoldRecord(
        model: models[$0], scheme: schemes[$0], areaUnderCurve: areas[$0], accuracy: accuracies[$0],
        kappa: kappas[$0], rootMeanSquareError: errors[$0])
    }
  }

  private static func classAreas(_ table: ResultsTable) throws -> [ClassAreaRecord] {
    let models = try table.texts("model")
    let numbers = try table.numbers("class")
    let lower = try table.numbers("lower", isOptional: true)
    let upper = try table.numbers("upper")
    let cells = try table.numbers("cells")
    let areas = try table.numbers("area_km2")
    let shares = try table.numbers("share")
    let landslides = try table.numbers("landslides")
    let densities = try table.numbers("landslide_density")
    return (0..<table.count).map {
      ClassAreaRecord(
        model: models[$0], number: Int(exactly: numbers[$0]) ?? 0, lower: lower[$0],
        upper: upper[$0], cells: cells[$0], areaInSquareKilometers: areas[$0], share: shares[$0],
        landslides: landslides[$0], landslideDensity: densities[$0])
    }
  }

  private static func permutation(_ table: ResultsTable) throws -> [PermutationRecord] {
    let models = try table.texts("model")
    let factors = try table.texts("factor")
    let decreases = try table.numbers("decrease")
    let deviations = try table.numbers("sd")
    return (0..<table.count).map {
      PermutationRecord(
        model: models[$0], factor: factors[$0], decrease: decreases[$0], deviation: deviations[$0])
    }
  }

  private static func effects(_ table: ResultsTable) throws -> [EffectRecord] {
    let models = try table.texts("model")
    let factors = try table.texts("factor")
    let labels = try table.texts("class")
    let values = try table.numbers("value")
    let effects = try table.numbers("effect")
    let counts = try table.numbers("n")
    return (0..<table.count).map {
      EffectRecord(
        model: models[$0], factor: factors[$0], label: labels[$0], value: values[$0],
        effect: effects[$0], count: counts[$0])
    }
  }

  private static func jackknife(_ table: ResultsTable) throws -> [JackknifeRecord] {
    let models = try table.texts("model")
    let factors = try table.texts("factor")
    let all = try table.numbers("auc_all")
    let without = try table.numbers("auc_without")
    let decreases = try table.numbers("relative_decrease")
    let low = try table.numbers("low", isOptional: true)
    let high = try table.numbers("high", isOptional: true)
    return (0..<table.count).map {
      JackknifeRecord(
        model: models[$0], factor: factors[$0], areaWithAll: all[$0], areaWithout: without[$0],
        relativeDecrease: decreases[$0], low: low[$0], high: high[$0])
    }
  }
}
