import NeuralCore

/// Where a fit stood after an epoch.
struct NetworkCheckpoint: Equatable, Sendable {
  /// See ``NetworkCheckpoints/key``.
  let key: String
  let architecture: NetworkArchitecture
  let hyperparameters: NetworkHyperparameters
  /// How many attempts had collapsed before this one.
  let restarts: Int
  /// What the user should know about these attempts.
  let warnings: [String]
  let training: TrainingCheckpoint

  /// Why a fit cannot go on from here; `nil` when it can. Samples and seed are compared by the training itself.
  func difference(from fit: NetworkFit, key: String) -> String? {
    if self.key != key { return "it is of other inputs (\"\(self.key)\", expected \"\(key)\")" }
    if let field = Self.difference(hyperparameters, fit.hyperparameters) {
      return "it is of other hyperparameters: \(field)"
    }
    if let field = Self.difference(architecture, fit.architecture) {
      return "it is of another network: \(field)"
    }
    guard (0..<fit.attempts).contains(restarts) else {
      return "it is of attempt \(restarts + 1), expected 1 to \(fit.attempts)"
    }
    return nil
  }

  /// The first field that two values differ in.
  private static func difference<Value: Equatable>(_ found: Value, _ expected: Value) -> String? {
    guard found != expected else { return nil }
    let fields = zip(Mirror(reflecting: found).children, Mirror(reflecting: expected).children)
    let (one, other) =
      fields.first { "\($0.value)" != "\($1.value)" } ?? ((nil, found), (nil, expected))
    return "\(one.label ?? "value") \(one.value), expected \(other.value)"
  }
}
