extension FoldPlan {
  /// Folds at random: each sample is validated in exactly one.
  ///
  /// Stratified without groups, the counts of a class differ by at most one between folds, and so do the sizes of
  /// folds as far as that allows. Groups are spread so that the classes are balanced as well as they can be. Folds that
  /// are not stratified are balanced in size alone.
  ///
  /// - Parameters:
  ///   - labels: n labels; `true` means landslide.
  ///   - groups: n numbers; samples with the same number (of one landslide, in one cell) stay together. `nil` when all
  ///     samples are on their own.
  ///   - folds: at least 2.
  ///   - stratified: whether each fold gets its part of both classes.
  /// - Throws: ``FoldError`` for fewer than two folds, a class with fewer samples (or groups) than folds, lists of
  ///   different lengths, and a fold that chance or large groups leave with one class.
  public static func random(
    labels: [Bool], groups: [Int]? = nil, folds: Int, stratified: Bool = true,
    using generator: inout some RandomNumberGenerator
  ) throws -> FoldPlan {
    guard folds >= 2 else { throw FoldError.foldCount(folds) }
    var units = try SampleUnit.units(labels: labels, groups: groups)
    try SampleUnit.check(units, needed: folds)
    generator.shuffle(&units)
    // Large groups first, while there is room to balance them; the order of equals stays random.
    let order = units.indices.sorted {
      (units[$0].members.count, $1) > (units[$1].members.count, $0)
    }
    let totals = [true, false].map { label in units.reduce(0) { $0 + $1.count(of: label) } }
    var landslides = [Int](repeating: 0, count: folds)
    var absences = [Int](repeating: 0, count: folds)
    var foldOfUnit = [Int](repeating: 0, count: units.count)
    for index in order {
      let unit = units[index]
      // The growth of the sum of squared class shares over the folds, which is least when they are equal.
      let costs = (0..<folds).map { fold in
        guard stratified else { return 0.0 }
        return growth(landslides[fold], unit.landslides, of: totals[0])
          + growth(absences[fold], unit.absences, of: totals[1])
      }
      let best = (0..<folds).min {
        (costs[$0], landslides[$0] + absences[$0]) < (costs[$1], landslides[$1] + absences[$1])
      }
      guard let fold = best else { continue }
      landslides[fold] += unit.landslides
      absences[fold] += unit.absences
      foldOfUnit[index] = fold
    }
    return try FoldPlan(foldOfUnit, of: units, labels: labels, folds: folds)
  }

  private static func growth(_ count: Int, _ added: Int, of total: Int) -> Double {
    Double(2 * count * added + added * added) / (Double(total) * Double(total))
  }
}
