import LearningCore
import NeuralCore
import Testing

@testable import HybridCNN

@Suite struct DirectionChannelsTests {
  /// A curved surface; its gradient by central differences is a direction on the map.
  private static func height(_ row: Int, _ column: Int) -> Float {
    let (y, x) = (Float(row) - 20, Float(column) - 20)
    return 0.03 * x * x + 0.05 * x * y - 0.02 * y * y + 0.4 * x + 0.7 * y
  }

  /// The gradient (east, north) of a window of heights, but for its border.
  private static func gradient(
    _ window: [Float], _ width: Int, row: Int, column: Int
  ) -> (east: Float, north: Float) {
    func at(_ row: Int, _ column: Int) -> Float { window[row * width + column] }
    return (
      (at(row, column + 1) - at(row, column - 1)) / 2,
      (at(row - 1, column) - at(row + 1, column)) / 2
    )
  }

  /// What a turned window holds is the gradient of the turned window's surface.
  @Test(arguments: 0..<8) func directionsTurnWithTheWindow(_ number: Int) throws {
    var values: [Float] = []
    for row in 0..<40 {
      for column in 0..<40 {
        values += [
          (Self.height(row, column + 1) - Self.height(row, column - 1)) / 2,
          Self.height(row, column),
          (Self.height(row - 1, column) - Self.height(row + 1, column)) / 2,
        ]
      }
    }
    let planes = try FeaturePlanes(
      rows: 40, columns: 40, channels: 3, values: values, outside: [0, 0, 0],
      directions: [DirectionChannels(sine: 0, cosine: 2)])
    let gather = PatchGather(planes: planes, window: 11, readWidth: 11)
    var patch = [Float](repeating: 0, count: 11 * 11 * 3)
    gather.copyPatch(around: 17 * 40 + 22, orientation: Orientation(number), to: &patch)
    let heights = (0..<121).map { patch[$0 * 3 + 1] }
    for row in 1..<10 {
      for column in 1..<10 {
        let expected = Self.gradient(heights, 11, row: row, column: column)
        let place = (row * 11 + column) * 3
        #expect(abs(patch[place] - expected.east) < 1e-4)
        #expect(abs(patch[place + 2] - expected.north) < 1e-4)
      }
    }
    // The cell's own channels are no window.
    var vector: [Float] = [0, 0, 0]
    gather.copyVector(of: 17 * 40 + 22, to: &vector)
    #expect(vector == Array(values[(17 * 40 + 22) * 3..<(17 * 40 + 22) * 3 + 3]))
  }

  @Test(arguments: [NetworkKind.hybrid, .cnn2d])
  func flippedMapsEqualFlippedPatches(_ kind: NetworkKind) throws {
    var chosen = smallHyperparameters()
    chosen.predictionFlips = .dihedral
    let model = try randomModel(kind, channels: 6, chosen, seed: 5)
    let plain = try randomPlanes(rows: 17, columns: 14, channels: 6)
    let planes = try FeaturePlanes(
      rows: 17, columns: 14, channels: 6, values: plain.values, outside: plain.outside,
      directions: [DirectionChannels(sine: 3, cosine: 1)])
    let mapped = [Bool](repeating: true, count: 17 * 14)
    let map = try model.probabilityMap(over: planes, mapped: mapped)
    let patches = try PatchBatch(planes: planes, cells: Array(mapped.indices), window: 13)
    for (dense, single) in zip(map, model.probabilities(for: patches)) {
      #expect(abs(Double(dense) - single) < 1e-6)
    }
    let unaware = try model.probabilityMap(over: plain, mapped: mapped)
    #expect(zip(map, unaware).contains { abs($0 - $1) > 1e-4 })
    chosen.activation = .leakyReLU
    let smooth = try randomModel(kind, channels: 6, chosen, seed: 5)
    let smoothMap = try smooth.probabilityMap(over: planes, mapped: mapped)
    for (dense, single) in zip(smoothMap, smooth.probabilities(for: patches)) {
      #expect(abs(Double(dense) - single) < 1e-6)
    }
  }

  @Test(arguments: [(0, 0), (-1, 2), (1, 3)])
  func channelsThatAreNotTwoOfThePlanesThrow(_ sine: Int, _ cosine: Int) {
    #expect(
      throws: NetworkError.hyperparameter(
        name: "directions", value: "\(sine), \(cosine)", expected: "two channels of 0 to 2")
    ) {
      try FeaturePlanes(
        rows: 1, columns: 1, channels: 3, values: [0, 0, 0], outside: [0, 0, 0],
        directions: [DirectionChannels(sine: sine, cosine: cosine)])
    }
  }
}
