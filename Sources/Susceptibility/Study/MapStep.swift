import FactorAnalysis
import Foundation
import GeoRaster

extension Study {
  /// Writes the classes of each map and class_areas.csv.
  func runMap() throws {
    var files = [folder.file("class_areas.csv")]
    for model in configuration.models {
      files.append(folder.raster("classes_\(model.rawValue)"))
      files.append(folder.file("classes_\(model.rawValue).qml"))
    }
    try step(.map, "map", key: keys.map, files: files) {
      let progress = progress(.map)
      let samples = try analysis().samples
      var rows: [[String]] = []
      for (index, model) in configuration.models.enumerated() {
        let map = try ClassifiedMap(
          susceptibility(model), options: configuration.map, threads: options.threads)
        map.warnings.forEach { warn("\(model.title): \($0)") }
        let classes = map.classes(landslides: samples)
        try RasterFile.writeClasses(
          values: map.values, grid: map.grid, legend: classes.map(\.legend),
          to: folder.raster("classes_\(model.rawValue)"))
        rows += classes.map { $0.row(model: model) }
        progress(Double(index + 1) / Double(configuration.models.count))
      }
      try folder.write(DelimitedTable(header: MapClass.header, rows: rows), to: "class_areas.csv")
    }
    try runUncertainty()
    try runApplicability()
  }
}
