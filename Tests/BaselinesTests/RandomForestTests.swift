import Baselines
import Foundation
import LearningCore
import Metrics
import TestSupport
import Testing

@Suite struct RandomForestTests {
  private func table(rows: Int, columns: Int, distinct: Int, seed: UInt64) -> (Matrix, [Bool]) {
    var generator = SplitMix64(seed: seed)
    let samples = Matrix(
      rows: rows, columns: columns,
      values: (0..<rows * columns).map { _ in Float(generator.integer(below: distinct)) })
    let labels = (0..<rows).map { row in
      Double(samples[row, 0] + samples[row, 1 % columns]) / Double(distinct)
        + 0.4 * generator.normal() > 0.9
    }
    return (samples, labels)
  }

  /// Every tree walked by hand, row by row.
  private func plainProbabilities(_ model: RandomForestModel, _ samples: Matrix) -> [Double] {
    (0..<samples.rows).map { row in
      let one = samples.selecting([row])
      return model.probabilities(for: one, threads: 1)[0]
    }
  }

  @Test func blocksOfRowsEqualSingleRows() throws {
    var generator = SplitMix64(seed: 1)
    let (samples, labels) = table(rows: 100, columns: 5, distinct: 40, seed: 2)
    let model = try RandomForest(trees: 12).fitted(to: samples, labels: labels, using: &generator)
    let (test, _) = table(rows: 1043, columns: 5, distinct: 50, seed: 3)
    let expected = plainProbabilities(model, test)
    for threads in [1, 2, 3] {
      #expect(model.probabilities(for: test, threads: threads) == expected)
    }
  }

  @Test func aRowThatIsNotFiniteHasNoProbability() throws {
    var generator = SplitMix64(seed: 1)
    let (samples, labels) = table(rows: 60, columns: 3, distinct: 40, seed: 2)
    let model = try RandomForest(trees: 5).fitted(to: samples, labels: labels, using: &generator)
    var test = samples
    test[7, 1] = .nan
    test[9, 2] = .infinity
    let probabilities = model.probabilities(for: test)
    #expect(probabilities.indices.filter { probabilities[$0].isNaN } == [7, 9])
  }

  @Test func storedForestsAreTheSame() throws {
    var generator = SplitMix64(seed: 4)
    let (samples, labels) = table(rows: 80, columns: 4, distinct: 100, seed: 5)
    let third = Matrix(
      rows: samples.rows, columns: samples.columns, values: samples.values.map { $0 / 3 })
    let model = try RandomForest(trees: 7, classWeights: .balanced).fitted(
      to: third, labels: labels, using: &generator)
    let data = try JSONEncoder().encode(model)
    let read = try JSONDecoder().decode(RandomForestModel.self, from: data)
    #expect(read == model)
    #expect(read.probabilities(for: third) == model.probabilities(for: third))
  }

  @Test(
    arguments: [
      "{}", "[]", #"{"columns": 2, "trees": [], "importances": [0, 1]}"#,
      #"{"columns": 2, "trees": [{"columns": [2, -1, -1], "values": [0, 0, 1]}], "importances": [0, 1]}"#,
      #"{"columns": 2, "trees": [{"columns": [-1], "values": [1]}], "importances": [1]}"#,
      #"{"columns": 2, "trees": [{"columns": [-1], "values": [1]}], "importances": [0, 1], "outOfBagAccuracy": 2}"#,
    ])
  func brokenForestsAreNotRead(json: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(RandomForestModel.self, from: Data(json.utf8))
    }
  }

  @Test func seedsGiveDifferentForests() throws {
    let (samples, labels) = table(rows: 80, columns: 4, distinct: 100, seed: 5)
    var first = SplitMix64(seed: 1)
    var second = SplitMix64(seed: 2)
    let forest = RandomForest(trees: 3)
    #expect(
      try forest.fitted(to: samples, labels: labels, using: &first)
        != forest.fitted(to: samples, labels: labels, using: &second))
  }

  @Test func importancesFindTheColumnsThatMatter() throws {
    var generator = SplitMix64(seed: 6)
    let (samples, labels) = table(rows: 300, columns: 5, distinct: 50, seed: 7)
    let model = try RandomForest(trees: 40).fitted(to: samples, labels: labels, using: &generator)
    #expect(abs(model.importances.reduce(0, +) - 1) < 1e-12)
    #expect((model.importances[2...].max() ?? 1) < min(model.importances[0], model.importances[1]))
  }

  @Test(.enabled(if: ReferenceData.isAvailable, Comment(rawValue: ReferenceData.comment)))
  func isAsGoodAsScikitLearnsForest() throws {
    let golden = try ReferenceData.golden("random_forest")
    func matrix(_ name: String) -> Matrix {
      Matrix(
        rows: golden[name].shape[0], columns: golden[name].shape[1], values: golden[name].floats)
    }
    let (samples, test) = (matrix("x_train"), matrix("x_test"))
    let labels = golden["labels_train"].ints.map { $0 == 1 }
    let testLabels = golden["labels_test"].ints.map { $0 == 1 }
    for item in golden["cases"].elements {
      let forest = RandomForest(
        trees: try #require(item["trees"].int),
        maximumFeatures: .count(try #require(item["max_features"].int)),
        minimumLeafSize: try #require(item["min_samples_leaf"].int))
      let seeds = 4
      var (area, accuracy, outOfBag) = (0.0, 0.0, 0.0)
      var importances = [Double](repeating: 0, count: samples.columns)
      for seed in 0..<seeds {
        var generator = SplitMix64(seed: UInt64(seed))
        let model = try forest.fitted(to: samples, labels: labels, using: &generator)
        let probabilities = model.probabilities(for: test)
        area += areaUnderCurve(labels: testLabels, scores: probabilities) / Double(seeds)
        accuracy +=
          ConfusionMatrix(labels: testLabels, probabilities: probabilities).accuracy
          / Double(seeds)
        outOfBag += try #require(model.outOfBagAccuracy) / Double(seeds)
        for column in importances.indices {
          importances[column] += model.importances[column] / Double(seeds)
        }
      }
      // Four standard errors of a mean of four seeds, and a little for the stored rounding.
      for (name, value) in [
        ("test_auc", area), ("test_accuracy", accuracy), ("oob_accuracy", outOfBag),
      ] {
        let mean = try #require(item[name]["mean"].double)
        let deviation = try #require(item[name]["sd"].double)
        #expect(abs(value - mean) < 4 * deviation / Double(seeds).squareRoot(), "\(name)")
      }
      let means = item["gini_importance_mean"].doubles
      let deviations = item["gini_importance_sd"].doubles
      for column in importances.indices {
        #expect(
          abs(importances[column] - means[column])
            < 4 * deviations[column] / Double(seeds).squareRoot(), "importance \(column)")
      }
    }
  }
}
