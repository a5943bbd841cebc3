/// The share of the landslides that lies in the most susceptible share of the area.
///
/// On the landslides that a model was fitted to it is the success rate curve (Fig. 13 of the paper), on others the
/// prediction rate curve (Chung and Fabbri 2003, Natural Hazards 30, 451-472).
public struct SuccessRateCurve: Equatable, Sendable {
  /// One threshold: the part of the area whose susceptibility is at least `threshold`.
  public struct Point: Equatable, Sendable, Codable {
    /// The susceptibility, `.infinity` at the first point.
    public let threshold: Double
    /// The share of the area, 0...1.
    public let areaShare: Double
    /// The share of the landslides in it, 0...1; `.nan` without landslides.
    public let landslideShare: Double
  }

  /// The points from (0, 0) to (1, 1), susceptibility falling; cells of equal susceptibility are one point. Empty
  /// when a mapped cell has an area or a count that cannot be.
  public let points: [Point]

  /// The area under the curve by trapezoids, 0...1: 0.5 for a map that knows nothing; `.nan` without landslides or
  /// cells, and when a mapped cell has an area that is negative or not finite, or a negative count.
  public let areaUnderCurve: Double

  /// The curve of a map.
  ///
  /// - Parameters:
  ///   - scores: the susceptibility of n cells. Cells with `.nan` (not mapped) are left out, with their landslides.
  ///   - landslides: the number of landslides in each of the cells, n.
  ///   - areas: the areas of the cells in any unit, n; `nil` when all are equal.
  /// - Precondition: the lists have the same length.
  public init(scores: [Double], landslides: [Int], areas: [Double]? = nil) {
    requireSameCount(landslides.count, scores.count)
    if let areas { requireSameCount(areas.count, scores.count) }
    let order = scores.indices.filter { !scores[$0].isNaN }.sorted { scores[$0] > scores[$1] }
    guard
      order.allSatisfy({ index in
        let area = areas?[index] ?? 1
        return landslides[index] >= 0 && area >= 0 && area.isFinite
      })
    else {
      points = []
      areaUnderCurve = .nan
      return
    }
    let totalArea = order.reduce(0) { $0 + (areas?[$1] ?? 1) }
    let totalLandslides = Double(order.reduce(0) { $0 + landslides[$1] })
    var points = [Point(threshold: .infinity, areaShare: 0, landslideShare: 0 / totalLandslides)]
    var (coveredArea, covered, under) = (0.0, 0, 0.0)
    var next = 0
    while next < order.count, totalArea > 0 {
      let score = scores[order[next]]
      while next < order.count, scores[order[next]] == score {
        coveredArea += areas?[order[next]] ?? 1
        covered += landslides[order[next]]
        next += 1
      }
      let point = Point(
        threshold: score, areaShare: min(1, coveredArea / totalArea),
        landslideShare: Double(covered) / totalLandslides)
      let last = points[points.count - 1]
      under +=
        (point.areaShare - last.areaShare) * (point.landslideShare + last.landslideShare) / 2
      points.append(point)
    }
    self.points = points
    areaUnderCurve = points.count > 1 ? under : .nan
  }

  /// The share of the landslides in the most susceptible `areaShare` of the area, linear between points.
  ///
  /// - Parameter areaShare: 0...1; values outside count as 0 or 1.
  /// - Returns: 0...1, or `.nan` without landslides or cells.
  public func landslideShare(inMostSusceptible areaShare: Double) -> Double {
    guard points.count > 1, !areaShare.isNaN else { return .nan }
    // The first point at or beyond the share, by bisection: the shares of the area never fall.
    var (low, high) = (0, points.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if points[middle].areaShare < areaShare { low = middle + 1 } else { high = middle }
    }
    let upper = points[low]
    guard low > 0, upper.areaShare > areaShare else { return upper.landslideShare }
    let lower = points[low - 1]
    let part = (areaShare - lower.areaShare) / (upper.areaShare - lower.areaShare)
    return lower.landslideShare + part * (upper.landslideShare - lower.landslideShare)
  }
}
