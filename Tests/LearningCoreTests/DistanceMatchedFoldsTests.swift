import LearningCore
import TestSupport
import Testing

@Suite struct DistanceMatchedFoldsTests {
  private let coordinates = EvaluationSample.coordinates
  private let labels = EvaluationSample.labels

  /// evaluation.py: the paper's description with numpy and SciPy (linkage, cKDTree, wasserstein_distance).
  @Test func equalsTheReference() throws {
    var generator = SplitMix64(seed: 1)
    let matched = try DistanceMatchedFolds(
      coordinates: coordinates, labels: labels, predictionPoints: EvaluationSample.map, folds: 4,
      using: &generator)
    #expect(matched.clusterCount == 9)
    #expect(abs(matched.wasserstein - 360.835_684_446_313_45) < 1e-9)
    let expected = [
      0, 1, 2, 0, 3, 1, 2, 2, 3, 3, 0, 1, 2, 0, 3, 1, 2, 2, 0, 0, 0, 1, 2, 0, 3, 0, 2, 2, 0, 3, 0,
      1, 2, 0, 3, 0, 2, 2, 0, 0, 1, 2, 2, 0, 3, 1, 1, 2, 3, 3, 1, 2, 2, 0, 0, 1, 2, 2, 0, 0,
    ]
    for (fold, members) in matched.plan.enumerated() {
      #expect(members.validation == expected.indices.filter { expected[$0] == fold })
      #expect(members.training == expected.indices.filter { expected[$0] != fold })
    }
    // Nothing was drawn.
    #expect(generator == SplitMix64(seed: 1))
  }

  /// evaluation.py: SciPy's linkage(method="ward").
  @Test func treeEqualsTheReference() {
    let tree = WardTree(
      coordinates.map { SIMD2($0.x, $0.y) }, weights: [Double](repeating: 1, count: 60))
    #expect(
      relativeDifference(
        tree.merges.suffix(6).map(\.height),
        [
          279.202_733_988_524_3, 322.149_551_192_196, 3449.611_439_471_601_4,
          6399.347_955_065_422, 8024.965_841_048_795_5, 10_759.594_102_474_31,
        ]) < 1e-12)
    let clumps = tree.cut(into: 5)
    #expect(clumps == (0..<60).map { $0 % 5 })
    #expect(Set(tree.cut(into: 1)) == [0] && tree.cut(into: 60) == Array(0..<60))
  }

  @Test func matchesBetterThanRandomFolds() throws {
    var generator = SplitMix64(seed: 2)
    let matched = try DistanceMatchedFolds(
      coordinates: coordinates, labels: labels, predictionPoints: EvaluationSample.map, folds: 5,
      using: &generator)
    let map = try NearestNeighborDistances(from: EvaluationSample.map, to: coordinates)
    func distance(_ plan: FoldPlan) throws -> Double {
      try NearestNeighborDistances(validationOf: plan, coordinates: coordinates)
        .wassersteinDistance(to: map)
    }
    let random = try FoldPlan.random(labels: labels, folds: 5, using: &generator)
    #expect(try distance(matched.plan) == matched.wasserstein)
    #expect(try matched.wasserstein < distance(random))
    #expect(matched.plan.allSatisfy { $0.validation.count <= 30 })
  }

  @Test func samplesAtRandomGetRandomFolds() throws {
    var generator = SplitMix64(seed: 3)
    let scattered = (0..<200).map { _ in
      (x: generator.uniform() * 3400, y: generator.uniform() * 2400)
    }
    let labels = (0..<200).map { $0 % 2 == 0 }
    let start = generator
    let matched = try DistanceMatchedFolds(
      coordinates: scattered, labels: labels, predictionPoints: EvaluationSample.map, folds: 5,
      using: &generator)
    #expect(matched.clusterCount == nil)
    var same = start
    #expect(try matched.plan == FoldPlan.random(labels: labels, folds: 5, using: &same))
    #expect(matched.wasserstein < 60)
  }

  @Test func groupsStayTogether() throws {
    var generator = SplitMix64(seed: 4)
    // One member of each group in each of two clumps.
    let groups = (0..<60).map { $0 / 10 * 5 + $0 % 5 }
    let matched = try DistanceMatchedFolds(
      coordinates: coordinates, labels: labels, groups: groups,
      predictionPoints: EvaluationSample.map, folds: 3, using: &generator)
    #expect(matched.plan.flatMap(\.validation).sorted() == Array(0..<60))
    for fold in matched.plan {
      #expect(
        Set(fold.training.map { groups[$0] }).isDisjoint(with: fold.validation.map { groups[$0] }))
    }
  }

  @Test func whatCannotBeMatchedThrows() {
    func make(
      _ coordinates: [(x: Double, y: Double)], _ labels: [Bool], folds: Int = 4,
      map: [(x: Double, y: Double)] = EvaluationSample.map, share: Double? = nil
    ) throws {
      var generator = SplitMix64(seed: 5)
      _ = try DistanceMatchedFolds(
        coordinates: coordinates, labels: labels, predictionPoints: map, folds: folds,
        maximumShare: share, using: &generator)
    }
    #expect(throws: FoldError.foldCount(1)) { try make(coordinates, labels, folds: 1) }
    for share in [0.25, 1, -1] {
      #expect(throws: FoldError.maximumShare(share, folds: 4)) {
        try make(coordinates, labels, share: share)
      }
    }
    #expect(throws: FoldError.noPredictionPoints) { try make(coordinates, labels, map: []) }
    #expect(throws: FoldError.self) {
      try make(coordinates, labels, map: [(x: 0, y: 0), (x: .nan, y: 1)])
    }
    var broken = coordinates
    broken[9].x = .infinity
    #expect(throws: FoldError.notFinite(sample: 9, x: .infinity, y: broken[9].y)) {
      try make(broken, labels)
    }
    #expect(throws: FoldError.inputCount(.coordinates, found: 60, samples: 2)) {
      try make(coordinates, [true, false])
    }
    #expect(throws: FoldError.tooFewSamples(label: true, found: 3, needed: 4)) {
      try make(coordinates, (0..<60).map { $0 < 3 })
    }
    // The landslides are one clump: only very small clusters could part them, and merging those leaves no fold too
    // large.
    #expect(throws: FoldError.self) {
      try make(coordinates, (0..<60).map { $0 % 5 == 0 }, folds: 5, share: 0.2001)
    }
    #expect(throws: Never.self) { try make(coordinates, labels, folds: 2) }
    // All on one spot, far from the map.
    let spot = [(x: Double, y: Double)](repeating: (x: 1, y: 1), count: 60)
    #expect(throws: Never.self) { try make(spot, labels) }
  }
}
