// A made-up county, one model, its AUC and a map.
import Foundation
import GeoRaster
import Susceptibility

let seed: UInt64 = 7
let folder = URL(
  fileURLWithPath: CommandLine.arguments.dropFirst().first ?? "quick-start", isDirectory: true)

// Ordinary files, as a geoscientist has them: a DEM, layers, an inventory, and a study.yaml that names them.
let area = try SimulatedArea(size: 192, seed: seed, landslides: 200)
try area.write(to: folder)

var configuration = try StudyConfiguration(file: folder.appendingPathComponent("study.yaml"))
configuration.models = [.randomForest]
configuration.crossValidation.folds = 0
configuration.jackknife.seeds = 0

let study = try Study(configuration, options: StudyOptions(overwrites: true))
try study.run()

let measures = try StudyMetrics(folder: study.outputFolder)
if let validation = measures[.randomForest, .validation] {
  print("validation AUC \(rounded(validation.auc.value))")
}
print("best possible AUC \(rounded(area.bestPossibleAreaUnderCurve))")

let map = try Raster.read(
  study.outputFolder.appendingPathComponent(
    "susceptibility_random-forest.\(RasterFile.fileExtension)"))
if let range = map.range {
  print("map of \(map.validCount) cells, probabilities \(range.lowerBound) to \(range.upperBound)")
}
print("report \(study.outputFolder.appendingPathComponent("report.html").path)")

func rounded(_ value: Double) -> String { String(format: "%.3f", value) }
