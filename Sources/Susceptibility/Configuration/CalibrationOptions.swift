/// How probabilities are made to hold: the key `calibration`.
public struct CalibrationOptions: Sendable, Equatable, Codable {
  /// The shape of the map from a model's probabilities to calibrated ones.
  public enum Method: String, Sendable, Equatable, Codable, CaseIterable {
    /// As they are.
    case none
    /// A sigmoid with two numbers.
    case platt
    /// Any rising shape.
    case isotonic
    /// One number for how sure the model is of itself.
    case temperature
  }

  /// The method.
  public var method: Method
  /// The share of landslides on the ground that probabilities are brought to; `nil` for that of the samples.
  public var prevalence: Double?
  /// The folds of the training samples whose out-of-fold probabilities the method is fitted to.
  public var folds: Int

  /// No calibration.
  public init(method: Method = .none, prevalence: Double? = nil, folds: Int = 5) {
    self.method = method
    self.prevalence = prevalence
    self.folds = folds
  }

  /// Whether there is a calibrated map.
  public var isOn: Bool { method != .none || prevalence != nil }

  init(_ node: StudyNode) throws {
    let members = try node.members(
      ["method", "prevalence", "folds"],
      "{ method: none | platt | isotonic | temperature, prevalence: SHARE }")
    self.init(
      method: try members["method"]?.choice(of: Method.self) ?? .none,
      prevalence: try members["prevalence"]?.number(
        in: 1e-9...0.999_999_999, "the share of landslides on the ground, above 0 and below 1"),
      folds: try members["folds"]?.integer(in: 2...1000, "at least 2 folds") ?? 5)
  }
}
