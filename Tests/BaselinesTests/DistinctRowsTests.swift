import Baselines
import LearningCore
import Testing

@Suite struct DistinctRowsTests {
  private func table(rows: Int, distinct: Int, seed: UInt64) -> Matrix {
    var generator = SplitMix64(seed: seed)
    return Matrix(
      rows: rows, columns: 3,
      values: (0..<rows * 3).map { _ in Float(generator.integer(below: distinct)) / 7 })
  }

  @Test func rowsComeBackInTheirPlaces() throws {
    var samples = table(rows: 2000, distinct: 4, seed: 1)
    samples[5, 1] = .nan
    samples[700, 1] = -0.0
    let distinct = try #require(DistinctRows(samples))
    #expect(distinct.samples.rows <= 66)
    for row in 0..<2000 {
      let kind = distinct.samples.row(Int(distinct.kinds[row]))
      #expect(kind.map(\.bitPattern) == samples.row(row).map(\.bitPattern))
    }
    let rows = Set((0..<distinct.samples.rows).map { distinct.samples.row($0).map(\.bitPattern) })
    #expect(rows.count == distinct.samples.rows)
    #expect(distinct.expanded((0..<distinct.samples.rows).map(Double.init)).count == 2000)
  }

  @Test func tablesThatHardlyRepeatAreLeftAlone() {
    #expect(DistinctRows(table(rows: 2000, distinct: 1_000_000, seed: 2)) == nil)
    #expect(DistinctRows(table(rows: 100, distinct: 2, seed: 3)) == nil)
    #expect(DistinctRows(Matrix(rows: 0, columns: 3)) == nil)
  }

  @Test func modelsGiveTheSameForRepeatedRows() throws {
    var generator = SplitMix64(seed: 4)
    let training = table(rows: 80, distinct: 12, seed: 5)
    let labels = (0..<80).map { training[$0, 0] + training[$0, 1] > 1.6 }
    let many = table(rows: 900, distinct: 5, seed: 6)
    let forest = try RandomForest(trees: 9).fitted(
      to: training, labels: labels, using: &generator)
    let machine = try SupportVectorMachine(probabilityFolds: nil).fitted(
      to: training, labels: labels, using: &generator)
    let single = (0..<900).map { many.selecting([$0]) }
    #expect(forest.probabilities(for: many) == single.map { forest.probabilities(for: $0)[0] })
    let values = machine.decisionValues(for: many)
    for (row, value) in values.enumerated() {
      #expect(abs(value - machine.decisionValues(for: single[row])[0]) < 1e-5)
    }
  }
}
