import LearningCore
import Testing

@Suite struct SplitTests {
  private func trainingCounts(_ fold: Fold, _ labels: [Bool]) -> [Int] {
    [fold.training.count { labels[$0] }, fold.training.count { !labels[$0] }]
  }

  /// The paper: 621 landslides, 435 for training.
  @Test func theSharesAreThoseOfThePaper() throws {
    var generator = SplitMix64(seed: 1)
    let labels = (0..<1242).map { $0 % 2 == 0 }
    let fold = try Split.random(labels: labels, using: &generator)
    #expect(trainingCounts(fold, labels) == [435, 435])
    #expect(fold.validation.count == 2 * 186)
    #expect((fold.training + fold.validation).sorted() == Array(0..<1242))
  }

  @Test func eachClassIsRoundedOnItsOwn() throws {
    var generator = SplitMix64(seed: 2)
    let labels = (0..<20).map { $0 < 5 }  // 3.5 and 10.5: halves up
    let fold = try Split.random(labels: labels, using: &generator)
    #expect(trainingCounts(fold, labels) == [4, 11])
    let extreme = try Split.random(labels: labels, trainingShare: 0.999, using: &generator)
    #expect(trainingCounts(extreme, labels) == [4, 14])
  }

  @Test func groupsStayOnOneSideAndCountsStayExact() throws {
    var generator = SplitMix64(seed: 3)
    let labels = (0..<300).map { $0 % 3 == 0 }
    // Every fifth sample shares its group with the next two.
    let groups = (0..<300).map { $0 % 5 < 3 ? $0 / 5 : 1000 + $0 }
    for _ in 0..<20 {
      let fold = try Split.random(labels: labels, groups: groups, using: &generator)
      #expect(
        Set(fold.training.map { groups[$0] }).isDisjoint(with: fold.validation.map { groups[$0] }))
      #expect(trainingCounts(fold, labels) == [70, 140])
    }
  }

  @Test func aGroupIsTrainedOnAsOftenAsTheShareSays() throws {
    var generator = SplitMix64(seed: 4)
    let labels = (0..<60).map { $0 % 2 == 0 }
    let groups = (0..<60).map { max(0, $0 - 5) }  // samples 0...5 together
    let training = try (0..<400).count { _ in
      try Split.random(labels: labels, groups: groups, using: &generator).training.contains(0)
    }
    // Four standard errors of a share of 0.7 in 400 draws: 37.
    #expect(abs(training - 280) < 37)
  }

  @Test func whatCannotBeSplitThrows() {
    var generator = SplitMix64(seed: 5)
    #expect(throws: FoldError.trainingShare(1)) {
      try Split.random(labels: [true, false], trainingShare: 1, using: &generator)
    }
    #expect(throws: FoldError.trainingShare(-1)) {
      try Split.random(labels: [true, false], trainingShare: -1, using: &generator)
    }
    #expect(throws: FoldError.tooFewSamples(label: true, found: 1, needed: 2)) {
      try Split.random(labels: [true, false, false], using: &generator)
    }
    // Two groups of each class, neither of which fits into a tenth.
    #expect(throws: FoldError.oneClassInSplit) {
      try Split.random(
        labels: (0..<20).map { $0 < 10 }, groups: (0..<20).map { $0 / 5 }, trainingShare: 0.9,
        using: &generator)
    }
  }

  @Test func spatialSplitComesCloseToTheShare() throws {
    var generator = SplitMix64(seed: 6)
    let coordinates = (0..<600).map { _ in
      (x: generator.uniform() * 1000, y: generator.uniform() * 500)
    }
    let labels = coordinates.map {
      $0.x > 300 ? generator.uniform() < 0.6 : generator.uniform() < 0.3
    }
    let fold = try Split.spatialBlocks(coordinates: coordinates, labels: labels, using: &generator)
    #expect((fold.training + fold.validation).sorted() == Array(0..<600))
    let share = Double(fold.training.count) / 600
    #expect(abs(share - 0.7) < 0.05)
    #expect(fold.validation.contains { labels[$0] } && fold.validation.contains { !labels[$0] })
    var same = SplitMix64(seed: 6)
    _ = (0..<600).map { _ in (same.uniform(), same.uniform()) }
    _ = (0..<600).map { _ in same.uniform() }
    #expect(
      try fold
        == Split.spatialBlocks(coordinates: coordinates, labels: labels, using: &same))
  }

  @Test func squareBlocksStayOnOneSide() throws {
    var generator = SplitMix64(seed: 9)
    let coordinates = (0..<400).map { (x: Double($0 % 20) * 50, y: Double($0 / 20) * 50) }
    let labels = (0..<400).map { $0 % 3 == 0 }
    let fold = try Split.squareBlocks(
      coordinates: coordinates, labels: labels, blockSizeInMeters: 100, using: &generator)
    func blocks(_ samples: [Int]) -> Set<[Int]> {
      Set(samples.map { [Int(coordinates[$0].x / 100), Int(coordinates[$0].y / 100)] })
    }
    #expect(blocks(fold.training).isDisjoint(with: blocks(fold.validation)))
    #expect(abs(Double(fold.training.count) / 400 - 0.7) < 0.05)
    #expect(throws: FoldError.tooFewBlocks(found: 1, needed: 2)) {
      try Split.squareBlocks(
        coordinates: coordinates, labels: labels, blockSizeInMeters: 1e5, using: &generator)
    }
    #expect(throws: FoldError.blockSize(0)) {
      try Split.squareBlocks(
        coordinates: coordinates, labels: labels, blockSizeInMeters: 0, using: &generator)
    }
  }
}
