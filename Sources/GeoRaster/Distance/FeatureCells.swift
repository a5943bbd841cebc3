/// The cells that features touch: those of a grid, and of those beyond it the ones that can be the nearest to a cell of
/// the grid.
///
/// West and east of the grid, of each row only the touched cell next to the grid can be that; north and south of it, of each
/// column. Of two cells beyond a corner the one that lies farther off in rows and in columns cannot. So a road network
/// of a whole country leaves a few numbers for each row and column. Polygons count beyond the grid by their outlines: the way
/// from a cell into a polygon leads over its outline.
struct FeatureCells {
  /// Features that lie more cells than this beyond the grid count for nothing.
  static let reach = 1 << 20

  /// For each cell of the grid, row-major, whether a feature touches it.
  private(set) var mask: [Bool]
  /// For each column of the grid the southernmost touched row north of it, and the northernmost south of it.
  private(set) var north: [Int32]
  private(set) var south: [Int32]

  private let grid: RasterGrid
  private let scan: PolygonScan
  private let walk: LineWalk
  /// The rows in which features are looked for, the grid's among them.
  let rows: Range<Int>
  /// For each of `rows` the easternmost touched column west of the grid, and the westernmost east of it.
  private var west: [Int32]
  private var east: [Int32]

  /// - Parameter box: around all features that will be added.
  init(_ grid: RasterGrid, box: BoundingBox?) {
    self.grid = grid
    scan = PolygonScan(grid)
    let place = grid.geoTransform
    let northWest = box.map { place.position(of: Coordinate(x: $0.minimumX, y: $0.maximumY)) }
    let southEast = box.map { place.position(of: Coordinate(x: $0.maximumX, y: $0.minimumY)) }
    rows = Self.range(northWest?.row ?? 0, southEast?.row ?? 0, around: grid.rows)
    let columns = Self.range(northWest?.column ?? 0, southEast?.column ?? 0, around: grid.columns)
    walk = LineWalk(grid, rows: rows, columns: columns)
    mask = Array(repeating: false, count: grid.count)
    north = Array(repeating: NearestInColumn.none, count: grid.columns)
    south = Array(repeating: NearestInColumn.noneBelow, count: grid.columns)
    west = Array(repeating: .min, count: rows.count)
    east = Array(repeating: .max, count: rows.count)
  }

  private static func range(_ first: Double, _ last: Double, around count: Int) -> Range<Int> {
    let lower = max(Double(-reach), min(0, first.rounded(.down)))
    let upper = min(Double(count + reach), max(Double(count), last.rounded(.down) + 1))
    return Int(lower)..<Int(upper)
  }

  /// Whether no feature touches a cell within reach.
  var isEmpty: Bool {
    !mask.contains(true) && north.allSatisfy { $0 == NearestInColumn.none }
      && south.allSatisfy { $0 == NearestInColumn.noneBelow }
      && west.allSatisfy { $0 == .min } && east.allSatisfy { $0 == .max }
  }

  /// Adds the cells that a geometry touches.
  ///
  /// - Parameter boundary: whether what lies inside polygons is left out.
  mutating func insert(_ geometry: Geometry, boundary: Bool) {
    if case .polygons(let polygons) = geometry, !boundary {
      for rings in polygons {
        scan.forEachRun(inside: rings) { run in for index in run { mask[index] = true } }
      }
    }
    walk.forEachRun(touchedBy: geometry) { row, columns in insert(row, columns) }
  }

  private mutating func insert(_ row: Int, _ columns: ClosedRange<Int>) {
    let index = row - rows.lowerBound
    if columns.lowerBound < 0 {
      west[index] = max(west[index], Int32(truncatingIfNeeded: min(columns.upperBound, -1)))
    }
    if columns.upperBound >= grid.columns {
      let column = max(columns.lowerBound, grid.columns)
      east[index] = min(east[index], Int32(truncatingIfNeeded: column))
    }
    let (first, last) = (max(0, columns.lowerBound), min(grid.columns - 1, columns.upperBound))
    guard first <= last else { return }
    if row < 0 {
      for column in first...last {
        north[column] = max(north[column], Int32(truncatingIfNeeded: row))
      }
    } else if row >= grid.rows {
      for column in first...last {
        south[column] = min(south[column], Int32(truncatingIfNeeded: row))
      }
    } else {
      for column in first...last { mask[row * grid.columns + column] = true }
    }
  }

  /// A touched cell west or east of the grid.
  struct Site: Equatable {
    let row: Int
    let column: Int
  }

  /// The touched cells west of the grid that can be nearest, from west to east.
  var westernSites: [Site] { sites(west, none: .min) { $0 > $1 } }

  /// The touched cells east of the grid that can be nearest, from west to east.
  var easternSites: [Site] { sites(east, none: .max) { $0 < $1 } }

  private func sites(
    _ side: [Int32], none: Int32, isNearer: (Int32, Int32) -> Bool
  ) -> [Site] {
    var sites: [Site] = []
    func add(_ row: Int, unlessBehind nearest: inout Int32, always: Bool) {
      let column = side[row - rows.lowerBound]
      guard column != none, always || isNearer(column, nearest) else { return }
      nearest = column
      sites.append(Site(row: row, column: Int(column)))
    }
    var nearest = none
    for row in 0..<grid.rows { add(row, unlessBehind: &nearest, always: true) }
    nearest = side[-rows.lowerBound]
    for row in (rows.lowerBound..<0).reversed() {
      add(row, unlessBehind: &nearest, always: false)
    }
    nearest = side[grid.rows - 1 - rows.lowerBound]
    for row in grid.rows..<rows.upperBound { add(row, unlessBehind: &nearest, always: false) }
    return sites.sorted { ($0.column, $0.row) < ($1.column, $1.row) }
  }
}
