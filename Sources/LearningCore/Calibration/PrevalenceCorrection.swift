/// From probabilities that hold where half of the samples (say) are landslides to those that hold on the ground.
///
/// A model fitted to as many absences as landslides believes that every second cell slides. With the share of
/// landslides among the samples `s` and on the ground `r`, Bayes' rule gives
///
/// ```
/// p' = p r/s / (p r/s + (1 - p) (1 - r)/(1 - s))
/// ```
/// The order of probabilities stays, so the ROC curve does; 0 and 1 stay. It holds when absences are drawn at random
/// from the cells without landslides; buffers or limits of slope around them change what is learned, and no formula
/// repairs that. Source: Elkan (2001), The foundations of cost-sensitive learning, IJCAI, Theorem 2; Saerens et al.
/// (2002), Neural Computation 14, 21-41. Not in the paper.
public struct PrevalenceCorrection: Calibrator {
  /// The share of landslides among the samples, between 0 and 1: 0.5 when there are as many absences.
  public let samplePrevalence: Double
  /// The share of landslides on the ground, between 0 and 1: landslide cells of the mapped cells.
  public let prevalence: Double

  /// A correction from one share of landslides to another.
  ///
  /// - Throws: ``CalibrationError/prevalence(_:)`` for a share that is not above 0 and below 1.
  public init(samplePrevalence: Double, prevalence: Double) throws {
    for share in [samplePrevalence, prevalence] where !(share > 0 && share < 1) {
      throw CalibrationError.prevalence(share)
    }
    self.samplePrevalence = samplePrevalence
    self.prevalence = prevalence
  }

  /// The probability at the prevalence on the ground, 0...1; `.nan` for `.nan`.
  public func calibrated(_ probability: Double) -> Double {
    let landslide = probability * prevalence / samplePrevalence
    let absence = (1 - probability) * (1 - prevalence) / (1 - samplePrevalence)
    return landslide / (landslide + absence)
  }

  /// Reads a correction.
  ///
  /// - Throws: `DecodingError` when a share is not above 0 and below 1.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    do {
      try self.init(
        samplePrevalence: container.decode(Double.self, forKey: .samplePrevalence),
        prevalence: container.decode(Double.self, forKey: .prevalence))
    } catch let error as CalibrationError {
      throw DecodingError.dataCorruptedError(
        forKey: .prevalence, in: container, debugDescription: error.description)
    }
  }
}
