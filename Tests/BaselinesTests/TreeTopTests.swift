import Baselines
import Foundation
import LearningCore
import Testing

/// Probabilities of many rows are walked 64 at a time where the processor can; here against one row after the other.
@Suite struct TreeTopTests {
  /// Each tree walked from its root through what it says of itself, row by row.
  private func plainProbabilities(_ model: RandomForestModel, _ samples: Matrix) throws -> [Double]
  {
    // A stored tree lists columns and values breadth first: the k-th split's children are nodes 2k + 1 and 2k + 2.
    struct Stored: Decodable {
      struct Tree: Decodable {
        let columns: [Int]
        let values: [Double]
      }
      let trees: [Tree]
    }
    let stored = try JSONDecoder().decode(Stored.self, from: JSONEncoder().encode(model))
    let splitNumbers = stored.trees.map { tree -> [Int] in
      var count = 0
      return tree.columns.map { column in
        count += column >= 0 ? 1 : 0
        return count - 1
      }
    }
    return (0..<samples.rows).map { row in
      var sum = 0.0
      for (tree, numbers) in zip(stored.trees, splitNumbers) {
        var node = 0
        while tree.columns[node] >= 0 {
          let goesRight = Double(samples[row, tree.columns[node]]) > tree.values[node]
          node = 2 * numbers[node] + (goesRight ? 2 : 1)
        }
        sum += tree.values[node]
      }
      return sum / Double(stored.trees.count)
    }
  }

  private func table(_ rows: Int, _ columns: Int, distinct: Int, seed: UInt64) -> (Matrix, [Bool]) {
    var generator = SplitMix64(seed: seed)
    let samples = Matrix(
      rows: rows, columns: columns,
      values: (0..<rows * columns).map { _ in
        Float(generator.integer(below: distinct)) / Float(distinct) - 0.5
      })
    let labels = (0..<rows).map { row in
      samples[row, 0] + samples[row, columns - 1] + 0.3 * Float(generator.normal()) > 0
    }
    return (samples, labels)
  }

  /// Rows enough for tables, and some that fill no block: pure and mixed leaves; trees that fit into their top, and trees
  /// of a thousand splits that do not; up to 16, 32, 64 and 128 columns, and more than tables hold.
  @Test(
    arguments: [
      (rows: 300, columns: 5, distinct: 1000, leaf: 1), (300, 5, 1000, 7), (300, 5, 4, 1),
      (3000, 3, 100_000, 1), (3000, 3, 100_000, 2), (200, 17, 50, 1), (200, 40, 50, 1),
      (200, 128, 50, 3), (200, 129, 50, 1), (20, 1, 2, 1),
    ])
  func manyRowsEqualPlainWalks(rows: Int, columns: Int, distinct: Int, leaf: Int) throws {
    let (samples, labels) = table(rows, columns, distinct: distinct, seed: UInt64(rows + leaf))
    var generator = SplitMix64(seed: 1)
    let model = try RandomForest(trees: 23, minimumLeafSize: leaf).fitted(
      to: samples, labels: labels, using: &generator)
    // Values between those of the samples, and the thresholds themselves.
    var (test, _) = table(4167, columns, distinct: 2 * distinct, seed: 9)
    for node in 0..<model.trees[0].nodeCount {
      if let split = model.trees[0].split(at: node) { test[node, split.column] = split.threshold }
    }
    let expected = try plainProbabilities(model, test)
    for threads in [1, 3] {
      #expect(model.probabilities(for: test, threads: threads) == expected)
    }
  }

  /// Several hundred stumps share one group: more than a byte counts.
  @Test func manySmallTreesEqualPlainWalks() throws {
    let samples = Matrix((0..<40).map { [Float($0)] })
    var generator = SplitMix64(seed: 2)
    let model = try RandomForest(trees: 600).fitted(
      to: samples, labels: (0..<40).map { $0 > 20 }, using: &generator)
    let test = Matrix((0..<4500).map { [Float($0) / 100] })
    let probabilities = model.probabilities(for: test)
    #expect(probabilities == (try plainProbabilities(model, test)))
    #expect(probabilities.last == 1 && Set(probabilities).count > 3)
  }

  @Test func rowsThatAreNotFiniteHaveNoProbability() throws {
    let (samples, labels) = table(200, 4, distinct: 100, seed: 3)
    var generator = SplitMix64(seed: 1)
    let model = try RandomForest(trees: 5).fitted(to: samples, labels: labels, using: &generator)
    var (test, _) = table(5000, 4, distinct: 1 << 20, seed: 4)
    test[3, 0] = .nan
    test[4999, 2] = -.infinity
    let probabilities = model.probabilities(for: test)
    #expect(probabilities.indices.filter { probabilities[$0].isNaN } == [3, 4999])
  }

  @Test func aForestOfSingleLeavesSaysTheirShare() throws {
    var generator = SplitMix64(seed: 1)
    let samples = Matrix(rows: 4, columns: 1, repeating: 2)
    let model = try RandomForest(trees: 3, bootstrap: false).fitted(
      to: samples, labels: [true, false, false, false], using: &generator)
    var (test, _) = table(5000, 1, distinct: 1 << 20, seed: 4)
    test[0, 0] = 2
    #expect(model.probabilities(for: test).allSatisfy { $0 == 0.25 })
  }
}
