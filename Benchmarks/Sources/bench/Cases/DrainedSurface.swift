import GeoRaster

/// One product of a fractal surface that drains.
struct DrainedSurface: BenchmarkWork {
  enum Product { case filled, breached, catchmentArea, wetness }

  private let product: Product
  private let surface: Raster
  private let threads: Int
  private var values: [Float] = []

  init(_ options: BenchmarkOptions, product: Product) {
    self.product = product
    surface = FractalSurface(size: options.side).raster()
    threads = options.threads
  }

  mutating func run() throws -> Double {
    values = []
    return try Stopwatch.seconds {
      values =
        switch product {
        case .filled: try surface.fillingDepressions(threads: threads).values
        case .breached: try surface.removingDepressions(.breach(), threads: threads).values
        case .catchmentArea: try surface.specificCatchmentArea(threads: threads).values
        case .wetness: try surface.topographicWetnessIndex(threads: threads).values
        }
    }
  }

  func facts(medianSeconds: Double) -> [(name: String, value: Fact)] {
    [
      ("check", .number(values.reduce(0) { $0 + Double($1) } / Double(values.count))),
      ("cells_per_s", .number(Double(values.count) / medianSeconds)),
    ]
  }
}
