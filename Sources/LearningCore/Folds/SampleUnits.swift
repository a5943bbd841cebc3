/// Samples that must stay on one side: the members of a group, or one sample alone.
struct SampleUnit {
  var members: [Int]
  var landslides: Int
  var absences: Int { members.count - landslides }

  /// The number of members with this label.
  func count(of label: Bool) -> Int { label ? landslides : absences }

  /// One unit for each group, in the order of their first members; without groups one for each sample.
  static func units(labels: [Bool], groups: [Int]?) throws -> [SampleUnit] {
    if let groups {
      try FoldError.require(groups.count, .groups, samples: labels.count)
    }
    var positions: [Int: Int] = [:]
    var units: [SampleUnit] = []
    for (index, label) in labels.enumerated() {
      let landslides = label ? 1 : 0
      if let group = groups?[index] {
        if let position = positions[group] {
          units[position].members.append(index)
          units[position].landslides += landslides
          continue
        }
        positions[group] = units.count
      }
      units.append(SampleUnit(members: [index], landslides: landslides))
    }
    return units
  }

  /// Throws when fewer than `needed` units hold a label.
  static func check(_ units: [SampleUnit], needed: Int) throws {
    for label in [true, false] {
      let found = units.count { $0.count(of: label) > 0 }
      guard found >= needed else {
        throw FoldError.tooFewSamples(label: label, found: found, needed: needed)
      }
    }
  }

  /// The mean position of each unit's members.
  static func centers(_ units: [SampleUnit], _ positions: [SIMD2<Double>]) -> [SIMD2<Double>] {
    units.map { unit in
      unit.members.reduce(SIMD2<Double>.zero) { $0 + positions[$1] } / Double(unit.members.count)
    }
  }

  /// The square block of each sample, laid from the south-western corner of the samples' extent, and the number of
  /// blocks that hold samples.
  static func squareBlocks(
    coordinates: [(x: Double, y: Double)], labels: [Bool], groups: [Int]?,
    blockSizeInMeters: Double
  ) throws -> (ofSample: [Int], count: Int) {
    guard blockSizeInMeters > 0, blockSizeInMeters.isFinite else {
      throw FoldError.blockSize(blockSizeInMeters)
    }
    let positions = try FoldError.positions(coordinates, samples: labels.count)
    let units = try units(labels: labels, groups: groups)
    let corner = positions.reduce(SIMD2(repeating: Double.infinity)) { pointwiseMin($0, $1) }
    // Numbers for blocks in the order of their first units; block positions stay floating, so none is out of range.
    var numbers: [SIMD2<Double>: Int] = [:]
    var blockOfSample = [Int](repeating: 0, count: labels.count)
    for (unit, center) in zip(units, centers(units, positions)) {
      let place = ((center - corner) / blockSizeInMeters).rounded(.down)
      let number = numbers[place] ?? numbers.count
      numbers[place] = number
      for member in unit.members { blockOfSample[member] = number }
    }
    return (blockOfSample, numbers.count)
  }
}

extension FoldError {
  /// Each sample needs one of everything.
  static func require(_ found: Int, _ input: Input, samples: Int) throws {
    guard found == samples else {
      throw FoldError.inputCount(input, found: found, samples: samples)
    }
  }

  /// The coordinates of samples as vectors; they must be finite and as many as the samples.
  static func positions(
    _ coordinates: [(x: Double, y: Double)], samples: Int
  ) throws -> [SIMD2<Double>] {
    try require(coordinates.count, .coordinates, samples: samples)
    return try coordinates.enumerated().map { sample, coordinate in
      guard coordinate.x.isFinite, coordinate.y.isFinite else {
        throw FoldError.notFinite(sample: sample, x: coordinate.x, y: coordinate.y)
      }
      return SIMD2(coordinate.x, coordinate.y)
    }
  }
}
