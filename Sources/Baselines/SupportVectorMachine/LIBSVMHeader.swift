/// The lines of a model in LIBSVM's text format before its support vectors.
struct LIBSVMHeader {
  private(set) var kernel = ResolvedKernel.linear
  private(set) var supportVectorCount = 0
  private(set) var rho = 0.0
  private(set) var labels: [Int] = []
  /// `probA` and `probB`, when the model has probabilities.
  private(set) var probability: (slope: Double, offset: Double)?

  private static let keys: Set<String> = [
    "svm_type", "kernel_type", "degree", "gamma", "coef0", "nr_class", "total_sv", "rho", "label",
    "probA", "probB", "nr_sv",
  ]

  private var values: [String: (number: Int, text: String, values: [Substring])] = [:]

  /// Reads lines up to `SV`.
  ///
  /// - Parameter lines: the lines of the file; those of the header are taken away.
  init(_ lines: inout ArraySlice<Substring>) throws {
    while true {
      guard let line = lines.popFirst() else { throw LIBSVMError.missing(key: "SV") }
      let words = line.split(whereSeparator: \.isWhitespace)
      guard let key = words.first.map(String.init) else { continue }
      if key == "SV" { break }
      guard Self.keys.contains(key), words.count > 1 else {
        throw LIBSVMError.line(
          number: lines.startIndex, text: String(line), expected: "a key of the header with values")
      }
      guard values[key] == nil else {
        throw LIBSVMError.line(
          number: lines.startIndex, text: String(line), expected: "each key once")
      }
      values[key] = (lines.startIndex, String(line), Array(words.dropFirst()))
    }
    try readWords()
    try readNumbers()
  }

  private mutating func readWords() throws {
    _ = try choice("svm_type", of: ["c_svc", "nu_svc"])
    switch try choice("kernel_type", of: ["linear", "polynomial", "rbf"]) {
    case "rbf": kernel = .radialBasis(gamma: try number("gamma"))
    case "polynomial":
      kernel = .polynomial(
        degree: try whole("degree"), gamma: try number("gamma"), coefficient: try number("coef0"))
    default: kernel = .linear
    }
    guard kernel.isValid else {
      throw LIBSVMError.unsupported(
        key: "kernel_type", value: "\(kernel)",
        expected: "gamma above 0 and a degree of 1 to 100")
    }
    _ = try choice("nr_class", of: ["2"])
  }

  private mutating func readNumbers() throws {
    supportVectorCount = try whole("total_sv")
    rho = try number("rho")
    labels = try line("label").values.map { Int($0) ?? Int.min }
    let counts = try line("nr_sv")
    let each = counts.values.compactMap { Int($0) }.filter { $0 >= 0 }
    guard each.count == 2, counts.values.count == 2,
      each[0].addingReportingOverflow(each[1]) == (supportVectorCount, false)
    else {
      throw LIBSVMError.line(
        number: counts.number, text: counts.text,
        expected: "nr_sv and two numbers that add up to \(supportVectorCount)")
    }
    if values["probA"] != nil || values["probB"] != nil {
      probability = (try number("probA"), try number("probB"))
    }
  }

  private func line(_ key: String) throws -> (number: Int, text: String, values: [Substring]) {
    guard let line = values[key] else { throw LIBSVMError.missing(key: key) }
    return line
  }

  private func choice(_ key: String, of choices: [String]) throws -> String {
    let found = try line(key).values.joined(separator: " ")
    guard choices.contains(found) else {
      throw LIBSVMError.unsupported(
        key: key, value: found, expected: choices.joined(separator: " or "))
    }
    return found
  }

  private func number(_ key: String) throws -> Double {
    let line = try line(key)
    guard line.values.count == 1, let value = Double(line.values[0]), value.isFinite else {
      throw LIBSVMError.line(
        number: line.number, text: line.text, expected: "\(key) and a finite number")
    }
    return value
  }

  private func whole(_ key: String) throws -> Int {
    let line = try line(key)
    guard line.values.count == 1, let value = Int(line.values[0]), value >= 0 else {
      throw LIBSVMError.line(
        number: line.number, text: line.text, expected: "\(key) and a whole number from 0")
    }
    return value
  }
}
