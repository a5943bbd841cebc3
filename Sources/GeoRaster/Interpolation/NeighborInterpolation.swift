import Parallelism

/// An interpolation from the k nearest points.
protocol NeighborInterpolation: Sendable {
  /// What one thread keeps from place to place.
  associatedtype Workspace

  var points: InterpolationPoints { get }
  /// k, at least 1.
  var neighbors: Int { get }
  func makeWorkspace() -> Workspace
  /// The value at a place whose neighbours were found; there is at least one.
  func value(
    at place: Coordinate, from nearest: NearestPoints, in workspace: inout Workspace
  ) throws -> Double
}

extension NeighborInterpolation {
  /// Cells along a side of the blocks whose neighbours are looked for together.
  private static var blockSize: Int { 16 }

  /// The values at the centres of all cells.
  func raster(on grid: RasterGrid, threads: Int?) throws -> Raster {
    let strips = Parallel.chunks(of: grid.rows, size: Self.blockSize)
    let all = points.allCandidates
    var values = [Float](repeating: .nan, count: grid.count)
    try values.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      // Each strip writes the rows of its own range.
      let output = SharedPointer(base)
      try Parallel.forEach(strips.count, threads: threads) { strip in
        let nearest = NearestPoints(limit: neighbors)
        for columns in Parallel.chunks(of: grid.columns, size: Self.blockSize) {
          // A workspace for each block, so that memory stays bounded.
          var workspace = makeWorkspace()
          let candidates = candidates(for: strips[strip], columns, of: grid, all: all)
          for row in strips[strip] {
            for column in columns {
              let cell = Cell(row: row, column: column)
              let place = points.meters(grid.geoTransform.center(of: cell))
              nearest.find(near: place, among: candidates)
              output[grid.index(of: cell)] =
                Float(try value(at: place, from: nearest, in: &workspace))
            }
          }
        }
      }
    }
    return Raster(grid: grid, values: values)
  }

  private func candidates(
    for rows: Range<Int>, _ columns: Range<Int>, of grid: RasterGrid, all: CandidatePoints
  ) -> CandidatePoints {
    let transform = grid.geoTransform
    let first = points.meters(
      transform.center(row: Double(rows.lowerBound), column: Double(columns.lowerBound)))
    let last = points.meters(
      transform.center(row: Double(rows.upperBound - 1), column: Double(columns.upperBound - 1)))
    let center = Coordinate(x: (first.x + last.x) / 2, y: (first.y + last.y) / 2)
    let (dx, dy) = ((last.x - first.x) / 2, (last.y - first.y) / 2)
    return points.candidates(
      center: center, radius: (dx * dx + dy * dy).squareRoot(), limit: neighbors, all: all)
  }

  /// The values at places in the coordinate reference system of the points.
  func placeValues(at places: [Coordinate], threads: Int?) throws -> [Double] {
    try valuesOfPieces(places.count, threads: threads) { index in
      (points.meters(places[index]), Int32(-1))
    }
  }

  /// For each of some points (`nil`: all): its value as the others give it, less its own. NaN when there is no other.
  func leaveOneOut(of chosen: [Int]? = nil, threads: Int?) throws -> LeaveOneOutErrors {
    let chosen = chosen ?? Array(0..<points.count)
    guard points.count > 1 else { return LeaveOneOutErrors(errors: chosen.map { _ in .nan }) }
    let values = try valuesOfPieces(chosen.count, threads: threads) { index in
      let point = chosen[index]
      return (Coordinate(x: points.x[point], y: points.y[point]), Int32(truncatingIfNeeded: point))
    }
    return LeaveOneOutErrors(errors: zip(values, chosen).map { $0 - points.values[$1] })
  }

  private func valuesOfPieces(
    _ count: Int, threads: Int?, _ query: @Sendable (Int) -> (place: Coordinate, excluded: Int32)
  ) throws -> [Double] {
    let pieces = Parallel.chunks(of: count, size: 64)
    let all = points.allCandidates
    return try Parallel.map(pieces.count, threads: threads) { piece in
      let nearest = NearestPoints(limit: neighbors)
      var workspace = makeWorkspace()
      return try pieces[piece].map { index in
        let (place, excluded) = query(index)
        nearest.find(near: place, among: all, excluding: excluded)
        return try value(at: place, from: nearest, in: &workspace)
      }
    }.flatMap { $0 }
  }
}

/// How far values interpolated without a point are from that point's value.
public struct LeaveOneOutErrors: Sendable, Equatable {
  /// Interpolated less measured, for each distinct position in the order of the points; NaN with one position.
  public let errors: [Double]

  /// The root of the mean squared error; NaN with one position.
  public var rootMeanSquare: Double {
    (errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)).squareRoot()
  }

  /// The mean error: above 0 when interpolated values are too high; NaN with one position.
  public var mean: Double { errors.reduce(0, +) / Double(errors.count) }
}
