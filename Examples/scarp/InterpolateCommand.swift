import ArgumentParser
import Foundation
import GeoRaster
import Susceptibility

/// `scarp interpolate`: point values onto a grid, and how well they tell each other.
struct InterpolateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "interpolate", abstract: "Interpolate point values onto a grid.",
    discussion: """
      kriging-with-trend follows the logarithm of the values along the distance to an epicentre \
      (--source-lon, --source-lat) or to the features of a file (--source).
      """)

  @Argument(help: "A CSV or vector file of points.") var points: String
  @Option(help: "The layer of a file with several.") var layer: String?
  @Option(help: "The column with the values.") var value: String
  @Option(name: .customLong("where"), help: "Which points count, such as \"pga_g > 0\".")
  var condition: String?
  @Option(help: "The raster whose cells to use.") var grid: String?
  @Option(help: "idw, kriging or kriging-with-trend.")
  var method = InterpolationMethod.inverseDistance
  @Option(help: "true or false: interpolate logarithms (default: with a trend only).")
  var log: Bool?
  @Option(help: "A vector file with the epicentre, fault or rupture.") var source: String?
  @Option(parsing: .unconditional, help: "The epicentre's longitude (EPSG:4326).") var sourceLon:
    Double?
  @Option(parsing: .unconditional, help: "The epicentre's latitude (EPSG:4326).") var sourceLat:
    Double?
  @Option(
    parsing: .unconditional, help: "The depth in km at which shaking saturates near the source.")
  var depthKm = PointInterpolation.usualDepthInKilometers
  @Option(help: "A raster of Vs30 in m/s: the result is shaking on that ground.") var vs30: String?
  @Option(help: "The column with the Vs30 of the points (default: from the raster).")
  var stationVs30: String?
  @Option(name: [.short, .long], help: "The raster to write.") var output: String?
  @Option(help: "The raster to write the kriging standard deviation to.") var deviation: String?
  @Flag(help: "Print the leave-one-out errors as JSON.") var leaveOneOut = false
  @OptionGroup var common: CommonOptions

  func validate() throws {
    try requireFile(points, "the file of points")
    for (path, name) in [(grid, "--grid"), (source, "--source"), (vs30, "--vs30")] {
      if let path { try requireFile(path, name) }
    }
    for (path, name) in [(output, "--output"), (deviation, "--deviation")] {
      guard let path else { continue }
      try requireRaster(toWrite: path, name)
      try requireOther(path, name, than: [points, grid, source, vs30])
    }
    if let deviation { try requireOther(deviation, "--deviation", than: [output]) }
    if let sourceLon, let sourceLat,
      !(-180...360).contains(sourceLon) || !(-90...90).contains(sourceLat)
    {
      throw ValidationError(
        "--source-lon \(sourceLon) --source-lat \(sourceLat): expected -180 to 360 and -90 to 90 degrees"
      )
    }
    guard output != nil || deviation != nil || leaveOneOut else {
      throw ValidationError("nothing to do: expected --output, --deviation or --leave-one-out")
    }
    if grid == nil, output != nil || deviation != nil {
      throw ValidationError("--grid is missing; expected the raster whose cells to use")
    }
    if deviation != nil, method == .inverseDistance {
      throw ValidationError("--deviation needs a method of kriging; idw has no standard deviation")
    }
    let epicenter = [sourceLon, sourceLat].compactMap { $0 }
    guard epicenter.count != 1 else {
      throw ValidationError("expected both --source-lon and --source-lat")
    }
    let sources = (source == nil ? 0 : 1) + (epicenter.isEmpty ? 0 : 1)
    guard sources == (method == .krigingWithTrend ? 1 : 0) else {
      throw ValidationError(
        "found \(sources) sources; expected one (--source, or --source-lon and --source-lat) "
          + "with --method kriging-with-trend, none with others")
    }
    guard depthKm > 0, depthKm <= 1_000 else {
      throw ValidationError("--depth-km is \(depthKm), expected above 0 and at most 1000")
    }
    if stationVs30 != nil, vs30 == nil {
      throw ValidationError("--station-vs30 needs --vs30; expected a raster")
    }
  }

  private var options: PointInterpolation {
    var place: ShakingSource?
    if let source { place = .vector(VectorSelection(vector: source)) }
    if let sourceLon, let sourceLat {
      place = .point(x: sourceLon, y: sourceLat, crs: "EPSG:4326")
    }
    return PointInterpolation(
      method: method, isLogarithmic: log, source: place, depthInKilometers: depthKm,
      siteVelocity: vs30.map { SiteVelocity(raster: $0, attribute: stationVs30) })
  }

  func run() throws {
    let gridFile = grid.map { URL(fileURLWithPath: $0) }
    let display = ProgressDisplay(isQuiet: common.quiet)
    let interpolation = try StationInterpolation(
      points: URL(fileURLWithPath: points), layer: layer, value: value, condition: condition,
      options, grid: gridFile, threads: common.threads, warn: { display.receive(.warned($0)) })
    if let gridFile {
      let cells = try Raster.grid(of: gridFile)
      if let output {
        try display.follow("interpolate (\(method.rawValue))") { progress in
          try common.write(
            interpolation.raster(on: cells, threads: common.threads, progress: progress),
            to: URL(fileURLWithPath: output))
        }
      }
      if let deviation {
        try display.follow("interpolate (standard deviation)") { progress in
          try common.write(
            interpolation.standardDeviation(
              on: cells, threads: common.threads, progress: progress),
            to: URL(fileURLWithPath: deviation))
        }
      }
    }
    if leaveOneOut {
      let stations = try interpolation.leftOutStations(threads: common.threads)
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
      let result = LeaveOneOutOutput(facts: interpolation.facts(of: stations), errors: stations)
      Console.print(String(decoding: try encoder.encode(result), as: UTF8.self))
    }
  }
}

/// The facts of an interpolation with the error of each station beside them.
private struct LeaveOneOutOutput: Encodable {
  let facts: InterpolationFacts
  let errors: [LeftOutStation]

  enum CodingKeys: String, CodingKey { case errors }

  func encode(to encoder: any Encoder) throws {
    try facts.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(errors, forKey: .errors)
  }
}

extension InterpolationMethod: ExpressibleByArgument {}
