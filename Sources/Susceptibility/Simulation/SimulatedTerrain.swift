import Foundation
import GeoRaster
import LearningCore
import Parallelism

/// The land of a simulated area: elevations and the ways of the water, which come from beyond the area too.
struct SimulatedTerrain: Sendable {
  let elevation: Raster
  /// D8 codes; water may leave the area.
  let codes: [UInt8]
  /// Square metres whose water passes through each cell.
  let catchments: [Double]
  let isRiver: [Bool]
  /// Metres above the river that the cell's water reaches first.
  let heightAboveRiver: [Float]

  /// Cells on each side that are computed and cut off, so that the edge of the area does not show in the land.
  static func margin(size: Int) -> Int { max(16, size / 6) }

  init(
    grid: RasterGrid, geology: SimulatedGeology, streams: RandomStreams, threads: Int?,
    progress: Progress? = nil
  ) throws {
    let size = grid.rows
    progress?.totalUnitCount = 10
    let margin = Self.margin(size: size)
    let count = size + 2 * margin
    let cellSize = grid.geoTransform.cellWidth
    let landscape = RiverLandscape(
      geology: geology, streams: streams, count: count, cellSize: cellSize, threads: threads)
    let domain = RasterGrid(
      rows: count, columns: count,
      geoTransform: GeoTransform(left: 0, top: 0, cellWidth: cellSize, cellHeight: cellSize),
      crs: .unknown)
    var surface = Raster(
      grid: domain, values: try landscape.elevations(progress: .stage(of: progress, units: 8)))
    let riverArea = min(1.0e6, 0.02 * Double(size * size) * cellSize * cellSize)
    let before = try Drainage(surface, riverArea: riverArea, threads: threads)
    try Progress.advance(progress, to: 9)
    Self.finish(&surface, before, streams: streams, threads: threads)
    let after = try Drainage(surface, riverArea: riverArea, threads: threads)
    try Progress.advance(progress, to: 10)

    func cropped<Value>(_ values: [Value]) -> [Value] {
      (margin..<margin + size).flatMap { values[$0 * count + margin..<$0 * count + margin + size] }
    }
    let lowest = cropped(surface.values).min() ?? 0
    elevation = Raster(
      grid: grid,
      values: cropped(surface.values).map { (($0 - lowest + 612) * 100).rounded() / 100 })
    codes = cropped(after.directions.codes)
    catchments = cropped(after.areas)
    isRiver = catchments.map { $0 >= riverArea }
    heightAboveRiver = cropped(after.heightAboveRiver)
  }

  /// Where the water of a surface goes.
  private struct Drainage {
    let directions: FlowDirections
    let areas: [Double]
    let heightAboveRiver: [Float]
    /// The catchment of the river that a cell's water reaches first, in square metres.
    let riverCatchments: [Double]

    init(_ surface: Raster, riverArea: Double, threads: Int?) throws {
      let filled = try surface.fillingDepressions(threads: threads)
      directions = try filled.flowDirections(threads: threads)
      areas = try directions.contributingAreas(threads: threads)
      var riverLevel = filled.values
      var riverCatchments = areas
      for cell in try directions.downstreamOrder(threads: threads).reversed()
      where areas[cell] < riverArea {
        guard let receiver = directions.receiver(of: cell) else { continue }
        riverLevel[cell] = riverLevel[receiver]
        riverCatchments[cell] = riverCatchments[receiver]
      }
      heightAboveRiver = zip(filled.values, riverLevel).map { $0 - $1 }
      self.riverCatchments = riverCatchments
    }
  }

  /// Fills valley floors with sediment and roughens the slopes.
  private static func finish(
    _ surface: inout Raster, _ drainage: Drainage, streams: RandomStreams, threads: Int?
  ) {
    var generator = streams.stream("slopes")
    let noise = FractalNoise(seed: generator.next(), wavelength: 420, octaves: 4, gain: 0.55)
    let roughness = noise.field(
      count: surface.grid.rows, cellSize: surface.grid.geoTransform.cellWidth, threads: threads)
    for cell in surface.values.indices {
      let height = drainage.heightAboveRiver[cell]
      let depth = Float(min(30, 5 * pow(drainage.riverCatchments[cell] / 1.0e6, 0.35)))
      if height < depth { surface.values[cell] += height * height / depth - height }
      surface.values[cell] += 6 * roughness[cell] * Float(smoothStep(0, 60, Double(height)))
    }
  }
}
