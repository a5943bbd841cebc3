import Foundation
import GeoRaster
import LearningCore
import Metrics
import Parallelism

/// A made-up county with everything that a susceptibility study needs, and the truth that a real one lacks.
///
/// Mountains of folded and faulted rock rise and are cut by rivers; villages, roads, fields and woods follow the land; an
/// earthquake breaks the main fault and is recorded by 62 stations. Landslides are drawn from a stated
/// probability that depends on the factors of a cell, on factors acting together and on the surroundings of the
/// cell. ``trueProbability`` holds it, and ``bestPossibleAreaUnderCurve`` is what it reaches itself: no model can be
/// expected to do better.
///
/// ```swift
/// let area = try SimulatedArea(size: 256, seed: 7, landslides: 400)
/// try area.write(to: URL(fileURLWithPath: "county"))
/// ```
///
/// Cells are 30 m x 30 m in EPSG:32648. The same size, seed and number of landslides give the same area on one machine, for any
/// number of threads. Not in the paper: our choice, so that methods can be judged without field data.
public struct SimulatedArea: Sendable {
  /// A strong-motion station.
  public struct Station: Equatable, Sendable {
    /// Its code.
    public let name: String
    /// Where it stands, in the grid's coordinates; some stand outside of the grid.
    public let place: Coordinate
    /// What it recorded, in g.
    public let peakGroundAcceleration: Double
  }

  /// One landslide of the inventory.
  public struct Landslide: Equatable, Sendable {
    /// Its number, from 1.
    public let identifier: Int
    /// Its point, inside of its cell.
    public let place: Coordinate
    /// Its cell, which it shares with no other.
    public let cell: Cell
    /// What kind it is: rock fall, slide or flow.
    public let kind: String
  }

  /// The seed that it was made from.
  public let seed: UInt64
  /// Metres above the sea.
  public let elevation: Raster
  /// Codes of ``lithologyLegend``.
  public let lithology: Raster
  /// Codes of ``landUseLegend``.
  public let landUse: Raster
  /// Reflectance of red light, 0...1.
  public let red: Raster
  /// Reflectance in the near infrared, 0...1.
  public let nearInfrared: Raster
  /// Lines of the faults, cut at the edge of the grid.
  public let faults: [[Coordinate]]
  /// Lines of the rivers, each from a spring or a confluence downstream to the next confluence.
  public let rivers: [[Coordinate]]
  /// The area in square metres that each of ``rivers`` drains at its lower end.
  public let riverCatchments: [Double]
  /// Lines of the roads.
  public let roads: [[Coordinate]]
  /// What the earthquake's recordings gave; models interpolate them.
  public let stations: [Station]
  /// The true peak ground acceleration in g.
  public let peakGroundAcceleration: Raster
  /// The inventory, one landslide to a cell.
  public let landslides: [Landslide]
  /// The probability of each cell to hold one of the landslides; the sum is their number.
  public let trueProbability: Raster
  /// The area under the ROC curve that ``trueProbability`` reaches, landslides against all other cells.
  public let bestPossibleAreaUnderCurve: Double

  /// The cells.
  public var grid: RasterGrid { elevation.grid }
  /// Codes and names of the rocks.
  public static var lithologyLegend: [(code: Int, label: String)] {
    RockGroup.allCases.map { ($0.rawValue, $0.name) }
  }
  /// Codes and names of the land uses.
  public static var landUseLegend: [(code: Int, label: String)] {
    LandUse.allCases.map { ($0.rawValue, $0.name) }
  }

  /// Makes an area.
  ///
  /// - Parameters:
  ///   - size: cells along a side, 64...4096.
  ///   - seed: any number; each gives another area.
  ///   - landslides: from 1 to a quarter of the cells.
  ///   - progress: told how far the work is; new, and it may be cancelled from any thread.
  /// - Throws: ``GeoRasterError/argument(name:value:expected:)`` for other sizes and numbers; `CancellationError` when
  ///   `progress` or the current task is cancelled.
  /// - Complexity: O(cells): seconds for 512 x 512.
  public init(
    size: Int = 512, seed: UInt64 = 7, landslides: Int = 621, threads: Int? = nil,
    progress: Progress? = nil
  ) throws {
    try Self.check(size: size, landslides: landslides)
    progress?.totalUnitCount = 10
    let streams = RandomStreams(seed: seed).substreams("simulation")
    let grid = Self.grid(size: size)
    let cellSize = grid.geoTransform.cellWidth
    let margin = Double(SimulatedTerrain.margin(size: size)) * cellSize
    let geology = SimulatedGeology(extent: Double(size) * cellSize + 2 * margin, streams: streams)
    let terrain = try SimulatedTerrain(
      grid: grid, geology: geology, streams: streams, threads: threads,
      progress: .stage(of: progress, units: 6))
    let slope = try terrain.elevation.slope(threads: threads)
    let rivers = SimulatedRivers(terrain)
    let roads = SimulatedRoads(terrain, slope: slope, streams: streams)
    try Progress.advance(progress, to: 7)
    let cover = try SimulatedLandCover(
      terrain, slope: slope,
      toVillage: grid.distances(to: roads.villages.map { [$0, $0] }, threads: threads),
      streams: streams, threads: threads)
    let shaking = SimulatedShaking(
      geology: geology, grid: grid, margin: margin, streams: streams, threads: threads)
    try Progress.advance(progress, to: 8)
    let rocks = Self.rocks(terrain, geology: geology, margin: margin, threads: threads)
    let faults = Self.faultLines(geology, grid: grid, margin: margin)
    let riverLines = rivers.reaches.map(\.line)
    let score = try LandslideScore(
      elevation: terrain.elevation, slope: slope,
      aspect: terrain.elevation.aspect(threads: threads),
      curvature: terrain.elevation.curvature(threads: threads),
      wetness: terrain.elevation.topographicWetnessIndex(threads: threads),
      shaking: shaking.field, rocks: rocks, uses: cover.uses,
      vegetation: .normalizedDifferenceVegetationIndex(
        red: cover.red, nearInfrared: cover.nearInfrared, threads: threads),
      toRivers: grid.distances(to: riverLines, threads: threads),
      toRoads: grid.distances(to: roads.lines, threads: threads),
      toFaults: grid.distances(to: faults, threads: threads), threads: threads)
    try Progress.advance(progress, to: 9)
    let draw = LandslideDraw(scores: score.values(), landslides: landslides, streams: streams)

    self.seed = seed
    elevation = terrain.elevation
    lithology = Raster(grid: grid, values: rocks.map { Float($0.rawValue) })
    landUse = Raster(grid: grid, values: cover.uses.map { Float($0.rawValue) })
    red = cover.red
    nearInfrared = cover.nearInfrared
    self.faults = faults
    self.rivers = riverLines
    riverCatchments = rivers.reaches.map(\.catchment)
    self.roads = roads.lines
    stations = shaking.stations
    peakGroundAcceleration = shaking.field
    trueProbability = Raster(grid: grid, values: draw.probabilities.map { Float($0) })
    self.landslides = Self.inventory(draw.cells, slope: slope, streams: streams)
    bestPossibleAreaUnderCurve = Self.areaUnderCurve(draw)
    try Progress.advance(progress, to: 10)
  }
}

extension SimulatedArea {
  /// WGS 84 / UTM zone 48N.
  static let wellKnownText =
    #"PROJCS["WGS 84 / UTM zone 48N",GEOGCS["WGS 84",DATUM["WGS_1984","#
    + #"SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],"#
    + #"PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,"#
    + #"AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]],PROJECTION["Transverse_Mercator"],"#
    + #"PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",105],"#
    + #"PARAMETER["scale_factor",0.9996],PARAMETER["false_easting",500000],"#
    + #"PARAMETER["false_northing",0],UNIT["metre",1,AUTHORITY["EPSG","9001"]],"#
    + #"AXIS["Easting",EAST],AXIS["Northing",NORTH],AUTHORITY["EPSG","32648"]]"#

  private static func grid(size: Int) -> RasterGrid {
    RasterGrid(
      rows: size, columns: size,
      geoTransform: GeoTransform(left: 330_000, top: 3_015_000, cellWidth: 30, cellHeight: 30),
      crs: CoordinateReferenceSystem(wellKnownText: wellKnownText))
  }

  private static func check(size: Int, landslides: Int) throws {
    guard (64...4096).contains(size) else {
      throw GeoRasterError.argument(
        name: "size", value: "\(size)", expected: "64 to 4096 cells along a side")
    }
    guard landslides >= 1, landslides <= size * size / 4 else {
      throw GeoRasterError.argument(
        name: "number of landslides", value: "\(landslides)",
        expected: "1 to \(size * size / 4), a quarter of the cells")
    }
  }

  private static func rocks(
    _ terrain: SimulatedTerrain, geology: SimulatedGeology, margin: Double, threads: Int?
  ) -> [RockGroup] {
    let grid = terrain.elevation.grid
    let codes = simulatedField(
      count: grid.rows, cellSize: grid.geoTransform.cellWidth, threads: threads
    ) { Float(geology.rock(x: $0 + margin, y: $1 + margin).rawValue) }
    return codes.indices.map { cell in
      // Sediment covers the rock on valley floors.
      terrain.heightAboveRiver[cell] < 4
        ? .alluvium : RockGroup(rawValue: Int(codes[cell])) ?? .sandstone
    }
  }

  /// The parts of the faults inside of the grid.
  private static func faultLines(
    _ geology: SimulatedGeology, grid: RasterGrid, margin: Double
  ) -> [[Coordinate]] {
    geology.faults.flatMap { fault in
      let points = fault.line(spacing: 60).map {
        Coordinate(
          x: grid.geoTransform.left + $0.x - margin, y: grid.geoTransform.top - ($0.y - margin))
      }
      return points.split { grid.cell(at: $0) == nil }.filter { $0.count > 1 }.map(Array.init)
    }
  }

  private static func inventory(
    _ cells: [Int], slope: Raster, streams: RandomStreams
  ) -> [Landslide] {
    var generator = streams.stream("inventory")
    let grid = slope.grid
    return cells.enumerated().map { index, position in
      let cell = grid.cell(at: position)
      let steepness = Double(slope.values[position]) + 8 * generator.normal()
      return Landslide(
        identifier: index + 1,
        place: grid.geoTransform.center(
          row: Double(cell.row) + 0.8 * generator.uniform() - 0.4,
          column: Double(cell.column) + 0.8 * generator.uniform() - 0.4),
        cell: cell, kind: steepness > 45 ? "rock fall" : steepness > 20 ? "slide" : "flow")
    }
  }

  private static func areaUnderCurve(_ draw: LandslideDraw) -> Double {
    var labels = [Bool](repeating: false, count: draw.probabilities.count)
    for cell in draw.cells { labels[cell] = true }
    return Metrics.areaUnderCurve(labels: labels, scores: draw.probabilities)
  }
}

extension RasterGrid {
  /// Metres to the nearest cell that a line runs through; very far when there is none.
  fileprivate func distances(to lines: [[Coordinate]], threads: Int?) throws -> Raster {
    let mask = cells(onLines: lines)
    guard mask.contains(true) else { return Raster(grid: self, repeating: 1e6) }
    return try distanceTransform(to: mask, threads: threads)
  }
}
