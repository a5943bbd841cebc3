import GeoRaster
import LearningCore

/// The exact distance to lines as rivers make them, a contour of a fractal surface, and 50 points.
struct FeatureDistance: BenchmarkWork {
  private let grid: RasterGrid
  private let features: [Bool]
  private let threads: Int
  private var distances: [Float] = []

  init(_ options: BenchmarkOptions) {
    let surface = FractalSurface(size: options.side).raster()
    grid = surface.grid
    threads = options.threads
    let level = stride(from: 0, to: grid.count, by: 101).map { surface.values[$0] }.sorted()
    let contour = level[level.count * 3 / 10]
    var features = surface.values.map { abs($0 - contour) < 1 }
    var generator = RandomStreams(seed: 0).stream("points")
    for _ in 0..<50 { features[generator.integer(below: grid.count)] = true }
    self.features = features
  }

  mutating func run() throws -> Double {
    distances = []
    return try Stopwatch.seconds {
      distances = try grid.distanceTransform(to: features, threads: threads).values
    }
  }

  func facts(medianSeconds: Double) -> [(name: String, value: Fact)] {
    [
      ("check", .number(distances.reduce(0) { $0 + Double($1) })),
      ("features", .number(Double(features.count { $0 }))),
      ("cells_per_s", .number(Double(distances.count) / medianSeconds)),
    ]
  }
}
