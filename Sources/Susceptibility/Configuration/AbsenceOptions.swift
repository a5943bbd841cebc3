/// Where the non-landslide samples come from.
public enum AbsenceOptions: Sendable, Equatable, Codable {
  /// Random mapped cells that keep some rules.
  case sampled(AbsenceSampling)
  /// The points of a file.
  case vector(VectorSelection)

  /// How many sets of absences the models are fitted to; above 1 only for drawn absences.
  public var replicates: Int {
    if case .sampled(let sampling) = self { sampling.replicates } else { 1 }
  }

  /// The same without replicates: what the first set depends on.
  var firstSet: AbsenceOptions {
    guard case .sampled(var sampling) = self else { return self }
    sampling.replicates = 1
    return .sampled(sampling)
  }
}

/// Absences drawn at random, without replacement, from the mapped cells without a landslide that keep all rules.
public struct AbsenceSampling: Sendable, Equatable, Codable {
  /// The number of absences as a ratio to the usable landslides.
  public var ratio: Double
  /// Metres to each feature of the inventory's file, before its condition; 0 for no rule.
  public var minimumDistance: Double
  /// Only cells of this slope.
  public var slope: SlopeLimits?
  /// Only cells unlike the landslides.
  public var envelope: EnvelopeLimits?
  /// Sets of absences that are drawn independently; the first is the one of the ordinary results.
  public var replicates: Int

  /// As many absences as landslides, at least 90 m from each.
  public init(
    ratio: Double = 1, minimumDistance: Double = 90, slope: SlopeLimits? = nil,
    envelope: EnvelopeLimits? = nil, replicates: Int = 1
  ) {
    self.ratio = ratio
    self.minimumDistance = minimumDistance
    self.slope = slope
    self.envelope = envelope
    self.replicates = replicates
  }
}

/// Limits of the slope, in degrees, both included. Cells without a slope are outside.
public struct SlopeLimits: Sendable, Equatable, Codable {
  /// Where the slope comes from.
  public enum Source: Sendable, Equatable, Codable {
    /// A factor of the study whose values are degrees.
    case factor(String)
    /// A DEM, by Horn's method.
    case dem(String)
  }

  /// The gentlest slope, 0...90; `nil` for no limit.
  public var minimum: Double?
  /// The steepest slope, 0...90; `nil` for no limit.
  public var maximum: Double?
  /// Where the slope comes from.
  public var source: Source

  /// Limits in degrees.
  public init(minimum: Double? = nil, maximum: Double? = nil, source: Source) {
    self.minimum = minimum
    self.maximum = maximum
    self.source = source
  }
}

/// Which cells are unlike the training landslides.
///
/// A factor's envelope reaches from the lower to the upper percentile of its values at the training landslides
/// (interpolated linearly, Hyndman and Fan 1996, type 7). A cell is outside when enough continuous factors are strictly
/// beyond their envelope. Aspect, which is circular, and categories have none.
///
/// Absences from outside are easy to tell from landslides: all measures become optimistic.
public struct EnvelopeLimits: Sendable, Equatable, Codable {
  /// The lower percentile, 0...100.
  public var lower: Double
  /// The upper percentile, above the lower one.
  public var upper: Double
  /// How many factors at least must be beyond their envelope.
  public var factors: Int

  /// At least one factor beyond the middle 95 % of the landslides.
  public init(lower: Double = 2.5, upper: Double = 97.5, factors: Int = 1) {
    self.lower = lower
    self.upper = upper
    self.factors = factors
  }
}
