import GeoRaster

/// A local operation on a fractal surface, from memory to memory.
struct TerrainOperation: BenchmarkWork {
  private let surface: Raster
  private let operation: @Sendable (Raster) throws -> Raster
  private var result: Raster?

  private init(
    _ options: BenchmarkOptions, _ operation: @escaping @Sendable (Raster) throws -> Raster
  ) {
    surface = FractalSurface(size: options.side).raster()
    self.operation = operation
  }

  /// The slope (Horn) in degrees.
  static func slope(_ options: BenchmarkOptions) -> TerrainOperation {
    let threads = options.threads
    return TerrainOperation(options) { try $0.slope(threads: threads) }
  }

  /// The relative relief in 15 x 15 cells.
  static func relief(_ options: BenchmarkOptions) -> TerrainOperation {
    let threads = options.threads
    return TerrainOperation(options) { try $0.relativeRelief(window: 15, threads: threads) }
  }

  mutating func run() throws -> Double {
    // The result of the run before is freed first, as in a loop of a program.
    result = nil
    return try Stopwatch.seconds { result = try operation(surface) }
  }

  func facts(medianSeconds: Double) -> [(name: String, value: Fact)] {
    let values = result?.values ?? []
    let count = values.count
    return [
      ("check", .number(values.reduce(0) { $0 + Double($1) } / Double(count))),
      ("cells_per_s", .number(Double(count) / medianSeconds)),
    ]
  }
}
