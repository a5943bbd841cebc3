import LearningCore
import TestSupport
import Testing

@testable import FactorAnalysis

@Suite struct FactorMomentsTests {
  private let names = (0..<7).map { "f\($0)" }

  /// Seven factors, three of them nearly dependent (VIF about 1e4), with means of up to a thousand deviations.
  private func table(rows: Int) -> Matrix {
    var generator = SplitMix64(seed: 11)
    var matrix = Matrix(rows: rows, columns: 7)
    for row in 0..<rows {
      var values = (0..<7).map { _ in generator.normal() }
      values[4] = values[0] - values[1] + 0.01 * values[4]
      for column in 0..<7 { matrix[row, column] = Float(values[column] + [0, 1_000][column % 2]) }
    }
    return matrix
  }

  private func part(_ table: Matrix, _ rows: Range<Int>) -> Matrix {
    table.selecting(Array(rows))
  }

  private func inflation(_ moments: FactorMoments) throws -> [Double] {
    try Multicollinearity(moments).factors.map(\.varianceInflationFactor)
  }

  /// Two passes, in double precision.
  @Test func meansAndDeviationsFollowTheirDefinition() throws {
    let moments = try {
      var moments = try FactorMoments(names: FourFactors.names)
      try moments.add(FourFactors.table)
      return moments
    }()
    // Scripts/reference-values/collinearity.py: numpy mean and std(ddof=1).
    #expect(
      largestDifference(
        moments.means, [385.5, 19.583333333333332, 84.66666666666667, 4.333333333333333]) < 1e-12)
    #expect(
      relativeDifference(
        moments.standardDeviations,
        [50.2186129926852, 10.049498706026299, 41.379251131967386, 2.534608929251695]) < 1e-14)
    #expect(moments.count == 12)
    // statsmodels' variance_inflation_factor, same script.
    let vif = [19.261726432673647, 407.34103853609975, 401.4001185821336, 1.3655383125419809]
    #expect(relativeDifference(try inflation(moments), vif) < 1e-11)
  }

  @Test(arguments: [1, 6, 254, 255, 256, 1_000, 4_000])
  func chunksOfAnySizeAgree(size: Int) throws {
    let table = table(rows: 2_000)
    var whole = try FactorMoments(names: names)
    try whole.add(table)
    var chunked = try FactorMoments(names: names)
    var columnwise = try FactorMoments(names: names)
    for start in stride(from: 0, to: table.rows, by: size) {
      let chunk = part(table, start..<min(start + size, table.rows))
      try chunked.add(chunk)
      try columnwise.add(columns: (0..<7).map { chunk.column($0) })
    }
    #expect(chunked == columnwise)
    #expect(relativeDifference(try inflation(chunked), try inflation(whole)) < 1e-10)
    #expect(relativeDifference(chunked.means, whole.means) < 1e-14)
    for (one, other) in zip(
      CorrelationMatrix(chunked).coefficients, CorrelationMatrix(whole).coefficients)
    {
      #expect(largestDifference(one, other) < 1e-12)
    }
  }

  @Test func threadsChangeNothing() throws {
    let table = table(rows: 40_000)
    var moments = try (0..<3).map { _ in try FactorMoments(names: names) }
    for (index, threads) in [1, 2, 5].enumerated() {
      try moments[index].add(table, threads: threads)
    }
    #expect(moments[0] == moments[1] && moments[0] == moments[2])
  }

  @Test func partsMergeInAnyGrouping() throws {
    let table = table(rows: 900)
    var whole = try FactorMoments(names: names)
    try whole.add(table)
    var parts = try [0..<1, 1..<300, 300..<900].map { rows in
      var moments = try FactorMoments(names: names)
      try moments.add(part(table, rows))
      return moments
    }
    parts[1].merge(parts[2])
    parts[0].merge(parts[1])
    parts[0].merge(try FactorMoments(names: names))
    var merged = try FactorMoments(names: names)
    merged.merge(parts[0])
    #expect(merged.count == 900)
    #expect(relativeDifference(try inflation(merged), try inflation(whole)) < 1e-10)
    #expect(relativeDifference(merged.means, whole.means) < 1e-13)
  }

  /// The plain way: deviations from the means, their sums of products, and Gauss-Jordan inversion.
  @Test func agreesWithTheInverseOfTheCorrelationMatrix() throws {
    let table = table(rows: 3_000)
    var correlation = try CorrelationMatrix(
      (0..<7).map { table.column($0).map(Double.init) }, names: names
    ).coefficients
    var inverse = (0..<7).map { row in (0..<7).map { $0 == row ? 1.0 : 0 } }
    for pivot in 0..<7 {
      let scale = correlation[pivot][pivot]
      for column in 0..<7 {
        correlation[pivot][column] /= scale
        inverse[pivot][column] /= scale
      }
      for row in 0..<7 where row != pivot {
        let factor = correlation[row][pivot]
        for column in 0..<7 {
          correlation[row][column] -= factor * correlation[pivot][column]
          inverse[row][column] -= factor * inverse[pivot][column]
        }
      }
    }
    var moments = try FactorMoments(names: names)
    try moments.add(table)
    // Without QR the digits lost are twice as many: 1e-16 times VIF of 1e4, times the sizes.
    #expect(relativeDifference(try inflation(moments), (0..<7).map { inverse[$0][$0] }) < 1e-9)
  }

  @Test func whatIsNotFiniteIsNamedAndAddsNothing() throws {
    var moments = try FactorMoments(names: ["a", "b"])
    try moments.add(columns: [[1, 2, 3], [3, 1, 2]])
    let before = moments
    #expect(throws: FactorAnalysisError.notFinite(factor: "b", row: 4)) {
      try moments.add(columns: [[1, 2], [3, .infinity]])
    }
    #expect(throws: FactorAnalysisError.notFinite(factor: "a", row: 3)) {
      try moments.add(Matrix([[.nan, 1]]))
    }
    #expect(moments == before)
  }

  @Test func emptyInputHasStatedValues() throws {
    #expect(throws: FactorAnalysisError.noFactors) { try FactorMoments(names: []) }
    var moments = try FactorMoments(names: ["a"])
    try moments.add(columns: [[]])
    #expect(moments.count == 0 && moments.means[0].isNaN && moments.standardDeviations[0].isNaN)
    #expect(CorrelationMatrix(moments).coefficients[0][0].isNaN)
    #expect(throws: FactorAnalysisError.tooFewSamples(samples: 0, factors: 1)) {
      try Multicollinearity(moments)
    }
    try moments.add(columns: [[5]])
    #expect(moments.means == [5] && moments.standardDeviations[0].isNaN)
  }

  @Test func aFactorIsConstantOnlyAcrossAllChunks() throws {
    var moments = try FactorMoments(names: ["a", "b"])
    try moments.add(columns: [[0.1, 0.1], [1, 2]])
    try moments.add(columns: [[0.1, 0.1], [4, 8]])
    #expect(try Multicollinearity(moments).warnings == [.constant(factor: "a")])
    try moments.add(columns: [[0.2], [3]])
    #expect(try Multicollinearity(moments).warnings.isEmpty)
  }
}
