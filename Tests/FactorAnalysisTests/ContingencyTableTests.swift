import TestSupport
import Testing

@testable import FactorAnalysis

@Suite struct ContingencyTableTests {
  private let rock = [0, 0, 1, 1, 2, 2, 0, 1, 2, 0, 1, 2, 0, 0, 1, 2, 2, 1, 0, 2]
  private let use = [0, 0, 1, 1, 1, 3, 0, 1, 3, 0, 2, 2, 0, 1, 1, 3, 3, 2, 0, 3]

  private func table(_ first: [Int], _ second: [Int], rows: Int, columns: Int) -> ContingencyTable {
    var table = ContingencyTable(rows: rows, columns: columns)
    table.add(first, second)
    return table
  }

  /// Scripts/reference-values/collinearity.py: scipy.stats.contingency.association, dython.nominal.cramers_v.
  @Test func agreesWithScipyAndDython() {
    let table = table(rock, use, rows: 3, columns: 4)
    #expect(table.counts == [6, 1, 0, 0, 0, 4, 2, 0, 0, 1, 1, 5])
    #expect(abs(table.chiSquare - 26.666666666666664) < 1e-12)
    #expect(abs(table.cramersV - 0.816496580927726) < 1e-14)
    #expect(abs(table.correctedCramersV - 0.7540739028638984) < 1e-14)
  }

  @Test func classesThatDoNotOccurChangeNothing() {
    let table = table(rock, use, rows: 8, columns: 5)
    #expect(abs(table.cramersV - 0.816496580927726) < 1e-14)
    #expect(abs(table.correctedCramersV - 0.7540739028638984) < 1e-14)
  }

  @Test func sameClassesHaveOneAndIndependentOnesZero() {
    let same = table(rock, rock, rows: 3, columns: 3)
    #expect(same.cramersV == 1 && abs(same.correctedCramersV - 1) < 1e-15)
    let independent = table([0, 0, 1, 1], [0, 1, 0, 1], rows: 2, columns: 2)
    #expect(independent.cramersV == 0 && independent.correctedCramersV == 0)
  }

  @Test func cellsWithoutAClassAreLeftOut() {
    let table = table([0, -1, 1, 1], [1, 0, -1, 0], rows: 2, columns: 2)
    #expect(table.counts == [0, 1, 1, 0] && table.total == 2)
    #expect(table.cramersV == 1)
  }

  @Test func oneClassOrNoCellHasNone() {
    #expect(table([0, 0], [0, 1], rows: 1, columns: 2).cramersV.isNaN)
    #expect(table([0, 0], [0, 1], rows: 1, columns: 2).correctedCramersV.isNaN)
    #expect(table([], [], rows: 2, columns: 2).cramersV.isNaN)
    #expect(table([], [], rows: 0, columns: 0).chiSquare == 0)
    // Each cell a class of its own: nothing is left when chance is taken away.
    let own = table([0, 1, 2], [0, 1, 2], rows: 3, columns: 3)
    #expect(own.cramersV == 1 && own.correctedCramersV.isNaN)
  }

  @Test func associationsGatherOverChunksAndThreads() throws {
    let sectors = rock.map { $0 == 2 ? -1 : 0 }
    var whole = try CategoryAssociations(
      names: ["rock", "use", "flat"], classCounts: [3, 4, 1])
    whole.add([rock, use, sectors], threads: 1)
    var chunked = try CategoryAssociations(
      names: ["rock", "use", "flat"], classCounts: [3, 4, 1])
    chunked.add([Array(rock[..<7]), Array(use[..<7]), Array(sectors[..<7])], threads: 2)
    chunked.add([Array(rock[7...]), Array(use[7...]), Array(sectors[7...])], threads: 2)
    #expect(whole == chunked)
    let coefficients = whole.coefficients()
    #expect(abs(coefficients[0][1] - 0.816496580927726) < 1e-14)
    #expect(coefficients[0][1] == coefficients[1][0] && coefficients[1][1] == 1)
    #expect(coefficients[2].allSatisfy { $0.isNaN })
    #expect(abs(whole.coefficients(isCorrected: true)[1][0] - 0.7540739028638984) < 1e-14)
    #expect(whole.table(0, 1).counts == [6, 1, 0, 0, 0, 4, 2, 0, 0, 1, 1, 5])
    #expect(whole.table(1, 0).counts == [6, 0, 0, 1, 4, 1, 0, 2, 1, 0, 0, 5])
  }

  @Test func noFactorsThrow() {
    #expect(throws: FactorAnalysisError.noFactors) {
      try CategoryAssociations(names: [], classCounts: [])
    }
  }
}
