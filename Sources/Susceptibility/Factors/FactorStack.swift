import FactorAnalysis
import Foundation
import GeoRaster

/// A conditioning factor on the grid of the study.
public struct ConditioningFactor: Sendable {
  /// Where it comes from and how it is put into classes.
  public let definition: FactorDefinition
  /// Its values; category codes are whole numbers.
  public let raster: Raster
  /// The names of its categories.
  public let legend: [Int: String]

  /// Its name.
  public var name: String { definition.name }

  /// A factor with its values.
  public init(definition: FactorDefinition, raster: Raster, legend: [Int: String] = [:]) {
    self.definition = definition
    self.raster = raster
    self.legend = legend
  }
}

/// All factors of a study on one grid, and the cells that can be mapped.
///
/// A cell is mapped when it lies in the study area and every factor has a value there.
public struct FactorStack: Sendable {
  /// The cells.
  public let grid: RasterGrid
  /// The factors, in the order of the study file.
  public let factors: [ConditioningFactor]
  /// For each cell whether it is mapped.
  public let mapped: [Bool]
  /// The mapped cells in row-major order.
  public let cells: [Int]

  /// Factors on one grid.
  ///
  /// - Parameters:
  ///   - inArea: for each cell whether it lies in the study area.
  ///   - requiresVariation: whether a factor that is the same everywhere is an error; nothing can be learned from it.
  /// - Throws: ``StudyError/factorWithoutValues(name:file:)``, ``StudyError/constantFactor(name:file:value:)`` or
  ///   ``StudyError/noMappedCells(detail:)``.
  public init(
    grid: RasterGrid, factors: [ConditioningFactor], inArea: [Bool], requiresVariation: Bool = true
  ) throws {
    precondition(inArea.count == grid.count, "\(inArea.count) flags for \(grid.count) cells")
    guard inArea.contains(true) else {
      throw StudyError.noMappedCells(
        detail: "no cell's centre lies in the study area; expected an area that overlaps the grid")
    }
    var mapped = inArea
    var fewest: (factor: ConditioningFactor, cells: Int)?
    for factor in factors {
      precondition(factor.raster.grid.count == grid.count, "\(factor.name) is on another grid")
      var found = 0
      for (index, value) in factor.raster.values.enumerated() where inArea[index] {
        if value.isFinite { found += 1 } else { mapped[index] = false }
      }
      if found < fewest?.cells ?? .max { fewest = (factor, found) }
      guard found > 0 else {
        throw StudyError.factorWithoutValues(
          name: factor.name, file: factor.definition.namedFiles.first?.path ?? "")
      }
    }
    let cells = mapped.indices.filter { mapped[$0] }
    guard !cells.isEmpty else {
      throw StudyError.noMappedCells(
        detail:
          "no cell has a value of all \(factors.count) factors; expected factors that overlap "
          + "(\(fewest.map { "\"\($0.factor.name)\" has values in only \($0.cells) cells" } ?? ""))"
      )
    }
    self.grid = grid
    self.factors = factors
    self.mapped = mapped
    self.cells = cells
    if requiresVariation { try factors.forEach(checkVaries) }
  }

  private func checkVaries(_ factor: ConditioningFactor) throws {
    let first = factor.raster.values[cells[0]]
    if !cells.contains(where: { factor.raster.values[$0] != first }) {
      throw StudyError.constantFactor(
        name: factor.name, file: factor.definition.namedFiles.first?.path ?? "", value: first)
    }
  }

  /// The values of a factor in the mapped cells, in their order.
  public func values(of factor: ConditioningFactor) -> [Float] {
    factor.raster.values.withUnsafeBufferPointer { values in cells.map { values[$0] } }
  }

  /// The area of the mapped cells in km2.
  public var areaInSquareKilometers: Double {
    var count = [Int](repeating: 0, count: grid.rows)
    for cell in cells { count[cell / grid.columns] += 1 }
    return zip(0..<grid.rows, count).reduce(0) {
      $0 + Double($1.1) * grid.cellAreaInSquareMeters(row: $1.0)
    } / 1e6
  }

  /// The stack without some factors; the mapped cells stay what they are.
  public func keeping(_ kept: [Int]) -> FactorStack {
    FactorStack(grid: grid, factors: kept.map { factors[$0] }, mapped: mapped, cells: cells)
  }

  private init(grid: RasterGrid, factors: [ConditioningFactor], mapped: [Bool], cells: [Int]) {
    self.grid = grid
    self.factors = factors
    self.mapped = mapped
    self.cells = cells
  }
}
