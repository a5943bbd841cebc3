import Foundation
import GeoRaster
import Parallelism

/// How inviting each cell is to landslides: the logarithm of their density, up to a factor and a constant.
///
/// It has what makes real inventories hard to learn: effects of single factors (slope, shaking, rock, distances, land
/// use, vegetation, aspect), of factors together (weak rock on steep slopes, shaking on steep slopes, wet hollows) and of the
/// surroundings (steep flanks within 150 m, rivers that undercut them, ridges that amplify shaking, cleared land).
struct LandslideScore {
  let elevation: Raster
  let slope: Raster
  let aspect: Raster
  let curvature: Raster
  let wetness: Raster
  let shaking: Raster
  let rocks: [RockGroup]
  let uses: [LandUse]
  let vegetation: Raster
  let toRivers: Raster
  let toRoads: Raster
  let toFaults: Raster
  let threads: Int?

  /// One value for each cell.
  func values() -> [Double] {
    let cellSize = elevation.grid.geoTransform.cellWidth
    let flankSlope = slope.windowMean(radius: Int(150 / cellSize))
    let surroundings = elevation.windowMean(radius: Int(150 / cellSize))
    let cover = Raster(grid: elevation.grid, values: uses.map { Float($0.weakness) })
      .windowMean(radius: Int(120 / cellSize))
    let shakingScale = Standardization(shaking.values.map { log(Double($0)) })
    let wetnessScale = Standardization(wetness.values.map(Double.init))
    let heightScale = Standardization(elevation.values.map(Double.init))
    return (0..<elevation.grid.count).map { cell in
      let steepness =
        smoothStep(6, 40, Double(slope.values[cell]))
        - 0.35 * smoothStep(46, 60, Double(slope.values[cell]))
      let shaken = shakingScale(log(Double(shaking.values[cell])))
      let weakness = rocks[cell].weakness
      let hollow = min(max(-Double(curvature.values[cell]) / 1.5, 0), 1)
      let wet = max(wetnessScale(Double(wetness.values[cell])), 0)
      let flank = smoothStep(14, 36, Double(flankSlope.values[cell]))
      let ridge = min(
        max(Double(elevation.values[cell] - surroundings.values[cell]) / 25, -1), 1)
      let facing = cos((Double(aspect.values[cell]) - 160) * .pi / 180)
      let single =
        1.1 * steepness + 0.35 * shaken + 0.7 * weakness
        + 0.8 * exp(-Double(toRivers.values[cell]) / 350)
        + 0.8 * exp(-Double(toRoads.values[cell]) / 200)
        + 0.6 * exp(-Double(toFaults.values[cell]) / 900) + 0.3 * uses[cell].weakness
        - 1.2 * (Double(vegetation.values[cell]) - 0.35)
        + (aspect.values[cell] < 0 ? 0 : 0.3 * facing)
        - 0.2 * heightScale(Double(elevation.values[cell]))
      let together =
        1.5 * weakness * steepness + 0.35 * shaken * steepness + 0.35 * hollow * wet
      let around =
        1.9 * flank + 1.5 * max(ridge, 0) * (1 + 0.4 * shaken)
        + 1.8 * flank * exp(-Double(toRivers.values[cell]) / 130)
        + 1.6 * Double(cover.values[cell])
      let level = uses[cell] == .water ? -2.0 : -1.0 + smoothStep(3, 10, Double(slope.values[cell]))
      return single + together + around + 2 * level
    }
  }
}

/// Takes off the mean and divides by the standard deviation.
private struct Standardization {
  private let mean: Double
  private let deviation: Double

  init(_ values: [Double]) {
    let mean = values.reduce(0, +) / Double(values.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    self.mean = mean
    deviation = variance > 0 ? variance.squareRoot() : 1
  }

  func callAsFunction(_ value: Double) -> Double { min(max((value - mean) / deviation, -3), 3) }
}
