import GeoRaster

extension LeakAudit {
  /// Looks for what makes a validation optimistic: windows that overlap, ids in both sets, short distances.
  init(_ collection: SampleCollection, stack: FactorStack, window: Int) {
    let training = collection[.training].samples
    let validation = collection[.validation].samples
    let grid = stack.grid
    let trainingCells = training.map { grid.cell(at: $0.cell) }
    let overlapping = validation.reduce(into: 0) { count, sample in
      let cell = grid.cell(at: sample.cell)
      if trainingCells.contains(where: {
        abs($0.row - cell.row) < window && abs($0.column - cell.column) < window
      }) {
        count += 1
      }
    }
    let ids = Set(training.filter(\.isLandslide).map(\.landslideID))
    let shared = Set(validation.filter(\.isLandslide).map(\.landslideID)).intersection(ids)
    let stride = max(1, stack.cells.count / 10_000)
    let mapCells = Swift.stride(from: 0, to: stack.cells.count, by: stride).map { stack.cells[$0] }
    let fromValidation = Self.medianDistance(validation.map(\.cell), to: trainingCells, grid: grid)
    let fromMap = Self.medianDistance(mapCells, to: trainingCells, grid: grid)

    validationWindowsOverlappingTraining = overlapping
    validationSamples = validation.count
    landslideIDsInBothSets = shared.subtracting([""]).count
    encoderFittedOn = "training landslides; class limits on all mapped cells"
    medianDistanceValidationToTraining = JSONNumber(fromValidation)
    medianDistanceMapToTraining = JSONNumber(fromMap)
    let share = Double(overlapping) / Double(max(1, validation.count))
    meaning =
      share > 0.5 || fromValidation < 0.5 * fromMap
      ? "Validation samples lie among training samples, closer than most of the map does: the "
        + "validation measures are optimistic for ground without samples. Look at the "
        + "cross-validation by spatial blocks."
      : "Validation samples are about as far from training samples as the map is: the validation "
        + "measures hold for the map."
  }

  /// In metres; NaN when there is nothing to measure.
  private static func medianDistance(_ cells: [Int], to targets: [Cell], grid: RasterGrid) -> Double
  {
    guard !cells.isEmpty, !targets.isEmpty else { return .nan }
    let size = grid.centralCellSize
    let distances = cells.map { index in
      let cell = grid.cell(at: index)
      var nearest = Double.infinity
      for target in targets {
        let dx = Double(target.column - cell.column) * size.width
        let dy = Double(target.row - cell.row) * size.height
        nearest = min(nearest, dx * dx + dy * dy)
      }
      return nearest.squareRoot()
    }.sorted()
    let middle = distances.count / 2
    return distances.count % 2 == 1
      ? distances[middle] : (distances[middle - 1] + distances[middle]) / 2
  }
}
