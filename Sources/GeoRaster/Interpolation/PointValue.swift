/// A measurement at a place: a station's PGA, a borehole's depth.
public struct PointValue: Equatable, Sendable {
  /// Where, in the units of the grid's coordinate reference system.
  public var position: Coordinate
  /// What was measured.
  public var value: Double

  /// A measurement at a place.
  public init(position: Coordinate, value: Double) {
    self.position = position
    self.value = value
  }
}

/// Points in metres, each place once.
struct InterpolationPoints: Sendable {
  /// Metres east and north of the first point.
  private(set) var x: [Double] = []
  private(set) var y: [Double] = []
  private(set) var values: [Double] = []
  /// For each point the first input that lies there.
  private(set) var inputs: [Int] = []
  /// The points by place, for finding the nearest.
  private(set) var tree = PointTree(x: [], y: [])
  private let origin: Coordinate
  private let metersPerUnit: (x: Double, y: Double)

  /// Averages repeated positions and leaves out points whose position or value is not finite.
  ///
  /// Degrees are turned into metres by their lengths at the mean latitude of the points.
  ///
  /// - Throws: ``GeoRasterError/argument(name:value:expected:)`` when no point is left.
  init(_ points: [PointValue], crs: CoordinateReferenceSystem) throws {
    let usable = points.indices.filter {
      let point = points[$0]
      return point.position.x.isFinite && point.position.y.isFinite && point.value.isFinite
    }
    guard let first = usable.first else {
      throw GeoRasterError.argument(
        name: "points", value: "\(points.count) points without a finite position and value",
        expected: "at least one with both")
    }
    origin = points[first].position
    let latitude = usable.reduce(0) { $0 + points[$1].position.y / Double(usable.count) }
    metersPerUnit = Self.metersPerUnit(of: crs, latitude: latitude)
    average(usable, of: points)
    tree = PointTree(x: x, y: y)
  }

  /// The same places with other values.
  func with(values: [Double]) -> InterpolationPoints {
    var points = self
    points.values = values
    return points
  }

  private mutating func average(_ usable: [Int], of points: [PointValue]) {
    var places: [Coordinate: Int] = [:]
    var counts: [Double] = []
    for input in usable {
      let point = points[input]
      if let index = places[point.position] {
        counts[index] += 1
        values[index] += (point.value - values[index]) / counts[index]
      } else {
        places[point.position] = values.count
        let position = meters(point.position)
        x.append(position.x)
        y.append(position.y)
        values.append(point.value)
        inputs.append(input)
        counts.append(1)
      }
    }
  }

  private static func metersPerUnit(
    of crs: CoordinateReferenceSystem, latitude: Double
  ) -> (x: Double, y: Double) {
    guard crs.isGeographic else { return (crs.metersPerUnit, crs.metersPerUnit) }
    let lengths = Ellipsoid.wgs84.metersPerDegree(atLatitude: latitude * .pi / 180)
    return (lengths.east, lengths.north)
  }

  /// The number of places.
  var count: Int { values.count }

  /// A place in metres from the first point.
  func meters(_ position: Coordinate) -> Coordinate {
    Coordinate(
      x: (position.x - origin.x) * metersPerUnit.x, y: (position.y - origin.y) * metersPerUnit.y)
  }
}
