import Foundation

/// Semivariances of pairs of points, averaged over classes of distance.
///
/// ```
/// gamma(h) = sum over the n pairs of a class of (z_i - z_j)^2 / (2 n)
/// ```
///
/// Source: Matheron (1963), Principles of geostatistics. 15 classes up to a share of the largest distance.
/// Half of it is usual; where stations stand in clusters, shorter ones show what happens within them.
struct ExperimentalVariogram: Equatable {
  struct Bin: Equatable {
    var pairs = 0
    var distance = 0.0
    var semivariance = 0.0
  }

  /// The classes that have pairs, nearest first: their mean distance and semivariance.
  let bins: [Bin]

  /// More points are thinned out evenly: this many have 4.5 million pairs.
  private static let maximumPoints = 3_000

  init(bins: [Bin]) { self.bins = bins }

  init(_ points: InterpolationPoints, share: Double = 0.5, classes: Int = 15) {
    let step = max(1, (points.count + Self.maximumPoints - 1) / Self.maximumPoints)
    let chosen = Array(stride(from: 0, to: points.count, by: step))
    func squaredDistance(_ a: Int, _ b: Int) -> Double {
      let dx = points.x[a] - points.x[b]
      let dy = points.y[a] - points.y[b]
      return dx * dx + dy * dy
    }
    var largest = 0.0
    for (position, a) in chosen.enumerated() {
      for b in chosen[..<position] { largest = max(largest, squaredDistance(a, b)) }
    }
    let reach = largest.squareRoot() * share
    var bins = [Bin](repeating: Bin(), count: classes)
    guard reach > 0, reach.isFinite else {
      self.bins = []
      return
    }
    for (position, a) in chosen.enumerated() {
      for b in chosen[..<position] {
        let distance = squaredDistance(a, b).squareRoot()
        let place = distance / reach * Double(classes)
        guard place < Double(classes) else { continue }
        let difference = points.values[a] - points.values[b]
        bins[Int(place)].pairs += 1
        bins[Int(place)].distance += distance
        bins[Int(place)].semivariance += difference * difference / 2
      }
    }
    self.bins = bins.filter { $0.pairs > 0 }.map {
      Bin(
        pairs: $0.pairs, distance: $0.distance / Double($0.pairs),
        semivariance: $0.semivariance / Double($0.pairs))
    }
  }
}

extension ExperimentalVariogram {
  /// The variogram of a model with the least weighted sum of squared differences; `nil` without a usable class.
  ///
  /// ```
  /// minimise  sum over classes of (pairs / distance^2) (gamma(distance) - semivariance)^2
  /// ```
  ///
  /// Source: Pebesma (2004), Multivariable geostatistics in S: the gstat package (the weights of its default fit). For a
  /// range the nugget and partial sill, 0 or more, follow from linear equations; the range is searched between
  /// the nearest class and three times the farthest.
  func fitted(_ model: Variogram.Model) -> Variogram? {
    guard let nearest = bins.first?.distance, let farthest = bins.last?.distance, nearest > 0,
      farthest.isFinite, bins.contains(where: { $0.semivariance > 0 }),
      bins.allSatisfy({ $0.semivariance.isFinite })
    else { return nil }
    let best = bestRange(of: model, from: nearest, to: 3 * farthest)
    guard best.nugget + best.partialSill > 0 else { return nil }
    return Variogram(
      model: model, nugget: best.nugget, partialSill: best.partialSill, range: best.range)
  }

  private struct Candidate {
    var range: Double
    var nugget: Double
    var partialSill: Double
    var error: Double
  }

  /// A coarse search in steps of equal ratio, then a finer one around the best.
  private func bestRange(
    of model: Variogram.Model, from low: Double, to high: Double
  ) -> Candidate {
    var (low, high) = (low, high)
    var best = candidate(model, range: high)
    let steps = 40
    for _ in 0..<3 {
      let ratio = high / low
      for step in 0...steps {
        let range = low * pow(ratio, Double(step) / Double(steps))
        let found = candidate(model, range: range)
        if found.error < best.error { best = found }
      }
      let width = pow(ratio, 1 / Double(steps))
      (low, high) = (best.range / width, best.range * width)
    }
    return best
  }

  /// Weighted least squares for a range; when one of both coefficients would be negative, it is 0.
  private func candidate(_ model: Variogram.Model, range: Double) -> Candidate {
    // Relative to the largest semivariance and the nearest distance, so that nothing overflows.
    let scale = bins.reduce(0) { max($0, $1.semivariance) }
    let unit = bins[0].distance
    let terms = bins.map { bin in
      (
        weight: Double(bin.pairs) * (unit / bin.distance) * (unit / bin.distance),
        rise: model.rise(bin.distance / range), value: bin.semivariance / scale
      )
    }
    func sum(_ term: ((weight: Double, rise: Double, value: Double)) -> Double) -> Double {
      terms.reduce(0) { $0 + $1.weight * term($1) }
    }
    let (w, r, rr) = (sum { _ in 1 }, sum { $0.rise }, sum { $0.rise * $0.rise })
    let (v, rv) = (sum { $0.value }, sum { $0.rise * $0.value })
    func error(_ nugget: Double, _ sill: Double) -> Double {
      sum { ($0.value - nugget - sill * $0.rise) * ($0.value - nugget - sill * $0.rise) }
    }
    var pairs = [(nugget: v / w, sill: 0.0), (nugget: 0.0, sill: rr > 0 ? rv / rr : 0)]
    let determinant = w * rr - r * r
    if determinant > 1e-12 * w * rr {
      pairs.append(
        (nugget: (v * rr - r * rv) / determinant, sill: (w * rv - r * v) / determinant))
    }
    var best = (nugget: pairs[0].nugget, sill: 0.0)
    for pair in pairs.dropFirst() where pair.nugget >= 0 && pair.sill >= 0 {
      if error(pair.nugget, pair.sill) < error(best.nugget, best.sill) { best = pair }
    }
    return Candidate(
      range: range, nugget: best.nugget * scale, partialSill: best.sill * scale,
      error: error(best.nugget, best.sill))
  }
}
