/// What stands for a class in the models.
public enum ClassWeighting: String, Sendable, Codable, CaseIterable {
  /// Eq. (5), the paper's choice; see ``ClassTable/frequencyRatio(_:smoothing:)``.
  case frequencyRatio = "frequency-ratio"
  /// The contrast; see ``WeightsOfEvidence``.
  case weightsOfEvidence = "weights-of-evidence"
  /// The logarithm of the frequency ratio; see ``ClassTable/informationValue(_:smoothing:)``.
  case informationValue = "information-value"

  /// The weight of a class that is neither prone to landslides nor free of them.
  public var neutral: Double { self == .frequencyRatio ? 1 : 0 }
}

/// The weights of a factor's classes, brought to 0...1 for the models.
///
/// ```
/// encoded = (weight - least weight) / (greatest weight - least weight)
/// ```
///
/// Source: Sect. 3.1.2 of the paper ("normalised to 0-1").
public struct EncodedWeights: Equatable, Sendable {
  /// The weight of each class; NaN for a class without cells.
  public let weights: [Double]
  /// The encoded weight of each class, in 0...1; ``neutral`` for a class without cells. All 0.5 when the weights are equal.
  public let encoded: [Double]
  /// The encoded value of the average: of ratio 1, contrast 0 or information 0.
  public let neutral: Double
}

extension ClassTable {
  /// The weight of each class; NaN for a class without cells, or without any landslide.
  ///
  /// - Parameter smoothing: see ``frequencyRatio(_:smoothing:)``.
  /// - Precondition: `smoothing` is finite and not below 0.
  public func weights(by weighting: ClassWeighting, smoothing: Double = 0) -> [Double] {
    (0..<count).map { index in
      switch weighting {
      case .frequencyRatio: frequencyRatio(index, smoothing: smoothing)
      case .weightsOfEvidence: weightsOfEvidence(index, smoothing: smoothing).contrast
      case .informationValue: informationValue(index, smoothing: smoothing)
      }
    }
  }

  /// The weights of the classes and what the models see of them.
  ///
  /// - Parameter smoothing: see ``frequencyRatio(_:smoothing:)``.
  /// - Throws: ``FactorAnalysisError/noLandslides(factor:)`` when no class has a weight.
  /// - Precondition: `smoothing` is finite and not below 0.
  public func encodedWeights(
    by weighting: ClassWeighting, smoothing: Double = 0
  ) throws -> EncodedWeights {
    let weights = self.weights(by: weighting, smoothing: smoothing)
    let defined = weights.filter { !$0.isNaN }
    guard let low = defined.min(), let high = defined.max() else {
      throw FactorAnalysisError.noLandslides(factor: factor)
    }
    guard low < high else {
      return EncodedWeights(
        weights: weights, encoded: weights.map { _ in 0.5 }, neutral: 0.5)
    }
    let neutral = min(1, max(0, (weighting.neutral - low) / (high - low)))
    return EncodedWeights(
      weights: weights,
      encoded: weights.map { $0.isNaN ? neutral : ($0 - low) / (high - low) }, neutral: neutral)
  }
}
