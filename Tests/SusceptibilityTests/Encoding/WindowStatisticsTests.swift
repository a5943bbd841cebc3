import Foundation
import GeoRaster
import LearningCore
import Testing

@testable import Susceptibility

@Suite struct WindowStatisticsTests {
  /// Against sums over each window, written out.
  @Test(arguments: [1, 3, 5, 7, 13, 15]) func statisticsAreThoseOfTheWindow(window: Int) {
    var random = SplitMix64(seed: 9)
    let (rows, columns) = (19, 22)
    let plane = (0..<rows * columns).map { _ in Float(4 * random.uniform() - 2) }
    var places: [Int] = []
    WindowStatistics(window: window).forEachWindow(of: plane, rows: rows, columns: columns) {
      row, column, found in
      places.append(row * columns + column)
      let values = (0..<window * window).map {
        Double(plane[(row + $0 / window) * columns + column + $0 % window])
      }
      let mean = values.reduce(0, +) / Double(values.count)
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
      #expect(abs(Double(found[0]) - mean) < 1e-6)
      #expect(abs(Double(found[1]) - variance.squareRoot()) < 1e-6)
      #expect(Double(found[2]) == values.min() && Double(found[3]) == values.max())
    }
    let expected = (0...rows - window).flatMap { row in
      (0...columns - window).map { row * columns + $0 }
    }
    #expect(places == expected)
  }

  /// 0.1 has no exact representation, so the difference of the means of its squares is rounding alone.
  @Test func equalValuesHaveNoDeviation() {
    WindowStatistics(window: 13).forEachWindow(
      of: [Float](repeating: 0.1, count: 169), rows: 13, columns: 13
    ) { _, _, found in #expect(found == SIMD4(0.1, 0, 0.1, 0.1)) }
  }
}

@Suite struct WindowTableTests {
  /// Every mapped cell of the simulated area, beside the border and beside cells without data too.
  @Test(arguments: [EncodingOptions.weighted(.frequencyRatio), .raw(.minMax)])
  func strippedTablesAreThoseOfSingleSamples(encoding: EncodingOptions) throws {
    let whole = try SmallStudy.encoded(encoding, factors: 4, in: "window-table")
    let grid = whole.stack.grid
    // Holes in the first factor.
    let factors = whole.stack.factors.enumerated().map { index, factor in
      var values = factor.raster.values
      if index == 0 { for cell in stride(from: 5, to: grid.count, by: 97) { values[cell] = .nan } }
      return ConditioningFactor(
        definition: factor.definition, raster: Raster(grid: grid, values: values),
        legend: factor.legend)
    }
    let encoded = EncodedFactors(
      stack: try FactorStack(
        grid: grid, factors: factors, inArea: [Bool](repeating: true, count: grid.count)),
      encoders: whole.encoders, threads: 1)
    let single = encoded.windowTable(at: encoded.stack.cells, window: 13)
    #expect(single.columns == encoded.windowColumnNames.count)
    for (threads, height) in [(1, grid.rows), (2, 13), (3, 7)] {
      var values: [Float] = []
      var cells: [Int] = []
      for first in stride(from: 0, to: grid.rows, by: height) {
        let part = encoded.windowTable(
          rows: first..<min(grid.rows, first + height), window: 13, threads: threads)
        cells += part.cells
        values += part.table.values
      }
      #expect(cells == encoded.stack.cells)
      #expect(values == single.values)
    }
  }
}

@Suite struct WindowForestStudyTests {
  /// The whole map, that of the saved model and the samples by themselves agree; the window goes with the model.
  @Test func mapsAndSamplesAgreeAndTheWindowIsSaved() throws {
    let study = try PlantedStudy.configuration(
      """
      models: [random-forest-window]
      random-forest-window: { window: 5, trees: 20, minimum-leaf-size: 2 }
      """)
    #expect(study.hyperparameters.randomForestWindow.forest.minimumLeafSize == 2)
    let run = try PlantedStudy.run(study, .evaluate, in: "window-forest")
    let (model, description) = try ModelName.load(run.modelFile(.randomForestWindow))
    #expect(model.window == 5 && description.window == 5)
    let map = try run.susceptibility(.randomForestWindow)
    let encoded = try run.analysis().encoded
    let cells = encoded.stack.cells
    let single = try model.probabilities(at: cells, on: encoded).map { Float($0) }
    #expect(single == cells.map { map.values[$0] })
    let inputs = encoded.inputs(at: cells, window: 5)
    #expect(try model.probabilities(of: inputs).map { Float($0) } == single)
    let predicted = try Study.prediction(of: run.modelFile(.randomForestWindow), for: study)
    #expect(predicted.map.values == map.values)
    for threads in [1, 3] {
      #expect(
        try model.map(over: encoded, threads: threads, progress: { _ in }).probability
          == map.values)
    }
    let rows = try PlantedStudy.rows("importance_random-forest-window.csv", in: "window-forest")
    #expect(rows.count == 30 && rows.first?["factor"] == "strong")
    #expect(rows.contains { $0["factor"] == "weak (standard deviation)" })
    #expect(run.manifest.randomForestWindow?.trees == 20)
  }

  @Test func itsWindowCountsWhereWindowsAreKeptApart() throws {
    var study = try PlantedStudy.configuration("random-forest-window: { window: 21 }")
    #expect(study.hyperparameters.largestWindow(among: study.models) == 13)
    study.models = [.randomForestWindow, .svm]
    #expect(study.hyperparameters.largestWindow(among: study.models) == 21)
    study.hyperparameters.randomForestWindow.window = 3
    #expect(study.hyperparameters.largestWindow(among: study.models) == 13, "the networks'")
  }

  /// Pixel and window forests of the jackknife and of a search, by their own hyperparameters.
  @Test func jackknifeAndSearchKnowIt() throws {
    let study = try PlantedStudy.configuration(
      """
      models: [random-forest, random-forest-window]
      random-forest: { trees: 5 }
      random-forest-window: { trees: 10 }
      jackknife: { model: random-forest-window }
      tune: { models: [random-forest-window], folds: 2, grid: { window: [3, 7] } }
      """)
    let run = try PlantedStudy.run(study, .jackknife, in: "window-jackknife")
    let rows = try PlantedStudy.rows("jackknife.csv", in: "window-jackknife")
    #expect(PlantedStudy.ranking(rows, by: "relative_decrease").first == "strong")
    let tried = try PlantedStudy.rows("tune.csv", in: "window-jackknife")
    #expect(tried.map { $0["settings"] } == ["window=3", "window=7"])
    let chosen = try run.hyperparameters()
    #expect(
      tried.first { $0["chosen"] == "1" }?["settings"]
        == "window=\(chosen.randomForestWindow.window)")
    #expect(chosen.randomForest.trees == 5 && chosen.randomForestWindow.forest.trees == 10)
    #expect(chosen.networks.window == 13)
  }
}
