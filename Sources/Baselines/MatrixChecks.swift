import LearningCore

extension EstimatorError {
  /// Checks a table that a model is to be fitted to: labels, both classes, columns, finite numbers.
  static func check(_ samples: Matrix, labels: [Bool]) throws {
    try check(count: samples.rows, labels: labels)
    guard samples.columns > 0 else {
      throw EstimatorError.hyperparameter(
        name: "columns", value: "0", expected: "at least one factor")
    }
    if let place = samples.firstNonFinite() {
      throw EstimatorError.notFinite(
        row: place.row, column: place.column, value: samples[place.row, place.column])
    }
  }

  /// Checks a hyperparameter.
  static func require(
    _ holds: Bool, _ name: String, _ value: some CustomStringConvertible, expected: String
  ) throws {
    guard holds else {
      throw EstimatorError.hyperparameter(
        name: name, value: value.description, expected: expected)
    }
  }
}

/// A model reads the factors that it was fitted to.
func requireColumns(_ found: Int, _ expected: Int) {
  precondition(
    found == expected, "\(found) columns, but the model was fitted to \(expected)")
}

/// Throws when a decoded model breaks a rule that every fitted model keeps.
func requireDecoded(
  _ holds: Bool, at path: [any CodingKey], _ message: @autoclosure () -> String
) throws {
  guard holds else {
    throw DecodingError.dataCorrupted(.init(codingPath: path, debugDescription: message()))
  }
}
