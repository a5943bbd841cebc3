import FactorAnalysis
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

  /// Rows of mapped cells by class, for areas on degree grids.
  private let cellsByRow: [[Int]]

  /// - Parameter landslides: the probabilities of the training landslides.
  /// - Throws: `FactorAnalysisError` when the map has no values.
  init(_ map: Raster, by scheme: MapOptions.Scheme, landslides: [Float], threads: Int?) throws {
    grid = map.grid
    let limits = try MapLimits(
      of: map.values.filter { !$0.isNaN }, by: scheme, landslides: landslides, threads: threads)
    warnings =
      limits.upper.count < scheme.classes
      ? [
        "the map has \(limits.upper.count) of the \(scheme.classes) classes asked for: "
          + scheme.reasonForFewerClasses
      ] : []
    self.limits = [limits.lower] + limits.upper
    values = map.values.map(limits.classNumber)
    var counts = [[Int]](
      repeating: Array(repeating: 0, count: map.grid.rows), count: limits.upper.count)
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

extension MapOptions.Scheme {
  /// Why a map can have fewer classes than asked for.
  fileprivate var reasonForFewerClasses: String {
    switch self {
    case .breaks(.standardDeviation, _):
      "the other limits, counted in standard deviations from the mean, lie beyond all of its probabilities"
    case .breaks(.quantile, _):
      "so many cells have the same probability that limits fall together"
    case .breaks, .limits: "it has no more different probabilities"
    case .landslideShares:
      "so many training landslides have the same probability that limits fall together"
    }
  }
}
