import LearningCore
import Testing

@Suite struct FoldPlanSpatialTests {
  private let labels = (0..<240).map { $0 % 3 == 0 }
  private let coordinates: [(x: Double, y: Double)] = (0..<240).map { index in
    let (east, north) = (Double(index * 37 % 997), Double(index * 53 % 701))
    return (x: 500_000 + east, y: 4_000_000 + north)
  }

  @Test func samplesOfABlockStayTogether() throws {
    var generator = SplitMix64(seed: 1)
    let plan = try FoldPlan.spatialBlocks(
      coordinates: coordinates, labels: labels, blockSizeInMeters: 150, folds: 4,
      using: &generator)
    #expect(plan.flatMap(\.validation).sorted() == Array(0..<240))
    let west = coordinates.map(\.x).min() ?? 0
    let south = coordinates.map(\.y).min() ?? 0
    func blocks(_ samples: [Int]) -> Set<[Int]> {
      Set(
        samples.map { sample -> [Int] in
          let place = coordinates[sample]
          return [Int((place.x - west) / 150), Int((place.y - south) / 150)]
        })
    }
    for fold in plan { #expect(blocks(fold.training).isDisjoint(with: blocks(fold.validation))) }
    // Twenty landslides in each fold would be even; a block has two or three.
    for fold in plan { #expect((16...24).contains(fold.validation.count { labels[$0] })) }
    var same = SplitMix64(seed: 1)
    #expect(
      try plan
        == FoldPlan.spatialBlocks(
          coordinates: coordinates, labels: labels, blockSizeInMeters: 150, folds: 4,
          using: &same))
  }

  @Test func groupsStayTogetherInABlock() throws {
    var generator = SplitMix64(seed: 2)
    let groups = (0..<240).map { $0 / 3 }
    let plan = try FoldPlan.spatialBlocks(
      coordinates: coordinates, labels: labels, groups: groups, blockSizeInMeters: 100, folds: 5,
      using: &generator)
    for fold in plan {
      #expect(
        Set(fold.training.map { groups[$0] }).isDisjoint(with: fold.validation.map { groups[$0] }))
    }
  }

  @Test func whatCannotBeBlockedThrows() {
    var generator = SplitMix64(seed: 3)
    for size in [0, -5, .infinity] {
      #expect(throws: FoldError.blockSize(size)) {
        try FoldPlan.spatialBlocks(
          coordinates: coordinates, labels: labels, blockSizeInMeters: size, folds: 4,
          using: &generator)
      }
    }
    #expect(throws: FoldError.self) {
      try FoldPlan.spatialBlocks(
        coordinates: coordinates, labels: labels, blockSizeInMeters: .nan, folds: 4,
        using: &generator)
    }
    // All samples in four blocks of 500 m.
    #expect(throws: FoldError.tooFewBlocks(found: 4, needed: 5)) {
      try FoldPlan.spatialBlocks(
        coordinates: coordinates, labels: labels, blockSizeInMeters: 500, folds: 5,
        using: &generator)
    }
    var broken = coordinates
    broken[7].x = .infinity
    #expect(throws: FoldError.notFinite(sample: 7, x: .infinity, y: broken[7].y)) {
      try FoldPlan.spatialBlocks(
        coordinates: broken, labels: labels, blockSizeInMeters: 100, folds: 4, using: &generator)
    }
    #expect(throws: FoldError.foldCount(1)) {
      try FoldPlan.spatialBlocks(
        coordinates: coordinates, labels: labels, blockSizeInMeters: 100, folds: 1,
        using: &generator)
    }
    // A metre and a light year.
    let apart = [(x: 0.0, y: 0.0), (x: 1e300, y: 0.0), (x: 1.0, y: 0.0), (x: -1e300, y: 0.0)]
    #expect(throws: Never.self) {
      try FoldPlan.spatialBlocks(
        coordinates: apart, labels: [true, false, false, true], blockSizeInMeters: 2, folds: 2,
        using: &generator)
    }
  }
}
