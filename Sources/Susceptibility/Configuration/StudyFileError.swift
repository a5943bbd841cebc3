/// What is wrong with a study file: which key, what was found and what was expected.
public struct StudyFileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The study file's name.
  public let file: String
  /// The key, such as `factors[3].classes.quantiles`; empty for the whole file.
  public let key: String
  /// The line in the file, from 1, when known.
  public let line: Int?
  /// What was expected and found.
  public let problem: String

  /// A problem at a key of a file.
  public init(file: String, key: String, line: Int? = nil, problem: String) {
    self.file = file
    self.key = key
    self.line = line
    self.problem = problem
  }

  /// What was found, what was expected and what to do.
  public var description: String {
    let place = line.map { "\(file):\($0)" } ?? file
    return key.isEmpty ? "\(place): \(problem)" : "\(place): \(key): \(problem)"
  }
}
