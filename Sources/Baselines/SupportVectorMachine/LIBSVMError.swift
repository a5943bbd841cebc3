/// What is wrong with a model in LIBSVM's text format.
public enum LIBSVMError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A line is not what the format says; lines count from 1.
  case line(number: Int, text: String, expected: String)
  /// The line that begins with `key` is missing.
  case missing(key: String)
  /// The file has a model that this package does not know.
  case unsupported(key: String, value: String, expected: String)
  /// The file announces `expected` support vectors and has `found`.
  case supportVectorCount(found: Int, expected: Int)
  /// None of the labels, or no other one than that, stands for landslides.
  case labels(found: [Int], landslide: Int)
  /// The model has a support vector with a value in column `index` of `columns` columns.
  case column(index: Int, columns: Int)
  /// The table of support vectors would have more values than can be held.
  case tooLarge(supportVectors: Int, columns: Int)

  /// What was found, what was expected and what to do.
  public var description: String {
    switch self {
    case .line(let number, let text, let expected):
      "line \(number) is \"\(text.prefix(60))\", expected \(expected)"
    case .missing(let key): "there is no line \"\(key)\": is the file whole?"
    case .unsupported(let key, let value, let expected):
      "\(key) is \(value), which cannot be read: expected \(expected)"
    case .supportVectorCount(let found, let expected):
      "\(found) support vectors, but the header says \(expected): is the file whole?"
    case .labels(let found, let landslide):
      "the labels are \(found), expected two, one of them \(landslide), the label of landslides"
    case .column(let index, let columns):
      "a support vector has a value in column \(index), expected 1 to \(columns)"
    case .tooLarge(let supportVectors, let columns):
      "\(supportVectors) support vectors of \(columns) columns are too many to hold"
    }
  }
}
