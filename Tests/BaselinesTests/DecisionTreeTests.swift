import Baselines
import Foundation
import LearningCore
import TestSupport
import Testing

@Suite struct DecisionTreeTests {
  private func tree(
    _ samples: Matrix, _ labels: [Bool], depth: Int? = nil, leaf: Int = 1,
    impurity: Impurity = .gini
  ) throws -> RandomForestModel {
    var generator = SplitMix64(seed: 1)
    return try RandomForest(
      trees: 1, maximumFeatures: .all, maximumDepth: depth, minimumLeafSize: leaf,
      bootstrap: false, impurity: impurity
    ).fitted(to: samples, labels: labels, using: &generator)
  }

  @Test func splitsMidwayBetweenNeighbours() throws {
    let model = try tree(Matrix([[1, 0], [2, 0], [4, 0], [8, 0]]), [false, false, true, true])
    let tree = model.trees[0]
    #expect(tree.nodeCount == 3 && tree.leafCount == 2 && tree.depth == 1)
    #expect(tree.split(at: 0)?.column == 0)
    #expect(tree.split(at: 0)?.threshold == 3)
    #expect(tree.split(at: 1) == nil)
    #expect(model.probabilities(for: Matrix([[3, 9], [3.001, 9]])) == [0, 1])
    #expect(model.importances == [1, 0])
    #expect(model.outOfBagAccuracy == nil)
  }

  /// No single split helps, yet two levels separate the classes.
  @Test func goesOnWhereNoSplitHelpsYet() throws {
    let samples = Matrix([[0, 0], [0, 1], [1, 0], [1, 1]])
    let model = try tree(samples, [false, true, true, false])
    #expect(model.probabilities(for: samples) == [0, 1, 1, 0])
  }

  @Test func equalRowsShareTheirLabels() throws {
    let samples = Matrix([[1], [1], [1], [1]])
    let model = try tree(samples, [true, true, true, false])
    #expect(model.trees[0].nodeCount == 1)
    #expect(model.probabilities(for: samples) == [0.75, 0.75, 0.75, 0.75])
    #expect(model.importances == [0])
  }

  @Test func neighbouringFloatsAreToldApart() throws {
    let low: Float = 1
    let samples = Matrix([[low], [low.nextUp]])
    #expect(try tree(samples, [true, false]).probabilities(for: samples) == [1, 0])
    let extreme = Matrix([[-Float.greatestFiniteMagnitude], [.greatestFiniteMagnitude]])
    #expect(try tree(extreme, [true, false]).probabilities(for: extreme) == [1, 0])
    let zeros = Matrix([[-0.0], [0.0]])
    #expect(try tree(zeros, [true, false]).trees[0].nodeCount == 1)
  }

  /// The best split by trying all of them, in whole numbers where they can be.
  private func bestSplitByTrial(
    _ samples: Matrix, _ labels: [Bool], leaf: Int
  ) -> (column: Int, threshold: Double, impurity: Double)? {
    var best: (column: Int, threshold: Double, impurity: Double)?
    for column in 0..<samples.columns {
      let values = Set(samples.column(column)).sorted()
      for (low, high) in zip(values, values.dropFirst()) {
        let threshold = (Double(low) + Double(high)) / 2
        var counts = [[0.0, 0.0], [0.0, 0.0]]
        for row in 0..<samples.rows {
          counts[Double(samples[row, column]) <= threshold ? 0 : 1][labels[row] ? 1 : 0] += 1
        }
        let sizes = counts.map { $0[0] + $0[1] }
        guard sizes.allSatisfy({ $0 >= Double(leaf) }) else { continue }
        let impurity = zip(counts, sizes).reduce(0) {
          $0 + $1.1 - ($1.0[0] * $1.0[0] + $1.0[1] * $1.0[1]) / $1.1
        }
        if impurity < (best?.impurity ?? .infinity) - 1e-9 {
          best = (column, threshold, impurity)
        }
      }
    }
    return best
  }

  @Test(arguments: [(12, 4, 1), (60, 1000, 1), (300, 6, 5), (300, 100_000, 5), (900, 90, 20)])
  func theRootIsTheBestOfAllSplits(rows: Int, distinct: Int, leaf: Int) throws {
    var generator = SplitMix64(seed: UInt64(rows + distinct))
    let labels = (0..<rows).map { _ in generator.uniform() < 0.4 }
    let samples = Matrix(
      rows: rows, columns: 3,
      values: (0..<rows * 3).map { index in
        Float(generator.integer(below: distinct)) + (labels[index / 3] ? 0.4 : 0)
      })
    let expected = try #require(bestSplitByTrial(samples, labels, leaf: leaf))
    let root = try #require(
      try tree(samples, labels, depth: 1, leaf: leaf).trees[0].split(at: 0))
    #expect(root.column == expected.column)
    #expect(abs(Double(root.threshold) - expected.threshold) <= 1e-6 * abs(expected.threshold))
  }

  @Test func entropySplitsLikeItsDefinition() throws {
    // Gini takes the split 3 | 5 with one pure side here, entropy as well; the importances are all on that column.
    let samples = Matrix((0..<8).map { [Float($0)] })
    let labels = [true, true, true, false, true, false, false, true]
    let root = try #require(
      try tree(samples, labels, depth: 1, impurity: .entropy).trees[0].split(at: 0))
    func entropy(_ part: ArraySlice<Bool>) -> Double {
      let count = Double(part.count)
      let shares = [true, false].map { label in Double(part.count { $0 == label }) / count }
      return shares.filter { $0 > 0 }.reduce(0) { $0 - count * $1 * log($1) }
    }
    let sums = (1..<8).map { entropy(labels[..<$0]) + entropy(labels[$0...]) }
    let best = sums.indices.min { sums[$0] < sums[$1] }.map { $0 + 1 }
    #expect(Double(root.threshold) == Double(best ?? 0) - 0.5)
  }

  @Test(.enabled(if: ReferenceData.isAvailable, Comment(rawValue: ReferenceData.comment)))
  func equalsScikitLearnsTree() throws {
    for item in try ReferenceData.golden("decision_tree")["cases"].elements {
      let samples = Matrix(
        rows: item["x"].shape[0], columns: item["x"].shape[1], values: item["x"].floats)
      let test = Matrix(
        rows: item["x_test"].shape[0], columns: item["x_test"].shape[1],
        values: item["x_test"].floats)
      let model = try tree(
        samples, item["labels"].ints.map { $0 == 1 }, depth: item["max_depth"].int,
        leaf: item["min_samples_leaf"].int ?? 1)
      let tree = model.trees[0]
      #expect(tree.nodeCount == item["node_count"].int)
      #expect(tree.leafCount == item["leaf_count"].int)
      #expect(tree.depth == item["depth"].int)
      #expect(tree.split(at: 0)?.column == item["root_feature"].int)
      #expect(tree.split(at: 0).map { Double($0.threshold) } == item["root_threshold"].double)
      #expect(
        largestDifference(
          model.probabilities(for: test), item["probability_test"].doubles) < 1e-12)
    }
  }

  @Test(
    arguments: [
      #"{"columns": [], "values": []}"#,
      #"{"columns": [0], "values": [0.5]}"#,
      #"{"columns": [-1], "values": [1.5]}"#,
      #"{"columns": [-1], "values": []}"#,
      #"{"columns": [-1, -1, -1], "values": [0, 0, 0]}"#,
      #"{"columns": [0, -1], "values": [0, 0]}"#,
      #"{"columns": [0, -1, -1, 0, -1, -1], "values": [0, 0, 0, 0, 0, 0]}"#,
      #"{"columns": [-2, -1, -1], "values": [0, 0, 0]}"#,
      #"{"columns": [0, -1, -1], "values": [1e300, 0, 0]}"#,
      #"{"columns": [9223372036854775807, -1, -1], "values": [0, 0, 0]}"#,
    ])
  func whatIsNoTreeIsNotRead(json: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(DecisionTree.self, from: Data(json.utf8))
    }
  }
}
