extension FoldPlan {
  /// A fold for each sample, which is judged by a model of the samples further away than a radius.
  ///
  /// The probabilities of all folds are put together before they are measured, since a fold has one sample (or group)
  /// only. Samples within the radius are neither training nor validation of that fold.
  ///
  /// Source: Le Rest et al. (2014), Global Ecology and Biogeography 23, 811-820. Not in the paper.
  ///
  /// - Parameters:
  ///   - coordinates: n positions in metres.
  ///   - labels: n labels; `true` means landslide.
  ///   - groups: n numbers; samples with the same number are held out together, each with its radius.
  ///   - radiusInMeters: at least 0; training samples lie further from each held-out sample than this.
  ///   - samples: the samples that are held out (with their groups); `nil` for all.
  /// - Throws: ``FoldError`` for a radius out of range, coordinates that are not finite, fewer than two samples (or
  ///   groups) of a class, lists of different lengths, samples that are not there, and a fold whose training samples
  ///   are all of one class.
  /// - Complexity: time and memory O(folds * n).
  public static func bufferedLeaveOneOut(
    coordinates: [(x: Double, y: Double)], labels: [Bool], groups: [Int]? = nil,
    radiusInMeters: Double, validating samples: [Int]? = nil
  ) throws -> FoldPlan {
    let units = try SampleUnit.units(labels: labels, groups: groups)
    try SampleUnit.check(units, needed: 2)
    let held = try samples.map { samples in
      guard samples.allSatisfy(labels.indices.contains) else {
        throw FoldError.sampleIndices(fold: 0)
      }
      return Set(samples)
    }
    let folds = units.filter { unit in held.map { !$0.isDisjoint(with: unit.members) } ?? true }
      .map { unit in
        let members = Set(unit.members)
        return Fold(
          training: labels.indices.filter { !members.contains($0) }, validation: unit.members)
      }
    return try FoldPlan(folds: folds, sampleCount: labels.count).buffered(
      byMeters: radiusInMeters, coordinates: coordinates, labels: labels)
  }

  /// The plan without training samples that lie within a radius of a validation sample of the same fold.
  ///
  /// - Parameters:
  ///   - radius: in metres, at least 0: 0 takes out samples on the same spot.
  ///   - coordinates: a position for each sample of the plan, in metres.
  ///   - labels: a label for each sample of the plan.
  /// - Throws: ``FoldError`` for a radius out of range, coordinates that are not finite, lists of another length than
  ///   the plan's, and a fold that keeps no training sample or those of one class only.
  public func buffered(
    byMeters radius: Double, coordinates: [(x: Double, y: Double)], labels: [Bool]
  ) throws -> FoldPlan {
    guard radius >= 0, radius.isFinite else { throw FoldError.radius(radius) }
    let positions = try FoldError.positions(coordinates, samples: sampleCount)
    return try filteringTraining(labels: labels) { fold in
      let validation = PointTree(fold.validation.map { positions[$0] })
      return { validation.nearestSquaredDistance(to: positions[$0]) > radius * radius }
    }
  }

  /// The plan without training samples whose window shares a cell with the window of a validation sample of the same
  /// fold: a network has then not seen one cell of what it is judged by.
  ///
  /// ```
  /// |row_i - row_j| < n  and  |column_i - column_j| < n        (windows of n x n cells)
  /// ```
  /// Not in the paper.
  ///
  /// - Parameters:
  ///   - windowSize: n, at least 1.
  ///   - cells: the row and column of the centre of each sample's window.
  ///   - labels: a label for each sample of the plan.
  /// - Throws: ``FoldError`` for a window without cells, lists of another length than the plan's, and a fold that
  ///   keeps no training sample or those of one class only.
  public func purged(
    windowSize: Int, cells: [(row: Int, column: Int)], labels: [Bool]
  ) throws -> FoldPlan {
    guard windowSize >= 1 else { throw FoldError.windowSize(windowSize) }
    try FoldError.require(cells.count, .cells, samples: sampleCount)
    return try filteringTraining(labels: labels) { fold in
      let validation = WindowIndex(fold.validation.map { cells[$0] }, size: windowSize)
      return { !validation.overlapsWindow(at: cells[$0]) }
    }
  }

  /// The plan with the training samples of each fold that pass its test.
  private func filteringTraining(
    labels: [Bool], by test: (Fold) -> (Int) -> Bool
  ) throws -> FoldPlan {
    try FoldError.require(labels.count, .labels, samples: sampleCount)
    let kept = try folds.enumerated().map { index, fold in
      let training = fold.training.filter(test(fold))
      guard let first = training.first else { throw FoldError.noTraining(fold: index) }
      guard training.contains(where: { labels[$0] != labels[first] }) else {
        throw FoldError.oneClassInTraining(fold: index, label: labels[first])
      }
      return Fold(training: training, validation: fold.validation)
    }
    return try FoldPlan(folds: kept, sampleCount: sampleCount)
  }
}
