import GeoRaster
import LearningCore

/// The cells that absences can be drawn from, and how many each rule has left.
struct AbsenceCandidates {
  /// Mapped cells in row-major order.
  private(set) var cells: [Int]
  /// The rules so far, with the cells that were left after each.
  private(set) var rules: [Manifest.AbsenceRule]

  /// Every mapped cell without a landslide.
  init(of stack: FactorStack, landslideCells: Set<Int>) {
    cells = stack.cells.filter { !landslideCells.contains($0) }
    rules = [Manifest.AbsenceRule(rule: "mapped cells without a landslide", cellsLeft: cells.count)]
  }

  /// Keeps the cells that a rule allows.
  mutating func keep(_ rule: String, where isAllowed: (Int) throws -> Bool) rethrows {
    cells = try cells.filter(isAllowed)
    rules.append(Manifest.AbsenceRule(rule: rule, cellsLeft: cells.count))
  }

  /// Distinct cells, drawn without replacement.
  ///
  /// - Throws: ``StudyError/tooFewSamples(what:found:expected:)`` that says what each rule left.
  func drawn(_ count: Int, using generator: inout some RandomNumberGenerator) throws -> [Int] {
    guard cells.count >= count, count > 0 else {
      let left = rules.map { "\($0.cellsLeft) after \"\($0.rule)\"" }.joined(separator: ", ")
      throw StudyError.tooFewSamples(
        what: "cells for absences", found: cells.count,
        expected: "at least \(max(1, count)); cells left: \(left): loosen a rule of absences "
          + "(minimum-distance, slope, envelope) or lower absences.sample")
    }
    var pool = cells
    for position in 0..<count {
      pool.swapAt(position, position + generator.integer(below: pool.count - position))
    }
    return Array(pool[..<count])
  }
}
