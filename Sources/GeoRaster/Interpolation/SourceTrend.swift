import Foundation

/// A trend in the logarithm of the distance to a source.
///
/// ```
/// f(p) = ln(R / 1 km),   R = sqrt(d^2 + h^2)
/// ```
///
/// d is the distance to the source and h the depth, at which shaking saturates near it.
struct SourceTrend: Sendable {
  let source: SourceDistance
  let depth: Double
  /// f at each of the points.
  let covariates: [Double]
  /// The line through all points.
  let line: LineFit

  init(source: SourceDistance, depth: Double, points: InterpolationPoints) {
    self.source = source
    self.depth = depth
    covariates = (0..<points.count).map {
      Self.covariate(
        atDistance: source.distance(to: Coordinate(x: points.x[$0], y: points.y[$0])), depth)
    }
    line = LineFit(covariate: covariates, values: points.values)
  }

  func covariate(atDistance distance: Double) -> Double {
    Self.covariate(atDistance: distance, depth)
  }

  private static func covariate(atDistance distance: Double, _ depth: Double) -> Double {
    log((distance * distance + depth * depth).squareRoot() / 1_000)
  }

  /// Whether the neighbours of a place tell its trend: at least 3, and f at the place no farther outside theirs than theirs
  /// are apart. A line through stations that are all about as far from the source says nothing elsewhere.
  func isDetermined(by neighbors: UnsafeBufferPointer<Int32>, at covariate: Double) -> Bool {
    guard neighbors.count >= 3 else { return false }
    var (low, high) = (Double.infinity, -Double.infinity)
    for neighbor in neighbors {
      low = min(low, covariates[Int(neighbor)])
      high = max(high, covariates[Int(neighbor)])
    }
    let span = high - low
    return span > 1e-6 && covariate >= low - span && covariate <= high + span
  }

  /// The line through all points but one; through all for -1.
  func line(excluding excluded: Int32, values: [Double]) -> LineFit {
    guard excluded >= 0 else { return line }
    return line.without(covariate: covariates[Int(excluded)], value: values[Int(excluded)])
  }
}
