import Baselines
import LearningCore
import TestSupport
import Testing

@Suite struct EstimatorTests {
  static let checks: [EstimatorCheck] = [
    EstimatorCheck("random forest") { RandomForest(trees: 30, threads: $0) },
    EstimatorCheck("small entropy forest") {
      RandomForest(
        trees: 9, maximumFeatures: .all, maximumDepth: 4, minimumLeafSize: 3, bootstrap: false,
        impurity: .entropy, classWeights: .balanced, threads: $0)
    },
    EstimatorCheck("extremely randomised trees") {
      RandomForest(trees: 30, bootstrap: false, splits: .random, threads: $0)
    },
    EstimatorCheck("subsampled histogram forest") {
      RandomForest(
        trees: 30, bootstrap: false, subsample: 0.6, splits: .histogram(bins: 16),
        permutationImportance: true, threads: $0)
    },
    EstimatorCheck("support vector machine") { SupportVectorMachine(threads: $0) },
    EstimatorCheck("linear machine") {
      SupportVectorMachine(
        kernel: .linear, classWeights: .balanced, probabilityFolds: nil, cacheMegabytes: 1,
        threads: $0)
    },
    EstimatorCheck("logistic regression") { _ in LogisticRegression() },
    EstimatorCheck("weighted logistic regression") { _ in
      LogisticRegression(penalty: 1, classWeights: .weights(absence: 1, landslide: 1.5))
    },
  ]

  @Test(arguments: checks.indices)
  func keepsThePromisesOfAnEstimator(index: Int) throws {
    let check = Self.checks[index]
    do { try check.run() } catch { Issue.record("\(check.name): \(error)") }
  }

  @Test func wrongHyperparametersThrow() throws {
    let samples = Matrix([[0], [1], [2], [3]])
    let labels = [true, false, true, false]
    func expectRejected(_ name: String, _ estimator: some Estimator<Matrix>) {
      var generator = SplitMix64(seed: 1)
      do {
        _ = try estimator.fitted(to: samples, labels: labels, using: &generator)
        Issue.record("\(name) was accepted")
      } catch EstimatorError.hyperparameter(let found, _, _) {
        #expect(found == name)
      } catch {
        Issue.record("\(name): \(error)")
      }
    }
    expectRejected("trees", RandomForest(trees: 0))
    expectRejected("maximumDepth", RandomForest(maximumDepth: 0))
    expectRejected("minimumLeafSize", RandomForest(minimumLeafSize: 0))
    expectRejected("minimumSplitSize", RandomForest(minimumSplitSize: 1))
    expectRejected("maximumFeatures", RandomForest(maximumFeatures: .count(0)))
    expectRejected("maximumFeatures", RandomForest(maximumFeatures: .share(.nan)))
    for share in [0, 1.01, -1, .nan] {
      expectRejected("subsample", RandomForest(subsample: share))
    }
    expectRejected("splits", RandomForest(splits: .histogram(bins: 1)))
    expectRejected("splits", RandomForest(splits: .histogram(bins: 65_537)))
    expectRejected(
      "classWeights", RandomForest(classWeights: .weights(absence: 0, landslide: 1)))
    expectRejected("penalty", SupportVectorMachine(penalty: 0))
    expectRejected("gamma", SupportVectorMachine(kernel: .radialBasis(gamma: .value(-1))))
    expectRejected("gamma", SupportVectorMachine(kernel: .radialBasis(gamma: .value(0))))
    expectRejected("degree", SupportVectorMachine(kernel: .polynomial(degree: 0)))
    expectRejected(
      "coefficient", SupportVectorMachine(kernel: .polynomial(degree: 2, coefficient: -1)))
    expectRejected("tolerance", SupportVectorMachine(tolerance: .nan))
    expectRejected("probabilityFolds", SupportVectorMachine(probabilityFolds: 1))
    expectRejected("cacheMegabytes", SupportVectorMachine(cacheMegabytes: 0))
    expectRejected("maximumIterations", SupportVectorMachine(maximumIterations: 0))
    expectRejected("penalty", LogisticRegression(penalty: 0))
    expectRejected("maximumIterations", LogisticRegression(maximumIterations: 0))
  }

  @Test func aTableWithoutColumnsThrows() {
    var generator = SplitMix64(seed: 1)
    #expect(throws: EstimatorError.self) {
      try RandomForest().fitted(
        to: Matrix(rows: 2, columns: 0), labels: [true, false], using: &generator)
    }
  }
}
