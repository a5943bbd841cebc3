import FactorAnalysis
import Foundation

extension FactorDefinition {
  private static let keys = [
    "name", "kind", "legend", "classes", "scale",
    "raster", "band", "derive", "from", "window", "log", "polygons", "attribute", "distance-to",
    "threshold-km2", "ndvi", "interpolate", "value", "method", "where", "crs",
    "source", "depth-km", "vs30", "station-vs30",
  ]

  /// The keys of which a factor has exactly one, and those that go with it.
  private static let sources: [(key: String, options: [String])] = [
    ("raster", ["band"]),
    ("derive", ["from", "window", "log"]),
    ("polygons", ["attribute", "where"]),
    ("distance-to", ["from", "threshold-km2", "where", "crs"]),
    ("ndvi", []),
    (
      "interpolate",
      ["value", "method", "where", "crs", "log", "source", "depth-km", "vs30", "station-vs30"]
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
      scale: try members["scale"]?.choice(of: FactorEncoder.Scale.self))
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
        file: try main.text("a polygon file"),
        attribute: try members.required("attribute", "the name of an attribute").text(),
        condition: try members["where"]?.text("a condition"))
    case "distance-to": return try distance(main, members)
    case "ndvi":
      let bands = try main.members(["red", "near-infrared"], "{ red: FILE, near-infrared: FILE }")
      return .ndvi(
        red: try bands.required("red", "a raster file").text("a raster file"),
        nearInfrared: try bands.required("near-infrared", "a raster file").text("a raster file"))
    default:
      return .interpolated(
        points: VectorSelection(
          vector: try main.text("a CSV or vector file of points"),
          condition: try members["where"]?.text("a condition"),
          crs: try members["crs"]?.text("a coordinate reference system")),
        value: try members.required("value", "the name of the column").text(),
        by: try PointInterpolation(members))
    }
  }

  private enum DerivedName: String, CaseIterable {
    case slope, aspect, curvature
    case profileCurvature = "profile-curvature"
    case planCurvature = "plan-curvature"
    case relief, twi, spi
  }

  private static func derived(_ node: StudyNode, _ members: StudyMembers) throws -> FactorSource {
    let dem = try members.required("from", "a DEM").text("a DEM")
    let name = try node.choice(of: DerivedName.self)
    if let window = members["window"], name != .relief {
      throw window.error("only relief has a window")
    }
    if let log = members["log"], name != .spi { throw log.error("only spi has a logarithm") }
    let factor: DerivedFactor =
      switch name {
      case .slope: .slope
      case .aspect: .aspect
      case .curvature: .curvature
      case .profileCurvature: .profileCurvature
      case .planCurvature: .planCurvature
      case .relief: .relief(window: try reliefWindow(members["window"]))
      case .twi: .twi
      case .spi: .spi(logarithmic: try members["log"]?.bool() ?? false)
      }
    return .derived(factor, dem: dem)
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
      return .distanceToStreams(
        dem: try members.required("from", "a DEM").text("a DEM"),
        thresholdInSquareKilometers: try members["threshold-km2"]?
          .number(in: 1e-9...1e9, "square kilometres above 0") ?? 1)
    }
    for key in ["from", "threshold-km2"] where members[key] != nil {
      throw node.error("\(key) only goes with distance-to: streams")
    }
    return .distance(
      to: VectorSelection(
        vector: target, condition: try members["where"]?.text("a condition"),
        crs: try members["crs"]?.text("a coordinate reference system")))
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
