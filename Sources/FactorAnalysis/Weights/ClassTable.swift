import Foundation

/// Landslides and cells in each class of one factor, and what follows from them.
public struct ClassTable: Sendable, Equatable {
  /// The factor's name.
  public let factor: String
  /// The classes, in the order of the other lists.
  public let classes: FactorClasses
  /// The number of mapped cells in each class.
  public let cells: [Int]
  /// The number of landslides in each class; several in one cell count each.
  public let landslides: [Int]

  /// - Precondition: one number of cells and of landslides for each class, none below 0.
  public init(factor: String, classes: FactorClasses, cells: [Int], landslides: [Int]) {
    precondition(
      cells.count == classes.count && landslides.count == classes.count,
      "\(classes.count) classes need as many numbers of cells and landslides, "
        + "found \(cells.count) and \(landslides.count)")
    precondition(
      cells.allSatisfy { $0 >= 0 } && landslides.allSatisfy { $0 >= 0 },
      "counts are \(cells) and \(landslides), expected 0 or more")
    self.factor = factor
    self.classes = classes
    self.cells = cells
    self.landslides = landslides
  }

  /// Counts the classes of the mapped cells' values and of the landslides' values.
  ///
  /// - Parameters:
  ///   - values: the factor over the mapped cells.
  ///   - landslideValues: the factor at each landslide; those that are NaN or in no class count nowhere.
  public init(
    factor: String, classes: FactorClasses, values: [Float], landslideValues: [Float],
    threads: Int? = nil
  ) {
    self.init(
      factor: factor, classes: classes, cells: classes.counts(of: values, threads: threads),
      landslides: classes.counts(of: landslideValues, threads: threads))
  }

  /// The number of classes.
  public var count: Int { cells.count }
  /// The number of cells in all classes.
  public var totalCells: Int { cells.reduce(0, +) }
  /// The number of landslides in all classes.
  public var totalLandslides: Int { landslides.reduce(0, +) }

  /// The frequency ratio of a class.
  ///
  /// ```
  /// FR = (landslides in class / all landslides) / (cells in class / all cells)
  /// ```
  ///
  /// Source: Eq. (5). 1 is the average; the mean over classes weighted by their cells is 1.
  ///
  /// Smoothing adds m landslides that are spread evenly over the cells, which draws the ratio of rare classes towards 1:
  ///
  /// ```
  /// FR' = (b FR + m) / (b + m)   with b landslides in all
  /// ```
  ///
  /// The weighted mean stays 1. Source: the m-estimate of Cestnik (1990), Estimating probabilities. Not in the paper.
  /// (Adding as many landslides to each class, as Laplace's rule does, would make small classes the most prone.)
  ///
  /// - Parameter smoothing: m, at least 0.
  /// - Returns: 0 for a class without landslides unless there is smoothing; NaN for a class without cells, or without any
  ///   landslide.
  /// - Precondition: `smoothing` is finite and not below 0.
  public func frequencyRatio(_ index: Int, smoothing: Double = 0) -> Double {
    Self.check(smoothing)
    guard cells[index] > 0, totalLandslides > 0 else { return .nan }
    // As one quotient of products, which are whole numbers, the ratio is rounded once.
    let ratio =
      Double(landslides[index]) * Double(totalCells)
      / (Double(totalLandslides) * Double(cells[index]))
    guard smoothing > 0 else { return ratio }
    let share = smoothing / (Double(totalLandslides) + smoothing)
    return ratio + share * (1 - ratio)
  }

  /// The frequency ratios of all classes.
  public var frequencyRatios: [Double] { (0..<count).map { frequencyRatio($0) } }

  /// The information value of a class.
  ///
  /// ```
  /// I = ln(FR)
  /// ```
  ///
  /// Source: Yin and Yan (1988), Statistical prediction models for slope instability. A class without landslides, whose
  /// logarithm would be infinite, counts as having half a landslide unless there is smoothing.
  ///
  /// - Parameter smoothing: see ``frequencyRatio(_:smoothing:)``.
  /// - Returns: a finite number; NaN for a class without cells, or without any landslide.
  /// - Precondition: `smoothing` is finite and not below 0.
  public func informationValue(_ index: Int, smoothing: Double = 0) -> Double {
    let ratio = frequencyRatio(index, smoothing: smoothing)
    guard ratio == 0 else { return log(ratio) }
    return log(0.5 * Double(totalCells) / (Double(totalLandslides) * Double(cells[index])))
  }

  static func check(_ smoothing: Double) {
    precondition(
      smoothing >= 0 && smoothing.isFinite,
      "smoothing is \(smoothing), expected a finite number of landslides, 0 or more")
  }
}

extension ClassTable: Codable {
  private enum CodingKeys: CodingKey { case factor, classes, cells, landslides }

  /// Reads a table; throws `DecodingError` when the counts do not fit the classes.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let classes = try container.decode(FactorClasses.self, forKey: .classes)
    let cells = try container.decode([Int].self, forKey: .cells)
    let landslides = try container.decode([Int].self, forKey: .landslides)
    guard cells.count == classes.count, landslides.count == classes.count,
      // Counts up to 2^40, so that their sums and products cannot overflow.
      (cells + landslides).allSatisfy({ (0...1 << 40).contains($0) })
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .cells, in: container,
        debugDescription: "expected a count of cells and of landslides for each class")
    }
    self.init(
      factor: try container.decode(String.self, forKey: .factor), classes: classes, cells: cells,
      landslides: landslides)
  }
}
