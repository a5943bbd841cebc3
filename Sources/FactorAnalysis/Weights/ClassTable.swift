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
  /// - Returns: 0 for a class without landslides; NaN for a class without cells, or without any landslide.
  public func frequencyRatio(_ index: Int) -> Double {
    guard cells[index] > 0, totalLandslides > 0 else { return .nan }
    // As one quotient of products, which are whole numbers, the ratio is rounded once.
    return Double(landslides[index]) * Double(totalCells)
      / (Double(totalLandslides) * Double(cells[index]))
  }

  /// The frequency ratios of all classes.
  public var frequencyRatios: [Double] { (0..<count).map(frequencyRatio) }

  /// The information value of a class.
  ///
  /// ```
  /// I = ln(FR)
  /// ```
  ///
  /// Source: Yin and Yan (1988), Statistical prediction models for slope instability. A class without landslides, whose
  /// logarithm would be infinite, counts as having half a landslide.
  ///
  /// - Returns: NaN for a class without cells, or without any landslide.
  public func informationValue(_ index: Int) -> Double {
    let ratio = frequencyRatio(index)
    guard ratio == 0 else { return log(ratio) }
    return log(0.5 * Double(totalCells) / (Double(totalLandslides) * Double(cells[index])))
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
