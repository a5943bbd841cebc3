import Foundation
import Parallelism

/// An interpolation from the k nearest points.
protocol NeighborInterpolation: Sendable {
  /// What one thread keeps from place to place.
  associatedtype Workspace

  var points: InterpolationPoints { get }
  /// k, at least 1.
  var neighbors: Int { get }
  /// A workspace for places within `radius` metres of `center`; `nil` for places anywhere.
  func makeWorkspace(around center: Coordinate?, radius: Double) -> Workspace
  /// The value at a place whose neighbours were found; there is at least one.
  ///
  /// - Parameter excluded: a point that does not count, or -1.
  func value(
    at place: Coordinate, from nearest: NearestPoints, excluding excluded: Int32,
    in workspace: inout Workspace
  ) throws -> Double
}

extension NeighborInterpolation {
  /// Cells along a side of the blocks that have a workspace together.
  private static var blockSize: Int { 16 }

  /// The values at the centres of all cells.
  func raster(on grid: RasterGrid, threads: Int?, progress: Progress?) throws -> Raster {
    try raster(on: grid, threads: threads, progress: progress) { place, nearest, workspace in
      try value(at: place, from: nearest, excluding: -1, in: &workspace)
    }
  }

  /// What `cell` gives for the centres of all cells.
  func raster(
    on grid: RasterGrid, threads: Int?, progress: Progress?,
    cell: @Sendable (Coordinate, NearestPoints, inout Workspace) throws -> Double
  ) throws -> Raster {
    let strips = Parallel.chunks(of: grid.rows, size: Self.blockSize)
    var values = [Float](repeating: .nan, count: grid.count)
    try values.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      // Each strip writes the rows of its own range.
      let output = SharedPointer(base)
      try Parallel.forEach(strips.count, threads: threads, progress: progress) { strip in
        let nearest = NearestPoints(limit: neighbors)
        for columns in Parallel.chunks(of: grid.columns, size: Self.blockSize) {
          // A workspace for each block, so that memory stays bounded.
          var workspace = makeWorkspace(for: strips[strip], columns, of: grid)
          for row in strips[strip] {
            for column in columns {
              let position = Cell(row: row, column: column)
              let place = points.meters(grid.geoTransform.center(of: position))
              nearest.find(near: place, in: points.tree)
              output[grid.index(of: position)] = Float(try cell(place, nearest, &workspace))
            }
          }
        }
      }
    }
    return Raster(grid: grid, values: values)
  }

  private func makeWorkspace(
    for rows: Range<Int>, _ columns: Range<Int>, of grid: RasterGrid
  ) -> Workspace {
    let transform = grid.geoTransform
    let first = points.meters(
      transform.center(row: Double(rows.lowerBound), column: Double(columns.lowerBound)))
    let last = points.meters(
      transform.center(row: Double(rows.upperBound - 1), column: Double(columns.upperBound - 1)))
    let center = Coordinate(x: (first.x + last.x) / 2, y: (first.y + last.y) / 2)
    let (dx, dy) = ((last.x - first.x) / 2, (last.y - first.y) / 2)
    return makeWorkspace(around: center, radius: (dx * dx + dy * dy).squareRoot())
  }

  /// The values at places in the coordinate reference system of the points.
  func placeValues(at places: [Coordinate], threads: Int?) throws -> [Double] {
    try valuesOfPieces(places.count, threads: threads, progress: nil) { index in
      (points.meters(places[index]), Int32(-1))
    }
  }

  /// For each of some points (`nil`: all): its value as the others give it, less its own. NaN when there is no other.
  func leaveOneOut(
    of chosen: [Int]? = nil, threads: Int?, progress: Progress? = nil
  ) throws -> LeaveOneOutErrors {
    let chosen = chosen ?? Array(0..<points.count)
    let measured = chosen.map { points.values[$0] }
    let inputs = chosen.map { points.inputs[$0] }
    guard points.count > 1 else {
      return LeaveOneOutErrors(
        errors: chosen.map { _ in .nan }, measured: measured, inputs: inputs)
    }
    let values = try valuesOfPieces(chosen.count, threads: threads, progress: progress) { index in
      let point = chosen[index]
      return (Coordinate(x: points.x[point], y: points.y[point]), Int32(truncatingIfNeeded: point))
    }
    return LeaveOneOutErrors(
      errors: zip(values, measured).map { $0 - $1 }, measured: measured, inputs: inputs)
  }

  private func valuesOfPieces(
    _ count: Int, threads: Int?, progress: Progress?,
    _ query: @Sendable (Int) -> (place: Coordinate, excluded: Int32)
  ) throws -> [Double] {
    let pieces = Parallel.chunks(of: count, size: 64)
    var values = [Double](repeating: .nan, count: count)
    try values.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      // Each piece writes the elements of its own range.
      let output = SharedPointer(base)
      try Parallel.forEach(pieces.count, threads: threads, progress: progress) { piece in
        let nearest = NearestPoints(limit: neighbors)
        var workspace = makeWorkspace(around: nil, radius: 0)
        for index in pieces[piece] {
          let (place, excluded) = query(index)
          nearest.find(near: place, in: points.tree, excluding: excluded)
          output[index] = try value(
            at: place, from: nearest, excluding: excluded, in: &workspace)
        }
      }
    }
    return values
  }
}

/// How far values interpolated without a point are from that point's value.
public struct LeaveOneOutErrors: Sendable, Equatable {
  /// Interpolated less measured, for each distinct position in the order of the points; NaN with one position.
  public let errors: [Double]
  /// What was measured there: the mean where points share the position.
  public let measured: [Double]
  /// Which of the points that were given lies there, the first of several.
  public let inputs: [Int]

  /// The root of the mean squared error; NaN with one position.
  public var rootMeanSquare: Double {
    (errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)).squareRoot()
  }

  /// The mean error: above 0 when interpolated values are too high; NaN with one position.
  public var mean: Double { errors.reduce(0, +) / Double(errors.count) }
}
