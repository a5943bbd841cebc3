import LearningCore
import Testing

@Suite struct WindowOverlapTests {
  @Test func windowsOverlapUpToOneCellLessThanTheirSize() throws {
    let training = [(row: 10, column: 10)]
    // Windows of 5 cells reach 2 cells from their centres: 4 apart they share a cell, 5 apart they touch.
    for (row, column, expected) in [
      (14, 14, 1), (15, 10, 0), (10, 5, 0), (6, 6, 1), (5, 10, 0), (-10, -10, 0),
    ] {
      #expect(
        try overlappingWindowCount(
          validation: [(row: row, column: column)], training: training, windowSize: 5) == expected)
    }
  }

  @Test func equalsAllPairs() throws {
    var generator = SplitMix64(seed: 1)
    func cells(_ count: Int) -> [(row: Int, column: Int)] {
      (0..<count).map { _ in
        (row: generator.integer(below: 200) - 100, column: generator.integer(below: 200) - 100)
      }
    }
    let (training, validation) = (cells(100), cells(150))
    for size in [1, 2, 7, 13, 400] {
      let expected = validation.count { cell in
        training.contains { abs($0.row - cell.row) < size && abs($0.column - cell.column) < size }
      }
      #expect(
        try overlappingWindowCount(
          validation: validation, training: training, windowSize: size) == expected)
    }
  }

  @Test func farCellsAndNoCells() throws {
    let far = [(row: Int.max, column: Int.min)]
    #expect(try overlappingWindowCount(validation: far, training: far, windowSize: 3) == 1)
    #expect(
      try overlappingWindowCount(
        validation: far, training: [(row: Int.min, column: Int.max)], windowSize: 1) == 0)
    #expect(try overlappingWindowCount(validation: far, training: [], windowSize: 3) == 0)
    #expect(throws: FoldError.windowSize(0)) {
      try overlappingWindowCount(validation: [], training: [], windowSize: 0)
    }
  }
}
