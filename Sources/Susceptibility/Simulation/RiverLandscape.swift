import Foundation
import GeoRaster
import LearningCore
import Parallelism

/// Mountains that rise and are cut by rivers until both are nearly in balance.
///
///     dz/dt = U - K A^(1/2) S,   slopes at most as steep as the rock holds
///
/// Source: stream power law, solved implicitly from the outlets upstream, as in Braun and Willett (2013), A very
/// efficient O(n) method, Geomorphology 180-181. Coarse grids come first: they settle the large valleys at little cost.
struct RiverLandscape: Sendable {
  let geology: SimulatedGeology
  let streams: RandomStreams
  /// Cells along a side.
  let count: Int
  let cellSize: Double
  let threads: Int?

  /// Metres per year and 1 per year: they make mountains of one to two kilometres.
  private static let upliftRate = 0.8e-3
  private static let erodibility = 9.0e-6
  /// Above everything: what lies beyond the three sides that no river leaves by.
  private static let wall: Float = 1.0e6

  private var extent: Double { Double(count) * cellSize }

  /// The elevations, row-major, with the wall on the border.
  ///
  /// - Throws: `CancellationError` when `progress` or the current task is cancelled.
  func elevations(progress: Progress? = nil) throws -> [Float] {
    var sizes = [count]
    while let last = sizes.last, last > 64 { sizes.append((last + 1) / 2) }
    sizes.reverse()
    func steps(_ level: Int) -> Int { level == 0 ? 50 : sizes[level] == count ? 5 : 12 }
    Progress.begin(
      progress, units: sizes.indices.reduce(0) { $0 + steps($1) * sizes[$1] * sizes[$1] })
    var eroded = 0
    var surface: [Float] = []
    var size = 0
    for (level, next) in sizes.enumerated() {
      let isFirst = level == 0
      surface =
        isFirst ? initialSurface(next) : refined(surface, from: size, to: next, level: level)
      size = next
      let rock = Rock(geology: geology, count: size, extent: extent, threads: threads)
      for _ in 0..<steps(level) {
        try erode(&surface, size: size, rock: rock, years: isFirst ? 2.0e5 : 5.0e4)
        eroded += size * size
        try Progress.advance(progress, to: eroded)
      }
    }
    surface = refined(surface, from: count, to: count, level: sizes.count)
    for _ in 0..<3 { creep(&surface, size: count, rate: 0.15) }
    return surface
  }

  /// What the rock under each cell does.
  private struct Rock {
    let uplift: [Float]
    let erodibility: [Float]
    let criticalSlope: [Float]

    init(geology: SimulatedGeology, count: Int, extent: Double, threads: Int?) {
      let cellSize = extent / Double(count)
      func field(_ body: @escaping @Sendable (Double, Double) -> Double) -> [Float] {
        simulatedField(count: count, cellSize: cellSize, threads: threads) { Float(body($0, $1)) }
      }
      uplift = field { geology.uplift(x: $0, y: $1) * RiverLandscape.upliftRate }
      let groups = field { Double(geology.rock(x: $0, y: $1).rawValue) }
        .map { RockGroup(rawValue: Int($0)) ?? .sandstone }
      erodibility = groups.map { Float($0.erodibility * RiverLandscape.erodibility) }
      let strength = geology.strength
      let strengths = field { exp(0.35 * strength.value(x: $0, y: $1)) }
      criticalSlope = zip(groups, strengths).map { 0.85 * Float($0.criticalSlope) * $1 }
    }
  }

  private func initialSurface(_ size: Int) -> [Float] {
    var generator = streams.stream("relief")
    let noise = FractalNoise(seed: generator.next(), wavelength: extent / 3, octaves: 6, gain: 0.6)
    let extent = extent
    var surface = simulatedField(
      count: size, cellSize: extent / Double(size), threads: threads
    ) { x, y in
      // Falls to the south, where the rivers leave.
      Float(300 * noise.value(x: x, y: y) + 600 * (extent - y) / extent)
    }
    raiseWalls(&surface, size: size)
    for column in 1..<(size - 1) { surface[(size - 1) * size + column] = 0 }
    return surface
  }

  private func raiseWalls(_ surface: inout [Float], size: Int) {
    for index in 0..<size {
      surface[index] = Self.wall
      surface[index * size] = Self.wall
      surface[index * size + size - 1] = Self.wall
    }
  }

  /// The surface on a finer grid, with fresh roughness of the new scale.
  private func refined(_ surface: [Float], from size: Int, to newSize: Int, level: Int) -> [Float] {
    var generator = streams.substreams("roughness").stream("level", index: level)
    let cellSize = extent / Double(newSize)
    let noise = FractalNoise(
      seed: generator.next(), wavelength: 6 * cellSize, octaves: 2, gain: 0.6)
    // Water on a grid runs straight; bending the plane a little at each scale lets valleys wind.
    let bends = [generator.next(), generator.next()].map {
      FractalNoise(seed: $0, wavelength: 14 * cellSize, octaves: 3, gain: 0.6)
    }
    let scale = Double(size) / extent
    var fine = simulatedField(count: newSize, cellSize: cellSize, threads: threads) { x, y in
      // Between the cells inside of the walls.
      let bentX = x + 1.6 * cellSize * bends[0].value(x: x, y: y)
      let bentY = y + 1.6 * cellSize * bends[1].value(x: x, y: y)
      let column = min(max(bentX * scale - 0.5, 1), Double(size) - 2.001)
      let row = min(max(bentY * scale - 0.5, 1), Double(size) - 1.001)
      let (c, r) = (Int(column), Int(row))
      let (u, v) = (Float(column - Double(c)), Float(row - Double(r)))
      let north = surface[r * size + c] * (1 - u) + surface[r * size + c + 1] * u
      let south = surface[(r + 1) * size + c] * (1 - u) + surface[(r + 1) * size + c + 1] * u
      return north * (1 - v) + south * v + Float(0.12 * cellSize * noise.value(x: x, y: y))
    }
    raiseWalls(&fine, size: newSize)
    for column in 1..<(newSize - 1) { fine[(newSize - 1) * newSize + column] = 0 }
    return fine
  }

  /// One step of time.
  private func erode(_ surface: inout [Float], size: Int, rock: Rock, years: Double) throws {
    let cellSize = extent / Double(size)
    let grid = RasterGrid(
      rows: size, columns: size,
      geoTransform: GeoTransform(left: 0, top: 0, cellWidth: cellSize, cellHeight: cellSize),
      crs: .unknown)
    let filled = try Raster(grid: grid, values: surface).fillingDepressions(threads: threads)
    let directions = try filled.flowDirections(threads: threads)
    let areas = try directions.contributingAreas(threads: threads)
    surface = filled.values
    for cell in try directions.downstreamOrder(threads: threads).reversed() {
      guard surface[cell] < Self.wall, let receiver = directions.receiver(of: cell) else {
        continue
      }
      let isDiagonal = ![1, 4, 16, 64].contains(directions.codes[cell])
      let distance = isDiagonal ? cellSize * 2.0.squareRoot() : cellSize
      let incision = Double(rock.erodibility[cell]) * years * areas[cell].squareRoot() / distance
      let below = Double(surface[receiver])
      let raised = Double(surface[cell]) + Double(rock.uplift[cell]) * years
      let cut = (raised + incision * below) / (1 + incision)
      surface[cell] = Float(min(cut, below + Double(rock.criticalSlope[cell]) * distance))
    }
    creep(&surface, size: size, rate: 0.06)
  }

  /// Soil creep: rounds off ridges and steps.
  private func creep(_ surface: inout [Float], size: Int, rate: Float) {
    let before = surface
    for row in 1..<(size - 1) {
      for column in 1..<(size - 1) {
        let cell = row * size + column
        var change: Float = 0
        for neighbor in [cell - 1, cell + 1, cell - size, cell + size]
        where before[neighbor] < Self.wall {
          change += before[neighbor] - before[cell]
        }
        surface[cell] += rate * change
      }
    }
  }
}
