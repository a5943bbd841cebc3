import HybridCNN
import LearningCore
import NeuralCore
import TestSupport
import Testing

@Suite struct ProbabilityMapTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let kind: NetworkKind
    var window = 13
    var channels = 7
    var poolingSize = 2
    var poolingStride = 2
    var kernelSize = 3
    /// With the paper's filters and hidden width, which fill whole vectors; otherwise with a handful.
    var isFull = false
    var activation = Activation.relu
    var flips = NetworkHyperparameters.PredictionFlips.none
    var testDescription: String {
      "\(kind) window \(window) channels \(channels) pooling \(poolingSize)/\(poolingStride) "
        + "kernel \(kernelSize) \(activation) flips \(flips)" + (isFull ? " full" : "")
    }
  }

  @Test(arguments: [
    Case(kind: .hybrid, channels: 14, isFull: true),
    Case(kind: .hybrid, poolingSize: 3, isFull: true),
    Case(kind: .hybrid), Case(kind: .cnn2d), Case(kind: .cnn1d), Case(kind: .hybrid, window: 11),
    Case(kind: .hybrid, window: 11, poolingSize: 3), Case(kind: .hybrid, window: 21),
    Case(kind: .hybrid, channels: 1),
    Case(kind: .cnn1d, channels: 3), Case(kind: .hybrid, window: 15, poolingSize: 3),
    Case(kind: .cnn2d, window: 13, poolingSize: 2, poolingStride: 1),
    Case(kind: .cnn2d, window: 17, poolingSize: 3, poolingStride: 1),
    Case(kind: .hybrid, window: 19, channels: 12, kernelSize: 5),
    Case(kind: .hybrid, window: 13, channels: 4, kernelSize: 1),
    Case(kind: .cnn2d, window: 13, poolingSize: 1, poolingStride: 1),
    Case(kind: .cnn2d, window: 13, poolingSize: 1, poolingStride: 3),
    Case(kind: .hybrid, activation: .leakyReLU), Case(kind: .cnn2d, activation: .tanh),
    Case(kind: .cnn1d, activation: .sigmoid),
    Case(kind: .hybrid, poolingSize: 3, flips: .dihedral),
    Case(kind: .cnn2d, flips: .dihedral), Case(kind: .cnn1d, flips: .dihedral),
    Case(kind: .hybrid, window: 15, activation: .tanh, flips: .dihedral),
  ])
  func denseEqualsPatchByPatch(_ example: Case) throws {
    var chosen = example.isFull ? .paper : smallHyperparameters()
    chosen.window = example.window
    chosen.poolingSize = example.poolingSize
    chosen.poolingStride = example.poolingStride
    chosen.kernelSize = example.kernelSize
    chosen.activation = example.activation
    chosen.predictionFlips = example.flips
    let model = try randomModel(example.kind, channels: example.channels, chosen, seed: 5)
    let planes = try randomPlanes(rows: 23, columns: 19, channels: example.channels)
    // An island without data, an empty corner, a lone cell.
    var mapped = (0..<23 * 19).map { index in
      let (row, column) = (index / 19, index % 19)
      return !((8..<13).contains(row) && (5..<12).contains(column)) && row + column > 6
    }
    mapped[0] = true
    let map = try model.probabilityMap(over: planes, mapped: mapped)
    try expectEqualToPatches(map, model, planes, mapped)
  }

  /// The mean over the eight flips and rotations is that of a network without flips on planes turned by hand.
  @Test(arguments: [2, 3]) func flipsAreThoseOfTurnedPlanes(poolingSize: Int) throws {
    var chosen = smallHyperparameters()
    chosen.poolingSize = poolingSize
    let plain = try randomModel(.hybrid, channels: 3, chosen, seed: 5)
    chosen.predictionFlips = .dihedral
    let flipped = try randomModel(.hybrid, channels: 3, chosen, seed: 5)
    let planes = try randomPlanes(rows: 17, columns: 14, channels: 3)
    var cells = (0..<17).map { row in (0..<14).map { row * 14 + $0 } }
    var sums = [Double](repeating: 0, count: planes.cellCount)
    for turn in 0..<8 {
      // A quarter turn; after four of them the mirror image.
      cells = cells[0].indices.map { column in cells.reversed().map { $0[column] } }
      if turn == 4 { cells = cells.map { $0.reversed() } }
      let places = cells.flatMap { $0 }
      let turned = try FeaturePlanes(
        rows: cells.count, columns: cells[0].count, channels: 3,
        values: places.flatMap { planes.values[$0 * 3..<$0 * 3 + 3] }, outside: planes.outside)
      let map = try plain.probabilityMap(
        over: turned, mapped: [Bool](repeating: true, count: places.count))
      for (place, cell) in places.enumerated() { sums[cell] += Double(map[place]) / 8 }
    }
    let patches = try PatchBatch(planes: planes, cells: Array(sums.indices), window: 13)
    #expect(largestDifference(flipped.probabilities(for: patches), sums) < 1e-6)
    #expect(zip(plain.probabilities(for: patches), sums).contains { abs($0 - $1) > 1e-4 })
    var shares: [Double] = []
    let map = try flipped.probabilityMap(
      over: planes, mapped: [Bool](repeating: true, count: sums.count), threads: 2,
      progress: { shares.append($0) })
    #expect(largestDifference(map, sums) < 1e-6)
    #expect(shares == shares.sorted() && shares.last == 1)
  }

  @Test(arguments: [3, 9]) func classedChannelsEqualPatchByPatch(_ channels: Int) throws {
    // Two values per channel: few enough combinations for tables; one channel is continuous.
    var values = try randomPlanes(rows: 40, columns: 45, channels: channels).values
    for index in values.indices where channels == 3 || index % channels != 7 {
      values[index] = values[index] < 0.3 ? 0.1 : 0.9
    }
    let planes = try FeaturePlanes(
      rows: 40, columns: 45, channels: channels, values: values,
      outside: [Float](repeating: 0.5, count: channels))
    let model = try randomModel(
      .hybrid, channels: channels, smallHyperparameters(hidden: 11), seed: 5)
    let mapped = (0..<40 * 45).map { $0 % 7 != 0 }
    let map = try model.probabilityMap(over: planes, mapped: mapped, threads: 1)
    try expectEqualToPatches(map, model, planes, mapped)
    let other = try model.probabilityMap(over: planes, mapped: mapped, threads: 3)
    #expect(other.map(\.bitPattern) == map.map(\.bitPattern))
  }

  @Test func severalTilesEqualPatchByPatch() throws {
    // Wider and higher than one tile of 128 x 128, with a gap of whole tiles.
    let model = try randomModel(
      .hybrid, channels: 3, smallHyperparameters(filters2D: [2, 2], filters1D: [1, 2], hidden: 3))
    let (rows, columns) = (150, 400)
    let planes = try randomPlanes(rows: rows, columns: columns, channels: 3)
    var random = SplitMix64(seed: 4)
    let mapped = (0..<rows * columns).map { index in
      random.uniform() < 0.008 && !(128..<256).contains(index % columns)
    }
    var shares: [Double] = []
    let map = try model.probabilityMap(
      over: planes, mapped: mapped, stripRows: 70, threads: 2, progress: { shares.append($0) })
    try expectEqualToPatches(map, model, planes, mapped)
    #expect(shares.count == 3 && shares.last == 1)
    for threads in [1, 4] {
      let other = try model.probabilityMap(
        over: planes, mapped: mapped, stripRows: 70, threads: threads)
      #expect(other.map(\.bitPattern) == map.map(\.bitPattern))
    }
  }

  private func expectEqualToPatches(
    _ map: [Float], _ model: NetworkModel, _ planes: FeaturePlanes, _ mapped: [Bool]
  ) throws {
    let cells = mapped.indices.filter { mapped[$0] }
    let patches = try PatchBatch(planes: planes, cells: cells, window: model.window)
    let expected = model.probabilities(for: patches)
    #expect(map.count == mapped.count)
    #expect(mapped.indices.allSatisfy { map[$0].isNaN != mapped[$0] })
    #expect(largestDifference(cells.map { map[$0] }, expected) < 1e-5)
    // The probabilities must differ, or the comparison would say little.
    #expect(try #require(expected.max()) - (try #require(expected.min())) > 1e-4)
  }

  @Test func nothingMappedGivesOnlyNoData() throws {
    let model = try randomModel(.hybrid, channels: 2, smallHyperparameters())
    let planes = try randomPlanes(rows: 3, columns: 4, channels: 2)
    let map = try model.probabilityMap(
      over: planes, mapped: [Bool](repeating: false, count: 12))
    #expect(map.count == 12 && map.allSatisfy(\.isNaN))
  }

  @Test func aSingleCellIsAMap() throws {
    let model = try randomModel(.hybrid, channels: 2, smallHyperparameters())
    let planes = try randomPlanes(rows: 1, columns: 1, channels: 2)
    let map = try model.probabilityMap(over: planes, mapped: [true])
    let patch = try PatchBatch(planes: planes, cells: [0], window: 13)
    #expect(largestDifference(map, model.probabilities(for: patch)) < 1e-5)
  }

  @Test func foreignPlanesThrow() throws {
    let model = try randomModel(.hybrid, channels: 2, smallHyperparameters())
    let planes = try randomPlanes(rows: 2, columns: 2, channels: 3)
    #expect(throws: NetworkError.channels(found: 3, expected: 2)) {
      try model.probabilityMap(over: planes, mapped: [true, true, true, true])
    }
    let right = try randomPlanes(rows: 2, columns: 2, channels: 2)
    #expect(throws: NetworkError.maskSize(found: 3, expected: 4)) {
      try model.probabilityMap(over: right, mapped: [true, true, true])
    }
    #expect(throws: NetworkError.self) {
      try model.probabilityMap(
        over: right, mapped: [true, true, true, true], stripRows: 0)
    }
    #expect(throws: CancellationError.self) {
      try model.probabilityMap(
        over: right, mapped: [true, true, true, true], isCancelled: { true })
    }
  }

  @Test(.enabled(if: ReferenceData.isAvailable, Comment(rawValue: ReferenceData.comment)))
  func agreesWithPyTorch() throws {
    let golden = try ReferenceData.golden("hybrid_map")
    let shape = try goldenArchitecture(golden)
    let model = try NetworkModel(
      architecture: shape, tensors: goldenTensors(golden["parameters"]))
    let (rows, columns) = (17, 19)
    let raster = golden["raster"].floats
    for border in ["replicate", "reflect", "zero"] {
      // Padded planes make any border: 6 more cells on each side.
      let (height, width) = (rows + 12, columns + 12)
      var values: [Float] = []
      var mapped: [Bool] = []
      for row in -6..<rows + 6 {
        for column in -6..<columns + 6 {
          let isInside = (0..<rows).contains(row) && (0..<columns).contains(column)
          mapped.append(isInside)
          let (r, c) = (place(row, rows, border), place(column, columns, border))
          for channel in 0..<shape.channels {
            let isZero = border == "zero" && !isInside
            values.append(isZero ? 0 : raster[(channel * rows + r) * columns + c])
          }
        }
      }
      let planes = try FeaturePlanes(
        rows: height, columns: width, channels: shape.channels, values: values,
        outside: [Float](repeating: 0, count: shape.channels))
      let map = try model.probabilityMap(over: planes, mapped: mapped)
      let inner = mapped.indices.filter { mapped[$0] }.map { map[$0] }
      #expect(
        largestDifference(inner, golden["probability"][border].doubles) < 1e-5, "\(border)")
    }
  }

  /// Where a place beyond the border reads.
  private func place(_ index: Int, _ length: Int, _ border: String) -> Int {
    guard border == "reflect" else { return min(max(index, 0), length - 1) }
    if index < 0 { return -index }
    return index < length ? index : 2 * (length - 1) - index
  }
}
