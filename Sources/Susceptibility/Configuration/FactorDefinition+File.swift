import FactorAnalysis
import Foundation
import GeoRaster

extension FactorDefinition {
  private static let keys = [
    "name", "kind", "legend", "classes", "scale", "resampling",
    "raster", "band", "derive", "from", "window", "log", "unit", "polygons", "attribute",
    "distance-to", "boundary", "threshold-km2", "flow", "depressions", "ndvi", "interpolate",
    "value", "method",
    "layer", "where", "crs",
    "source", "depth-km", "vs30", "station-vs30",
  ]

  /// The keys of which a factor has exactly one, and those that go with it.
  private static let sources: [(key: String, options: [String])] = [
    ("raster", ["band", "resampling"]),
    ("derive", ["from", "method", "unit", "window", "log", "flow", "depressions", "resampling"]),
    ("polygons", ["attribute", "layer", "where", "crs"]),
    (
      "distance-to",
      [
        "from", "threshold-km2", "depressions", "resampling", "layer", "where", "crs", "boundary",
      ]
    ),
    ("ndvi", ["resampling"]),
    (
      "interpolate",
      [
        "value", "method", "layer", "where", "crs", "log", "source", "depth-km", "vs30",
        "station-vs30",
      ]
    ),
  ]

  init(_ node: StudyNode) throws {
    let members = try node.members(
      Self.keys, "a factor such as { name: slope, derive: slope, from: elevation.tif }")
    let name = try Self.name(members.required("name", "a name"))
    let kind = try members["kind"]?.choice(of: Kind.self) ?? .continuous
    self.init(
      name: name,
      source: try Self.source(node, members),
      isCategorical: kind == .categorical,
      legend: try members["legend"]?.text("a CSV file"),
      classes: try members["classes"].map { try ClassScheme($0) },
      scale: try members["scale"]?.choice(of: FactorEncoder.Scale.self),
      resampling: try members["resampling"]?.choice(of: Resampling.self))
    if isCategorical, let resampling, let node = members["resampling"] {
      guard [.nearest, .mode].contains(resampling) else {
        throw node.error(
          "\(resampling.rawValue) would mix the codes of categories; expected nearest or mode")
      }
    }
    if legend != nil, !isCategorical {
      throw node.error("legend: only categories have one; expected kind: categorical")
    }
  }

  private enum Kind: String, CaseIterable { case continuous, categorical }

  /// A name that can be part of a file name on every system.
  private static func name(_ node: StudyNode) throws -> String {
    let name = try node.text("a name")
    let forbidden = CharacterSet(charactersIn: "/\\:\0").union(.controlCharacters)
    guard name.rangeOfCharacter(from: forbidden) == nil, !name.hasPrefix("."), name.count <= 100
    else {
      throw node.error(
        "expected a name of at most 100 characters without / \\ : and not beginning with a dot, "
          + "found \"\(name)\"")
    }
    return name
  }

  private static func source(_ node: StudyNode, _ members: StudyMembers) throws -> FactorSource {
    let found = sources.filter { members[$0.key] != nil }
    guard found.count == 1, let (key, options) = found.first else {
      let names = sources.map(\.key).joined(separator: ", ")
      throw node.error(
        "expected exactly one of \(names), found "
          + (found.isEmpty ? "none" : found.map(\.key).joined(separator: " and ")))
    }
    let common = ["name", "kind", "legend", "classes", "scale", key]
    if let stray = members.names.first(where: { !(common + options).contains($0) }) {
      throw node.error("the key \"\(stray)\" does not go with \(key)")
    }
    let main = try members.required(key, "a source")
    switch key {
    case "raster":
      return .raster(
        file: try main.text("a raster file"),
        band: try members["band"]?.integer(in: 1...65535, "a band number from 1") ?? 1)
    case "derive": return try derived(main, members)
    case "polygons":
      return .polygons(
        try VectorSelection(file: main.text("a polygon file"), members),
        attribute: try members.required("attribute", "the name of an attribute").text())
    case "distance-to": return try distance(main, members)
    case "ndvi":
      let bands = try main.members(["red", "near-infrared"], "{ red: FILE, near-infrared: FILE }")
      return .ndvi(
        red: try bands.required("red", "a raster file").text("a raster file"),
        nearInfrared: try bands.required("near-infrared", "a raster file").text("a raster file"))
    default:
      return .interpolated(
        points: try VectorSelection(file: main.text("a CSV or vector file of points"), members),
        value: try members.required("value", "the name of the column").text(),
        by: try PointInterpolation(members))
    }
  }

  private enum DerivedName: String, CaseIterable {
    case slope, aspect, northness, eastness, curvature
    case profileCurvature = "profile-curvature"
    case planCurvature = "plan-curvature"
    case tangentialCurvature = "tangential-curvature"
    case relief, tri, tpi, roughness, twi, spi

    /// Whether the first derivatives can be taken in more than one way.
    var hasMethod: Bool { [.slope, .aspect, .northness, .eastness].contains(self) }
  }

  private static func derived(_ node: StudyNode, _ members: StudyMembers) throws -> FactorSource {
    let dem = try members.required("from", "a DEM").text("a DEM")
    let name = try node.choice(of: DerivedName.self)
    if let window = members["window"], name != .relief {
      throw window.error("only relief has a window")
    }
    if let log = members["log"], name != .spi { throw log.error("only spi has a logarithm") }
    if let unit = members["unit"], name != .slope { throw unit.error("only slope has units") }
    if let method = members["method"], !name.hasMethod {
      throw method.error("only slope, aspect, northness and eastness have a method")
    }
    let method = try members["method"]?.choice(of: GradientMethod.self) ?? .horn
    for key in ["flow", "depressions"] {
      if let option = members[key], name != .twi && name != .spi {
        throw option.error("\(key) only goes with twi and spi")
      }
    }
    let flow = FlowOptions(
      method: try members["flow"]?.choice(of: FlowOptions.Method.self) ?? .multiple,
      depressions: try depressions(members))
    let factor: DerivedFactor =
      switch name {
      case .slope:
        .slope(method: method, unit: try members["unit"]?.choice(of: SlopeUnit.self) ?? .degrees)
      case .aspect: .aspect(method: method)
      case .northness: .northness(method: method)
      case .eastness: .eastness(method: method)
      case .curvature: .curvature(.total)
      case .profileCurvature: .curvature(.profile)
      case .planCurvature: .curvature(.plan)
      case .tangentialCurvature: .curvature(.tangential)
      case .relief: .relief(window: try reliefWindow(members["window"]))
      case .tri: .ruggedness
      case .tpi: .topographicPosition
      case .roughness: .roughness
      case .twi: .twi(flow: flow)
      case .spi: .spi(logarithmic: try members["log"]?.bool() ?? false, flow: flow)
      }
    return .derived(factor, dem: dem)
  }

  private static func depressions(_ members: StudyMembers) throws -> FlowOptions.Depressions {
    try members["depressions"]?.choice(of: FlowOptions.Depressions.self) ?? .fill
  }

  private static func reliefWindow(_ node: StudyNode?) throws -> Int {
    guard let node else { return 15 }
    let expected = "an odd number of cells from 3 to 999"
    let window = try node.integer(in: 3...999, expected)
    guard window % 2 == 1 else { throw node.error("expected \(expected), found \(window)") }
    return window
  }

  private static func distance(_ node: StudyNode, _ members: StudyMembers) throws -> FactorSource {
    let target = try node.text("a vector file or streams")
    if target == "streams" {
      if let stray = ["layer", "where", "crs", "boundary"].first(where: {
        members[$0] != nil
      }) {
        throw node.error("\(stray) does not go with distance-to: streams")
      }
      return .distanceToStreams(
        dem: try members.required("from", "a DEM").text("a DEM"),
        thresholdInSquareKilometers: try members["threshold-km2"]?
          .number(in: 1e-9...1e9, "square kilometres above 0") ?? 1,
        depressions: try depressions(members))
    }
    for key in ["from", "threshold-km2", "depressions", "resampling"] where members[key] != nil {
      throw node.error("\(key) only goes with distance-to: streams")
    }
    return .distance(
      to: try VectorSelection(file: target, members),
      boundary: try members["boundary"]?.bool() ?? false)
  }
}

extension ClassScheme {
  private static let counted: [(key: String, scheme: @Sendable (Int) -> ClassScheme)] = [
    ("quantiles", { .quantiles($0) }), ("equal", { .equal($0) }),
    ("natural", { .naturalBreaks($0) }),
    ("geometric", { .geometric($0) }), ("standard-deviation", { .standardDeviation($0) }),
  ]

  init(_ node: StudyNode) throws {
    let expected =
      "{ breaks: [..] } or one of "
      + Self.counted.map { "{ \($0.key): N }" }.joined(separator: ", ")
    let members = try node.members(["breaks"] + Self.counted.map(\.key), expected)
    guard members.names.count == 1, let name = members.names.first else {
      throw node.error("expected \(expected)")
    }
    let value = try members.required(name, expected)
    if let (_, scheme) = Self.counted.first(where: { $0.key == name }) {
      self = scheme(try value.integer(in: 2...256, "2 to 256 classes"))
      return
    }
    let breaks = try value.list("a list of rising numbers")
      .map { try $0.number(in: -1e300...1e300, "a number") }
    guard !breaks.isEmpty, zip(breaks, breaks.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw value.error("expected a list of rising numbers, found \(breaks)")
    }
    self = .breaks(breaks)
  }
}
