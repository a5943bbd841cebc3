extension FoldPlan {
  /// Folds of square blocks of ground: the samples of a block are validated together.
  ///
  /// Blocks are laid from the south-western corner of the samples' extent and are spread over the folds at random, so
  /// that both classes are balanced as well as they can be. Blocks of two folds touch, so samples on both sides of a
  /// border remain neighbours; ``buffered(byMeters:coordinates:labels:)`` parts them.
  ///
  /// Source: Roberts et al. (2017), Ecography 40, 913-929; Valavi et al. (2019), Methods in Ecology and Evolution 10,
  /// 225-232. Not in the paper.
  ///
  /// - Parameters:
  ///   - coordinates: n positions in metres.
  ///   - labels: n labels; `true` means landslide.
  ///   - groups: n numbers; samples with the same number stay together, in the block of their mean position.
  ///   - blockSizeInMeters: the side of a block, above 0; at least the range over which the factors are correlated.
  ///   - folds: at least 2.
  /// - Throws: ``FoldError`` for fewer than two folds, a size out of range, coordinates that are not finite, fewer
  ///   blocks with samples (or with samples of a class) than folds, lists of different lengths, and a fold that large
  ///   blocks leave with one class.
  public static func spatialBlocks(
    coordinates: [(x: Double, y: Double)], labels: [Bool], groups: [Int]? = nil,
    blockSizeInMeters: Double, folds: Int, using generator: inout some RandomNumberGenerator
  ) throws -> FoldPlan {
    guard folds >= 2 else { throw FoldError.foldCount(folds) }
    let blocks = try SampleUnit.squareBlocks(
      coordinates: coordinates, labels: labels, groups: groups,
      blockSizeInMeters: blockSizeInMeters)
    guard blocks.count >= folds else {
      throw FoldError.tooFewBlocks(found: blocks.count, needed: folds)
    }
    return try random(labels: labels, groups: blocks.ofSample, folds: folds, using: &generator)
  }

  /// Folds of samples that lie close together: the model is judged where it has not been fitted.
  ///
  /// Positions are clustered by k-means (k-means++ starts, ten of them); each cluster is one fold. Clusters differ in
  /// size and in their share of landslides. Of the ten clusterings the tightest whose clusters all hold both
  /// classes is taken.
  ///
  /// Source: Brenning (2012), IGARSS, 5372-5375 (the partitions of R's sperrorest). Not in the paper.
  ///
  /// - Parameters:
  ///   - coordinates: n positions, in a metric system or at least one whose axes have the same unit.
  ///   - labels: n labels; `true` means landslide.
  ///   - groups: n numbers; samples with the same number stay together, at their mean position.
  ///   - folds: the number of clusters, at least 2.
  /// - Throws: ``FoldError`` for fewer than two folds, coordinates that are not finite, fewer positions than folds, a
  ///   class with fewer samples (or groups) than folds, lists of different lengths, and a cluster with one class only.
  public static func spatialKMeans(
    coordinates: [(x: Double, y: Double)], labels: [Bool], groups: [Int]? = nil, folds: Int,
    using generator: inout some RandomNumberGenerator
  ) throws -> FoldPlan {
    let (units, clusterings) = try clusterings(
      coordinates: coordinates, labels: labels, groups: groups, count: folds, using: &generator)
    var failure: any Error = FoldError.foldCount(folds)
    for (rank, clusters) in clusterings.enumerated() {
      do {
        return try FoldPlan(clusters, of: units, labels: labels, folds: folds)
      } catch {
        // The tightest clustering tells best what is wrong.
        if rank == 0 { failure = error }
      }
    }
    throw failure
  }

  /// The cluster of each sample in the tightest of the clusterings of ``spatialKMeans(coordinates:labels:groups:folds:using:)``,
  /// whichever classes it holds.
  ///
  /// - Throws: as there, but for clusters with one class only.
  package static func spatialClusters(
    coordinates: [(x: Double, y: Double)], labels: [Bool], groups: [Int]? = nil, count: Int,
    using generator: inout some RandomNumberGenerator
  ) throws -> [Int] {
    let (units, clusterings) = try clusterings(
      coordinates: coordinates, labels: labels, groups: groups, count: count, using: &generator)
    var clusters = [Int](repeating: 0, count: labels.count)
    for (unit, cluster) in zip(units, clusterings.first ?? []) {
      for sample in unit.members { clusters[sample] = cluster }
    }
    return clusters
  }

  /// The cluster of each unit of samples in several clusterings, the tightest first.
  private static func clusterings(
    coordinates: [(x: Double, y: Double)], labels: [Bool], groups: [Int]?, count: Int,
    using generator: inout some RandomNumberGenerator
  ) throws -> (units: [SampleUnit], clusterings: [[Int]]) {
    guard count >= 2 else { throw FoldError.foldCount(count) }
    let units = try SampleUnit.units(labels: labels, groups: groups)
    try SampleUnit.check(units, needed: count)
    let positions = SampleUnit.centers(
      units, try FoldError.positions(coordinates, samples: labels.count))
    let clusterings = try KMeans.clusterings(
      of: positions, weights: units.map { Double($0.members.count) }, count: count,
      using: &generator)
    return (units, clusterings.map(\.clusters))
  }
}
