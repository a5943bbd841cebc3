import Foundation

/// What the presence and the absence of a class say about landslides.
///
/// With a landslides of b in the class, and c cells of d:
///
/// ```
/// W+ = ln( (a / b) / ((c - a) / (d - b)) )
/// W- = ln( ((b - a) / b) / ((d - b - c + a) / (d - b)) )
/// C  = W+ - W-
/// s2(W+) = 1 / a + 1 / (c - a),   s2(W-) = 1 / (b - a) + 1 / (d - b - c + a)
/// ```
///
/// Source: Bonham-Carter (1994), Geographic information systems for geoscientists, Chap. 9; Bonham-Carter, Agterberg and Wright
/// (1989), Weights of evidence modelling. Not in the paper. Smoothing adds m landslides that are spread evenly over the cells: a
/// becomes a + m c / d, and b becomes b + m.
///
/// When one of the four numbers a, c - a, b - a, d - b - c + a is 0 (or below, where several landslides share cells), as in a class
/// without landslides, numbers below 0 count as 0 and a half is added to all four (Haldane 1956, Anscombe 1956), so weights are
/// never infinite.
public struct WeightsOfEvidence: Equatable, Sendable, Codable {
  /// W+: above 0 when landslides are more frequent in the class than elsewhere.
  public let positive: Double
  /// W-: above 0 when landslides are more frequent outside the class.
  public let negative: Double
  /// The variance of W+.
  public let positiveVariance: Double
  /// The variance of W-.
  public let negativeVariance: Double

  /// C = W+ - W-: the strength of the association.
  public var contrast: Double { positive - negative }
  /// s2(C) = s2(W+) + s2(W-).
  public var contrastVariance: Double { positiveVariance + negativeVariance }
  /// C / s(C): beyond about 2, the association is unlikely to be chance.
  public var studentizedContrast: Double { contrast / contrastVariance.squareRoot() }

  /// All NaN.
  static let undefined = WeightsOfEvidence(
    positive: .nan, negative: .nan, positiveVariance: .nan, negativeVariance: .nan)
}

extension ClassTable {
  /// The weights of evidence of a class.
  ///
  /// - Parameter smoothing: the landslides to spread over all cells, at least 0.
  /// - Precondition: `smoothing` is finite and not below 0.
  /// - Returns: NaN for a class without cells, or without any landslide; weights 0 for a class that has all cells.
  public func weightsOfEvidence(_ index: Int, smoothing: Double = 0) -> WeightsOfEvidence {
    Self.check(smoothing)
    guard cells[index] > 0, totalLandslides > 0 else { return .undefined }
    let landslidesInside = Double(landslides[index])
    let landslidesOutside = Double(totalLandslides) - landslidesInside
    let cellsOutside = Double(totalCells) - Double(cells[index])
    // Landslides and free cells inside the class and outside; landslides of smoothing take no cells.
    let added = smoothing / Double(totalCells)
    var table = [
      landslidesInside + added * Double(cells[index]), Double(cells[index]) - landslidesInside,
      landslidesOutside + added * cellsOutside, cellsOutside - landslidesOutside,
    ]
    if table.contains(where: { $0 <= 0 }) { table = table.map { max($0, 0) + 0.5 } }
    let inside = (landslide: table[0], free: table[1])
    let outside = (landslide: table[2], free: table[3])
    let landslideTotal = inside.landslide + outside.landslide
    let freeTotal = inside.free + outside.free
    return WeightsOfEvidence(
      positive: log((inside.landslide / landslideTotal) / (inside.free / freeTotal)),
      negative: log((outside.landslide / landslideTotal) / (outside.free / freeTotal)),
      positiveVariance: 1 / inside.landslide + 1 / inside.free,
      negativeVariance: 1 / outside.landslide + 1 / outside.free)
  }
}
