import Baselines
import FactorAnalysis
import Foundation
import GeoRaster
import LearningCore
import Parallelism

extension StudyConfiguration {
  /// The folds that the threshold of the area of applicability comes from: those whose measures the study reports first.
  var applicabilityFolds: (scheme: FoldScheme, count: Int, text: String) {
    let scheme = crossValidation.schemes.first ?? .random
    let count = crossValidation.foldCount
    // One fold for each sample, whatever the number asked for.
    let text = scheme.isPooled ? "\(scheme.rawValue) folds" : "\(count) \(scheme.rawValue) folds"
    return (scheme, count, text)
  }
}

extension Study {
  /// Writes applicability_dissimilarity and applicability: how unlike the training samples each cell is, and whether it
  /// is within what the cross-validation has seen.
  func runApplicability() throws {
    guard configuration.applicability else {
      for stem in ["applicability", "applicability_dissimilarity"] {
        try folder.remove(stem: stem)
      }
      manifest.applicability = nil
      return
    }
    let files = [
      folder.raster("applicability_dissimilarity"), folder.raster("applicability"),
    ]
    try runPermutation()
    try step(
      .map, "applicability", detail: "area of applicability", key: keys.applicability, files: files
    ) { try mapApplicability() }
  }

  private func mapApplicability() throws {
    let analysis = try analysis()
    let training = analysis.samples[.training]
    let (folds, foldText) = try applicabilityFolds(of: training)
    let (weights, weightText) = try applicabilityWeights(of: analysis.encoded)
    let area = try configuration.naming("applicability") {
      try AreaOfApplicability(
        training: analysis.encoded.matrix(at: training.cells), weights: weights, folds: folds,
        threads: options.threads)
    }
    let constant = analysis.encoded.columnNames(at: area.constantColumns)
    if !constant.isEmpty {
      warn(
        "area of applicability: \(constant.joined(separator: ", ")) took no part, having the same "
          + "encoded value in every training sample: cells that differ in it are not told")
    }
    let map = try dissimilarities(by: area, analysis)
    let grid = analysis.stack.grid
    try Raster(grid: grid, values: map.dissimilarities).writeMeasure(
      to: folder.raster("applicability_dissimilarity"), description: "dissimilarity index")
    try RasterFile.writeClasses(
      values: map.classes, grid: grid,
      legend: ClassLegendEntry.applicability, noData: 255, to: folder.raster("applicability"))
    let inside = map.classes.count { $0 == 1 }
    let share = Double(inside) / Double(analysis.stack.cells.count)
    let finding = area.findingOfNoSpread(shareInside: share)
    if let finding { warn("area of applicability: \(finding)") }
    manifest.applicability = Manifest.ApplicabilityFacts(
      threshold: area.threshold, meanTrainingDistance: area.meanTrainingDistance,
      cellsInside: inside, shareInside: share, folds: foldText, weights: weightText,
      constantFactors: constant, finding: finding)
  }

  /// The weight of each encoded column: the mean decrease of the AUC over the explained models when its factor is
  /// exchanged among the validation samples. `nil` when that was not measured, or no factor has an importance.
  private func applicabilityWeights(
    of factors: EncodedFactors
  ) throws -> (weights: [Double]?, text: String) {
    guard configuration.explain.repeats > 0 else { return (nil, "equal") }
    let table = try DelimitedTable(contentsOf: folder.file("permutation_importance.csv"))
    let rows = zip(try table.column("factor"), try table.numbers("decrease"))
    let weights = factors.encoders.flatMap { encoder in
      let decreases = rows.filter { $0.0 == encoder.factor && $0.1.isFinite }.map(\.1)
      let mean = decreases.reduce(0, +) / Double(max(1, decreases.count))
      return Array(repeating: max(0, mean), count: encoder.planeCount)
    }
    return weights.contains { $0 > 0 }
      ? (weights, "permutation importance") : (nil, "equal (no factor has an importance above 0)")
  }

  /// The fold of each training sample, and what the folds are called.
  private func applicabilityFolds(
    of training: SampleCollection
  ) throws -> (folds: [Int]?, text: String) {
    let plan = configuration.applicabilityFolds
    do {
      var numbers = [Int](repeating: 0, count: training.samples.count)
      let folds = try folds(
        plan.scheme, of: training, count: plan.count, streams: streams.substreams("applicability"))
      for (number, fold) in folds.enumerated() {
        for index in fold.validation { numbers[index] = number }
      }
      return (numbers, plan.text)
    } catch let error as FoldError {
      warn(
        "area of applicability: \(plan.text) cannot be made (\(error)), so the threshold compares "
          + "each training sample with all others")
      return (nil, "none")
    }
  }

  /// In pieces, so that memory does not grow with the map; equal rows of a piece are looked up once.
  private func dissimilarities(
    by area: AreaOfApplicability, _ analysis: Analysis
  ) throws -> (dissimilarities: [Float], classes: [UInt8]) {
    let cells = analysis.stack.cells
    let progress = progress(.map)
    var map = [Float](repeating: .nan, count: analysis.stack.grid.count)
    var classes = [UInt8](repeating: 255, count: map.count)
    for piece in Parallel.chunks(of: cells.count, size: 1 << 17) {
      let part = Array(cells[piece])
      let table = analysis.encoded.matrix(at: part)
      let distinct = DistinctRows(table)
      let found = try area.dissimilarities(
        of: distinct?.samples ?? table, threads: options.threads)
      for (cell, value) in zip(part, distinct?.expanded(found) ?? found) {
        map[cell] = Float(value)
        classes[cell] = area.contains(value) ? 1 : 0
      }
      progress(Double(piece.upperBound) / Double(cells.count))
    }
    return (map, classes)
  }
}

extension AreaOfApplicability {
  /// What it means that most training samples have a twin in another fold, which leaves a threshold of 0; `nil` when the
  /// threshold is above 0.
  func findingOfNoSpread(shareInside: Double) -> String? {
    guard threshold == 0 else { return nil }
    let twins = trainingDissimilarities.count { $0 == 0 }
    return
      "\(twins) of \(trainingDissimilarities.count) training samples have the same encoded factors "
      + "as a sample of another fold, so the threshold is 0: only cells with exactly the encoded "
      + "factors of a training sample are inside (\(NumberText.percent(shareInside)) of the mapped "
      + "cells), and all others are outside, however near they are. Fewer classes for each factor put "
      + "more cells inside; encoding: raw or more classes give a threshold above 0"
  }
}

extension EncodedFactors {
  /// The factors that some columns of the encoded table belong to, each once.
  fileprivate func columnNames(at columns: [Int]) -> [String] {
    let owners = encoders.flatMap { Array(repeating: $0.factor, count: $0.planeCount) }
    var names: [String] = []
    for column in columns where !names.contains(owners[column]) { names.append(owners[column]) }
    return names
  }
}

extension ClassLegendEntry {
  /// The area of applicability, in maps and report.
  static let applicability = [
    ClassLegendEntry(value: 0, label: "outside", red: 215, green: 48, blue: 39),
    ClassLegendEntry(value: 1, label: "inside", red: 145, green: 191, blue: 219),
  ]
}
