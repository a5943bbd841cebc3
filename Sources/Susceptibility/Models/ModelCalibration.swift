import LearningCore

/// What makes the probabilities of one model hold: calibration_MODEL.json.
struct ModelCalibration: Codable, Equatable, Sendable {
  let model: ModelName
  let method: CalibrationOptions.Method
  /// The training samples whose out-of-fold probabilities the method was fitted to.
  let samples: Int
  /// Their folds.
  let folds: Int
  private let platt: PlattScaling?
  private let isotonic: IsotonicCalibration?
  private let temperature: TemperatureScaling?
  private let prevalence: PrevalenceCorrection?

  /// Fits the method to out-of-fold probabilities.
  ///
  /// - Throws: `EstimatorError` and `CalibrationError` of the calibrators.
  init(
    _ model: ModelName, options: CalibrationOptions, labels: [Bool], probabilities: [Double]
  ) throws {
    self.model = model
    method = options.method
    samples = probabilities.count
    folds = method == .none ? 0 : options.folds
    platt =
      method == .platt ? try PlattScaling(probabilities: probabilities, labels: labels) : nil
    isotonic =
      method == .isotonic
      ? try IsotonicCalibration(probabilities: probabilities, labels: labels) : nil
    temperature =
      method == .temperature
      ? try TemperatureScaling(probabilities: probabilities, labels: labels) : nil
    let share = Double(labels.count { $0 }) / Double(max(1, labels.count))
    prevalence = try options.prevalence.map {
      try PrevalenceCorrection(samplePrevalence: share, prevalence: $0)
    }
  }

  /// Reads a calibration and checks that the calibrator of its method is there.
  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    model = try container.decode(ModelName.self, forKey: .model)
    method = try container.decode(CalibrationOptions.Method.self, forKey: .method)
    samples = try container.decode(Int.self, forKey: .samples)
    folds = try container.decode(Int.self, forKey: .folds)
    platt = try container.decodeIfPresent(PlattScaling.self, forKey: .platt)
    isotonic = try container.decodeIfPresent(IsotonicCalibration.self, forKey: .isotonic)
    temperature = try container.decodeIfPresent(TemperatureScaling.self, forKey: .temperature)
    prevalence = try container.decodeIfPresent(PrevalenceCorrection.self, forKey: .prevalence)
    let isWhole =
      switch method {
      case .none: true
      case .platt: platt != nil
      case .isotonic: isotonic != nil
      case .temperature: temperature != nil
      }
    guard isWhole else {
      throw DecodingError.dataCorruptedError(
        forKey: .method, in: container,
        debugDescription: "the method is \(method.rawValue), but its calibrator is missing")
    }
  }

  /// The probability that holds for the share of landslides among the samples.
  func calibrated(_ probability: Double) -> Double {
    if let platt { return platt.calibrated(probability) }
    if let isotonic { return isotonic.calibrated(probability) }
    return temperature?.calibrated(probability) ?? probability
  }

  /// The probability that stands in the calibrated map: at the prevalence on the ground when it is known.
  func mapped(_ probability: Double) -> Double {
    let calibrated = calibrated(probability)
    return prevalence?.calibrated(calibrated) ?? calibrated
  }

  /// A calibrated map from a model's; NaN stays NaN.
  func mapped(_ probabilities: [Float]) -> [Float] {
    probabilities.map { Float(mapped(Double($0))) }
  }
}
