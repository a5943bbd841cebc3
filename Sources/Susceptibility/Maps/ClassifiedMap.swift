import FactorAnalysis
import Foundation
import GeoRaster

/// A susceptibility map in classes: 1 the least susceptible, 0 where nothing is mapped.
struct ClassifiedMap {
  let grid: RasterGrid
  /// The class of each cell.
  let values: [UInt8]
  /// The least probability and the upper limits of the classes.
  let limits: [Double]
  /// What the user should know.
  let warnings: [String]

  private let options: MapOptions
  /// Rows of mapped cells by class, for areas on degree grids.
  private let cellsByRow: [[Int]]

  /// - Throws: `FactorAnalysisError` when the map has no values.
  init(_ map: Raster, options: MapOptions, threads: Int?) throws {
    grid = map.grid
    self.options = options
    let mapped = map.values.filter { !$0.isNaN }
    // A geometric series begins above 0; a probability of 0, which forests give, is in its lowest class.
    let graded = options.method == .geometric ? mapped.filter { $0 > 0 } : mapped
    let breaks = try Breaks.breaks(
      by: options.method, values: graded, classes: options.classes, threads: threads)
    warnings =
      breaks.upperLimits.count < options.classes
      ? [
        "the map has \(breaks.upperLimits.count) of the \(options.classes) classes asked for: "
          + options.method.reasonForFewerClasses
      ] : []
    limits = [mapped.min().map(Double.init) ?? breaks.minimum] + breaks.upperLimits
    values = map.values.map { value in
      guard !value.isNaN else { return 0 }
      return breaks.index(of: max(Double(value), breaks.minimum)).map { UInt8($0 + 1) } ?? 0
    }
    var counts = [[Int]](
      repeating: Array(repeating: 0, count: map.grid.rows), count: breaks.count)
    for (index, value) in values.enumerated() where value > 0 {
      counts[Int(value) - 1][index / map.grid.columns] += 1
    }
    cellsByRow = counts
  }

  /// Each class with its area and the landslides in it.
  ///
  /// - Parameter samples: training and validation landslides are counted, absences are not.
  func classes(landslides samples: SampleCollection) -> [MapClass] {
    var landslides = [Int](repeating: 0, count: cellsByRow.count)
    for sample in samples.samples where sample.isLandslide && values[sample.cell] > 0 {
      landslides[Int(values[sample.cell]) - 1] += 1
    }
    let totalArea = cellsByRow.reduce(0) { $0 + area($1) }
    return cellsByRow.indices.map { index in
      let area = area(cellsByRow[index])
      return MapClass(
        number: index + 1, count: cellsByRow.count, lower: limits[index], upper: limits[index + 1],
        cells: cellsByRow[index].reduce(0, +), areaInSquareKilometers: area,
        share: totalArea > 0 ? area / totalArea : .nan, landslides: landslides[index])
    }
  }

  private func area(_ cellsByRow: [Int]) -> Double {
    cellsByRow.enumerated().reduce(0) {
      $0 + Double($1.element) * grid.cellAreaInSquareMeters(row: $1.offset)
    } / 1e6
  }
}

extension BreakMethod {
  /// Why a map can have fewer classes than asked for.
  fileprivate var reasonForFewerClasses: String {
    switch self {
    case .standardDeviation:
      "the other limits, counted in standard deviations from the mean, lie beyond all of its probabilities"
    case .quantile: "so many cells have the same probability that limits fall together"
    case .natural, .equal, .geometric: "it has no more different probabilities"
    }
  }
}
