import LearningCore
import Parallelism

/// A support vector machine for two classes (C-SVC) with probabilities.
///
/// Source: Cortes and Vapnik (1995); the paper compares its network with one that has a radial basis function
/// (Sect. 3.3). The probabilities come from a sigmoid (``PlattScaling``) over decision values of a cross-validation, as
/// in libsvm but with stratified folds.
public struct SupportVectorMachine: Estimator, Equatable {
  /// C, the price of a sample on the wrong side, above 0.
  public var penalty: Double
  /// How alike two samples are.
  public var kernel: Kernel
  /// How much the samples of each class count; multiplies the penalty.
  public var classWeights: ClassWeights
  /// The folds of the cross-validation behind the probabilities, at least 2, at most as many as the rarer class has
  /// samples. `nil`: the sigmoid is fitted to the decision values of the training samples themselves, which is quick
  /// but too sure of itself.
  public var probabilityFolds: Int?
  /// Whether columns are brought to mean 0 and standard deviation 1 first, which the machine keeps and does to every sample it
  /// is asked about. Without, columns of large numbers outweigh the others.
  public var standardizes: Bool
  /// The largest violation of the optimality conditions that is let pass, above 0.
  public var tolerance: Double
  /// The room for rows of the kernel matrix of one machine, at least 1. With ``probabilityFolds`` there is a machine for each
  /// thread at a time. With few columns a row is computed as quickly as main memory gives it back, so that room beyond the
  /// processor's own cache pays only with hundreds of columns.
  public var cacheMegabytes: Int
  /// The most steps of the optimisation; `nil` for the larger of 10 million and 100 n.
  public var maximumIterations: Int?
  /// The number of threads; `nil` for all cores. The model does not depend on it.
  public var threads: Int?

  /// Hyperparameters of a machine; see the properties of the same names.
  public init(
    penalty: Double = 1, kernel: Kernel = .radialBasis(gamma: .scale),
    classWeights: ClassWeights = .equal, probabilityFolds: Int? = 5, standardizes: Bool = true,
    tolerance: Double = 1e-3, cacheMegabytes: Int = 16, maximumIterations: Int? = nil,
    threads: Int? = nil
  ) {
    self.penalty = penalty
    self.kernel = kernel
    self.classWeights = classWeights
    self.probabilityFolds = probabilityFolds
    self.standardizes = standardizes
    self.tolerance = tolerance
    self.cacheMegabytes = cacheMegabytes
    self.maximumIterations = maximumIterations
    self.threads = threads
  }

  /// Fits the machine, and its sigmoid on folds drawn by the generator.
  ///
  /// - Parameters:
  ///   - samples: n rows of finite values, a column for each factor.
  ///   - labels: n labels; `true` means landslide.
  ///   - generator: draws the folds of the cross-validation; the machine itself has nothing random.
  /// - Throws: ``EstimatorError`` for no samples, one class, values that are not finite (row and column are named) and
  ///   hyperparameters out of range; ``SupportVectorMachineError`` when the optimisation does not come to an end
  ///   (LIBSVM warns and gives the machine of its last step: here a machine is always an optimum), or when kernels of large,
  ///   unstandardised values leave the range of numbers.
  public func fitted(
    to samples: Matrix, labels: [Bool], using generator: inout some RandomNumberGenerator
  ) throws -> SupportVectorMachineModel {
    try EstimatorError.check(samples, labels: labels)
    try checkHyperparameters()
    let weights = try classWeights.resolved(labels: labels)
    let standardization = self.standardization(of: samples)
    let standardized = standardization.applied(to: samples)
    if let place = standardized.firstNonFinite() {
      throw EstimatorError.notFinite(
        row: place.row, column: place.column, value: samples[place.row, place.column])
    }
    let kernel = try kernel.resolved(for: standardized)
    try checkSize(of: kernel, for: standardized)
    let folds = try probabilityPlan(labels: labels, using: &generator)
    // The machine of all samples and those of the folds are independent pieces; the first is the machine itself.
    let machines = try Parallel.map(1 + folds.count, threads: threads) { index in
      let part = index == 0 ? Array(labels.indices) : folds[index - 1].training
      return try machine(
        standardized.selecting(part), labels: part.map { labels[$0] }, kernel: kernel,
        weights: weights)
    }
    let own = machines[0]
    var held = own.solution.decisionValues
    for (fold, machine) in zip(folds, machines.dropFirst()) {
      let values = KernelSum(
        kernel: kernel, vectors: machine.supportVectors, coefficients: machine.coefficients,
        bias: machine.solution.bias, standardization: nil
      ).values(for: standardized.selecting(fold.validation), threads: threads)
      for (sample, value) in zip(fold.validation, values) { held[sample] = value }
    }
    var scaling = try PlattScaling(decisionValues: held, labels: labels)
    if scaling.slope >= 0 {
      // With a small penalty every sample is at its bound, and a fold's bias follows the shares of its classes: values of
      // different folds then rank samples the wrong way round, which the machine itself does not.
      scaling = try PlattScaling(decisionValues: own.solution.decisionValues, labels: labels)
    }
    return SupportVectorMachineModel(
      kernel: kernel, standardization: standardization, supportVectors: own.supportVectors,
      coefficients: own.coefficients, bias: own.solution.bias, probabilityScaling: scaling,
      fit: SupportVectorMachineModel.Fit(
        dualObjective: own.solution.objective, iterations: own.solution.iterations,
        samples: samples.rows,
        disagreements: own.solution.decisionValues.count {
          ($0 > 0) != (scaling.probability(ofDecisionValue: $0) > 0.5)
        }))
  }

  private func standardization(of samples: Matrix) -> Standardization {
    // Moving columns changes nothing but a polynomial of products.
    if !standardizes, case .polynomial = kernel {
      return Standardization(identityFor: samples.columns)
    }
    return Standardization(of: samples, scaling: standardizes)
  }

  private struct Machine: Sendable {
    let supportVectors: Matrix
    let coefficients: [Double]
    let solution: SequentialMinimalOptimization.Solution
  }

  private func machine(
    _ samples: Matrix, labels: [Bool], kernel: ResolvedKernel,
    weights: (absence: Double, landslide: Double)
  ) throws -> Machine {
    let signs = labels.map { $0 ? 1.0 : -1.0 }
    var problem = SequentialMinimalOptimization(
      rows: KernelRows(samples, kernel: kernel, cacheMegabytes: cacheMegabytes), signs: signs,
      bounds: labels.map { penalty * ($0 ? weights.landslide : weights.absence) },
      tolerance: tolerance,
      maximumIterations: maximumIterations ?? max(10_000_000, 100 * samples.rows))
    let solution = try problem.solved()
    let support = solution.alphas.indices.filter { solution.alphas[$0] > 0 }
    return Machine(
      supportVectors: samples.selecting(support),
      coefficients: support.map { solution.alphas[$0] * signs[$0] }, solution: solution)
  }

  /// Products and sums of kernels must stay in the range of single precision.
  private func checkSize(of kernel: ResolvedKernel, for samples: Matrix) throws {
    let largest = (0..<samples.rows).reduce(0) { largest, row in
      max(largest, samples.row(row).reduce(0) { $0 + Double($1) * Double($1) })
    }
    let value = kernel.ofItself(squaredNorm: largest)
    guard value < SupportVectorMachineError.largestKernel else {
      throw SupportVectorMachineError.kernelTooLarge(value: value)
    }
  }

  private func probabilityPlan(
    labels: [Bool], using generator: inout some RandomNumberGenerator
  ) throws -> [Fold] {
    let landslides = labels.count { $0 }
    let rarer = min(landslides, labels.count - landslides)
    guard let probabilityFolds, rarer >= 2 else { return [] }
    return try FoldPlan.random(
      labels: labels, folds: min(probabilityFolds, rarer), using: &generator
    ).folds
  }

  private func checkHyperparameters() throws {
    try EstimatorError.require(
      penalty > 0 && penalty.isFinite, "penalty", penalty, expected: "a finite number above 0")
    try EstimatorError.require(
      tolerance > 0 && tolerance.isFinite, "tolerance", tolerance,
      expected: "a finite number above 0")
    try EstimatorError.require(
      (probabilityFolds ?? 2) >= 2, "probabilityFolds", probabilityFolds ?? 0,
      expected: "at least 2")
    try EstimatorError.require(
      cacheMegabytes >= 1, "cacheMegabytes", cacheMegabytes, expected: "at least 1")
    try EstimatorError.require(
      (maximumIterations ?? 1) >= 1, "maximumIterations", maximumIterations ?? 0,
      expected: "at least 1")
  }
}
