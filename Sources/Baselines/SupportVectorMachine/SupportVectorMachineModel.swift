import LearningCore

/// A fitted support vector machine.
public struct SupportVectorMachineModel: Classifier, Equatable {
  let kernel: ResolvedKernel
  let standardization: Standardization
  /// The support vectors as the kernel sees them, standardised.
  let supportVectors: Matrix
  /// `alpha_i y_i` of each support vector.
  public let coefficients: [Double]
  /// What is added to the sum over the support vectors.
  public let bias: Double
  /// The sigmoid that makes probabilities of decision values.
  ///
  /// It need not be 0.5 where the decision value is 0: a sample may have a probability on the other side than its decision
  /// value, the more often the fewer samples there are. ``Fit/disagreements`` counts them.
  public let probabilityScaling: PlattScaling
  /// What is known of the fit; `nil` for a machine that was read from LIBSVM's format.
  public let fit: Fit?

  /// What is known of a fit.
  public struct Fit: Equatable, Sendable, Codable {
    /// The minimum of the dual problem, `1/2 sum alpha_i alpha_j y_i y_j K_ij - sum alpha_i`.
    public let dualObjective: Double
    /// The steps that the optimisation took.
    public let iterations: Int
    /// The number of training samples.
    public let samples: Int
    /// How many training samples have a probability above 0.5 and a decision value below 0, or the other way round.
    public let disagreements: Int
  }

  /// The number of factors it was fitted to.
  public var columns: Int { supportVectors.columns }
  /// The number of support vectors.
  public var supportVectorCount: Int { supportVectors.rows }

  /// The factor of distances or products in the kernel, or `nil` for a linear kernel.
  public var gamma: Double? { kernel.gamma }

  /// How far on the landslide side of the margin each sample lies: above 0 it is more like a landslide.
  ///
  /// ```
  /// f(x) = sum_i alpha_i y_i K(x_i, x) + bias
  /// ```
  /// `.nan` for a row with a value that is not finite. Rows are evaluated in single precision; a polynomial kernel can overflow
  /// far away from the training samples and gives infinity or NaN there. Where rows repeat, as on a map of classed factors,
  /// each distinct row is evaluated once.
  ///
  /// - Parameter threads: `nil` for all cores; the result does not depend on it.
  /// - Precondition: as many columns as the model was fitted to.
  public func decisionValues(for samples: Matrix, threads: Int? = nil) -> [Double] {
    let sum = KernelSum(
      kernel: kernel, vectors: supportVectors, coefficients: coefficients, bias: bias,
      standardization: standardization)
    if let distinct = DistinctRows(samples) {
      return distinct.expanded(sum.values(for: distinct.samples, threads: threads))
    }
    return sum.values(for: samples, threads: threads)
  }

  /// The probability of a landslide for each sample, 0...1: the sigmoid of the decision value.
  ///
  /// `.nan` for a row with a value that is not finite.
  ///
  /// - Precondition: as many columns as the model was fitted to.
  public func probabilities(for samples: Matrix) -> [Double] {
    probabilities(for: samples, threads: nil)
  }

  /// ``probabilities(for:)`` on a number of threads; `nil` for all cores. The result does not depend on it.
  public func probabilities(for samples: Matrix, threads: Int?) -> [Double] {
    decisionValues(for: samples, threads: threads).map {
      probabilityScaling.probability(ofDecisionValue: $0)
    }
  }
}

extension SupportVectorMachineModel: Codable {
  private enum CodingKeys: String, CodingKey {
    case kernel, standardization, columns, supportVectors, coefficients, bias
    case probabilityScaling, fit
  }

  /// Writes what ``init(from:)`` reads.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(kernel, forKey: .kernel)
    try container.encode(standardization, forKey: .standardization)
    try container.encode(columns, forKey: .columns)
    try container.encode(supportVectors.values, forKey: .supportVectors)
    try container.encode(coefficients, forKey: .coefficients)
    try container.encode(bias, forKey: .bias)
    try container.encode(probabilityScaling, forKey: .probabilityScaling)
    try container.encodeIfPresent(fit, forKey: .fit)
  }

  /// Reads a model and checks it.
  ///
  /// - Throws: `DecodingError` when the numbers of support vectors, coefficients and columns don't match, or a number is
  ///   not finite or out of range.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    kernel = try container.decode(ResolvedKernel.self, forKey: .kernel)
    standardization = try container.decode(Standardization.self, forKey: .standardization)
    let columns = try container.decode(Int.self, forKey: .columns)
    let values = try container.decode([Float].self, forKey: .supportVectors)
    coefficients = try container.decode([Double].self, forKey: .coefficients)
    bias = try container.decode(Double.self, forKey: .bias)
    probabilityScaling = try container.decode(PlattScaling.self, forKey: .probabilityScaling)
    fit = try container.decodeIfPresent(Fit.self, forKey: .fit)
    let path = decoder.codingPath
    let (cells, overflow) = coefficients.count.multipliedReportingOverflow(by: columns)
    try requireDecoded(
      columns > 0 && !overflow && values.count == cells, at: path,
      "\(coefficients.count) support vectors of \(columns) columns, found \(values.count) values")
    try requireDecoded(
      values.allSatisfy(\.isFinite) && coefficients.allSatisfy(\.isFinite)
        && [bias, probabilityScaling.slope, probabilityScaling.offset].allSatisfy(\.isFinite),
      at: path, "a number is not finite")
    try requireDecoded(kernel.isValid, at: path, "the kernel is \(kernel)")
    try standardization.check(columns: columns, at: path)
    supportVectors = Matrix(rows: coefficients.count, columns: columns, values: values)
  }
}
