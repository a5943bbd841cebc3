import Baselines
import Foundation
import LearningCore
import Metrics
import TestSupport
import Testing

@Suite struct RandomForestOptionsTests {
  private func table(_ rows: Int, seed: UInt64, noise: Double = 0.4) -> (Matrix, [Bool]) {
    var generator = SplitMix64(seed: seed)
    let samples = Matrix(
      rows: rows, columns: 4, values: (0..<rows * 4).map { _ in Float(generator.normal()) })
    let labels = (0..<rows).map { row in
      Double(samples[row, 0] + 0.7 * samples[row, 1]) + noise * generator.normal() > 0
    }
    return (samples, labels)
  }

  private func fit(
    _ forest: RandomForest, _ samples: Matrix, _ labels: [Bool], seed: UInt64 = 1
  ) throws -> RandomForestModel {
    var generator = SplitMix64(seed: seed)
    return try forest.fitted(to: samples, labels: labels, using: &generator)
  }

  // MARK: Splits

  @Test func asManyBinsAsValuesAreExact() throws {
    let (samples, labels) = table(200, seed: 1)
    #expect(
      try fit(RandomForest(trees: 8, splits: .histogram(bins: 200)), samples, labels)
        == fit(RandomForest(trees: 8, splits: .exact), samples, labels))
    #expect(
      try fit(RandomForest(trees: 8), samples, labels)
        == fit(RandomForest(trees: 8, splits: .exact), samples, labels))
  }

  /// Ten values in two bins: the one threshold is in the middle, whatever the labels ask for.
  @Test func binsHoldAsManySamplesEach() throws {
    let samples = Matrix((0..<10).map { [Float($0)] })
    let labels = (0..<10).map { $0 >= 8 }
    let forest = RandomForest(trees: 1, bootstrap: false, splits: .histogram(bins: 2))
    let tree = try fit(forest, samples, labels).trees[0]
    #expect(tree.nodeCount == 3 && tree.split(at: 0)?.threshold == 4.5)
    // Equal values stay in one bin.
    let ties = Matrix([1, 1, 1, 1, 1, 1, 1, 2, 3, 4].map { [Float($0)] })
    #expect(try fit(forest, ties, labels).trees[0].split(at: 0)?.threshold == 1.5)
  }

  @Test func histogramsRankAsWellAsExactSplits() throws {
    let (samples, labels) = table(3000, seed: 2)
    let (test, testLabels) = table(3000, seed: 3)
    let areas = try [RandomForest.Splits.exact, .histogram(bins: 64)].map { splits in
      areaUnderCurve(
        labels: testLabels,
        scores: try fit(RandomForest(trees: 60, splits: splits), samples, labels)
          .probabilities(for: test))
    }
    #expect(areas[0] > 0.9 && abs(areas[0] - areas[1]) < 0.01)
  }

  /// The threshold of a table of two values is even between them: over 2,000 trees its mean is 0.5 and its standard
  /// deviation sqrt(1 / 12), within five standard errors.
  @Test func randomThresholdsAreEven() throws {
    let model = try fit(
      RandomForest(trees: 2000, bootstrap: false, splits: .random), Matrix([[0], [1]]),
      [true, false])
    let thresholds = try model.trees.map {
      Double(try #require($0.split(at: 0)).threshold)
    }
    #expect(thresholds.allSatisfy { $0 >= 0 && $0 < 1 })
    let mean = thresholds.reduce(0, +) / 2000
    let variance = thresholds.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 2000
    #expect(abs(mean - 0.5) < 5 * 0.2887 / 2000.0.squareRoot())
    // The variance of a squared deviation of even numbers is 1/180.
    #expect(abs(variance - 1 / 12.0) < 5 * (1 / 180.0).squareRoot() / 2000.0.squareRoot())
  }

  @Test func randomThresholdsOfNeighboursPartThem() throws {
    let low: Float = 1
    for values in [[low, low.nextUp], [-.greatestFiniteMagnitude, .greatestFiniteMagnitude]] {
      let samples = Matrix(values.map { [$0] })
      let model = try fit(
        RandomForest(trees: 20, bootstrap: false, splits: .random), samples, [true, false])
      #expect(model.probabilities(for: samples) == [1, 0])
    }
  }

  /// Every leaf is what the samples that reach it say.
  @Test func randomTreesSeparateTheirSamples() throws {
    let (samples, labels) = table(300, seed: 4)
    let model = try fit(
      RandomForest(trees: 10, bootstrap: false, splits: .random), samples, labels)
    #expect(model.probabilities(for: samples) == labels.map { $0 ? 1 : 0 })
    #expect(model.outOfBagAccuracy == nil && model.permutationImportances == nil)
    let coarse = try fit(
      RandomForest(trees: 10, minimumLeafSize: 20, bootstrap: false, splits: .random), samples,
      labels)
    // Of 300 samples there are at most 15 leaves of 20.
    #expect(coarse.trees.allSatisfy { $0.leafCount <= 15 })
    #expect(coarse.trees.contains { $0.leafCount > 4 })
  }

  // MARK: Draws

  @Test func subsamplesLeaveSamplesOut() throws {
    let (samples, labels) = table(100, seed: 5)
    for bootstrap in [true, false] {
      let model = try fit(
        RandomForest(trees: 20, bootstrap: bootstrap, subsample: 0.3), samples, labels)
      // Without replacement a tree of 30 samples has at most 30 leaves; with it fewer.
      #expect(model.trees.allSatisfy { $0.leafCount <= 30 })
      #expect(model.outOfBagAccuracy.map { $0 > 0.7 } == true)
    }
    // One sample is drawn: one leaf that says its class.
    let single = try fit(RandomForest(trees: 9, subsample: 1e-9), samples, labels)
    #expect(single.trees.allSatisfy { $0.nodeCount == 1 })
    // All without replacement is every sample once.
    #expect(
      try fit(RandomForest(trees: 3, bootstrap: false, subsample: 1), samples, labels)
        .probabilities(for: samples) == labels.map { $0 ? 1 : 0 })
  }

  /// The share of rights on new samples and out of bag differ by chance alone: both are means over 1,500 samples.
  @Test func outOfBagAccuracyIsThatOfNewSamples() throws {
    let (samples, labels) = table(1500, seed: 6, noise: 1)
    let (test, testLabels) = table(1500, seed: 7, noise: 1)
    let model = try fit(RandomForest(trees: 200), samples, labels)
    let accuracy = ConfusionMatrix(
      labels: testLabels, probabilities: model.probabilities(for: test)
    ).accuracy
    // Three standard errors of the difference of two shares of about 0.75.
    #expect(abs(try #require(model.outOfBagAccuracy) - accuracy) < 3 * 0.0158)
  }

  // MARK: Importances

  @Test func permutationFindsTheColumnsThatMatter() throws {
    let (samples, labels) = table(600, seed: 8)
    let plain = try fit(RandomForest(trees: 60), samples, labels)
    let model = try fit(RandomForest(trees: 60, permutationImportance: true), samples, labels)
    #expect(plain.permutationImportances == nil)
    // The trees are not other ones.
    #expect(plain.trees == model.trees && plain.importances == model.importances)
    let importances = try #require(model.permutationImportances)
    #expect(importances[0] > importances[1] && importances[1] > 0.05)
    #expect(importances[2...].allSatisfy { abs($0) < 0.01 })
    let one = RandomForest(trees: 60, permutationImportance: true, threads: 1)
    #expect(try fit(one, samples, labels) == model)
  }

  @Test func aColumnWithoutSplitsHasNoImportance() throws {
    let (narrow, labels) = table(80, seed: 9)
    var samples = narrow
    for row in 0..<samples.rows { samples[row, 3] = 7 }
    let model = try fit(RandomForest(trees: 20, permutationImportance: true), samples, labels)
    #expect(model.importances[3] == 0)
    #expect(model.permutationImportances?[3] == 0)
  }

  // MARK: Bad input

  @Test func oneRowIsOneClass() {
    #expect(throws: EstimatorError.oneClass(label: true, count: 1)) {
      try fit(RandomForest(), Matrix([[1, 2]]), [true])
    }
  }

  @Test func constantColumnsGiveTheShare() throws {
    let model = try fit(
      RandomForest(trees: 5, bootstrap: false), Matrix(rows: 8, columns: 2, repeating: 3),
      (0..<8).map { $0 < 2 })
    #expect(model.trees.allSatisfy { $0.nodeCount == 1 })
    #expect(model.probabilities(for: Matrix([[0, 9]])) == [0.25])
  }

  @Test(arguments: [RandomForest.Splits.exact, .histogram(bins: 2), .random])
  func contradictoryRowsShareALeaf(splits: RandomForest.Splits) throws {
    let samples = Matrix([[0], [0], [0], [0], [5], [5]])
    let labels = [true, false, false, false, true, true]
    let model = try fit(
      RandomForest(trees: 4, bootstrap: false, splits: splits), samples, labels)
    #expect(model.probabilities(for: samples) == [0.25, 0.25, 0.25, 0.25, 1, 1])
  }

  /// Ten absences to a landslide: plain leaves follow the shares, balanced ones raise the landslides.
  @Test func imbalanceIsLearnedAndCanBeBalanced() throws {
    var generator = SplitMix64(seed: 10)
    let labels = (0..<440).map { $0 % 11 == 0 }
    let samples = Matrix(labels.map { [Float((($0) ? 1 : 0) + generator.normal())] })
    func meanProbability(_ weights: ClassWeights) throws -> (mean: Double, area: Double) {
      let forest = RandomForest(trees: 100, minimumLeafSize: 30, classWeights: weights)
      let probabilities = try fit(forest, samples, labels).probabilities(for: samples)
      return (
        probabilities.reduce(0, +) / Double(labels.count),
        areaUnderCurve(labels: labels, scores: probabilities)
      )
    }
    let plain = try meanProbability(.equal)
    let balanced = try meanProbability(.balanced)
    #expect(abs(plain.mean - 1 / 11.0) < 0.02 && plain.area > 0.7)
    #expect(balanced.mean > 0.3 && balanced.mean < 0.6 && balanced.area > 0.7)
  }

  @Test func moreFeaturesThanColumnsAreAll() throws {
    let (samples, labels) = table(60, seed: 11)
    #expect(
      try fit(RandomForest(trees: 4, maximumFeatures: .count(99)), samples, labels)
        == fit(RandomForest(trees: 4, maximumFeatures: .all), samples, labels))
  }

  // MARK: Stored forests

  /// What versions without permutation importances have written.
  @Test func olderFilesAreRead() throws {
    let json = """
      {"columns": 2, "trees": [{"columns": [1, -1, -1], "values": [0.5, 0.25, 1]}],
       "importances": [0, 1], "outOfBagAccuracy": 0.75}
      """
    let model = try JSONDecoder().decode(RandomForestModel.self, from: Data(json.utf8))
    #expect(model.permutationImportances == nil && model.outOfBagAccuracy == 0.75)
    #expect(model.probabilities(for: Matrix([[9, 0.5], [0, 0.6]])) == [0.25, 1])
  }

  @Test func permutationImportancesAreStored() throws {
    let (samples, labels) = table(60, seed: 12)
    let model = try fit(RandomForest(trees: 4, permutationImportance: true), samples, labels)
    let read = try JSONDecoder().decode(
      RandomForestModel.self, from: JSONEncoder().encode(model))
    #expect(read == model && read.permutationImportances?.count == 4)
  }

  @Test(arguments: ["[0]", "[0, 2]"])
  func brokenPermutationImportancesAreNotRead(importances: String) {
    let json = """
      {"columns": 2, "trees": [{"columns": [-1], "values": [1]}], "importances": [0, 1],
       "permutationImportances": \(importances)}
      """
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(RandomForestModel.self, from: Data(json.utf8))
    }
  }
}
