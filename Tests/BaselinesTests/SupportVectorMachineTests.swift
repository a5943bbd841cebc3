import Baselines
import Foundation
import LearningCore
import Metrics
import TestSupport
import Testing

@Suite struct SupportVectorMachineTests {
  private func fit(
    _ machine: SupportVectorMachine, _ samples: Matrix, _ labels: [Bool]
  ) throws -> SupportVectorMachineModel {
    var generator = SplitMix64(seed: 1)
    return try machine.fitted(to: samples, labels: labels, using: &generator)
  }

  private func noisyTable(rows: Int, columns: Int, seed: UInt64) -> (Matrix, [Bool]) {
    var generator = SplitMix64(seed: seed)
    let samples = Matrix(
      rows: rows, columns: columns,
      values: (0..<rows * columns).map { _ in Float(generator.normal()) })
    let labels = (0..<rows).map { row in
      Double(samples[row, 0] * samples[row, 1]) + 0.5 * generator.normal() > 0
    }
    return (samples, labels)
  }

  /// Two samples: both are support vectors with alpha = 1 / (1 - K), the bias is 0.
  @Test func twoSamplesByHand() throws {
    let model = try fit(
      SupportVectorMachine(
        penalty: 100, kernel: .radialBasis(gamma: .value(0.5)), probabilityFolds: nil,
        standardizes: false, tolerance: 1e-10), Matrix([[0], [2]]), [false, true])
    let alpha = 1 / (1 - exp(-2.0))
    #expect(largestDifference(model.coefficients, [-alpha, alpha]) < 1e-6)
    #expect(abs(model.bias) < 1e-6)
    #expect(abs((model.fit?.dualObjective ?? .nan) + alpha) < 1e-6)
    #expect(
      largestDifference(model.decisionValues(for: Matrix([[0], [1], [2]])), [-1, 0, 1]) < 1e-6)
    #expect(model.gamma == 0.5 && model.supportVectorCount == 2)
  }

  /// The widest street between (0, 0) and (2, 0): f(x) = x - 1.
  @Test func theLinearKernelFindsTheWidestStreet() throws {
    let model = try fit(
      SupportVectorMachine(
        penalty: 100, kernel: .linear, probabilityFolds: nil, standardizes: false,
        tolerance: 1e-10), Matrix([[0, 0], [2, 0], [3, 1], [-1, 5]]), [false, true, true, false])
    let values = model.decisionValues(for: Matrix([[0, 0], [1, 0], [2, 0]]))
    #expect(largestDifference(values, [-1, 0, 1]) < 1e-5)
    #expect(model.gamma == nil)
  }

  /// The conditions of the optimum, worked out from the definition in double precision.
  ///
  /// Shrinking seldom and often, so that samples are left out and come back many times.
  @Test(arguments: [1, 500], [5, 1000])
  func theOptimumKeepsItsConditions(penalty: Double, shrinkingInterval: Int) throws {
    let (samples, labels) = noisyTable(rows: 90, columns: 3, seed: 3)
    let gamma = 0.4
    var problem = SequentialMinimalOptimization(
      // One megabyte would hold all rows; none makes room for two, so that every row is computed again and again.
      rows: KernelRows(samples, kernel: .radialBasis(gamma: gamma), cacheMegabytes: 0),
      signs: labels.map { $0 ? 1 : -1 }, bounds: Array(repeating: penalty, count: 90),
      tolerance: 1e-6, maximumIterations: 1_000_000, shrinkingInterval: shrinkingInterval)
    let solution = try problem.solved()
    let balance = zip(solution.alphas, labels).reduce(0) { $0 + $1.0 * ($1.1 ? 1 : -1) }
    #expect(abs(balance) < 1e-9 * penalty)
    for i in 0..<90 {
      let value = (0..<90).reduce(solution.bias) { sum, j in
        let distance = (0..<3).reduce(0.0) {
          $0 + pow(Double(samples[i, $1]) - Double(samples[j, $1]), 2)
        }
        return sum + solution.alphas[j] * (labels[j] ? 1 : -1) * exp(-gamma * distance)
      }
      let margin = labels[i] ? value : -value
      // The kernel is in single precision: its error grows with the sum of the alphas.
      let slack = 1e-4 * max(1, penalty / 10)
      if solution.alphas[i] < penalty { #expect(margin > 1 - slack) }
      if solution.alphas[i] > 0 { #expect(margin < 1 + slack) }
      #expect(solution.alphas[i] >= 0 && solution.alphas[i] <= penalty)
      #expect(abs(solution.decisionValues[i] - value) < slack)
    }
  }

  @Test func samplesThatCoincideWithBothLabelsConverge() throws {
    let samples = Matrix([[1, 1], [1, 1], [1, 1], [1, 1], [0, 0], [0, 0]])
    let model = try fit(
      SupportVectorMachine(penalty: 10), samples, [true, false, true, false, true, false])
    #expect(model.probabilities(for: samples).allSatisfy { $0 >= 0 && $0 <= 1 })
  }

  @Test func constantColumnsAndLargeNumbersAreHarmless() throws {
    let (samples, labels) = noisyTable(rows: 60, columns: 2, seed: 5)
    let moved = Matrix(
      (0..<60).map { [samples[$0, 0] + 4096, samples[$0, 1], 7_000_000.5] })
    let plain = Matrix((0..<60).map { [moved[$0, 0] - 4096, moved[$0, 1], 0] })
    for standardizes in [true, false] {
      let machine = SupportVectorMachine(
        kernel: .radialBasis(gamma: .value(0.3)), probabilityFolds: nil,
        standardizes: standardizes, tolerance: 1e-6)
      let shifted = try fit(machine, moved, labels).decisionValues(for: moved)
      let expected = try fit(machine, plain, labels).decisionValues(for: plain)
      #expect(largestDifference(shifted, expected) < 1e-4)
    }
  }

  @Test func gammaScaleIsOneOverColumnsTimesVariance() throws {
    let samples = Matrix([[0, 4], [2, 6], [1, 1], [5, 5]])
    // Population variance of the eight values: mean 3, squares 9 1 1 9 4 4 4 4 = 36 / 8. Moving columns to their means
    // changes it, so the machine's own columns are (-2 0 -1 3) and (0 2 -3 1): 14 / 8 each way, 28 / 8 in all.
    let model = try fit(
      SupportVectorMachine(probabilityFolds: nil, standardizes: false), samples,
      [true, false, true, false])
    #expect(abs((model.gamma ?? 0) - 1 / (2 * 28.0 / 8)) < 1e-9)
    let standardized = try fit(
      SupportVectorMachine(probabilityFolds: nil), samples, [true, false, true, false])
    #expect(abs((standardized.gamma ?? 0) - 0.5) < 1e-6)
  }

  /// What a greater gamma than single precision has, or a tiny one, means: each sample is alike itself alone, or all are alike.
  @Test(arguments: [1e300, 1e-300]) func extremeGammasStayFinite(gamma: Double) throws {
    let (samples, labels) = noisyTable(rows: 40, columns: 2, seed: 5)
    let model = try fit(
      SupportVectorMachine(kernel: .radialBasis(gamma: .value(gamma))), samples, labels)
    let values = model.decisionValues(for: samples)
    #expect(values.allSatisfy { $0.isFinite })
    // Alone, a sample has at least its own alpha on its side: C, but for the bias.
    if gamma > 1 { #expect(zip(values, labels).allSatisfy { ($0 > 0) == $1 }) }
  }

  @Test func kernelsOutOfRangeAreAnError() throws {
    let samples = Matrix([[3e5, 1], [-2e5, 7], [1e5, 2], [4e5, 9]])
    let labels = [true, false, true, false]
    #expect {
      try fit(
        SupportVectorMachine(
          kernel: .polynomial(degree: 3, gamma: .value(1)), standardizes: false), samples, labels)
    } throws: {
      guard
        case SupportVectorMachineError.kernelTooLarge(let value)? = $0 as? SupportVectorMachineError
      else { return false }
      return value > 1e33 && "\($0)".contains("standardise")
    }
    let standardized = try fit(
      SupportVectorMachine(kernel: .polynomial(degree: 3)), samples, labels)
    #expect(standardized.decisionValues(for: samples).allSatisfy { $0.isFinite })
  }

  /// Landslides of one to ten absences: with balanced weights the rarer class is found, without it hardly is.
  @Test func balancedWeightsFindTheRarerClass() throws {
    var generator = SplitMix64(seed: 4)
    let labels = (0..<330).map { $0 % 11 == 0 }
    let samples = Matrix(
      labels.map { [Float(generator.normal() + ($0 ? 1.2 : 0)), Float(generator.normal())] })
    func found(_ weights: ClassWeights) throws -> Int {
      let values = try fit(
        SupportVectorMachine(classWeights: weights), samples, labels
      ).decisionValues(for: samples)
      return zip(values, labels).count { $0.0 > 0 && $0.1 }
    }
    let (equal, balanced) = (try found(.equal), try found(.balanced))
    #expect(equal <= 10)
    #expect(balanced >= 20)
  }

  /// Weights move the decision values; the sigmoid, which counts each sample once, moves the probabilities back.
  /// With all samples at their bounds the machines of the folds differ in their bias, which goes against their validation
  /// samples' share of landslides: a sigmoid of their values would fall.
  @Test(arguments: [1e-6, 1e-3]) func smallPenaltiesKeepTheirSide(penalty: Double) throws {
    var random = SplitMix64(seed: 4)
    let values = (0..<120).flatMap { index in
      (0..<3).map { _ in Float(random.uniform()) + (index < 60 ? 0.6 : 0) }
    }
    let samples = Matrix(rows: 120, columns: 3, values: values)
    var generator = SplitMix64(seed: 1)
    let model = try SupportVectorMachine(penalty: penalty).fitted(
      to: samples, labels: (0..<120).map { $0 < 60 }, using: &generator)
    #expect(model.probabilityScaling.slope < 0)
    let probabilities = model.probabilities(for: samples)
    let means = [0..<60, 60..<120].map { probabilities[$0].reduce(0, +) / 60 }
    #expect(means[0] > means[1])
  }

  @Test func disagreementsAreCounted() throws {
    let (samples, labels) = noisyTable(rows: 60, columns: 2, seed: 5)
    let model = try fit(
      SupportVectorMachine(classWeights: .weights(absence: 1, landslide: 5)), samples, labels)
    let values = model.decisionValues(for: samples)
    let probabilities = model.probabilities(for: samples)
    let counted = zip(values, probabilities).count { ($0.0 > 0) != ($0.1 > 0.5) }
    #expect(counted > 0)
    #expect(model.fit?.disagreements == counted)
    #expect(model.fit?.samples == 60)
  }

  @Test func theIterationLimitIsAnError() {
    let (samples, labels) = noisyTable(rows: 60, columns: 2, seed: 5)
    #expect(throws: SupportVectorMachineError.self) {
      try fit(SupportVectorMachine(maximumIterations: 3), samples, labels)
    }
  }

  @Test func probabilitiesAreHonestOnOtherSamples() throws {
    let (samples, labels) = noisyTable(rows: 240, columns: 2, seed: 8)
    let (test, testLabels) = noisyTable(rows: 240, columns: 2, seed: 9)
    let model = try fit(SupportVectorMachine(), samples, labels)
    let probabilities = model.probabilities(for: test)
    #expect(areaUnderCurve(labels: testLabels, scores: probabilities) > 0.75)
    // Better than always saying 0.5, which loses ln 2.
    #expect(logLoss(labels: testLabels, probabilities: probabilities) < 0.6)
    #expect(model.probabilityScaling.slope < 0)
  }

  @Test func aRowThatIsNotFiniteHasNoProbability() throws {
    let (samples, labels) = noisyTable(rows: 60, columns: 2, seed: 5)
    let model = try fit(SupportVectorMachine(), samples, labels)
    let probabilities = model.probabilities(for: Matrix([[0, 0], [.nan, 0], [0, .infinity]]))
    #expect(probabilities.map(\.isNaN) == [false, true, true])
  }

  @Test func blocksAndThreadsGiveTheSame() throws {
    let (samples, labels) = noisyTable(rows: 100, columns: 4, seed: 6)
    let model = try fit(SupportVectorMachine(probabilityFolds: nil), samples, labels)
    let (test, _) = noisyTable(rows: 300, columns: 4, seed: 7)
    let all = model.decisionValues(for: test, threads: 2)
    #expect(model.decisionValues(for: test, threads: 1) == all)
    let single = (0..<300).map { model.decisionValues(for: test.selecting([$0]))[0] }
    #expect(largestDifference(single, all) < 1e-5)
  }

  @Test func storedMachinesAreTheSame() throws {
    let (samples, labels) = noisyTable(rows: 60, columns: 2, seed: 5)
    for kernel in [Kernel.linear, .radialBasis(gamma: .scale), .polynomial(degree: 2)] {
      let model = try fit(SupportVectorMachine(kernel: kernel), samples, labels)
      let data = try JSONEncoder().encode(model)
      let read = try JSONDecoder().decode(SupportVectorMachineModel.self, from: data)
      #expect(read == model)
      #expect(read.probabilities(for: samples) == model.probabilities(for: samples))
    }
  }

  @Test func brokenMachinesAreNotRead() throws {
    let (samples, labels) = noisyTable(rows: 20, columns: 2, seed: 5)
    let data = try JSONEncoder().encode(try fit(SupportVectorMachine(), samples, labels))
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let changes: [(String, Any?)] = [
      ("columns", 3), ("columns", 0), ("columns", Int.max), ("supportVectors", [1.0]),
      ("coefficients", [Double]()), ("bias", nil), ("kernel", ["radialBasis": ["gamma": -1]]),
      ("standardization", ["means": [0, 0], "scales": [1, 0]]),
      ("standardization", ["means": [0], "scales": [1]]),
      ("kernel", ["polynomial": ["degree": 0, "gamma": 1, "coefficient": 0]]),
    ]
    for (key, value) in changes {
      var changed = object
      changed[key] = value
      let broken = try JSONSerialization.data(withJSONObject: changed)
      #expect(throws: DecodingError.self, "\(key)") {
        try JSONDecoder().decode(SupportVectorMachineModel.self, from: broken)
      }
    }
  }

  @Test(.enabled(if: ReferenceData.isAvailable, Comment(rawValue: ReferenceData.comment)))
  func equalsTheExactSolution() throws {
    for item in try ReferenceData.golden("svm_rbf")["cases"].elements {
      func matrix(_ name: String) -> Matrix {
        Matrix(rows: item[name].shape[0], columns: item[name].shape[1], values: item[name].floats)
      }
      let weights = item["class_weight"].doubles
      let machine = SupportVectorMachine(
        penalty: try #require(item["C"].double),
        kernel: .radialBasis(gamma: .value(try #require(item["gamma"].double))),
        classWeights: weights.isEmpty
          ? .equal : .weights(absence: weights[0], landslide: weights[1]),
        probabilityFolds: nil, standardizes: false, tolerance: 1e-6)
      let model = try fit(machine, matrix("x"), item["labels"].ints.map { $0 == 1 })
      let objective = try #require(item["dual_objective"].double)
      #expect(abs((model.fit?.dualObjective ?? .nan) / objective - 1) < 1e-6)
      #expect(abs(model.bias - (item["bias"].double ?? .nan)) < 1e-4)
      for (part, expected) in [("x", "decision_train"), ("x_test", "decision_test")] {
        let values = model.decisionValues(for: matrix(part))
        #expect(largestDifference(values, item[expected].doubles) < 1e-4)
      }
      #expect(model.supportVectorCount == item["n_support"].int)
    }
  }
}
