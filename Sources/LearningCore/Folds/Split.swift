/// One split into training and validation samples.
public enum Split {
  /// A split at random within each class.
  ///
  /// Of the n samples of a class, `trainingShare * n`, rounded to the nearest whole number (halves up), are for
  /// training: 435 of 621 for 0.7. At least one sample of each class goes to either side. Groups that don't fit may
  /// make it a few less or more.
  ///
  /// - Parameters:
  ///   - labels: n labels; `true` means landslide.
  ///   - groups: n numbers; samples with the same number stay on one side. `nil` when all samples are on their own.
  ///   - trainingShare: strictly between 0 and 1; 0.7 in the paper.
  /// - Throws: ``FoldError`` for a share out of range, fewer than two samples (or groups) of a class, and groups so
  ///   large that a side is left with one class, and lists of different lengths.
  public static func random(
    labels: [Bool], groups: [Int]? = nil, trainingShare: Double = 0.7,
    using generator: inout some RandomNumberGenerator
  ) throws -> Fold {
    try check(trainingShare)
    var units = try SampleUnit.units(labels: labels, groups: groups)
    try SampleUnit.check(units, needed: 2)
    generator.shuffle(&units)
    // Groups first, each on a side drawn by its share, and single samples fill up to the exact counts.
    let order =
      units.indices.filter { units[$0].members.count > 1 }
      + units.indices.filter { units[$0].members.count == 1 }
    var room = SideRoom(labels: labels, trainingShare: trainingShare)
    var validating = [Bool](repeating: false, count: labels.count)
    for index in order {
      let prefersTraining = generator.uniform() < trainingShare
      if !room.takesForTraining(units[index], prefersTraining: prefersTraining) {
        for member in units[index].members { validating[member] = true }
      }
    }
    return try bothClassesOnBothSides(Fold(validating: validating), labels: labels)
  }

  /// A split along blocks of samples that lie close together.
  ///
  /// Positions are clustered by k-means as in ``FoldPlan/spatialKMeans(coordinates:labels:groups:folds:using:)``. Of
  /// 200 random orders of the blocks, the one is taken whose first blocks come closest to the training share of both
  /// classes.
  ///
  /// - Parameters:
  ///   - coordinates: n positions in a metric system.
  ///   - labels: n labels; `true` means landslide.
  ///   - groups: n numbers; samples with the same number stay on one side.
  ///   - trainingShare: strictly between 0 and 1.
  ///   - blocks: at least 2; fewer when there are fewer positions. More blocks come closer to the share, fewer keep the
  ///     sides further apart.
  /// - Throws: ``FoldError`` as for ``random(labels:groups:trainingShare:using:)``, and for coordinates that are not
  ///   finite.
  public static func spatialBlocks(
    coordinates: [(x: Double, y: Double)], labels: [Bool], groups: [Int]? = nil,
    trainingShare: Double = 0.7, blocks: Int = 20,
    using generator: inout some RandomNumberGenerator
  ) throws -> Fold {
    try check(trainingShare)
    guard blocks >= 2 else { throw FoldError.foldCount(blocks) }
    let units = try SampleUnit.units(labels: labels, groups: groups)
    try SampleUnit.check(units, needed: 2)
    let positions = SampleUnit.centers(
      units, try FoldError.positions(coordinates, samples: labels.count))
    let blocks = min(blocks, KMeans.distinctCount(positions))
    let clusterings = try KMeans.clusterings(
      of: positions, weights: units.map { Double($0.members.count) }, count: blocks,
      using: &generator)
    guard let clustering = clusterings.first else { throw FoldError.foldCount(blocks) }
    var parts = [SampleUnit](repeating: SampleUnit(members: [], landslides: 0), count: blocks)
    for (unit, block) in zip(units, clustering.clusters) {
      parts[block].members += unit.members
      parts[block].landslides += unit.landslides
    }
    let training = closestSelection(
      of: parts, labels: labels, trainingShare: trainingShare, using: &generator)
    var validating = [Bool](repeating: true, count: labels.count)
    for part in training { for member in parts[part].members { validating[member] = false } }
    return try bothClassesOnBothSides(Fold(validating: validating), labels: labels)
  }

  /// A split along square blocks of ground, drawn at random.
  ///
  /// Blocks are those of ``FoldPlan/spatialBlocks(coordinates:labels:groups:blockSizeInMeters:folds:using:)``. The
  /// shares of the classes come near the training share, as far as whole blocks allow.
  ///
  /// - Parameters:
  ///   - coordinates: n positions in metres.
  ///   - labels: n labels; `true` means landslide.
  ///   - groups: n numbers; samples with the same number stay on one side.
  ///   - trainingShare: strictly between 0 and 1.
  ///   - blockSizeInMeters: the side of a block, above 0.
  /// - Throws: ``FoldError`` as for ``random(labels:groups:trainingShare:using:)``, and for a size out of range,
  ///   coordinates that are not finite, and samples that all lie in one block.
  public static func squareBlocks(
    coordinates: [(x: Double, y: Double)], labels: [Bool], groups: [Int]? = nil,
    trainingShare: Double = 0.7, blockSizeInMeters: Double,
    using generator: inout some RandomNumberGenerator
  ) throws -> Fold {
    let blocks = try SampleUnit.squareBlocks(
      coordinates: coordinates, labels: labels, groups: groups,
      blockSizeInMeters: blockSizeInMeters)
    guard blocks.count >= 2 else { throw FoldError.tooFewBlocks(found: blocks.count, needed: 2) }
    return try random(
      labels: labels, groups: blocks.ofSample, trainingShare: trainingShare, using: &generator)
  }

  private static func check(_ trainingShare: Double) throws {
    guard trainingShare > 0, trainingShare < 1 else {
      throw FoldError.trainingShare(trainingShare)
    }
  }

  /// The blocks whose counts of both classes come closest to the share, among the beginnings of random orders.
  private static func closestSelection(
    of parts: [SampleUnit], labels: [Bool], trainingShare: Double,
    using generator: inout some RandomNumberGenerator
  ) -> [Int] {
    let landslides = Double(labels.count { $0 })
    let absences = Double(labels.count) - landslides
    var best: (distance: Double, parts: [Int]) = (.infinity, [])
    for _ in 0..<200 {
      let order = generator.permutation(of: parts.count)
      var (taken, takenLandslides) = (0, 0)
      for length in 1..<max(2, parts.count) {
        let part = parts[order[length - 1]]
        taken += part.members.count
        takenLandslides += part.landslides
        let distance =
          abs(Double(takenLandslides) / landslides - trainingShare)
          + abs(Double(taken - takenLandslides) / absences - trainingShare)
        if distance < best.distance { best = (distance, Array(order[..<length])) }
      }
    }
    return best.parts
  }

  private static func bothClassesOnBothSides(_ fold: Fold, labels: [Bool]) throws -> Fold {
    for side in [fold.training, fold.validation] {
      let landslides = side.count { labels[$0] }
      guard landslides > 0, landslides < side.count else { throw FoldError.oneClassInSplit }
    }
    return fold
  }
}

/// How many samples of each class still fit on each side of a split.
private struct SideRoom {
  /// Room for absences and for landslides.
  private var training: [Int]
  private var validation: [Int]

  init(labels: [Bool], trainingShare: Double) {
    let landslides = labels.count { $0 }
    let counts = [labels.count - landslides, landslides]
    training = counts.map { count in
      min(max(Int((trainingShare * Double(count)).rounded()), 1), count - 1)
    }
    validation = zip(counts, training).map { $0 - $1 }
  }

  /// Puts a unit on the side it prefers if it fits there, else on the other, else where more room is.
  mutating func takesForTraining(_ unit: SampleUnit, prefersTraining: Bool) -> Bool {
    let needed = [unit.absences, unit.landslides]
    let fitsTraining = needed[0] <= training[0] && needed[1] <= training[1]
    let fitsValidation = needed[0] <= validation[0] && needed[1] <= validation[1]
    let intoTraining =
      fitsTraining == fitsValidation
      ? (fitsTraining ? prefersTraining : training.reduce(0, +) >= validation.reduce(0, +))
      : fitsTraining
    for label in 0...1 {
      if intoTraining {
        training[label] -= needed[label]
      } else {
        validation[label] -= needed[label]
      }
    }
    return intoTraining
  }
}
