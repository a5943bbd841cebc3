/// Finds the cells whose centres lie inside a polygon, row by row.
///
/// Even-odd rule over all rings; western and southern edges belong to the polygon, so that polygons that share an edge
/// share no cell. Rings with coordinates that are not finite count for nothing.
struct PolygonScan {
  private let grid: RasterGrid

  init(_ grid: RasterGrid) { self.grid = grid }

  /// Calls `body` with each run of cells of one row, as a range of row-major positions.
  func forEachRun(inside rings: [[Coordinate]], _ body: (Range<Int>) -> Void) {
    let rings = rings.filter { $0.allSatisfy { $0.x.isFinite && $0.y.isFinite } }
    guard let window = window(of: rings) else { return }
    // flips[k]: whether an odd number of edges lies between the centres of cells k - 1 and k of a row.
    var flips = [Bool](repeating: false, count: window.rows.count * window.columns.count)
    for ring in rings {
      for (a, b) in RingEdges(ring) { flip(edge: (a, b), window, &flips) }
    }
    let width = window.columns.count
    for row in window.rows {
      let start = (row - window.rows.lowerBound) * width
      let place = row * grid.columns + window.columns.lowerBound
      var isInside = false
      var runStart = 0
      for column in 0..<width where flips[start + column] {
        if isInside { body(place + runStart..<place + column) }
        isInside.toggle()
        runStart = column
      }
      if isInside { body(place + runStart..<place + width) }
    }
  }

  private struct Window {
    let rows: Range<Int>
    let columns: Range<Int>
  }

  /// The cells of the grid around the rings, by a cell too many rather than too few.
  private func window(of rings: [[Coordinate]]) -> Window? {
    guard let box = BoundingBox(around: rings.flatMap { $0 }) else { return nil }
    let northWest = grid.geoTransform.position(of: Coordinate(x: box.minimumX, y: box.maximumY))
    let southEast = grid.geoTransform.position(of: Coordinate(x: box.maximumX, y: box.minimumY))
    let rows = clamp(northWest.row, grid.rows)..<clamp(southEast.row + 1, grid.rows)
    let columns = clamp(northWest.column, grid.columns)..<clamp(southEast.column + 1, grid.columns)
    return rows.isEmpty || columns.isEmpty ? nil : Window(rows: rows, columns: columns)
  }

  /// A position as a whole number in `0...limit`, also when it is far outside or infinite.
  private func clamp(_ position: Double, _ limit: Int) -> Int {
    Int(min(max(position.rounded(.down), 0), Double(limit)))
  }

  private func flip(edge: (Coordinate, Coordinate), _ window: Window, _ flips: inout [Bool]) {
    let (a, b) = edge
    let place = grid.geoTransform
    let top = place.position(of: Coordinate(x: 0, y: max(a.y, b.y))).row
    let bottom = place.position(of: Coordinate(x: 0, y: min(a.y, b.y))).row
    let first = max(clamp(top - 1, grid.rows), window.rows.lowerBound)
    let last = min(clamp(bottom + 1, grid.rows), window.rows.upperBound)
    guard first < last else { return }
    let width = window.columns.count
    for row in first..<last {
      let y = place.center(row: Double(row), column: 0).y
      guard (a.y > y) != (b.y > y) else { continue }
      let x = crossing(a, b, atY: y)
      // The first cell whose centre is not west of the edge.
      let column = ((x - place.left) / place.cellWidth - 0.5).rounded(.up)
      let index = column - Double(window.columns.lowerBound)
      guard index < Double(width) else { continue }
      flips[(row - window.rows.lowerBound) * width + Int(max(index, 0))].toggle()
    }
  }
}
