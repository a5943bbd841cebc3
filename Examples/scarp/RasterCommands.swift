import ArgumentParser
import FactorAnalysis
import Foundation
import GeoRaster
import Susceptibility

/// `scarp terrain`: a factor from a DEM.
struct TerrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "terrain", abstract: "Compute a terrain or hydrology factor from a DEM.")

  enum Product: String, ExpressibleByArgument, CaseIterable {
    case slope, aspect, northness, eastness, curvature
    case profileCurvature = "profile-curvature"
    case planCurvature = "plan-curvature"
    case tangentialCurvature = "tangential-curvature"
    case relief, tri, tpi, roughness, twi, spi
    case flowAccumulation = "flow-accumulation"
    case filled
  }

  @Argument(help: "The DEM.") var dem: String
  @Option(help: "What to compute.") var product: Product
  @OptionGroup var destination: OutputRaster
  @Option(help: "How slope, aspect, northness and eastness take derivatives (default: horn).")
  var gradientMethod: GradientMethod?
  @Option(help: "The unit of slope (default: degrees).") var unit: SlopeUnit?
  @Option(parsing: .unconditional, help: "Cells of the window of relief, odd (default: 15).")
  var window: Int?
  @Flag(help: "ln(1 + SPI) instead of SPI.") var log = false
  @Option(help: "How twi, spi (default: multiple) and flow-accumulation (d8) pass water on.")
  var method: FlowOptions.Method?
  @Option(help: "How twi, spi, flow-accumulation and filled make the DEM drain (default: fill).")
  var depressions: FlowOptions.Depressions?
  @Option(
    parsing: .unconditional, help: "Metres that a breach is long at most (default: 1000).")
  var breachLength: Double?
  @Option(
    parsing: .unconditional, help: "Metres that a breach is deep at most (default: no limit).")
  var breachDepth: Double?
  @OptionGroup var common: CommonOptions

  func validate() throws {
    try requireFile(dem, "the DEM")
    try requireOther(destination.output, "--output", than: [dem])
    if let window, !(3...999).contains(window) || window % 2 == 0 {
      throw ValidationError("--window is \(window), expected an odd number from 3 to 999")
    }
    for (name, value) in [("length", breachLength), ("depth", breachDepth)] {
      guard let value else { continue }
      guard value > 0 else {
        throw ValidationError("--breach-\(name) is \(value), expected a number above 0")
      }
      guard depressions == .breach else {
        throw ValidationError("--breach-\(name) goes with --depressions breach only")
      }
    }
    let flows: [Product] = [.twi, .spi, .flowAccumulation]
    try require(method == nil, "--method", onlyWith: flows)
    try require(depressions == nil, "--depressions", onlyWith: flows + [.filled])
    try require(
      gradientMethod == nil, "--gradient-method",
      onlyWith: [.slope, .aspect, .northness, .eastness])
    try require(unit == nil, "--unit", onlyWith: [.slope])
    try require(window == nil, "--window", onlyWith: [.relief])
    try require(!log, "--log", onlyWith: [.spi])
  }

  /// An option that changes nothing is a mistake: the user expects something of it.
  private func require(_ isAbsent: Bool, _ option: String, onlyWith products: [Product]) throws {
    guard isAbsent || products.contains(product) else {
      let names = products.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("\(option) goes with \(names) only, not with \(product.rawValue)")
    }
  }

  func run() throws {
    let input = URL(fileURLWithPath: dem)
    let file = destination.url
    let display = ProgressDisplay(isQuiet: common.quiet)
    let operation = try localOperation()
    let valid = try display.follow(product.rawValue) { progress in
      if let operation {
        // Strip by strip, so that rasters larger than memory pass.
        return try RasterFileBand(input).write(
          operation, to: file, threads: common.threads, progress: progress)
      }
      progress.totalUnitCount = 10
      func part(_ units: Int64) -> Progress {
        Progress(totalUnitCount: 1, parent: progress, pendingUnitCount: units)
      }
      let elevation = try Raster.read(input, progress: part(1))
      let result = try computed(from: elevation, progress: part(9))
      try result.write(to: file)
      return result.validCount
    }
    common.warnOfRaster(file, validCells: valid)
  }

  /// What needs only the cells around a cell; `nil` for what follows the water.
  private func localOperation() throws -> LocalOperation? {
    let method = gradientMethod ?? .horn
    return switch product {
    case .slope: .slope(method: method, unit: unit ?? .degrees)
    case .aspect: .aspect(method: method)
    case .northness: .northness(method: method)
    case .eastness: .eastness(method: method)
    case .curvature: .curvature(.total)
    case .profileCurvature: .curvature(.profile)
    case .planCurvature: .curvature(.plan)
    case .tangentialCurvature: .curvature(.tangential)
    case .relief: try .relativeRelief(window: window ?? 15)
    case .tri: .terrainRuggednessIndex
    case .tpi: .topographicPositionIndex
    case .roughness: .roughness
    case .twi, .spi, .flowAccumulation, .filled: nil
    }
  }

  private func computed(from dem: Raster, progress: Progress) throws -> Raster {
    let threads = common.threads
    return switch product {
    case .twi:
      try dem.topographicWetnessIndex(
        method: (method ?? .multiple).flowMethod, depressions: removal, threads: threads,
        progress: progress)
    case .spi:
      try dem.streamPowerIndex(
        logarithmic: log, method: (method ?? .multiple).flowMethod, depressions: removal,
        threads: threads, progress: progress)
    case .flowAccumulation:
      try dem.flowAccumulation(
        method: (method ?? .d8).flowMethod, depressions: removal, threads: threads,
        progress: progress)
    default: try dem.removingDepressions(removal, threads: threads, progress: progress)
    }
  }
}

extension GradientMethod: ExpressibleByArgument {}
extension SlopeUnit: ExpressibleByArgument {}

extension TerrainCommand {
  fileprivate var removal: DepressionRemoval {
    switch depressions {
    case nil, .fill: .fill
    case .breach:
      .breach(
        maximumLengthInMeters: breachLength ?? 1000, maximumDepth: breachDepth ?? .infinity)
    }
  }
}

extension FlowOptions.Method: ExpressibleByArgument {}
extension FlowOptions.Depressions: ExpressibleByArgument {}

/// `scarp distance`: metres to the nearest feature.
struct DistanceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "distance", abstract: "Distance of each cell to the nearest feature, in metres.")

  @Argument(help: "Points, lines or polygons.") var vector: String
  @Option(help: "The layer of a file with several.") var layer: String?
  @Option(help: "The raster whose cells to use.") var grid: String
  @Flag(help: "Distances to the outlines of polygons, also inside of them (default: 0 inside).")
  var boundary = false
  @OptionGroup var destination: OutputRaster
  @OptionGroup var common: CommonOptions

  func validate() throws {
    try requireFile(vector, "the vector file")
    try requireFile(grid, "--grid")
    try requireOther(destination.output, "--output", than: [vector, grid])
  }

  func run() throws {
    let display = ProgressDisplay(isQuiet: common.quiet)
    let raster = try display.follow("distance") { progress in
      let raster = try RasterTools.distance(
        to: URL(fileURLWithPath: vector), grid: URL(fileURLWithPath: grid), layer: layer,
        boundary: boundary, threads: common.threads, progress: progress,
        warn: { display.receive(.warned($0)) })
      try raster.write(to: destination.url)
      return raster
    }
    common.warnOfRaster(destination.url, validCells: raster.validCount)
  }
}

/// `scarp breaks`: class limits of a raster as JSON.
struct BreaksCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "breaks", abstract: "Print the class limits of a raster as JSON.")

  @Argument(help: "The raster.") var raster: String
  @Option(parsing: .unconditional, help: "The number of classes.") var classes = 5
  @Option(help: "natural, quantile, equal, geometric or standard-deviation.") var method =
    BreakMethod.natural
  @OptionGroup var common: CommonOptions

  func validate() throws {
    try requireFile(raster, "the raster")
    guard (1...1000).contains(classes) else {
      throw ValidationError("--classes is \(classes), expected 1 to 1000")
    }
  }

  private struct Output: Encodable {
    let method: String
    let classes: Int
    let breaks: [Double]
    let goodnessOfFit: Double?

    enum CodingKeys: String, CodingKey {
      case method, classes, breaks
      case goodnessOfFit = "goodness_of_fit"
    }
  }

  func run() throws {
    let values = try Raster.read(URL(fileURLWithPath: raster)).values.filter { !$0.isNaN }
    let breaks = try Breaks.breaks(
      by: method, values: values, classes: classes, threads: common.threads)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let fit = breaks.goodnessOfFit
    let output = Output(
      method: method.rawValue, classes: breaks.upperLimits.count, breaks: breaks.upperLimits,
      goodnessOfFit: fit.isFinite ? fit : nil)
    Console.print(String(decoding: try encoder.encode(output), as: UTF8.self))
  }
}

extension BreakMethod: ExpressibleByArgument {}
