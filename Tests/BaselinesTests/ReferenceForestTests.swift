import Baselines
import Foundation
import GeoRaster
import LearningCore
import Metrics
import TestSupport
import Testing

private let hasRasters = ReferenceData.isAvailable && RasterFile.usesGDAL

/// Forests of real study areas in the bands of scikit-learn's over 20 seeds, on the same samples and folds.
///
/// Bands: Scripts/reference-values/random_forest.py.
@Suite struct ReferenceForestTests {
  private static let seeds = 3
  private static let folds = 5

  struct Band: Sendable {
    let variant: String
    let mean: Double
    let deviation: Double
  }

  private static func forest(_ variant: String) -> RandomForest {
    switch variant {
    case "entropy": RandomForest(trees: 50, impurity: .entropy)
    case "extra": RandomForest(trees: 50, bootstrap: false, splits: .random)
    default: RandomForest(trees: 50)
    }
  }

  /// Sample k is in fold k mod 5. The mean over seeds of the AUC's mean over the folds, and of the errors at 0.5 in the
  /// folds and out of bag.
  private static func judge(
    _ variant: String, _ samples: Matrix, _ labels: [Bool]
  ) throws -> (area: Double, error: Double, outOfBagError: Double) {
    var (area, error, outOfBag) = (0.0, 0.0, 0.0)
    let weight = 1 / Double(seeds * folds)
    for seed in 0..<seeds {
      for fold in 0..<folds {
        let training = labels.indices.filter { $0 % folds != fold }
        let test = labels.indices.filter { $0 % folds == fold }
        var generator = SplitMix64(seed: UInt64(100 * seed + fold))
        let model = try forest(variant).fitted(
          to: samples.selecting(training), labels: training.map { labels[$0] }, using: &generator)
        let scores = model.probabilities(for: samples.selecting(test))
        let truth = test.map { labels[$0] }
        area += weight * areaUnderCurve(labels: truth, scores: scores)
        error += weight * (1 - ConfusionMatrix(labels: truth, probabilities: scores).accuracy)
        outOfBag += weight * (1 - (model.outOfBagAccuracy ?? .nan))
      }
    }
    return (area, error, outOfBag)
  }

  /// Four standard errors of a mean over the seeds.
  private static func expectWithin(_ band: Band, _ samples: Matrix, _ labels: [Bool]) throws {
    let found = try judge(band.variant, samples, labels)
    #expect(
      abs(found.area - band.mean) < 4 * band.deviation / Double(seeds).squareRoot(),
      "\(found.area)")
    // With 50 trees a sample is judged out of bag by 18: scikit-learn's errors differ by 0.003 to 0.015.
    if band.variant != "extra" { #expect(abs(found.error - found.outOfBagError) < 0.03) }
  }

  @Test(
    .enabled(if: ReferenceData.isAvailable, Comment(rawValue: ReferenceData.comment)),
    arguments: [
      Band(variant: "gini", mean: 0.85068, deviation: 0.00532),
      Band(variant: "entropy", mean: 0.85250, deviation: 0.00476),
      Band(variant: "extra", mean: 0.84328, deviation: 0.00755),
    ])
  func ecuadorIsAsScikitLearnHasIt(band: Band) throws {
    let table = try DelimitedTable(
      contentsOf: ReferenceData.file("data/ecuador_rbsf/lsl350_with_terrain_values.csv"))
    let columns = table.header.indices.filter { !["x", "y", "label"].contains(table.header[$0]) }
    let label = try #require(table.header.firstIndex(of: "label"))
    let samples = Matrix(
      try table.rows.map { row in try columns.map { try #require(Float(row[$0])) } })
    try Self.expectWithin(band, samples, table.rows.map { $0[label] == "1" })
  }

  /// 621 landslides after the earthquake and 621 absences in turn, with the values of six rasters in their cells.
  @Test(
    .enabled(if: hasRasters, Comment(rawValue: ReferenceData.comment)),
    arguments: [
      Band(variant: "gini", mean: 0.85821, deviation: 0.00197),
      Band(variant: "entropy", mean: 0.85893, deviation: 0.00226),
      Band(variant: "extra", mean: 0.85867, deviation: 0.00240),
    ])
  func kaghanIsAsScikitLearnHasIt(band: Band) throws {
    func points(_ name: String, where column: String? = nil) throws -> [Coordinate] {
      let table = try DelimitedTable(contentsOf: ReferenceData.file("data/kaghan_pakistan/\(name)"))
      let places = try ["x", "y"].map { try #require(table.header.firstIndex(of: $0)) }
      let condition = column.flatMap { table.header.firstIndex(of: $0) }
      let all = try table.rows.filter { row in condition.map { row[$0] == "1" } ?? true }.map {
        Coordinate(
          x: try #require(Double($0[places[0]])), y: try #require(Double($0[places[1]])))
      }
      return stride(from: 0, to: all.count, by: 5).prefix(621).map { all[$0] }
    }
    let pairs = zip(
      try points("landslides_points.csv", where: "post2005"),
      try points("nonlandslide_points_sampled.csv")
    ).flatMap { [$0, $1] }
    var samples = Matrix(rows: pairs.count, columns: 6)
    let names = [
      "elevation", "lithology", "landcover", "reference/slope_gdaldem", "reference/aspect_gdaldem",
      "reference/flowacc_d8_cells",
    ]
    for (column, name) in names.enumerated() {
      let raster = try Raster.read(ReferenceData.file("data/kaghan_pakistan/\(name).tif"))
      for (row, point) in pairs.enumerated() {
        let value = raster.values[raster.grid.index(of: try #require(raster.grid.cell(at: point)))]
        // What a flat cell's aspect is in the file.
        samples[row, column] = value.isNaN ? -9999 : value
      }
    }
    try Self.expectWithin(band, samples, pairs.indices.map { $0 % 2 == 0 })
  }
}
