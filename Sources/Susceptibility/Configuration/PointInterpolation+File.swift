extension PointInterpolation {
  /// Reads the keys that go with `interpolate`.
  init(_ members: StudyMembers) throws {
    let method = try members["method"]?.choice(of: InterpolationMethod.self) ?? .inverseDistance
    let hasTrend = method == .krigingWithTrend
    for key in ["source", "depth-km"] {
      if let node = members[key], !hasTrend {
        throw node.error("only goes with method: \(InterpolationMethod.krigingWithTrend.rawValue)")
      }
    }
    if let column = members["station-vs30"], members["vs30"] == nil {
      throw column.error("only goes with vs30: RASTER")
    }
    let source =
      hasTrend
      ? try ShakingSource(members.required("source", "{ lon, lat }, { x, y } or { vector }")) : nil
    self.init(
      method: method, isLogarithmic: try members["log"]?.bool(), source: source,
      depthInKilometers: try members["depth-km"]?.number(in: 1e-3...1_000, "kilometres above 0")
        ?? Self.usualDepthInKilometers,
      siteVelocity: try members["vs30"].map {
        SiteVelocity(
          raster: try $0.text("a raster file"),
          attribute: try members["station-vs30"]?.text("the name of a column"))
      })
  }
}

extension ShakingSource {
  init(_ node: StudyNode) throws {
    let expected = "{ lon: DEGREES, lat: DEGREES }, { x, y, crs } or { vector: FILE, where, crs }"
    let members = try node.members(["lon", "lat", "x", "y", "crs", "vector", "where"], expected)
    let names = Set(members.names)
    func number(_ key: String, _ limit: Double) throws -> Double {
      try members.required(key, expected).number(in: -limit...limit, "a coordinate")
    }
    let crs = try members["crs"]?.text("a coordinate reference system")
    if names == ["lon", "lat"] {
      self = .point(x: try number("lon", 360), y: try number("lat", 90), crs: "EPSG:4326")
    } else if names.subtracting(["crs"]) == ["x", "y"] {
      self = .point(x: try number("x", 1e12), y: try number("y", 1e12), crs: crs)
    } else if names.subtracting(["crs", "where"]) == ["vector"] {
      self = .vector(
        VectorSelection(
          vector: try members.required("vector", expected).text("a vector file"),
          condition: try members["where"]?.text("a condition"), crs: crs))
    } else {
      throw node.error("expected \(expected), found { \(members.names.joined(separator: ", ")) }")
    }
  }
}
