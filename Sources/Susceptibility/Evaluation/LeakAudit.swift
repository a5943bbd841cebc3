import LearningCore

/// How far validation samples are from being independent of training samples.
public struct LeakAudit: Codable, Sendable, Equatable {
  /// Validation samples whose window shares a cell with the window of a training sample.
  public var validationWindowsOverlappingTraining: Int
  /// Validation samples.
  public var validationSamples: Int
  /// Landslide ids that are in both sets; 0 unless something is wrong.
  public var landslideIDsInBothSets: Int
  /// Where frequency ratios and weights were fitted.
  public var encoderFittedOn: String
  /// Whether validation landslides have a part in the encoder.
  public var encoderLeaks: Bool
  /// Where the scaling to what models see was fitted.
  public var normalizationFittedOn: String
  /// Median distance in metres from a validation sample to the nearest training sample.
  public var medianDistanceValidationToTraining: JSONNumber
  /// Median distance in metres from a mapped cell to the nearest training sample (up to 10,000 cells, evenly spaced).
  public var medianDistanceMapToTraining: JSONNumber
  /// Distances in metres from validation samples to the nearest training sample.
  public var validationToTraining: DistanceSummary
  /// Distances in metres from the same mapped cells to the nearest training sample.
  public var mapToTraining: DistanceSummary
  /// The area between the two distributions of distances, in metres: 0 when validation is as far away as the map is.
  public var wassersteinDistance: JSONNumber
  /// What it means, in a sentence.
  public var meaning: String
  /// Each check with what was found and what that means for the reader.
  public var findings: [Finding]

  /// A check in words.
  public struct Finding: Codable, Sendable, Equatable {
    /// What was looked at.
    public var check: String
    /// What was found.
    public var found: String
    /// What that means.
    public var meaning: String
  }

  enum CodingKeys: String, CodingKey {
    case meaning, findings
    case validationWindowsOverlappingTraining = "validation_windows_overlapping_training"
    case validationSamples = "validation_samples"
    case landslideIDsInBothSets = "landslide_ids_in_both_sets"
    case encoderFittedOn = "encoder_fitted_on"
    case encoderLeaks = "encoder_leaks"
    case normalizationFittedOn = "normalization_fitted_on"
    case medianDistanceValidationToTraining = "median_distance_validation_to_training_m"
    case medianDistanceMapToTraining = "median_distance_map_to_training_m"
    case validationToTraining = "distance_validation_to_training_m"
    case mapToTraining = "distance_map_to_training_m"
    case wassersteinDistance = "wasserstein_distance_m"
  }

  /// Looks for what makes a validation optimistic: windows that overlap, ids in both sets, short distances.
  init(
    _ samples: SampleCollection, stack: FactorStack, window: Int, encoding: EncodingOptions,
    encoderFit: EncoderFit
  ) throws {
    let grid = stack.grid
    let (training, validation) = (samples[.training], samples[.validation])
    let trainingCenters = grid.centersInMeters(of: training.cells)
    let fromValidation = try NearestNeighborDistances(
      from: grid.centersInMeters(of: validation.cells), to: trainingCenters)
    let fromMap = try NearestNeighborDistances(
      from: stack.sampledCentersInMeters(), to: trainingCenters)
    validationWindowsOverlappingTraining = try overlappingWindowCount(
      validation: validation.positions(on: grid), training: training.positions(on: grid),
      windowSize: window)
    validationSamples = validation.samples.count
    landslideIDsInBothSets = samples.landslideIDs(
      samples.indices(of: .training), sharedWith: samples.indices(of: .validation))
    encoderLeaks = encoderFit == .inventory
    encoderFittedOn =
      encoderLeaks
      ? "all landslides of the inventory, validation included (leaking); class limits on all mapped cells"
      : "training landslides; class limits on all mapped cells"
    normalizationFittedOn =
      switch encoding {
      case .weighted: "the weights of the classes, which come from the same landslides"
      case .raw, .both: "all mapped cells, without labels; categories as the encoder"
      }
    medianDistanceValidationToTraining = JSONNumber(fromValidation.quantile(0.5))
    medianDistanceMapToTraining = JSONNumber(fromMap.quantile(0.5))
    validationToTraining = DistanceSummary(fromValidation)
    mapToTraining = DistanceSummary(fromMap)
    wassersteinDistance = JSONNumber(fromValidation.wassersteinDistance(to: fromMap))
    meaning = ""
    findings = []
    describe(window: window)
  }

  private mutating func describe(window: Int) {
    let share = Double(validationWindowsOverlappingTraining) / Double(max(1, validationSamples))
    let (near, far) = (medianDistanceValidationToTraining.value, medianDistanceMapToTraining.value)
    var reasons: [String] = []
    if encoderLeaks { reasons.append("the encoder was fitted on the whole inventory") }
    if share > 0.5 { reasons.append("most validation windows overlap a training window") }
    if near < 0.5 * far {
      reasons.append("validation samples lie nearer to training samples than most of the map does")
    }
    meaning =
      reasons.isEmpty
      ? "Validation samples are about as far from training samples as the map is: the validation "
        + "measures hold for the map."
      : "The validation measures are optimistic for ground without samples: "
        + reasons.joined(separator: "; ")
        + ". Look at the cross-validation by spatial folds."
    findings = [
      Finding(
        check: "Windows of \(window) x \(window) cells that overlap",
        found: "\(validationWindowsOverlappingTraining) of \(validationSamples) validation windows",
        meaning: validationWindowsOverlappingTraining == 0
          ? "No model has seen a cell of what it is judged by."
          : "Models that see windows were fitted to some of the cells that they are judged by; the "
            + "others are not affected. purge: true keeps such samples out of cross-validation."),
      Finding(
        check: "Landslides in both sets", found: "\(landslideIDsInBothSets)",
        meaning: landslideIDsInBothSets == 0
          ? "No landslide is both learned from and judged by."
          : "Landslides are in both sets, which must not be: the measures are not to be trusted."),
      Finding(
        check: "Encoder", found: encoderFittedOn,
        meaning: encoderLeaks
          ? "What the models see of the factors was made with the validation landslides: all measures "
            + "are too good. Use encoder-fit: training."
          : "Validation landslides have no part in what the models see of the factors."),
      Finding(
        check: "Normalisation", found: normalizationFittedOn,
        meaning: encoderLeaks
          ? "It leaks as far as the encoder does."
          : "It knows nothing of the validation landslides."),
      Finding(
        check: "Distance to the nearest training sample",
        found:
          "median \(Self.meters(near)) from validation samples, \(Self.meters(far)) from the map; "
          + "W \(Self.meters(wassersteinDistance.value))",
        meaning: Self.meaning(ofDistance: near, map: far)),
    ]
  }

  private static func meaning(ofDistance near: Double, map far: Double) -> String {
    if near < 0.5 * far {
      return "Validation samples are easier to predict than most of the map, by their place alone."
    }
    return near < 0.9 * far
      ? "Validation samples are somewhat nearer to what was learned than the map is."
      : "Validation samples are no nearer to what was learned than the map is."
  }

  private static func meters(_ distance: Double) -> String {
    distance.isFinite ? "\(NumberText.significant(distance, 3)) m" : "undefined"
  }
}
