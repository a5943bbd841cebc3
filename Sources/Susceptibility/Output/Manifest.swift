import Foundation

/// What a run was made of and what it found: manifest.json.
public struct Manifest: Codable, Sendable, Equatable {
  /// The version of Scarp.
  public var scarpVersion: String
  /// The versions of what Scarp runs on: gdal and system.
  public var versions: [String: String]?
  /// The name of the study.
  public var name: String
  /// The seed.
  public var seed: UInt64
  /// When the run began (ISO 8601).
  public var created: String
  /// The command that makes the same results again.
  public var command: String
  /// The number of threads.
  public var threads: Int
  /// Whether this build reads and writes through GDAL.
  public var usesGDAL: Bool
  /// The digest of everything that the results depend on.
  public var study: String
  /// The cells.
  public var grid: GridFacts?
  /// Each input file.
  public var inputs: [InputFile]
  /// The options, as they were used.
  public var options: [String: String]
  /// What the study was asked to do, as it was understood: what the methods section of a paper is written from.
  public var methods: StudyConfiguration?
  /// For each model its hyperparameters, by their names in study.yaml; those that the search has chosen when there was one.
  public var hyperparameters: [String: [String: String]]?
  /// The models, in the order of the tables.
  public var models: [String]
  /// Seconds of each step.
  public var timings: [String: Double]
  /// What the user should know, in the order in which it was found.
  public var warnings: [String]
  /// For each interpolated factor how it was made and its leave-one-out errors.
  public var interpolations: [String: InterpolationFacts]?
  /// What the search for hyperparameters has chosen.
  public var tuning: [TunedModel]?
  /// How far validation samples are from being independent of training samples.
  public var leakAudit: LeakAudit?
  /// The same for the folds of each scheme of the cross-validation.
  public var foldAudits: [FoldAudit]?
  /// What each model loses from random to other folds.
  public var crossValidationGaps: [CrossValidationGap]?
  /// Points that no sample was made of.
  public var excludedSamples: ExcludedSamples?
  /// How landslides became samples.
  public var landslides: LandslideFacts?
  /// How absences were drawn; none when a file gives them.
  public var absences: AbsenceFacts?
  /// For each continuous factor the area under the ROC curve of its values alone on the training samples, 0.5...1.
  public var singleFactorAreas: [String: JSONNumber]?
  /// How far the results differ between sets of absences.
  public var replicates: ReplicateFacts?
  /// What the refits of the jackknife are judged by.
  public var jackknife: JackknifeFacts?
  /// What the random forest says of itself.
  public var randomForest: ForestFacts?
  /// What the random forest on window statistics says of itself.
  public var randomForestWindow: ForestFacts?
  /// What the ensemble is made of.
  public var ensemble: EnsembleFacts?
  /// How much of the map is like the training samples.
  public var applicability: ApplicabilityFacts?
  /// For each finished step the digest of what it depends on.
  public var steps: [String: String]
  /// The step that has begun and not ended: it is running, was killed or has failed. `nil` between steps.
  public var unfinishedStep: String?

  /// The cells of a study.
  public struct GridFacts: Codable, Sendable, Equatable {
    /// Number of rows.
    public var rows: Int
    /// Number of columns.
    public var columns: Int
    /// Width of a cell in CRS units.
    public var cellWidth: Double
    /// Height of a cell in CRS units.
    public var cellHeight: Double
    /// The coordinate reference system as well-known text.
    public var crs: String
    /// The number of mapped cells.
    public var mappedCells: Int
    /// The area of the mapped cells in km2.
    public var areaKm2: Double
    /// The first row and column with a mapped cell, and how many rows and columns there are to the last ones.
    public var mappedWindow: MappedWindow?

    /// A rectangle of cells.
    public struct MappedWindow: Codable, Sendable, Equatable {
      /// The first row, 0 in the north.
      public var row: Int
      /// The first column, 0 in the west.
      public var column: Int
      /// Number of rows.
      public var rows: Int
      /// Number of columns.
      public var columns: Int
    }

    enum CodingKeys: String, CodingKey {
      case rows, columns, crs
      case mappedWindow = "mapped_window"
      case cellWidth = "cell_width"
      case cellHeight = "cell_height"
      case mappedCells = "mapped_cells"
      case areaKm2 = "area_km2"
    }
  }

  /// A file that was read.
  public struct InputFile: Codable, Sendable, Equatable {
    /// The path as the study names it.
    public var path: String
    /// Its size.
    public var bytes: Int
    /// Its SHA-256 digest.
    public var sha256: String
  }

  /// Points that no sample was made of, because they are not in a mapped cell.
  public struct ExcludedSamples: Codable, Sendable, Equatable {
    /// The number of landslides that are left out.
    public var landslides: Int
    /// The number of absences that are left out.
    public var absences: Int
    /// The ids of the landslides that are left out, at most 1,000 of them.
    public var landslideIDs: [String]

    enum CodingKeys: String, CodingKey {
      case landslides, absences
      case landslideIDs = "landslide_ids"
    }
  }

  enum CodingKeys: String, CodingKey {
    case name, seed, created, command, threads, grid, inputs, options, models, timings, warnings
    case steps, study, tuning, landslides, absences, replicates, jackknife, applicability
    case ensemble, interpolations, methods, hyperparameters, versions
    case scarpVersion = "scarp_version"
    case usesGDAL = "gdal"
    case leakAudit = "leak_audit"
    case foldAudits = "fold_audits"
    case crossValidationGaps = "cross_validation_gaps"
    case randomForest = "random_forest"
    case randomForestWindow = "random_forest_window"
    case excludedSamples = "excluded_samples"
    case singleFactorAreas = "single_factor_auc"
    case unfinishedStep = "unfinished_step"
  }

  /// Adds a warning once.
  mutating func warn(_ text: String) {
    if !warnings.contains(text) { warnings.append(text) }
  }
}
