import Foundation
import HybridCNN
import LearningCore
import TestSupport
import Testing

@Suite struct ProbabilityStripsTests {
  @Test(arguments: [NetworkKind.hybrid, .cnn2d, .cnn1d], [1, 7, 100])
  func stripsEqualTheWholeMap(_ kind: NetworkKind, _ stripRows: Int) throws {
    let area = try Area(rows: 37, columns: 21, channels: 7)
    let model = try randomModel(kind, channels: 7, smallHyperparameters(), seed: 5)
    let whole = try model.probabilityMap(over: area.planes, mapped: area.mapped)
    var asked: [Range<Int>] = []
    var map: [Float] = []
    try model.probabilityStrips(
      rows: 37, columns: 21, stripRows: stripRows, threads: 2,
      planes: { rows in
        asked.append(rows)
        return try area.planes(rows)
      },
      mapped: { area.mapped(rows: $0) },
      receive: { rows, probabilities in
        #expect(map.count == rows.lowerBound * 21)
        map += probabilities
      })
    #expect(map.count == whole.count)
    #expect(zip(map, whole).allSatisfy { $0.isNaN == $1.isNaN })
    #expect(zip(map, whole).allSatisfy { $0.isNaN || abs($0 - $1) < 1e-6 })
    // A strip's windows reach half a window beyond it, the 1D network not at all.
    let reach = kind == .cnn1d ? 0 : 6
    #expect(asked.first == 0..<min(37, stripRows + reach))
    #expect(asked.last?.upperBound == 37)
  }

  /// The map of a small area in strips of 7 rows and as a whole, by a network with what `change` changes.
  private static func maps(
    _ change: (inout NetworkHyperparameters) -> Void
  ) throws -> (model: NetworkModel, strips: [Float], whole: [Float]) {
    let area = try Area(rows: 20, columns: 9, channels: 7)
    var chosen = smallHyperparameters()
    change(&chosen)
    let model = try randomModel(.hybrid, channels: 7, chosen, seed: 5)
    var map: [Float] = []
    try model.probabilityStrips(
      rows: 20, columns: 9, stripRows: 7, planes: { try area.planes($0) },
      mapped: { area.mapped(rows: $0) }, receive: { map += $1 })
    return (model, map, try model.probabilityMap(over: area.planes, mapped: area.mapped))
  }

  @Test func stripsOfOtherActivationsEqualTheWholeMap() throws {
    let (_, strips, whole) = try Self.maps { $0.activation = .tanh }
    #expect(strips.map(\.bitPattern) == whole.map(\.bitPattern))
    #expect(whole.contains { !$0.isNaN })
  }

  @Test func stripsOfFlipsEqualTheWholeMap() throws {
    let (model, strips, whole) = try Self.maps { $0.predictionFlips = .dihedral }
    #expect(zip(strips, whole).allSatisfy { $0.isNaN == $1.isNaN })
    #expect(zip(strips, whole).allSatisfy { $0.isNaN || abs($0 - $1) < 1e-6 })
    let plain = try randomModel(.hybrid, channels: 7, smallHyperparameters())
    let memory = model.mapMemory(columns: 9, stripRows: 7, threads: 1)
    #expect(memory.turned > 0)
    #expect(
      memory.total - memory.turned == plain.mapMemory(columns: 9, stripRows: 7, threads: 1).total)
  }

  @Test func errorsSayWhatDoesNotFit() throws {
    let area = try Area(rows: 20, columns: 5, channels: 7)
    let model = try randomModel(.hybrid, channels: 7, smallHyperparameters())
    func run(
      rows: Int = 20, stripRows: Int = 8, isCancelled: Bool = false,
      planes: (Range<Int>) throws -> FeaturePlanes, mapped: (Range<Int>) throws -> [Bool]
    ) throws {
      try model.probabilityStrips(
        rows: rows, columns: 5, stripRows: stripRows, isCancelled: { isCancelled },
        planes: planes, mapped: mapped, receive: { _, _ in })
    }
    #expect(throws: NetworkError.planeSize(found: 8 * 35, expected: 14 * 35)) {
      try run(planes: { _ in try area.planes(0..<8) }, mapped: { area.mapped(rows: $0) })
    }
    #expect(throws: NetworkError.maskSize(found: 1, expected: 40)) {
      try run(planes: { try area.planes($0) }, mapped: { _ in [true] })
    }
    #expect(throws: NetworkError.channels(found: 2, expected: 7)) {
      try run(
        planes: { try randomPlanes(rows: $0.count, columns: 5, channels: 2) },
        mapped: { area.mapped(rows: $0) })
    }
    for (rows, stripRows) in [(0, 8), (20, 0), (20, -1)] {
      #expect(throws: NetworkError.self) {
        try run(
          rows: rows, stripRows: stripRows, planes: { try area.planes($0) },
          mapped: { area.mapped(rows: $0) })
      }
    }
    #expect(throws: CancellationError.self) {
      try run(isCancelled: true, planes: { try area.planes($0) }, mapped: { area.mapped(rows: $0) })
    }
  }

  @Test func stripsFitIntoTheMemoryThatIsAllowed() throws {
    let model = try randomModel(.hybrid, channels: 14, .paper)
    for bytes in [10_000_000, 40_000_000, 400_000_000] {
      let rows = try model.stripRows(within: bytes, columns: 1300, threads: 2)
      #expect(model.mapMemory(columns: 1300, stripRows: rows, threads: 2).total <= bytes)
      #expect(model.mapMemory(columns: 1300, stripRows: rows + 1, threads: 2).total > bytes)
    }
    let least = model.mapMemory(columns: 1300, stripRows: 1, threads: 2).total
    #expect(throws: NetworkError.memory(limit: least - 1, least: least)) {
      try model.stripRows(within: least - 1, columns: 1300, threads: 2)
    }
  }

  #if os(Linux)
    /// What a process takes for strips of different heights is what ``MapMemory`` says.
    @Test(arguments: [40, 300], [1, 2])
    func peakMemoryIsAsStated(stripRows: Int, threads: Int) async {
      await #expect(processExitsWith: .success) { [stripRows, threads] in
        let (rows, columns, channels) = (600, 4000, 8)
        let model = try randomModel(
          .hybrid, channels: channels, smallHyperparameters(filters2D: [4, 4]))
        let before = try memory("VmRSS")
        try model.probabilityStrips(
          rows: rows, columns: columns, stripRows: stripRows, threads: threads,
          planes: { rows in
            try FeaturePlanes(
              rows: rows.count, columns: columns, channels: channels,
              values: [Float](repeating: 0.5, count: rows.count * columns * channels),
              outside: [Float](repeating: 0, count: channels))
          },
          mapped: { rows in
            var mask = [Bool](repeating: false, count: rows.count * columns)
            for cell in stride(from: 0, to: mask.count, by: 997) { mask[cell] = true }
            return mask
          },
          receive: { _, _ in })
        let taken = try memory("VmHWM") - before
        let stated = model.mapMemory(columns: columns, stripRows: stripRows, threads: threads)
        // Channels of one class need tables of one row.
        let expected = stated.total - stated.tables
        // Beside what is stated: stacks of threads, and freed memory that the allocator keeps.
        try #require(
          taken > expected * 2 / 3 && taken < expected + 8_000_000,
          "strips of \(stripRows), \(threads) threads: took \(taken), stated \(stated)")
      }
    }
  #endif
}

/// An area whose planes are made strip by strip.
private struct Area {
  let planes: FeaturePlanes
  let mapped: [Bool]

  init(rows: Int, columns: Int, channels: Int) throws {
    planes = try randomPlanes(rows: rows, columns: columns, channels: channels)
    mapped = (0..<rows * columns).map { $0 % 11 != 0 }
  }

  func planes(_ rows: Range<Int>) throws -> FeaturePlanes {
    let width = planes.columns * planes.channels
    return try FeaturePlanes(
      rows: rows.count, columns: planes.columns, channels: planes.channels,
      values: Array(planes.values[rows.lowerBound * width..<rows.upperBound * width]),
      outside: planes.outside)
  }

  func mapped(rows: Range<Int>) -> [Bool] {
    Array(mapped[rows.lowerBound * planes.columns..<rows.upperBound * planes.columns])
  }
}

#if os(Linux)
  /// A line of /proc/self/status, in bytes.
  private func memory(_ name: String) throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("\(name):") })
    return try #require(Int(line.filter(\.isNumber))) * 1024
  }
#endif
