import Foundation

extension Manifest {
  /// What the study was asked to do, as it was understood: what the methods section of a paper is written from.
  public struct MethodFacts: Codable, Sendable, Equatable {
    /// Only cells inside were mapped.
    public var area: VectorSelection?
    /// Cells inside were not mapped.
    public var exclude: VectorSelection?
    /// The conditioning factors in their order.
    public var factors: [FactorDefinition]
    /// The landslides.
    public var inventory: VectorSelection
    /// The samples of a landslide that is a polygon.
    public var landslideCells: LandslideCells
    /// Where absences come from.
    public var absences: AbsenceOptions
    /// How samples are split.
    public var split: SplitOptions
    /// The limit of the variance inflation factor.
    public var vif: CollinearityOptions
    /// What models see of a factor.
    public var encoding: EncodingOptions
    /// Which landslides encoders are fitted to.
    public var encoderFit: EncoderFit
    /// Landslides that are spread over the cells before classes are weighted.
    public var smoothing: Double
    /// The cross-validation.
    public var crossValidation: CrossValidationOptions
    /// How probabilities are made to hold.
    public var calibration: CalibrationOptions
    /// What is measured beside the paper's measures.
    public var evaluation: EvaluationOptions
    /// The jackknife.
    public var jackknife: JackknifeOptions
    /// How models are explained.
    public var explain: ExplainOptions
    /// The classes of the map.
    public var map: MapOptions
    /// The standard deviations that are mapped.
    public var uncertainty: UncertaintyOptions?

    enum CodingKeys: String, CodingKey {
      case area, exclude, factors, inventory, absences, split, vif, encoding, smoothing
      case calibration, evaluation, jackknife, explain, map, uncertainty
      case landslideCells = "landslide_cells"
      case encoderFit = "encoder_fit"
      case crossValidation = "cross_validation"
    }

    init(_ study: StudyConfiguration) {
      area = study.area
      exclude = study.exclude
      factors = study.factors
      inventory = study.inventory
      landslideCells = study.landslideCells
      absences = study.absences
      split = study.split
      vif = study.vif
      encoding = study.encoding
      encoderFit = study.encoderFit
      smoothing = study.smoothing
      crossValidation = study.crossValidation
      calibration = study.calibration
      evaluation = study.evaluation
      jackknife = study.jackknife
      explain = study.explain
      map = study.map
      uncertainty = study.uncertainty
    }
  }
}
