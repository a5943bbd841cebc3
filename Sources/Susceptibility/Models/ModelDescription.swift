import FactorAnalysis

/// What a saved model needs besides its parameters to predict for another area.
public struct ModelDescription: Codable, Equatable, Sendable {
  /// The key under which a safetensors file holds the description as JSON.
  public static let metadataKey = "scarp"

  /// The version of Scarp that wrote the model.
  public var scarpVersion: String
  /// The model.
  public var model: ModelName
  /// The study that it was fitted in.
  public var study: String
  /// The encoders of the factors, in the order that the model expects.
  public var encoders: [FactorEncoder]
  /// Cells of the window's side; 1 for pixel models.
  public var window: Int
  /// Width and height in metres of a cell of the grid that it was fitted on.
  public var cellSizeInMeters: [Double]
  /// What makes its probabilities hold, when its study asked for that.
  var calibration: ModelCalibration?

  /// The factors, in the order that the model expects.
  public var factors: [String] { encoders.map(\.factor) }

  /// How many columns its encoders make.
  var columns: Int { encoders.reduce(0) { $0 + $1.planeCount } }

  enum CodingKeys: String, CodingKey {
    case model, study, encoders, window, calibration
    case scarpVersion = "scarp_version"
    case cellSizeInMeters = "cell_size_m"
  }
}
