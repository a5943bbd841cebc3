import LearningCore
import TestSupport
import Testing

@testable import HybridCNN

@Suite struct PatchBatchTests {
  @Test func windowsMustBeOddAndAtLeastEleven() throws {
    let planes = try randomPlanes(rows: 3, columns: 3, channels: 1)
    for window in [-1, 0, 9, 12, 14, Int.max] {
      #expect(throws: NetworkError.window(window)) {
        try PatchBatch(planes: planes, cells: [0], window: window)
      }
    }
    #expect(throws: NetworkError.cell(9, cells: 9)) {
      try PatchBatch(planes: planes, cells: [0, 9], window: 11)
    }
    #expect(throws: NetworkError.cell(-1, cells: 9)) {
      try PatchBatch(planes: planes, cells: [-1], window: 11)
    }
  }

  @Test func planesMustBeFiniteAndWhole() {
    #expect(throws: NetworkError.planeSize(found: 3, expected: 4)) {
      try FeaturePlanes(rows: 2, columns: 2, channels: 1, values: [1, 2, 3], outside: [0])
    }
    #expect(throws: NetworkError.self) {
      try FeaturePlanes(
        rows: 1, columns: 2, channels: 2, values: [1, 2, 3, .nan], outside: [0, 0])
    }
    #expect(throws: NetworkError.self) {
      try FeaturePlanes(rows: 1, columns: 1, channels: 1, values: [1], outside: [.infinity])
    }
    #expect(throws: NetworkError.self) {
      try FeaturePlanes(rows: 0, columns: 1, channels: 1, values: [], outside: [0])
    }
  }

  @Test func selectionKeepsOrderAndRepeats() throws {
    let planes = try randomPlanes(rows: 4, columns: 4, channels: 1)
    let batch = try PatchBatch(planes: planes, cells: [3, 7, 11], window: 11)
    #expect(batch.selecting([2, 0, 2]).cells == [11, 3, 11])
    #expect(batch.count == 3)
  }

  @Test func patchesReadOutsideValuesBeyondTheBorder() throws {
    let planes = try FeaturePlanes(
      rows: 2, columns: 3, channels: 2, values: (0..<12).map(Float.init), outside: [-1, -2])
    let gather = PatchGather(planes: planes, window: 11, readWidth: 8)
    var patch = [Float](repeating: 0, count: 8 * 8 * 2)
    gather.copyPatch(around: 4, orientation: .identity, to: &patch)  // row 1, column 1
    for row in 0..<8 {
      for column in 0..<8 {
        let (r, c) = (1 - 5 + row, 1 - 5 + column)
        let isInside = (0..<2).contains(r) && (0..<3).contains(c)
        for channel in 0..<2 {
          let expected = isInside ? Float((r * 3 + c) * 2 + channel) : Float(-1 - channel)
          #expect(patch[(row * 8 + column) * 2 + channel] == expected)
        }
      }
    }
  }

  @Test func insideAndBorderPathsAgree() throws {
    let planes = try randomPlanes(rows: 15, columns: 16, channels: 3)
    let gather = PatchGather(planes: planes, window: 13, readWidth: 13)
    var fast = [Float](repeating: 0, count: 13 * 13 * 3)
    gather.copyPatch(around: 7 * 16 + 8, orientation: .identity, to: &fast)
    #expect(fast[0] == planes.values[(1 * 16 + 2) * 3])
    #expect(fast[(12 * 13 + 12) * 3 + 2] == planes.values[(13 * 16 + 14) * 3 + 2])
    // A half turn, twice.
    var turned = fast
    gather.copyPatch(around: 7 * 16 + 8, orientation: Orientation(3), to: &turned)
    let again = stride(from: 168, through: 0, by: -1).flatMap { turned[$0 * 3..<$0 * 3 + 3] }
    #expect(again == fast)
  }

  @Test func theEightOrientationsDifferAndKeepTheMiddle() {
    let corners = (0..<8).map { number -> [Int] in
      let orientation = Orientation(number)
      #expect(orientation.source(row: 6, column: 6, window: 13) == (6, 6))
      let first = orientation.source(row: 0, column: 0, window: 13)
      let second = orientation.source(row: 0, column: 12, window: 13)
      return [first.row, first.column, second.row, second.column]
    }
    #expect(Set(corners).count == 8)
    #expect(corners[0] == [0, 0, 0, 12])
  }
}
