import LearningCore
import TestSupport
import Testing

@Suite struct NearestNeighborDistancesTests {
  private let coordinates = EvaluationSample.coordinates

  /// evaluation.py: SciPy's cKDTree, quantile and wasserstein_distance.
  @Test func equalsTheReference() throws {
    let map = try NearestNeighborDistances(from: EvaluationSample.map, to: coordinates)
    #expect(map.count == 34 * 24)
    let quantiles = [0, 0.25, 0.5, 0.9, 1].map(map.quantile)
    #expect(
      largestDifference(
        quantiles,
        [
          6.324_555_320_336_759, 311.795_200_396_269_7, 519.326_145_161_579_7,
          871.891_275_300_775_2, 1165.008_583_659_365,
        ]) < 1e-9)
    #expect(abs(map.mean - 517.033_412_732_984_2) < 1e-9)
    let among = try NearestNeighborDistances(among: coordinates)
    #expect(abs(among.wassersteinDistance(to: map) - 480.325_348_496_551_95) < 1e-9)
    #expect(map.wassersteinDistance(to: among) == among.wassersteinDistance(to: map))
    #expect(map.wassersteinDistance(to: map) == 0)
  }

  /// Against all pairs: random, on one spot, on a line, and fewer than a leaf holds.
  @Test(arguments: [1, 5, 9, 200, 1000])
  func equalsAllPairs(count: Int) throws {
    var generator = SplitMix64(seed: UInt64(count))
    let targets: [(x: Double, y: Double)] = (0..<count).map { index in
      guard index % 3 > 0 else { return (x: 5, y: 5) }
      return (x: (generator.uniform() * 20).rounded(), y: generator.normal() * 4)
    }
    let points = (0..<100).map { _ in (x: generator.normal() * 30, y: generator.normal() * 30) }
    var expected: [Double] = []
    for point in points {
      var nearest = Double.infinity
      for target in targets {
        let (dx, dy) = (point.x - target.x, point.y - target.y)
        nearest = min(nearest, (dx * dx + dy * dy).squareRoot())
      }
      expected.append(nearest)
    }
    expected.sort()
    let distances = try NearestNeighborDistances(from: points, to: targets)
    #expect(largestDifference(distances.sorted, expected) < 1e-12)
  }

  @Test func membersOfAGroupAreNoNeighbours() throws {
    let line = [(x: 0.0, y: 0.0), (x: 1.0, y: 0.0), (x: 4.0, y: 0.0), (x: 10.0, y: 0.0)]
    #expect(try NearestNeighborDistances(among: line).sorted == [1, 1, 3, 6])
    #expect(
      try NearestNeighborDistances(among: line, groups: [7, 7, 2, 3]).sorted == [3, 3, 4, 6])
    let alone = try NearestNeighborDistances(among: line, groups: [1, 1, 1, 1])
    #expect(alone.sorted.allSatisfy { $0 == .infinity })
    #expect(alone.wassersteinDistance(to: alone).isNaN)
  }

  @Test func foldsAreMeasuredOneByOne() throws {
    let line = [(x: 0.0, y: 0.0), (x: 1.0, y: 0.0), (x: 4.0, y: 0.0), (x: 10.0, y: 0.0)]
    let plan = try FoldPlan(
      folds: [
        Fold(training: [2, 3], validation: [0, 1]), Fold(training: [0], validation: [2, 3]),
      ], sampleCount: 4)
    let distances = try NearestNeighborDistances(validationOf: plan, coordinates: line)
    #expect(distances.sorted == [3, 4, 4, 10])
    #expect(distances.share(within: 4) == 0.75 && distances.share(within: 3.9) == 0.25)
    #expect(distances.share(within: 0) == 0 && distances.share(within: .infinity) == 1)
    #expect(distances.quantile(0.5) == 4 && distances.quantile(1.0 / 6) == 3.5)
  }

  @Test func nothingToMeasureIsUndefinedAndBadCoordinatesThrow() throws {
    let here = [(x: 0.0, y: 0.0)]
    let none = try NearestNeighborDistances(from: [], to: here)
    #expect(none.mean.isNaN && none.quantile(0.5).isNaN && none.share(within: 1).isNaN)
    #expect(none.wassersteinDistance(to: none).isNaN)
    #expect(try NearestNeighborDistances(from: here, to: []).sorted == [.infinity])
    let some = try NearestNeighborDistances(from: here, to: here)
    #expect(some.quantile(1.5).isNaN && some.quantile(.nan).isNaN)
    #expect(throws: FoldError.self) {
      try NearestNeighborDistances(from: [(x: .nan, y: 0)], to: here)
    }
    #expect(throws: FoldError.notFinite(sample: 0, x: .infinity, y: 0)) {
      try NearestNeighborDistances(from: here, to: [(x: .infinity, y: 0)])
    }
    #expect(throws: FoldError.inputCount(.groups, found: 2, samples: 1)) {
      try NearestNeighborDistances(among: here, groups: [1, 2])
    }
  }
}
