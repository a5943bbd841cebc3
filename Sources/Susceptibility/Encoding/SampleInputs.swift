import FactorAnalysis
import HybridCNN
import LearningCore

/// What a model sees of some samples, copied: the encoded window around each cell, or the cell alone.
///
/// The values are in the order sample, row, column, plane. Each window is whole, so nothing depends on what lies beside
/// it, and single factors can be changed.
struct SampleInputs: Sendable {
  /// The number of samples.
  let count: Int
  /// Cells of a window's side; 1 for pixel models.
  let window: Int
  /// Planes of a cell.
  let planes: Int
  /// The planes that are directions.
  var directions: [DirectionChannels] = []
  /// `count * window * window * planes` values, all finite.
  var values: [Float]

  /// The most samples that one ``patches(_:)`` holds.
  static let mostPatches = 4096

  /// As rows of a table.
  ///
  /// - Precondition: the window is a cell.
  var matrix: Matrix {
    precondition(window == 1, "the window is \(window) cells wide, expected 1")
    return Matrix(rows: count, columns: planes, values: values)
  }

  /// The middle of each window.
  ///
  /// - Precondition: `smaller` is odd and not above the window.
  func cropped(to smaller: Int) -> SampleInputs {
    precondition(
      smaller <= window && smaller % 2 == 1,
      "a window of \(smaller), expected an odd number up to \(window)")
    guard smaller < window else { return self }
    let margin = (window - smaller) / 2
    var kept: [Float] = []
    kept.reserveCapacity(count * smaller * smaller * planes)
    for sample in 0..<count {
      for row in margin..<margin + smaller {
        let first = ((sample * window + row) * window + margin) * planes
        kept += values[first..<first + smaller * planes]
      }
    }
    return SampleInputs(
      count: count, window: smaller, planes: planes, directions: directions, values: kept)
  }

  /// As patches, windows one below the other.
  func patches(_ range: Range<Int>) throws -> PatchBatch {
    let size = window * window
    let part = values[range.lowerBound * size * planes..<range.upperBound * size * planes]
    return try PatchBatch(
      planes: FeaturePlanes(
        rows: range.count * window, columns: window, channels: planes, values: Array(part),
        outside: [Float](repeating: 0, count: planes), directions: directions),
      cells: range.map { ($0 - range.lowerBound) * size + size / 2 }, window: window)
  }
}

extension EncodedFactors {
  /// What models see around some cells; cells without a value, and beyond the border, carry the factor's outside value.
  func inputs(at cells: [Int], window: Int) -> SampleInputs {
    let size = window * window
    var inputs = SampleInputs(
      count: cells.count, window: window, planes: columns, directions: directions,
      values: [Float](repeating: 0, count: cells.count * size * columns))
    let places = cells.flatMap { self.places(around: $0, window: window) }
    var first = 0
    for (factor, encoder) in zip(stack.factors, encoders) {
      let values = factor.raster.values.withUnsafeBufferPointer { raw in
        places.map { $0 < 0 ? Float.nan : raw[$0] }
      }
      for (plane, fill) in zip(encoder.encode(values, threads: 1), encoder.outsideValues) {
        for (place, value) in plane.enumerated() {
          inputs.values[place * inputs.planes + first] = value.isNaN ? fill : value
        }
        first += 1
      }
    }
    return inputs
  }

  /// The windows around some cells, for networks: copied when that is less than the planes of the whole grid.
  func patches(at cells: [Int], window: Int) throws -> PatchBatch {
    let isSmall =
      cells.count * window * window < stack.grid.count && cells.count * window < 1 << 20
    return isSmall && !cells.isEmpty
      ? try inputs(at: cells, window: window).patches(0..<cells.count)
      : try PatchBatch(planes: planes(), cells: cells, window: window)
  }

  /// The cells of a window, row by row; -1 beyond the border.
  private func places(around cell: Int, window: Int) -> [Int] {
    let grid = stack.grid
    let (row, column) = (cell / grid.columns - window / 2, cell % grid.columns - window / 2)
    return (0..<window * window).map { index in
      let (r, c) = (row + index / window, column + index % window)
      return r >= 0 && c >= 0 && r < grid.rows && c < grid.columns ? r * grid.columns + c : -1
    }
  }
}
