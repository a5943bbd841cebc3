import LearningCore

extension SupportVectorMachineModel {
  /// Values of a table of support vectors, beyond which a file is taken for broken: 1 GiB.
  private static let largestTable = 1 << 28

  /// Reads a model in the text format of LIBSVM (`svm_save_model`): C-SVC or nu-SVC with two classes and a linear, RBF or
  /// polynomial kernel.
  ///
  /// The format knows no standardisation, so the machine takes columns as they are; whoever scaled samples before training has
  /// to do so here. Features that a line leaves out are 0. Support vectors are kept in single precision. A model without
  /// `probA` and `probB` has the probabilities of A = -1 and B = 0, which are in order but not calibrated.
  ///
  /// - Parameters:
  ///   - text: the file.
  ///   - columns: the number of factors; `nil` for the largest index of the file, which is too few when the last factors are 0
  ///     in all support vectors.
  ///   - landslideLabel: the label that stands for landslides, 1 in LIBSVM's usual files of 1 and -1 or 1 and 0.
  /// - Throws: ``LIBSVMError``.
  public init(libsvm text: String, columns: Int? = nil, landslideLabel: Int = 1) throws {
    // A line may end as on Windows, which Swift counts as one character.
    let all = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    var lines = all[...]
    let header = try LIBSVMHeader(&lines)
    guard header.labels.count == 2, header.labels[0] != header.labels[1],
      header.labels.contains(landslideLabel)
    else { throw LIBSVMError.labels(found: header.labels, landslide: landslideLabel) }
    var vectors: [SparseVector] = []
    while let line = lines.popFirst() {
      if line.allSatisfy(\.isWhitespace) { continue }
      vectors.append(try SparseVector(line, number: lines.startIndex))
    }
    guard vectors.count == header.supportVectorCount else {
      throw LIBSVMError.supportVectorCount(
        found: vectors.count, expected: header.supportVectorCount)
    }
    // LIBSVM decides for its first label above 0.
    let sign = header.labels[0] == landslideLabel ? 1.0 : -1.0
    let probability = header.probability ?? (slope: -1, offset: 0)
    let table = try Self.table(vectors, columns: columns)
    self.init(
      kernel: header.kernel, standardization: Standardization(identityFor: table.columns),
      supportVectors: table, coefficients: vectors.map { sign * $0.coefficient },
      bias: -sign * header.rho,
      probabilityScaling: PlattScaling(
        slope: probability.slope, offset: sign * probability.offset), fit: nil)
  }

  private static func table(_ vectors: [SparseVector], columns: Int?) throws -> Matrix {
    let largest = vectors.reduce(0) { max($0, $1.features.last?.index ?? 0) }
    let columns = columns ?? max(1, largest)
    guard largest <= columns else { throw LIBSVMError.column(index: largest, columns: columns) }
    let (count, overflow) = vectors.count.multipliedReportingOverflow(by: columns)
    guard !overflow, count <= largestTable, columns <= largestTable else {
      throw LIBSVMError.tooLarge(supportVectors: vectors.count, columns: columns)
    }
    var table = Matrix(rows: vectors.count, columns: columns)
    for (row, vector) in vectors.enumerated() {
      for feature in vector.features { table[row, feature.index - 1] = feature.value }
    }
    return table
  }
}

/// A line `coefficient index:value index:value ...`.
private struct SparseVector {
  let coefficient: Double
  let features: [(index: Int, value: Float)]

  init(_ line: Substring, number: Int) throws {
    func broken(_ expected: String) -> LIBSVMError {
      .line(number: number, text: String(line), expected: expected)
    }
    let words = line.split(whereSeparator: \.isWhitespace)
    guard let coefficient = words.first.flatMap({ Double($0) }), coefficient.isFinite else {
      throw broken("a finite coefficient first")
    }
    var features: [(index: Int, value: Float)] = []
    for word in words.dropFirst() {
      let parts = word.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count == 2, let index = Int(parts[0]), let value = Float(parts[1]),
        value.isFinite
      else { throw broken("index:value with a finite value, found \(word.prefix(30))") }
      guard index > features.last?.index ?? 0 else {
        throw broken("indices from 1 in rising order, found \(index)")
      }
      features.append((index, value))
    }
    self.coefficient = coefficient
    self.features = features
  }
}
