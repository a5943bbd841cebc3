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
    case slope, aspect, curvature
    case profileCurvature = "profile-curvature"
    case planCurvature = "plan-curvature"
    case relief, twi, spi
    case flowAccumulation = "flow-accumulation"
    case filled
  }

  @Argument(help: "The DEM.") var dem: String
  @Option(help: "What to compute.") var product: Product
  @Option(name: [.short, .long], help: "The raster to write.") var output: String
  @Option(help: "Cells of the window of relief, odd.") var window = 15
  @Flag(help: "ln(1 + SPI) instead of SPI.") var log = false
  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard window >= 3, window <= 999, window % 2 == 1 else {
      throw ValidationError("--window is \(window), expected an odd number from 3 to 999")
    }
  }

  func run() throws {
    let elevation = try Raster.read(URL(fileURLWithPath: dem))
    try computed(from: elevation).write(to: URL(fileURLWithPath: output))
  }

  private func computed(from dem: Raster) throws -> Raster {
    let threads = common.threads
    return switch product {
    case .slope: dem.slope(threads: threads)
    case .aspect: dem.aspect(threads: threads)
    case .curvature: dem.curvature(.total, threads: threads)
    case .profileCurvature: dem.curvature(.profile, threads: threads)
    case .planCurvature: dem.curvature(.plan, threads: threads)
    case .relief: try dem.relativeRelief(window: window, threads: threads)
    case .twi: dem.topographicWetnessIndex(threads: threads)
    case .spi: dem.streamPowerIndex(logarithmic: log, threads: threads)
    case .flowAccumulation: dem.flowAccumulation(threads: threads)
    case .filled: dem.fillingDepressions(threads: threads)
    }
  }
}

/// `scarp distance`: metres to the nearest feature.
struct DistanceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "distance", abstract: "Distance of each cell to the nearest feature, in metres.")

  @Argument(help: "Points, lines or polygons.") var vector: String
  @Option(help: "The raster whose cells to use.") var grid: String
  @Option(name: [.short, .long], help: "The raster to write.") var output: String
  @OptionGroup var common: CommonOptions

  func run() throws {
    let raster = try RasterTools.distance(
      to: URL(fileURLWithPath: vector), grid: URL(fileURLWithPath: grid), threads: common.threads)
    try raster.write(to: URL(fileURLWithPath: output))
  }
}

/// `scarp breaks`: class limits of a raster as JSON.
struct BreaksCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "breaks", abstract: "Print the class limits of a raster as JSON.")

  @Argument(help: "The raster.") var raster: String
  @Option(help: "The number of classes.") var classes = 5
  @Option(help: "natural, quantile, equal, geometric or standard-deviation.") var method =
    BreakMethod.natural
  @OptionGroup var common: CommonOptions

  func validate() throws {
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
