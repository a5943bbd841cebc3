/// Plans of a k-fold cross-validation: each sample is validated in exactly one fold.
///
/// Repeats are further calls with the same generator, which has moved on:
/// ```swift
/// let repeats = try (0..<5).map { _ in
///   try FoldPlan.random(labels: labels, folds: 5, using: &generator)
/// }
/// ```
public enum FoldPlan {
  /// Folds at random, each with its part of both classes.
  ///
  /// Without groups the counts of a class differ by at most one between folds, and so do the sizes of folds as far
  /// as that allows. Groups are spread so that the classes are balanced as well as they can be.
  ///
  /// - Parameters:
  ///   - labels: n labels; `true` means landslide.
  ///   - groups: n numbers; samples with the same number stay together. `nil` when all samples are on their own.
  ///   - folds: at least 2.
  /// - Throws: ``FoldError`` for fewer than two folds, a class with fewer samples (or groups) than folds, and a fold
  ///   that large groups leave with one class.
  public static func random(
    labels: [Bool], groups: [Int]? = nil, folds: Int,
    using generator: inout some RandomNumberGenerator
  ) throws -> [Fold] {
    guard folds >= 2 else { throw FoldError.foldCount(folds) }
    var units = SampleUnit.units(labels: labels, groups: groups)
    try SampleUnit.check(units, needed: folds)
    generator.shuffle(&units)
    // Large groups first, while there is room to balance them; the order of equals stays random.
    let order = units.indices.sorted {
      (units[$0].members.count, $1) > (units[$1].members.count, $0)
    }
    let totals = [true, false].map { label in units.reduce(0) { $0 + $1.count(of: label) } }
    var landslides = [Int](repeating: 0, count: folds)
    var absences = [Int](repeating: 0, count: folds)
    var foldOfSample = [Int](repeating: 0, count: labels.count)
    for index in order {
      let unit = units[index]
      // The growth of the sum of squared class shares over the folds, which is least when they are equal.
      let costs = (0..<folds).map { fold in
        growth(landslides[fold], unit.landslides, of: totals[0])
          + growth(absences[fold], unit.absences, of: totals[1])
      }
      let best = (0..<folds).min {
        (costs[$0], landslides[$0] + absences[$0]) < (costs[$1], landslides[$1] + absences[$1])
      }
      guard let fold = best else { continue }
      landslides[fold] += unit.landslides
      absences[fold] += unit.absences
      for member in unit.members { foldOfSample[member] = fold }
    }
    return try folded(foldOfSample, labels: labels, folds: folds)
  }

  /// Folds of samples that lie close together: the model is judged where it has not been fitted.
  ///
  /// Positions are clustered by k-means (k-means++ starts, ten of them); each cluster is one fold. Blocks differ in
  /// size and in their share of landslides. Of the ten clusterings the tightest whose blocks all hold both
  /// classes is taken.
  ///
  /// - Parameters:
  ///   - coordinates: n positions, in a metric system or at least one whose axes have the same unit.
  ///   - labels: n labels; `true` means landslide.
  ///   - groups: n numbers; samples with the same number stay together, at their mean position.
  ///   - folds: the number of blocks, at least 2.
  /// - Throws: ``FoldError`` for fewer than two folds, coordinates that are not finite, fewer positions than folds, a
  ///   class with fewer samples (or groups) than folds, and a block with one class only.
  public static func spatialBlocks(
    coordinates: [(x: Double, y: Double)], labels: [Bool], groups: [Int]? = nil, folds: Int,
    using generator: inout some RandomNumberGenerator
  ) throws -> [Fold] {
    guard folds >= 2 else { throw FoldError.foldCount(folds) }
    let units = SampleUnit.units(labels: labels, groups: groups)
    try SampleUnit.check(units, needed: folds)
    let clusterings = try SpatialBlocks.clusterings(
      of: units, at: coordinates, blocks: folds, using: &generator)
    var failure: any Error = FoldError.foldCount(folds)
    for (rank, clustering) in clusterings.enumerated() {
      var foldOfSample = [Int](repeating: 0, count: labels.count)
      for (unit, block) in zip(units, clustering.blocks) {
        for member in unit.members { foldOfSample[member] = block }
      }
      do {
        return try folded(foldOfSample, labels: labels, folds: folds)
      } catch {
        // The tightest clustering tells best what is wrong.
        if rank == 0 { failure = error }
      }
    }
    throw failure
  }

  private static func growth(_ count: Int, _ added: Int, of total: Int) -> Double {
    Double(2 * count * added + added * added) / (Double(total) * Double(total))
  }

  /// The folds of an assignment; each must hold both classes.
  private static func folded(
    _ foldOfSample: [Int], labels: [Bool], folds: Int
  ) throws -> [Fold] {
    try (0..<folds).map { fold in
      let result = Fold(validating: foldOfSample.map { $0 == fold })
      let landslides = result.validation.count { labels[$0] }
      guard landslides > 0, landslides < result.validation.count else {
        throw FoldError.oneClass(fold: fold, label: landslides > 0)
      }
      return result
    }
  }
}
