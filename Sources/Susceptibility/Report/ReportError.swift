/// What can be wrong with the files that a report is made of.
public enum ReportError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The folder does not exist or holds none of the files that a study writes.
  case noResults(folder: String)
  /// The file cannot be read.
  case unreadable(file: String, reason: String)
  /// The file is not what a study writes, at `place` (a line, a column, a key).
  case malformed(file: String, place: String, expected: String, found: String)
  /// The report cannot be written.
  case unwritable(file: String, reason: String)

  /// What was found, what was expected and what to do.
  public var description: String {
    switch self {
    case .noResults(let folder):
      "\(folder): holds no results of a study; expected manifest.json or one of its tables "
        + "(run a step of the study first)"
    case .unreadable(let file, let reason): "\(file): cannot be read: \(reason)"
    case .malformed(let file, let place, let expected, let found):
      "\(file): \(place): expected \(expected), found \(found) (run the step that writes it again)"
    case .unwritable(let file, let reason): "\(file): cannot be written: \(reason)"
    }
  }
}
