import LearningCore

/// How far the validation samples of a cross-validation are from being independent of their training samples.
public struct FoldAudit: Codable, Sendable, Equatable {
  /// The scheme of the folds.
  public var scheme: String
  /// How often it was repeated.
  public var repeats: Int
  /// The folds of all repeats.
  public var folds: Int
  /// Validation samples of all folds.
  public var validationSamples: Int
  /// Those whose window shares a cell with the window of a training sample of their fold.
  public var validationWindowsOverlappingTraining: Int
  /// Landslide ids that a fold has on both sides, over all folds; 0 unless something is wrong.
  public var landslideIDsInBothSets: Int
  /// Samples per fold that are neither trained on nor validated, on average: too close to validation samples.
  public var unusedSamplesPerFold: JSONNumber
  /// Distances in metres from a validation sample to the nearest training sample of its fold.
  public var validationToTraining: DistanceSummary
  /// The area between the distribution of these distances and that from the mapped cells to all samples, in metres.
  public var wassersteinDistance: JSONNumber
  /// What it means, in a sentence.
  public var meaning: String

  enum CodingKeys: String, CodingKey {
    case scheme, repeats, folds, meaning
    case validationSamples = "validation_samples"
    case validationWindowsOverlappingTraining = "validation_windows_overlapping_training"
    case landslideIDsInBothSets = "landslide_ids_in_both_sets"
    case unusedSamplesPerFold = "unused_samples_per_fold"
    case validationToTraining = "distance_validation_to_training_m"
    case wassersteinDistance = "wasserstein_distance_m"
  }

  init(
    _ scheme: FoldScheme, plans: [FoldPlan], samples: SampleCollection, stack: FactorStack,
    window: Int
  ) throws {
    let (grid, folds) = (stack.grid, plans.flatMap { $0 })
    let positions = samples.positions(on: grid)
    let coordinates = samples.coordinatesInMeters(on: grid)
    let distances = try NearestNeighborDistances(
      validationOf: FoldPlan(folds: folds, sampleCount: samples.samples.count),
      coordinates: coordinates)
    let fromMap = try NearestNeighborDistances(
      from: stack.sampledCentersInMeters(), to: coordinates)
    self.scheme = scheme.rawValue
    repeats = plans.count
    self.folds = folds.count
    validationSamples = folds.reduce(0) { $0 + $1.validation.count }
    validationWindowsOverlappingTraining = try folds.reduce(0) { sum, fold in
      sum
        + (try overlappingWindowCount(
          validation: fold.validation.map { positions[$0] },
          training: fold.training.map { positions[$0] }, windowSize: window))
    }
    landslideIDsInBothSets = folds.reduce(0) {
      $0 + samples.landslideIDs($1.training, sharedWith: $1.validation)
    }
    let unused = folds.reduce(0) {
      $0 + samples.samples.count - $1.training.count - $1.validation.count
    }
    unusedSamplesPerFold = JSONNumber(Double(unused) / Double(max(1, folds.count)))
    validationToTraining = DistanceSummary(distances)
    wassersteinDistance = JSONNumber(distances.wassersteinDistance(to: fromMap))
    meaning = Self.meaning(
      distances.quantile(0.5), map: fromMap.quantile(0.5),
      overlapping: Double(validationWindowsOverlappingTraining)
        / Double(max(1, validationSamples)))
  }

  private static func meaning(_ validation: Double, map: Double, overlapping: Double) -> String {
    let windows =
      overlapping > 0.5
      ? " Most validation windows overlap a training window: models that see windows have seen part of them."
      : ""
    if validation < 0.5 * map {
      return "Validation samples lie nearer to training samples than most of the map does: these "
        + "measures are optimistic for ground without samples." + windows
    }
    if validation < 0.9 * map {
      return "Validation samples lie somewhat nearer to training samples than the map does: these "
        + "measures are a little optimistic for the map." + windows
    }
    if validation > 2 * map {
      return
        "Validation samples lie further from training samples than most of the map does: these "
        + "measures hold for new ground, and are pessimistic for this map." + windows
    }
    return "Validation samples lie about as far from training samples as the map does: these "
      + "measures hold for the map." + windows
  }
}

extension SampleCollection {
  /// The number of landslide ids that samples of both lists have.
  func landslideIDs(_ first: [Int], sharedWith second: [Int]) -> Int {
    func ids(_ indices: [Int]) -> Set<String> {
      Set(indices.filter { samples[$0].isLandslide }.map { samples[$0].landslideID })
    }
    return ids(first).intersection(ids(second)).subtracting([""]).count
  }
}
