import FactorAnalysis
import Foundation
import HybridCNN

/// Everything that a study is made of: the content of study.yaml.
///
/// Paths are relative to ``folder``. ``init(file:)`` reads and checks the file; ``StudyConfiguration/template`` is a commented one.
///
/// As JSON it has everything but ``folder``, which is this machine's, and ``keysWithoutEffect``.
public struct StudyConfiguration: Sendable, Equatable, Codable {
  /// The study file's name, for messages.
  public var file: String
  /// The folder that paths are relative to.
  public var folder = URL(fileURLWithPath: "")
  /// The name of the study.
  public var name: String
  /// The one seed; each use of randomness derives a stream of its own from it.
  public var seed: UInt64
  /// The output folder.
  public var output: String
  /// The raster whose cells every factor is brought onto.
  public var grid: String
  /// Only cells whose centre is inside are mapped.
  public var area: VectorSelection?
  /// Cells whose centre is inside are not mapped.
  public var exclude: VectorSelection?
  /// The conditioning factors, in the order of the 1D branch.
  public var factors: [FactorDefinition]
  /// The landslides.
  public var inventory: VectorSelection
  /// The samples of a landslide that is a polygon.
  public var landslideCells: LandslideCells
  /// Where the non-landslide samples come from.
  public var absences: AbsenceOptions
  /// How samples are split into training and validation.
  public var split: SplitOptions
  /// The limit of the variance inflation factor.
  public var vif: CollinearityOptions
  /// What the models see of a factor.
  public var encoding: EncodingOptions
  /// Which landslides encoders are fitted to.
  public var encoderFit: EncoderFit
  /// Landslides that are spread evenly over the cells before classes are weighted, at least 0; see `ClassTable`.
  public var smoothing: Double
  /// The models, in the order of the tables.
  public var models: [ModelName]
  /// Hyperparameters of the models.
  public var hyperparameters: ModelHyperparameters
  /// Cross-validation of the models.
  public var crossValidation: CrossValidationOptions
  /// How probabilities are made to hold.
  public var calibration: CalibrationOptions
  /// What is measured beside the paper's measures.
  public var evaluation: EvaluationOptions
  /// The search for hyperparameters, if any.
  public var tune: TuneOptions?
  /// The jackknife of the factors.
  public var jackknife: JackknifeOptions
  /// How the fitted models are explained.
  public var explain: ExplainOptions
  /// The classes of the map.
  public var map: MapOptions
  /// The standard deviations to map, if any.
  public var uncertainty: UncertaintyOptions?
  /// Whether to map how unlike the training samples each cell is.
  public var applicability: Bool
  /// What stands in the study file and changes no result, each with what would make it count.
  public var keysWithoutEffect: [String] = []

  enum CodingKeys: String, CodingKey {
    case file, name, seed, output, grid, area, exclude, factors, inventory, absences, split, vif
    case encoding, smoothing, models, hyperparameters, calibration, evaluation, tune, jackknife
    case explain, map, uncertainty, applicability
    case landslideCells = "landslide_cells"
    case encoderFit = "encoder_fit"
    case crossValidation = "cross_validation"
  }
}

extension StudyConfiguration {
  /// The models of the study, and that of the jackknife.
  var fittedModels: [ModelName] {
    jackknife.seeds > 0 && !models.contains(jackknife.model)
      ? models + [jackknife.model] : models
  }
}

/// Features of a vector file.
public struct VectorSelection: Sendable, Equatable, Codable {
  /// The vector file or CSV.
  public var vector: String
  /// The layer of a file with several; `nil` for the first one with geometries.
  public var layer: String?
  /// A filter on attributes.
  public var condition: String?
  /// The attribute that identifies a landslide; samples with one id stay in one set.
  public var id: String?
  /// The coordinate reference system when the file does not say.
  public var crs: String?

  /// All features of a file, or those that meet a condition.
  public init(
    vector: String, layer: String? = nil, condition: String? = nil, id: String? = nil,
    crs: String? = nil
  ) {
    self.vector = vector
    self.layer = layer
    self.condition = condition
    self.id = id
    self.crs = crs
  }
}

/// How samples are split.
public enum SplitMethod: String, Sendable, Equatable, Codable, CaseIterable {
  /// At random, by label.
  case random
  /// By k-means blocks of the coordinates.
  case spatialBlocks = "spatial-blocks"
  /// By square blocks of ground.
  case squareBlocks = "square-blocks"
}

/// How samples are split into training and validation.
public struct SplitOptions: Sendable, Equatable, Codable {
  /// The share of training samples.
  public var training: Double
  /// The method.
  public var method: SplitMethod
  /// The side of a square block in metres; only with ``SplitMethod/squareBlocks``.
  public var blockSize: Double?

  /// The paper's random 70/30.
  public init(training: Double = 0.7, method: SplitMethod = .random, blockSize: Double? = nil) {
    self.training = training
    self.method = method
    self.blockSize = blockSize
  }
}

/// The limit of the variance inflation factor.
public struct CollinearityOptions: Sendable, Equatable, Codable {
  /// A factor above it is suspect.
  public var maximum: Double
  /// Whether to drop the worst factor until all are below.
  public var removes: Bool
  /// Whether the factors of every mapped cell are analysed beside those of the training samples.
  public var analyzesCells: Bool

  /// The paper's limit of 10, nothing removed, training samples alone.
  public init(maximum: Double = 10, removes: Bool = false, analyzesCells: Bool = false) {
    self.maximum = maximum
    self.removes = removes
    self.analyzesCells = analyzesCells
  }
}

/// What the models see of a factor.
public enum EncodingOptions: Sendable, Equatable, Codable {
  /// The weight of the value's class.
  case weighted(ClassWeighting)
  /// The value itself, scaled; categories by frequency ratio, aspect as sine and cosine.
  case raw(FactorEncoder.Scale)
  /// Both side by side: the value itself, scaled, and the frequency ratio of its class; categories by frequency ratio.
  case both(FactorEncoder.Scale)

  /// How values themselves are scaled; `nil` when models do not see them.
  var scale: FactorEncoder.Scale? {
    switch self {
    case .weighted: nil
    case .raw(let scale), .both(let scale): scale
    }
  }

  /// How classes are weighted.
  var weighting: ClassWeighting {
    if case .weighted(let weighting) = self { weighting } else { .frequencyRatio }
  }

  /// Whether continuous factors are seen by their classes.
  var hasClasses: Bool { if case .raw = self { false } else { true } }
}

/// Which landslides the weights of classes come from.
public enum EncoderFit: String, Sendable, Equatable, Codable, CaseIterable {
  /// Those that models are fitted to: of the training set, or of a fold.
  case training
  /// All of the inventory, validation included: what is measured then leaks.
  case inventory
}

/// Cross-validation of the models.
public struct CrossValidationOptions: Sendable, Equatable, Codable {
  /// Folds; 0 turns it off.
  public var folds: Int
  /// How often to repeat with new folds.
  public var repeats: Int
  /// The schemes.
  public var schemes: [FoldScheme]
  /// The models; `nil` means all.
  public var models: [ModelName]?
  /// Sizes and distances of the folds, also for those of tuning.
  public var foldOptions: FoldOptions

  /// Five folds, at random and by spatial blocks.
  public init(
    folds: Int = 5, repeats: Int = 1, schemes: [FoldScheme] = [.random, .spatialBlocks],
    models: [ModelName]? = nil, foldOptions: FoldOptions = FoldOptions()
  ) {
    self.folds = folds
    self.repeats = repeats
    self.schemes = schemes
    self.models = models
    self.foldOptions = foldOptions
  }

  /// The number of folds for those who use the same folds, also when the cross-validation itself is off.
  var foldCount: Int { folds > 0 ? folds : 5 }
}

/// The jackknife of the factors.
public struct JackknifeOptions: Sendable, Equatable, Codable {
  /// The model to refit.
  public var model: ModelName
  /// The number of seeds; 0 turns it off.
  public var seeds: Int
  /// The folds that the models are judged by, those of the cross-validation's first repeat; `nil` for the study's split.
  public var validation: FoldScheme?
  /// Factors that are left out together, beside each factor by itself.
  public var groups: [FactorGroup]

  /// One seed of the hybrid, judged by the split.
  public init(
    model: ModelName = .hybrid, seeds: Int = 1, validation: FoldScheme? = nil,
    groups: [FactorGroup] = []
  ) {
    self.model = model
    self.seeds = seeds
    self.validation = validation
    self.groups = groups
  }
}
