import FactorAnalysis

/// The classes of the map, and what is drawn of it.
public struct MapOptions: Sendable, Equatable, Codable {
  /// How probabilities are cut into classes.
  public enum Scheme: Sendable, Equatable, Codable {
    /// By the probabilities of all mapped cells.
    case breaks(BreakMethod, classes: Int)
    /// At these probabilities, rising, between 0 and 1; one class more than limits.
    case limits([Double])
    /// So that classes hold these shares of the training landslides, the most susceptible class first. They sum to 1.
    ///
    /// Source: Chung and Fabbri (2003), Validation of spatial prediction models for landslide hazard mapping, Natural Hazards
    /// 30, whose classes are read off the success-rate curve. Not in the paper.
    case landslideShares([Double])
  }

  /// How probabilities are cut into classes.
  public var scheme: Scheme
  /// Whether to map how many models see each cell in one of the two most susceptible classes.
  public var hasAgreement: Bool
  /// Whether to draw each map as a picture.
  public var hasPictures: Bool

  /// Classes of the mapped probabilities; five by natural breaks when not said otherwise.
  public init(classes: Int = 5, method: BreakMethod = .natural) {
    self.init(scheme: .breaks(method, classes: classes))
  }

  /// Any classes.
  public init(scheme: Scheme, hasAgreement: Bool = false, hasPictures: Bool = true) {
    self.scheme = scheme
    self.hasAgreement = hasAgreement
    self.hasPictures = hasPictures
  }

  /// The shares of landslides in five classes, when none are given.
  static let usualShares = [0.5, 0.3, 0.15, 0.04, 0.01]
}

extension MapOptions {
  /// What is set, for the manifest.
  var text: String {
    let detail =
      switch scheme {
      case .breaks: ""
      case .limits(let limits): " \(limits)"
      case .landslideShares(let shares): " \(shares)"
      }
    return "\(scheme.classes) classes, \(scheme.name)" + detail
      + (hasAgreement ? ", agreement of the models" : "") + (hasPictures ? "" : ", no pictures")
  }
}

extension MapOptions.Scheme {
  /// The number of classes that are asked for.
  var classes: Int {
    switch self {
    case .breaks(_, let classes): classes
    case .limits(let limits): limits.count + 1
    case .landslideShares(let shares): shares.count
    }
  }

  /// Its name in the study file and in tables.
  var name: String {
    switch self {
    case .breaks(let method, _): method.rawValue
    case .limits: "breaks"
    case .landslideShares: Self.landslideSharesName
    }
  }

  static let landslideSharesName = "landslide-share"
}
