import Foundation
import GeoRaster
import LearningCore

/// The peak ground acceleration around the rupture of the main fault, and what the stations recorded of it.
struct SimulatedShaking: Sendable {
  /// In g.
  let field: Raster
  let stations: [SimulatedArea.Station]

  static let stationCount = 62

  /// - Parameter margin: metres from the north-west corner of the geology to that of the grid, both ways.
  init(
    geology: SimulatedGeology, grid: RasterGrid, margin: Double, streams: RandomStreams,
    threads: Int?
  ) {
    let extent = Double(grid.rows) * grid.geoTransform.cellWidth
    var generator = streams.stream("shaking")
    let waves = FractalNoise(
      seed: generator.next(), wavelength: 0.4 * extent, octaves: 2, gain: 0.4)
    let rupture = Self.rupture(of: geology)
    let depth = 0.16 * extent
    @Sendable func acceleration(_ x: Double, _ y: Double) -> Double {
      let distance = rupture.reduce(Double.infinity) { nearest, point in
        let d = point - SIMD2(x, y)
        return min(nearest, (d.x * d.x + d.y * d.y).squareRoot())
      }
      let attenuation = -1.1 * log((distance * distance / (depth * depth) + 1).squareRoot())
      return 0.62 * exp(attenuation + 0.12 * waves.value(x: x, y: y))
    }
    field = Raster(
      grid: grid,
      values: simulatedField(
        count: grid.rows, cellSize: grid.geoTransform.cellWidth, threads: threads
      ) { Float(acceleration($0 + margin, $1 + margin)) })
    stations = (0..<Self.stationCount).map { index in
      // Two rows and columns more than needed: some stations lie beyond the area.
      let (x, y) = (
        extent * (Double(index % 8) + generator.uniform() - 0.2) / 7.6,
        extent * (Double(index / 8) + generator.uniform() - 0.2) / 7.6
      )
      let recorded =
        acceleration(x + margin, y + margin) * exp(0.04 * generator.normal())
      return SimulatedArea.Station(
        name: "S" + String(repeating: "0", count: index < 9 ? 1 : 0) + "\(index + 1)",
        place: Coordinate(x: grid.geoTransform.left + x, y: grid.geoTransform.top - y),
        peakGroundAcceleration: (recorded * 1e4).rounded() / 1e4)
    }
  }

  /// The part of the main fault that broke.
  private static func rupture(of geology: SimulatedGeology) -> [SIMD2<Double>] {
    guard let main = geology.faults.first else { return [] }
    let line = main.line(spacing: main.length / 40)
    return Array(line[line.count / 5..<line.count * 7 / 10])
  }
}
