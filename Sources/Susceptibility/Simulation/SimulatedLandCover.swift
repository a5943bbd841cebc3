import GeoRaster
import LearningCore

/// The classes of land use of a simulated area.
enum LandUse: Int, CaseIterable, Sendable {
  case cropland = 1
  case forest, shrubland, grassland, builtUp, bareLand, water

  /// What the legend calls it.
  var name: String {
    switch self {
    case .cropland: "Cropland"
    case .forest: "Forest"
    case .shrubland: "Shrubland"
    case .grassland: "Grassland"
    case .builtUp: "Built-up land"
    case .bareLand: "Bare land"
    case .water: "Water"
    }
  }

  /// The mean vegetation index.
  var greenness: Double {
    switch self {
    case .cropland: 0.34
    case .forest: 0.52
    case .shrubland: 0.38
    case .grassland: 0.27
    case .builtUp: 0.12
    case .bareLand: 0.06
    case .water: -0.15
    }
  }

  /// How readily slopes under it slide, 0...1.
  var weakness: Double {
    switch self {
    case .cropland: 0.7
    case .forest: 0.1
    case .shrubland: 0.4
    case .grassland: 0.5
    case .builtUp: 0.5
    case .bareLand: 1
    case .water: 0
    }
  }
}

/// What grows on a simulated area, and how a satellite sees it.
struct SimulatedLandCover: Sendable {
  let uses: [LandUse]
  let red: Raster
  let nearInfrared: Raster

  init(
    _ terrain: SimulatedTerrain, slope: Raster, toVillage: Raster, streams: RandomStreams,
    threads: Int?
  ) {
    let grid = terrain.elevation.grid
    let cellSize = grid.geoTransform.cellWidth
    var generator = streams.stream("land cover")
    func noise(_ wavelength: Double) -> [Float] {
      FractalNoise(seed: generator.next(), wavelength: wavelength, octaves: 5)
        .field(count: grid.rows, cellSize: cellSize, threads: threads)
    }
    let patches = noise(1_500)
    let fields = noise(500)
    let vigor = noise(900)
    let range = terrain.elevation.range ?? 0...1
    let relief = max(range.upperBound - range.lowerBound, 1)
    let uses = (0..<grid.count).map { cell in
      Self.use(
        slope: slope.values[cell], catchment: terrain.catchments[cell],
        heightAboveRiver: terrain.heightAboveRiver[cell],
        height: (terrain.elevation.values[cell] - range.lowerBound) / relief,
        toVillage: toVillage.values[cell], patch: patches[cell], field: fields[cell])
    }
    var red: [Float] = []
    var nearInfrared: [Float] = []
    for cell in uses.indices {
      let speckle = 0.025 * generator.normal()
      let index = min(
        max(uses[cell].greenness + 0.09 * Double(vigor[cell]) + speckle, -0.4), 0.9)
      let brightness = 0.16 + 0.02 * Double(fields[cell])
      red.append(Float(brightness * (1 - index)))
      nearInfrared.append(Float(brightness * (1 + index)))
    }
    self.uses = uses
    self.red = Raster(grid: grid, values: red)
    self.nearInfrared = Raster(grid: grid, values: nearInfrared)
  }

  private static func use(
    slope: Float, catchment: Double, heightAboveRiver: Float, height: Float, toVillage: Float,
    patch: Float, field: Float
  ) -> LandUse {
    if catchment > 4.0e7 { return .water }
    if slope < 14, toVillage < 180 + 60 * field { return .builtUp }
    if slope > 47 + 4 * patch || height > 0.93 + 0.05 * field { return .bareLand }
    // Fields lie on gentle ground, and on steeper ground near villages.
    let reach = 24 * (1 - min(toVillage / 2_500, 1))
    if slope < 9 + reach + 4 * field, height < 0.55 + 0.1 * patch, patch > -1 { return .cropland }
    if height > 0.74 + 0.08 * patch { return .grassland }
    return patch > -0.25 ? .forest : .shrubland
  }
}
