import FactorAnalysis
import GeoRaster
import Parallelism

/// What is known of the factors without any label: their classes and how many mapped cells each class has.
///
/// These statistics may use all mapped cells; everything that is fitted with labels comes from training samples.
struct FactorStatistics: Sendable {
  /// The classes of each factor.
  let classes: [FactorClasses]
  /// For each factor the mapped cells in each class.
  let cells: [[Int]]
  /// For each factor its transformation in raw encoding, unless it is categorical.
  let scaled: [FactorEncoder?]
  /// Landslides that are spread evenly over the cells before classes are weighted.
  let smoothing: Double
  /// The cells of all landslides when encoders are fitted to them, whatever the training landslides are; they leak.
  let inventory: [Int]?

  init(
    of stack: FactorStack, encoding: EncodingOptions, smoothing: Double = 0,
    inventory: [Int]? = nil, threads: Int?
  ) throws {
    let fitted = try Parallel.map(stack.factors.count, threads: threads) { index in
      let factor = stack.factors[index]
      let values = stack.values(of: factor)
      do {
        let classes = try FactorClasses(
          scheme: factor.definition.classScheme, fittedTo: values, legend: factor.legend,
          threads: 1)
        return (
          classes, classes.counts(of: values, threads: 1),
          try Self.scaled(factor, values, encoding: encoding)
        )
      } catch let error as FactorAnalysisError {
        throw StudyError.unusableFactor(name: factor.name, problem: "\(error)")
      }
    }
    self.init(
      classes: fitted.map(\.0), cells: fitted.map(\.1), scaled: fitted.map(\.2),
      smoothing: smoothing, inventory: inventory)
  }

  private init(
    classes: [FactorClasses], cells: [[Int]], scaled: [FactorEncoder?], smoothing: Double,
    inventory: [Int]?
  ) {
    self.classes = classes
    self.cells = cells
    self.scaled = scaled
    self.smoothing = smoothing
    self.inventory = inventory
  }

  /// The statistics of some of the factors.
  func keeping(_ kept: [Int]) -> FactorStatistics {
    FactorStatistics(
      classes: kept.map { classes[$0] }, cells: kept.map { cells[$0] },
      scaled: kept.map { scaled[$0] }, smoothing: smoothing, inventory: inventory)
  }

  private static func scaled(
    _ factor: ConditioningFactor, _ values: [Float], encoding: EncodingOptions
  ) throws -> FactorEncoder? {
    guard let scale = encoding.scale, !factor.definition.isCategorical else { return nil }
    if factor.definition.isAspect {
      return try FactorEncoder.sineCosine(factor: factor.name, values: values)
    }
    return try FactorEncoder.scaled(
      factor: factor.name, values: values, scale: factor.definition.scale ?? scale)
  }

  /// The class table of each factor for these landslides (Eq. 5).
  ///
  /// - Parameter landslides: the cell of each training landslide; a cell with two landslides counts twice. Those of
  ///   ``inventory`` take their place when there are any.
  func tables(_ stack: FactorStack, landslides: [Int]) -> [ClassTable] {
    let landslides = inventory ?? landslides
    return stack.factors.indices.map { index in
      let factor = stack.factors[index]
      let values = landslides.map { factor.raster.values[$0] }
      return ClassTable(
        factor: factor.name, classes: classes[index], cells: cells[index],
        landslides: classes[index].counts(of: values, threads: 1))
    }
  }
}
