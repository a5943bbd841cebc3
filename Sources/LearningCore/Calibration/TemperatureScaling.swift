/// One number that makes a network less sure of itself, or more.
///
/// ```
/// p' = 1 / (1 + exp(-logit(p) / T))
/// ```
/// Above 1 the temperature draws probabilities towards 0.5, below 1 away from it; 0.5 stays, and so does every
/// decision at that threshold. Source: Guo et al. (2017), On calibration of modern neural networks, ICML. Not in the
/// paper.
public struct TemperatureScaling: Calibrator {
  /// T, 0.05...20.
  public let temperature: Double

  /// The range of temperatures: separated samples would ask for 0, a useless model for infinity.
  public static let range = 0.05...20.0

  /// A map with this temperature, cut to ``range``; 1, no change, for `.nan`.
  public init(temperature: Double) {
    self.temperature =
      temperature.isNaN
      ? 1 : min(max(temperature, Self.range.lowerBound), Self.range.upperBound)
  }

  /// Fits the temperature by maximum likelihood.
  ///
  /// The likelihood has one maximum in 1/T; a maximum beyond ``range`` gives the end of it. When every probability is
  /// 0.5 the temperature says nothing and is 1.
  ///
  /// - Parameters:
  ///   - probabilities: n probabilities of samples that the model was not fitted to, 0...1; those within 1e-12 of 0 or
  ///     1 count as that far away.
  ///   - labels: n labels; `true` means landslide.
  /// - Throws: ``EstimatorError`` for no samples, one class and lists of different lengths;
  ///   ``CalibrationError/notAProbability(sample:value:)``.
  public init(probabilities: [Double], labels: [Bool]) throws {
    try CalibrationError.check(probabilities, labels: labels)
    let logits = probabilities.map(logit)
    guard logits.contains(where: { $0 != 0 }) else {
      self.init(temperature: 1)
      return
    }
    // The loss is convex in 1/T: its slope changes sign once.
    var (low, high) = (1 / Self.range.upperBound, 1 / Self.range.lowerBound)
    while true {
      let middle = (low + high) / 2
      guard middle > low, middle < high else { break }
      var slope = 0.0
      for (logit, label) in zip(logits, labels) {
        slope += (logistic(middle * logit) - (label ? 1 : 0)) * logit
      }
      if slope < 0 { low = middle } else { high = middle }
    }
    self.init(temperature: 1 / ((low + high) / 2))
  }

  /// The probability at the temperature, 0...1; `.nan` for `.nan`.
  public func calibrated(_ probability: Double) -> Double {
    logistic(logit(probability) / temperature)
  }

  /// Reads a temperature.
  ///
  /// - Throws: `DecodingError` when it is out of range.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    temperature = try container.decode(Double.self, forKey: .temperature)
    guard Self.range.contains(temperature) else {
      throw DecodingError.dataCorruptedError(
        forKey: .temperature, in: container,
        debugDescription: "the temperature is \(temperature), expected \(Self.range)")
    }
  }
}
