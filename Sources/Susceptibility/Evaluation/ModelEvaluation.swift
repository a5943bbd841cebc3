import GeoRaster
import LearningCore
import Metrics

/// The probabilities of a model's map at the samples of one set.
struct SetScores: Sendable {
  let labels: [Bool]
  let probabilities: [Double]
  /// Samples with the same number are drawn together when they are drawn anew.
  let groups: [Int]

  init(_ samples: SampleCollection, set: SampleSet, map: Raster) {
    let indices = samples.indices(of: set)
    let groups = samples.groups
    labels = indices.map { samples.samples[$0].isLandslide }
    probabilities = indices.map { Double(map.values[samples.samples[$0].cell]) }
    self.groups = indices.map { groups[$0] }
  }
}

/// The mapped cells with their areas: what curves of landslides over area are made of.
struct MappedCells: Sendable {
  let cells: [Int]
  /// Square metres of each cell; `nil` when all are equal.
  let areas: [Double]?

  init(_ stack: FactorStack) {
    cells = stack.cells
    let grid = stack.grid
    areas =
      grid.crs.isGeographic
      ? stack.cells.map { grid.cellAreaInSquareMeters(row: $0 / grid.columns) } : nil
  }

  /// The curve of a set's landslides over a map.
  ///
  /// Cells between two scores of landslides are put together: the curve is straight there, and nothing that it shows
  /// is lost.
  func rateCurve(of map: Raster, samples: SampleCollection, set: SampleSet) -> SuccessRateCurve {
    var counts: [Float: Int] = [:]
    for sample in samples.samples where sample.isLandslide && sample.set == set {
      counts[map.values[sample.cell], default: 0] += 1
    }
    let scores = counts.keys.filter { !$0.isNaN }.sorted()
    // Odd pieces hold the cells of a score of landslides, even ones those below it and above the one before.
    var pieces = [(least: Float, area: Double)](
      repeating: (.infinity, 0), count: 2 * scores.count + 1)
    for (index, cell) in cells.enumerated() where !map.values[cell].isNaN {
      let value = map.values[cell]
      let place = scores.partitioningIndex { $0 >= value }
      let piece = 2 * place + (place < scores.count && scores[place] == value ? 1 : 0)
      pieces[piece].least = min(pieces[piece].least, value)
      pieces[piece].area += areas?[index] ?? 1
    }
    let held = pieces.filter { $0.area > 0 }
    return SuccessRateCurve(
      scores: held.map { Double($0.least) }, landslides: held.map { counts[$0.least] ?? 0 },
      areas: held.map(\.area))
  }
}

extension SampleMetrics {
  /// All measures of a set, with thresholds that were fitted to training samples.
  init(
    _ scores: SetScores, thresholds: [String: Double], rateCurveArea: Double,
    options: EvaluationOptions, threads: Int?, using generator: inout some RandomNumberGenerator
  ) {
    self.init(
      labels: scores.labels, probabilities: scores.probabilities, partialRate: options.partialRate)
    self.rateCurveArea = JSONNumber(rateCurveArea)
    self.thresholds = thresholds.mapValues {
      ThresholdMetrics(
        threshold: $0, labels: scores.labels, probabilities: scores.probabilities)
    }
    guard options.replicates > 0 else { return }
    let interval = Metrics.bootstrapInterval(
      labels: scores.labels, predictions: scores.probabilities, groups: scores.groups,
      replicates: options.replicates, threads: threads, using: &generator
    ) { areaUnderCurve(labels: $0, scores: $1) }
    bootstrapInterval = [JSONNumber(interval.low), JSONNumber(interval.high)]
  }
}
