import GeoRaster

extension AbsenceOptions {
  private static let rules = ["sample", "minimum-distance", "slope", "envelope", "replicates"]

  /// - Parameter definitions: the study's factors, which slope and envelope look at.
  init(_ node: StudyNode, factors definitions: [FactorDefinition]) throws {
    let expected = "{ sample: RATIO, minimum-distance: METRES } or { vector: FILE }"
    let members = try node.members(Self.rules + ["vector", "layer", "where", "crs"], expected)
    if members["vector"] != nil {
      guard members["sample"] == nil, members["minimum-distance"] == nil else {
        throw node.error("has both a vector and a sample; expected \(expected)")
      }
      if let rule = Self.rules.first(where: { members[$0] != nil }) {
        throw node.error(
          "\(rule) is for absences that are drawn, and vector gives them; expected \(expected)")
      }
      self = .vector(try VectorSelection(members))
      return
    }
    if let stray = ["layer", "where", "crs"].first(where: { members[$0] != nil }) {
      throw node.error("\(stray) needs a vector; expected \(expected)")
    }
    self = .sampled(
      AbsenceSampling(
        ratio: try members["sample"]?.number(in: 1e-6...1e6, "a ratio above 0, such as 1.0") ?? 1,
        minimumDistance: try members["minimum-distance"]?
          .number(in: 0...1e9, "metres, at least 0") ?? 90,
        slope: try members["slope"].map { try SlopeLimits($0, factors: definitions) },
        envelope: try members["envelope"].map { try EnvelopeLimits($0, factors: definitions) },
        replicates: try members["replicates"]?
          .integer(in: 1...100, "1 to 100 sets of absences") ?? 1))
  }
}

extension SlopeLimits {
  fileprivate init(_ node: StudyNode, factors: [FactorDefinition]) throws {
    let expected = "{ minimum: DEGREES, maximum: DEGREES }, one of them or both"
    let members = try node.members(["minimum", "maximum", "factor", "from"], expected)
    let minimum = try members["minimum"]?.number(in: 0...90, "degrees, 0 to 90")
    let maximum = try members["maximum"]?.number(in: 0...90, "degrees, 0 to 90")
    guard minimum != nil || maximum != nil else {
      throw node.error("has no limit; expected \(expected)")
    }
    guard minimum ?? 0 < maximum ?? 90.1 else {
      throw node.error(
        "the minimum is not below the maximum; expected \(expected), such as "
          + "{ minimum: 5, maximum: 60 }")
    }
    guard members["factor"] == nil || members["from"] == nil else {
      throw node.error("has both a factor and a DEM (from); expected one of them")
    }
    self.init(
      minimum: minimum, maximum: maximum,
      source: try Self.source(members, of: node, factors: factors))
  }

  private static func source(
    _ members: StudyMembers, of node: StudyNode, factors: [FactorDefinition]
  ) throws -> Source {
    if let dem = members["from"] { return .dem(try dem.text("a DEM")) }
    if let named = members["factor"] {
      let name = try named.text("the name of a factor")
      guard let factor = factors.first(where: { $0.name == name }), !factor.isCategorical else {
        throw named.error(
          "\"\(name)\" is no continuous factor; expected the factor whose values are the slope in "
            + "degrees, one of "
            + factors.filter { !$0.isCategorical }.map(\.name).joined(
              separator: ", "))
      }
      return .factor(name)
    }
    guard let derived = factors.first(where: \.isDerivedSlope) else {
      throw node.error(
        "no factor has derive: slope in degrees; expected factor: NAME (whose values are the slope in "
          + "degrees) or from: DEM")
    }
    return .factor(derived.name)
  }
}

extension EnvelopeLimits {
  fileprivate init(_ node: StudyNode, factors definitions: [FactorDefinition]) throws {
    let expected = "{ percentiles: [2.5, 97.5], factors: 1 }"
    let members = try node.members(["percentiles", "factors"], expected)
    let usual = EnvelopeLimits()
    var percentiles = [usual.lower, usual.upper]
    if let node = members["percentiles"] {
      percentiles = try node.list("two percentiles").map {
        try $0.number(in: 0...100, "a percentile, 0 to 100")
      }
      guard percentiles.count == 2, percentiles[0] < percentiles[1] else {
        throw node.error("expected a lower and an upper percentile, such as [2.5, 97.5]")
      }
    }
    let continuous = definitions.count(where: \.hasEnvelope)
    guard continuous > 0 else {
      throw node.error(
        "no factor has an envelope; expected a continuous factor other than aspect")
    }
    self.init(
      lower: percentiles[0], upper: percentiles[1],
      factors: try members["factors"]?.integer(
        in: 1...continuous,
        "1 to \(continuous), the number of continuous factors other than aspect") ?? usual.factors)
  }
}

extension FactorDefinition {
  /// Whether values have an order, so that percentiles mean something.
  var hasEnvelope: Bool { !isCategorical && !isAspect }

  fileprivate var isDerivedSlope: Bool {
    if case .derived(.slope(_, .degrees), _) = source { true } else { false }
  }
}
