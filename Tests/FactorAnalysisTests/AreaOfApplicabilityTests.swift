import LearningCore
import Testing

@testable import FactorAnalysis

/// Expected values: Scripts/reference-values/area_of_applicability.py, the definitions of the R package CAST in plain loops.
@Suite struct AreaOfApplicabilityTests {
  static let training = Matrix([
    [1.0, 10.0, 0.2], [1.5, 14.0, 0.1], [2.0, 9.0, 0.4], [2.2, 30.0, 0.3], [5.0, 12.0, 0.9],
    [5.5, 11.0, 0.8], [6.0, 25.0, 0.7], [9.0, 40.0, 0.5], [1.1, 10.5, 0.2],
  ])
  static let folds = [0, 1, 2, 0, 1, 2, 0, 1, 0]
  static let cells = Matrix([
    [1.0, 10.0, 0.2], [4.0, 20.0, 0.5], [20.0, 5.0, 0.0], [5.2, 11.6, 0.86],
  ])

  /// Values are held as `Float`, whose relative error of 6e-8 grows a little where near numbers are subtracted.
  private func isClose(_ found: [Double], _ expected: [Double]) -> Bool {
    found.count == expected.count
      && zip(found, expected).allSatisfy { abs($0 - $1) <= 2e-6 * max(1, $1) }
  }

  @Test func equalWeightsAreAsInCAST() throws {
    let area = try AreaOfApplicability(training: Self.training, folds: Self.folds)
    #expect(isClose([area.meanTrainingDistance], [2.2167542804573164]))
    #expect(isClose([area.threshold], [0.8410959656537795]))
    #expect(
      isClose(
        area.trainingDissimilarities,
        [
          0.24023607711374909, 0.22164946788054052, 0.3510405402919945, 0.7326279356112515,
          0.18103918342979994, 0.18103918342979994, 0.5974710155881172, 0.8410959656537795,
          0.22164946788054052,
        ]))
    let found = try area.dissimilarities(of: Self.cells)
    #expect(
      isClose(found, [0.0, 0.4943266663254308, 2.4106259290888374, 0.07241567337192005]))
    #expect(found.map(area.contains) == [true, true, false, true])
  }

  @Test func withoutFoldsTheNearestOtherSampleCounts() throws {
    let area = try AreaOfApplicability(training: Self.training)
    #expect(isClose([area.trainingDissimilarities[0]], [0.026015097014936466]))
  }

  @Test func weightsAreAsInCAST() throws {
    let area = try AreaOfApplicability(
      training: Self.training, weights: [2, 0.5, 1], folds: Self.folds)
    #expect(isClose([area.meanTrainingDistance], [2.783122985659626]))
    #expect(isClose([area.threshold], [0.36678575569293864]))
    #expect(
      isClose(
        try area.dissimilarities(of: Self.cells),
        [0.0, 0.5508802850601234, 2.9549308777124157, 0.07203058571710468]))
    // The index is a ratio of distances, so the unit of the weights does not matter.
    let other = try AreaOfApplicability(
      training: Self.training, weights: [200, 50, 100], folds: Self.folds)
    #expect(isClose([other.threshold], [area.threshold]))
  }

  @Test func weightsBelowZeroCountNothing() throws {
    let area = try AreaOfApplicability(training: Self.training, weights: [-1, 1, 0])
    let alone = try AreaOfApplicability(
      training: Self.training.removing(column: 2).removing(column: 0))
    #expect(area.threshold == alone.threshold)
    let none = try AreaOfApplicability(training: Self.training, weights: [0, -1, 0])
    #expect(none.threshold == (try AreaOfApplicability(training: Self.training)).threshold)
  }

  /// Training samples 0, 1, 3: mean distances 2, 1.5, 2.5, so 2 on the whole, in units of the same deviation.
  @Test func aHandCase() throws {
    let area = try AreaOfApplicability(training: Matrix([[0], [1], [3]]))
    #expect(isClose(area.trainingDissimilarities, [0.5, 0.5, 1]))
    #expect(isClose([area.threshold], [1]))
    #expect(isClose(try area.dissimilarities(of: Matrix([[-1], [3.5], [9]])), [0.5, 0.25, 3]))
  }

  /// boxplot.stats of R: stats[5].
  @Test func theWhiskerIsTukeys() {
    #expect(AreaOfApplicability.upperWhisker(of: [4, 1, 100, 3, 2]) == 4)
    #expect(AreaOfApplicability.upperWhisker(of: [1, 2, 3, 4]) == 4)
    #expect(AreaOfApplicability.upperWhisker(of: [7]) == 7)
  }

  @Test func aConstantColumnIsLeftOut() throws {
    let area = try AreaOfApplicability(training: Matrix([[0, 5], [1, 5], [3, 5]]))
    #expect(area.constantColumns == [1])
    #expect(isClose(try area.dissimilarities(of: Matrix([[3, 900]])), [0]))
  }

  @Test func whatHasNoDistancesIsAnError() {
    #expect(throws: FactorAnalysisError.tooFewForDistances(samples: 1)) {
      try AreaOfApplicability(training: Matrix([[1, 2]]))
    }
    #expect(throws: FactorAnalysisError.tooFewForDistances(samples: 0)) {
      try AreaOfApplicability(training: Matrix(rows: 0, columns: 2))
    }
    #expect(throws: FactorAnalysisError.samplesAlike) {
      try AreaOfApplicability(training: Matrix([[1, 2], [1, 2]]))
    }
    #expect(throws: FactorAnalysisError.samplesAlike) {
      try AreaOfApplicability(training: Matrix(rows: 3, columns: 0))
    }
    #expect(throws: FactorAnalysisError.samplesAlike) {
      try AreaOfApplicability(training: Matrix([[1, 2], [1, 3]]), weights: [1, 0])
    }
    #expect(throws: FactorAnalysisError.oneFold) {
      try AreaOfApplicability(training: Self.training, folds: Array(repeating: 4, count: 9))
    }
    #expect(throws: FactorAnalysisError.notFinite(factor: "column 2", row: 1)) {
      try AreaOfApplicability(training: Matrix([[1, 2], [1, .nan]]))
    }
    #expect(throws: FactorAnalysisError.weightNotFinite(position: 1)) {
      try AreaOfApplicability(training: Self.training, weights: [1, .nan, 1])
    }
    #expect(throws: FactorAnalysisError.notFinite(factor: "column 1", row: 0)) {
      try AreaOfApplicability(training: Self.training)
        .dissimilarities(of: Matrix([[.infinity, 1, 1]]))
    }
  }

  @Test func noCellsGiveNothing() throws {
    let area = try AreaOfApplicability(training: Self.training)
    #expect(try area.dissimilarities(of: Matrix(rows: 0, columns: 3)).isEmpty)
  }
}

@Suite struct NearestRowTests {
  /// Counts around the size of a vector and of a group.
  @Test(arguments: [1, 2, 7, 8, 9, 31, 32, 33, 300])
  func theNearestIsThatOfAPlainSearch(count: Int) {
    var generator = SplitMix64(seed: UInt64(count))
    let columns = 3
    func values(_ count: Int) -> [Float] {
      (0..<count * columns).map { _ in Float(generator.integer(below: 40)) / 8 }
    }
    let rows = values(count)
    let queries = values(60)
    let found = NearestRow(rows, columns: columns).squaredDistances(to: queries, rows: 5..<60)
    for (query, distance) in zip(5..<60, found) {
      let expected = (0..<count).map { row in
        (0..<columns).reduce(Float(0)) { sum, column in
          let difference = queries[query * columns + column] - rows[row * columns + column]
          return sum + difference * difference
        }
      }.min()
      #expect(distance == expected)
    }
  }

  @Test func threadsChangeNothing() throws {
    var generator = SplitMix64(seed: 3)
    func table(_ rows: Int) -> Matrix {
      Matrix(rows: rows, columns: 4, values: (0..<4 * rows).map { _ in Float(generator.normal()) })
    }
    let (training, cells) = (table(70), table(2_100))
    let one = try AreaOfApplicability(training: training, threads: 1)
    let two = try AreaOfApplicability(training: training, threads: 2)
    #expect(one.threshold == two.threshold)
    #expect(
      try one.dissimilarities(of: cells, threads: 1)
        == two.dissimilarities(of: cells, threads: 2))
  }
}
