import GeoRaster

/// Filling the depressions of a fractal surface, D8 flow directions over what is level then, and accumulated cells.
struct FillFlow: BenchmarkWork {
  private let surface: Raster
  private let threads: Int
  private var counts: [Int] = []

  init(_ options: BenchmarkOptions) {
    surface = FractalSurface(size: options.side).raster()
    threads = options.threads
  }

  mutating func run() throws -> Double {
    counts = []
    return try Stopwatch.seconds {
      let filled = try surface.fillingDepressions(threads: threads)
      counts = try filled.flowDirections(threads: threads).accumulatedCells(threads: threads)
    }
  }

  func facts(medianSeconds: Double) -> [(name: String, value: Fact)] {
    [
      // The most cells through one outlet, and all cells over the lengths of their ways to it.
      ("check", .numbers([Double(counts.max() ?? 0), counts.reduce(0) { $0 + Double($1) }])),
      ("cells_per_s", .number(Double(counts.count) / medianSeconds)),
    ]
  }
}
