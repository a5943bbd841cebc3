import Foundation
import GeoRaster
import LearningCore

/// Villages in the valleys and the roads between them, which keep to gentle slopes.
struct SimulatedRoads: Sendable {
  let villages: [Coordinate]
  let lines: [[Coordinate]]

  init(_ terrain: SimulatedTerrain, slope: Raster, streams: RandomStreams) {
    let ground = RoadGround(terrain, slope: slope)
    var generator = streams.stream("villages")
    let places = ground.villages(using: &generator)
    let routes = ground.routes(from: places[0])
    var isRoad = [Bool](repeating: false, count: ground.count * ground.count)
    isRoad[places[0]] = true
    var lines: [[Coordinate]] = []
    for place in places.dropFirst() + ground.exits(routes.costs) {
      var line = [ground.center(place)]
      var cell = place
      while !isRoad[cell], let next = routes.before[cell] {
        isRoad[cell] = true
        cell = next
        line.append(ground.center(cell))
      }
      if line.count > 1 { lines.append(Self.rounded(line)) }
    }
    villages = places.map(ground.center)
    self.lines = lines
  }

  /// Cuts the corners (Chaikin 1974), so that roads do not turn on the spot.
  private static func rounded(_ line: [Coordinate]) -> [Coordinate] {
    guard line.count > 2 else { return line }
    var points = [line[0]]
    for (a, b) in zip(line, line.dropFirst()) {
      for share in [0.25, 0.75] {
        points.append(Coordinate(x: a.x + share * (b.x - a.x), y: a.y + share * (b.y - a.y)))
      }
    }
    points.append(line[line.count - 1])
    return points
  }
}

/// The land as road builders see it: at most about 256 cells along a side.
private struct RoadGround {
  let count: Int
  private let step: Int
  private let grid: RasterGrid
  private let slopes: [Double]
  private let heights: [Double]

  init(_ terrain: SimulatedTerrain, slope: Raster) {
    grid = terrain.elevation.grid
    step = max(1, grid.rows / 256)
    count = grid.rows / step
    var slopes: [Double] = []
    var heights: [Double] = []
    for row in 0..<count {
      for column in 0..<count {
        let (first, left) = (row * step, column * step)
        var total: Float = 0
        for r in first..<first + step { for c in left..<left + step { total += slope[r, c] } }
        slopes.append(Double(total) / Double(step * step))
        let middle = (first + step / 2) * grid.columns + left + step / 2
        heights.append(Double(terrain.heightAboveRiver[middle]))
      }
    }
    self.slopes = slopes
    self.heights = heights
  }

  func center(_ cell: Int) -> Coordinate {
    let offset = Double(step) / 2 - 0.5
    return grid.geoTransform.center(
      row: Double(cell / count * step) + offset, column: Double(cell % count * step) + offset)
  }

  /// The most inviting places, gentle and a little above a river, apart from each other.
  func villages(using generator: inout SplitMix64) -> [Int] {
    let number = min(40, 5 + grid.rows / 64)
    let spacing = 0.6 * Double(count) / Double(number).squareRoot()
    let appeal = slopes.indices.map {
      -slopes[$0] / 10 - abs(heights[$0] - 12) / 40 + 0.6 * generator.normal()
    }
    var chosen: [Int] = []
    for cell in slopes.indices.sorted(by: { (appeal[$0], $0) > (appeal[$1], $1) }) {
      let isApart = chosen.allSatisfy {
        let (rows, columns) = (Double($0 / count - cell / count), Double($0 % count - cell % count))
        return (rows * rows + columns * columns).squareRoot() >= spacing
      }
      if isApart { chosen.append(cell) }
      if chosen.count == number { break }
    }
    return chosen
  }

  /// The cheapest place to leave the area on each of its four sides.
  func exits(_ costs: [Double]) -> [Int] {
    let sides = [
      (0..<count).map { $0 }, (0..<count).map { (count - 1) * count + $0 },
      (0..<count).map { $0 * count }, (0..<count).map { $0 * count + count - 1 },
    ]
    return sides.compactMap { side in side.min { (costs[$0], $0) < (costs[$1], $1) } }
  }

  /// The cheapest ways from a place to all others (Dijkstra 1959).
  func routes(from start: Int) -> (costs: [Double], before: [Int?]) {
    var costs = [Double](repeating: .infinity, count: slopes.count)
    var before = [Int?](repeating: nil, count: slopes.count)
    var isDone = [Bool](repeating: false, count: slopes.count)
    var queue = CostQueue()
    costs[start] = 0
    queue.push(start, cost: 0)
    while let cell = queue.pop() {
      if isDone[cell] { continue }
      isDone[cell] = true
      for (rows, columns) in [(0, 1), (1, 0), (0, -1), (-1, 0), (1, 1), (1, -1), (-1, 1), (-1, -1)]
      {
        let (row, column) = (cell / count + rows, cell % count + columns)
        guard (0..<count).contains(row), (0..<count).contains(column) else { continue }
        let next = row * count + column
        let distance = rows != 0 && columns != 0 ? 2.0.squareRoot() : 1
        let cost = costs[cell] + distance * (price(cell) + price(next)) / 2
        if cost < costs[next] {
          costs[next] = cost
          before[next] = cell
          queue.push(next, cost: cost)
        }
      }
    }
    return (costs, before)
  }

  /// The price of a cell of road: steep ground is dear, and so is a river bed.
  private func price(_ cell: Int) -> Double {
    let steepness = slopes[cell] / 9
    return 1 + steepness * steepness + (heights[cell] < 1 ? 1.5 : 0)
  }
}

/// A binary heap of cells by cost.
private struct CostQueue {
  private var heap: [(cost: Double, cell: Int)] = []

  mutating func push(_ cell: Int, cost: Double) {
    heap.append((cost, cell))
    var child = heap.count - 1
    while child > 0, heap[child] < heap[(child - 1) / 2] {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func pop() -> Int? {
    guard let top = heap.first else { return nil }
    let last = heap.removeLast()
    guard !heap.isEmpty else { return top.cell }
    heap[0] = last
    var parent = 0
    while 2 * parent + 1 < heap.count {
      var child = 2 * parent + 1
      if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
      if heap[parent] <= heap[child] { break }
      heap.swapAt(parent, child)
      parent = child
    }
    return top.cell
  }
}
