import GeoRaster
import LearningCore

/// Puts samples of a study into folds.
struct FoldPlanner: Sendable {
  let stack: FactorStack
  let options: FoldOptions

  /// The folds of a scheme; see ``Study/folds(_:of:count:streams:window:isPurged:)``.
  ///
  /// - Throws: `FoldError` when the samples cannot be put into such folds.
  func plan(
    _ scheme: FoldScheme, of samples: SampleCollection, count: Int, streams: RandomStreams,
    window: Int, isPurged: Bool? = nil
  ) throws -> FoldPlan {
    let (labels, groups) = (samples.labels, samples.groups)
    var generator = streams.stream("folds")
    let plan: FoldPlan
    switch scheme {
    case .random:
      plan = try FoldPlan.random(labels: labels, groups: groups, folds: count, using: &generator)
    case .spatialBlocks:
      plan = try FoldPlan.spatialKMeans(
        coordinates: samples.coordinates, labels: labels, groups: groups, folds: count,
        using: &generator)
    case .squareBlocks:
      plan = try FoldPlan.spatialBlocks(
        coordinates: samples.coordinatesInMeters(on: stack.grid), labels: labels, groups: groups,
        blockSizeInMeters: options.blockSize ?? .nan, folds: count, using: &generator)
    case .bufferedLeaveOneOut:
      plan = try FoldPlan.bufferedLeaveOneOut(
        coordinates: samples.coordinatesInMeters(on: stack.grid), labels: labels, groups: groups,
        radiusInMeters: options.buffer ?? .nan)
    case .distanceMatched:
      plan = try DistanceMatchedFolds(
        coordinates: samples.coordinatesInMeters(on: stack.grid), labels: labels, groups: groups,
        predictionPoints: stack.sampledCentersInMeters(), folds: count, using: &generator
      ).plan
    }
    guard isPurged ?? options.purges else { return plan }
    return try plan.purged(
      windowSize: window, cells: samples.positions(on: stack.grid), labels: labels)
  }
}
