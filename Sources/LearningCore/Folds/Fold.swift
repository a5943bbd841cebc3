/// A split of samples into those that a model is fitted to and those that it is judged by.
///
/// Samples that are in neither list are left out: they lie too close to the validation samples.
public struct Fold: Equatable, Sendable, Codable {
  /// The indices of the samples to fit to, rising.
  public let training: [Int]
  /// The indices of the samples to judge by, rising.
  public let validation: [Int]

  /// A split into these samples.
  public init(training: [Int], validation: [Int]) {
    self.training = training
    self.validation = validation
  }

  /// The split that a mask makes: samples where it is `true` are validated.
  init(validating mask: [Bool]) {
    training = mask.indices.filter { !mask[$0] }
    validation = mask.indices.filter { mask[$0] }
  }
}
