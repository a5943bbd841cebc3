import Foundation
import LearningCore
import Testing

@Suite struct FoldPlanTests {
  private let labels = (0..<53).map { $0 < 23 }

  /// Each sample is validated once, and never trained on in that fold.
  private func expectPartition(_ folds: FoldPlan, count: Int) {
    #expect(folds.flatMap(\.validation).sorted() == Array(0..<count))
    for fold in folds {
      #expect((fold.training + fold.validation).sorted() == Array(0..<count))
      #expect(fold.training == fold.training.sorted())
      #expect(fold.validation == fold.validation.sorted())
    }
  }

  @Test(arguments: [2, 3, 5, 10, 23])
  func randomFoldsHoldTheirPartOfBothClasses(count: Int) throws {
    var generator = SplitMix64(seed: 1)
    let folds = try FoldPlan.random(labels: labels, folds: count, using: &generator)
    #expect(folds.count == count)
    expectPartition(folds, count: labels.count)
    let landslides = folds.map { $0.validation.count { labels[$0] } }
    let sizes = folds.map(\.validation.count)
    #expect((landslides.max() ?? 0) - (landslides.min() ?? 0) <= 1)
    #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
  }

  @Test func foldsThatAreNotStratifiedAreBalancedInSizeAlone() throws {
    var generator = SplitMix64(seed: 1)
    let folds = try FoldPlan.random(
      labels: labels, folds: 4, stratified: false, using: &generator)
    expectPartition(folds, count: labels.count)
    #expect(folds.map(\.validation.count).sorted() == [13, 13, 13, 14])
    let landslides = folds.map { $0.validation.count { labels[$0] } }
    #expect((landslides.max() ?? 0) - (landslides.min() ?? 0) > 1)
    // One landslide and two folds: one of them has none.
    #expect(throws: FoldError.self) {
      try FoldPlan.random(
        labels: [true, true, false, false, false, false, false, false],
        groups: [0, 0, 0, 0, 1, 2, 3, 4],
        folds: 2, stratified: false, using: &generator)
    }
  }

  @Test func theGeneratorDecidesAlone() throws {
    var first = SplitMix64(seed: 1)
    var second = SplitMix64(seed: 1)
    let a = try FoldPlan.random(labels: labels, folds: 5, using: &first)
    let b = try FoldPlan.random(labels: labels, folds: 5, using: &second)
    let nextRepeat = try FoldPlan.random(labels: labels, folds: 5, using: &first)
    #expect(a == b)
    #expect(a != nextRepeat)
  }

  @Test func groupsStayTogetherAndClassesStayBalanced() throws {
    var generator = SplitMix64(seed: 2)
    let labels = (0..<400).map { _ in generator.uniform() < 0.3 }
    let groups = (0..<400).map { _ in generator.integer(below: 90) }
    let folds = try FoldPlan.random(labels: labels, groups: groups, folds: 5, using: &generator)
    expectPartition(folds, count: 400)
    for fold in folds {
      #expect(
        Set(fold.training.map { groups[$0] }).isDisjoint(with: fold.validation.map { groups[$0] }))
    }
    let landslides = folds.map { $0.validation.count { labels[$0] } }
    #expect((landslides.max() ?? 0) - (landslides.min() ?? 0) <= 4)
  }

  @Test func whatCannotBeFoldedThrows() {
    var generator = SplitMix64(seed: 3)
    #expect(throws: FoldError.foldCount(1)) {
      try FoldPlan.random(labels: labels, folds: 1, using: &generator)
    }
    #expect(throws: FoldError.tooFewSamples(label: true, found: 2, needed: 3)) {
      try FoldPlan.random(
        labels: [true, true, false, false, false], folds: 3, using: &generator)
    }
    #expect(throws: FoldError.tooFewSamples(label: true, found: 0, needed: 2)) {
      try FoldPlan.random(labels: [], folds: 2, using: &generator)
    }
    // Three landslides, but two of them in one group.
    #expect(throws: FoldError.tooFewSamples(label: true, found: 2, needed: 3)) {
      try FoldPlan.random(
        labels: [true, true, true, false, false, false], groups: [0, 0, 1, 2, 3, 4], folds: 3,
        using: &generator)
    }
  }

  @Test func listsOfOtherLengthsThrow() {
    var generator = SplitMix64(seed: 3)
    let labels = [true, true, false, false]
    let places = [(x: 0.0, y: 0.0), (x: 1.0, y: 0.0), (x: 2.0, y: 0.0)]
    #expect(throws: FoldError.inputCount(.groups, found: 1, samples: 4)) {
      try FoldPlan.random(labels: labels, groups: [1], folds: 2, using: &generator)
    }
    #expect(throws: FoldError.inputCount(.coordinates, found: 3, samples: 4)) {
      try FoldPlan.spatialKMeans(
        coordinates: places, labels: labels, folds: 2, using: &generator)
    }
    #expect(throws: FoldError.inputCount(.coordinates, found: 3, samples: 4)) {
      try FoldPlan.spatialBlocks(
        coordinates: places, labels: labels, blockSizeInMeters: 1, folds: 2, using: &generator)
    }
    #expect(throws: FoldError.inputCount(.coordinates, found: 3, samples: 4)) {
      try FoldPlan.bufferedLeaveOneOut(coordinates: places, labels: labels, radiusInMeters: 1)
    }
  }

  @Test func aPlanIsCheckedWhenMadeAndWhenRead() throws {
    let plan = try FoldPlan(
      folds: [Fold(training: [0, 3], validation: [1]), Fold(training: [1], validation: [0, 3])],
      sampleCount: 5)
    #expect(plan.unusedSamples(inFold: 0) == [2, 4])
    #expect(plan.count == 2 && plan[1].validation == [0, 3])
    let stored = try JSONEncoder().encode(plan)
    #expect(try JSONDecoder().decode(FoldPlan.self, from: stored) == plan)
    for (training, validation) in [
      ([0, 0], [1]), ([1, 0], [2]), ([0, 1], [1]), ([0], [5]), ([-1], [0]), ([2], [0, 1, 2]),
    ] {
      let fold = Fold(training: training, validation: validation)
      #expect(throws: FoldError.sampleIndices(fold: 0)) {
        try FoldPlan(folds: [fold], sampleCount: 5)
      }
    }
    let small = Data(String(decoding: stored, as: UTF8.self).replacing("5", with: "3").utf8)
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(FoldPlan.self, from: small) }
  }

  /// Four tight clumps on the corners of a square, both classes in each.
  private var clumps: (coordinates: [(x: Double, y: Double)], labels: [Bool]) {
    var generator = SplitMix64(seed: 5)
    let coordinates = (0..<80).map { index in
      (
        x: Double(index % 2) * 1000 + generator.normal(),
        y: Double(index / 2 % 2) * 1000 + generator.normal()
      )
    }
    return (coordinates, (0..<80).map { $0 / 4 % 2 == 0 })
  }

  @Test func clustersAreTheClumps() throws {
    var generator = SplitMix64(seed: 6)
    let (coordinates, labels) = clumps
    let folds = try FoldPlan.spatialKMeans(
      coordinates: coordinates, labels: labels, folds: 4, using: &generator)
    expectPartition(folds, count: 80)
    for fold in folds {
      #expect(Set(fold.validation.map { $0 % 4 }).count == 1)
      #expect(fold.validation.count == 20)
    }
    var same = SplitMix64(seed: 6)
    #expect(
      try folds
        == FoldPlan.spatialKMeans(
          coordinates: coordinates, labels: labels, folds: 4, using: &same))
  }

  @Test func clustersKeepGroupsTogether() throws {
    var generator = SplitMix64(seed: 7)
    let (coordinates, labels) = clumps
    // One member of each group in each of two clumps.
    let groups = (0..<80).map { $0 / 2 }
    let folds = try FoldPlan.spatialKMeans(
      coordinates: coordinates, labels: labels, groups: groups, folds: 2, using: &generator)
    for fold in folds {
      #expect(
        Set(fold.training.map { groups[$0] }).isDisjoint(with: fold.validation.map { groups[$0] }))
    }
  }

  @Test func badPositionsThrow() {
    var generator = SplitMix64(seed: 8)
    let labels = [true, false, true, false]
    let same = [(x: Double, y: Double)](repeating: (x: 1, y: 1), count: 4)
    #expect(throws: FoldError.tooFewPositions(found: 1, needed: 2)) {
      try FoldPlan.spatialKMeans(coordinates: same, labels: labels, folds: 2, using: &generator)
    }
    var broken = same
    broken[2].y = .infinity
    #expect(throws: FoldError.notFinite(sample: 2, x: 1, y: .infinity)) {
      try FoldPlan.spatialKMeans(coordinates: broken, labels: labels, folds: 2, using: &generator)
    }
    // Landslides in the west, absences in the east.
    let apart = [(x: 0.0, y: 0.0), (x: 100.0, y: 0.0), (x: 1.0, y: 0.0), (x: 101.0, y: 0.0)]
    #expect(throws: FoldError.self) {
      try FoldPlan.spatialKMeans(coordinates: apart, labels: labels, folds: 2, using: &generator)
    }
  }
}
