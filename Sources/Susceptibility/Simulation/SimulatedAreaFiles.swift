import Foundation
import GeoRaster

extension SimulatedArea {
  /// Writes the area as ordinary files, with a `study.yaml` that is ready to run.
  ///
  /// Rasters are GeoTIFF, or Esri ASCII grids in a build without GDAL; lines and landslides are GeoJSON in the grid's
  /// coordinates, stations and legends CSV:
  ///
  ///     elevation, lithology, landuse, red, near_infrared     .tif or .asc
  ///     true_probability                                      what no model may see
  ///     faults, rivers, roads, landslides                     .geojson
  ///     lithology_legend, landuse_legend, stations            .csv
  ///     truth.json                                            seed and the best possible area under the ROC curve
  ///     study.yaml
  ///
  /// The same area gives the same bytes. The study file is written last.
  ///
  /// - Parameter folder: made when it is not there; files of these names are replaced.
  /// - Throws: ``GeoRasterError/unwritable(file:reason:)``.
  public func write(to folder: URL) throws {
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw GeoRasterError.unwritable(file: folder.path, reason: error.localizedDescription)
    }
    try writeRasters(to: folder)
    try writeVectors(to: folder)
    try writeTables(to: folder)
    try write("truth.json", truthText, in: folder)
    try write("study.yaml", studyText, in: folder)
  }

  private func writeRasters(to folder: URL) throws {
    let rasters: [(name: String, raster: Raster, description: String)] = [
      ("elevation", elevation, "elevation in metres"),
      ("lithology", lithology, "lithological group"),
      ("landuse", landUse, "land use"),
      ("red", red, "reflectance, red"),
      ("near_infrared", nearInfrared, "reflectance, near infrared"),
      ("true_probability", trueProbability, "probability that the cell holds a landslide"),
    ]
    for (name, raster, description) in rasters {
      let file = folder.appendingPathComponent("\(name).\(RasterFile.fileExtension)")
      try raster.write(to: file, description: description)
    }
  }

  private func writeVectors(to folder: URL) throws {
    func layer(_ name: String, _ fields: [String], _ features: [Feature]) throws {
      let file = folder.appendingPathComponent("\(name).geojson")
      try VectorLayer(source: file.path, crs: grid.crs, fields: fields, features: features)
        .writeGeoJSON(to: file)
    }
    func lines(_ lines: [[Coordinate]], _ field: String, _ values: [Double]) -> [Feature] {
      zip(lines, values).map { line, value in
        Feature(
          geometry: .lines([line.map(Self.rounded)]), attributes: [field: .number(value)])
      }
    }
    try layer("faults", ["id"], lines(faults, "id", faults.indices.map { Double($0 + 1) }))
    try layer("roads", ["id"], lines(roads, "id", roads.indices.map { Double($0 + 1) }))
    let catchments = riverCatchments.map { ($0 / 1e4).rounded() / 100 }
    try layer("rivers", ["area_km2"], lines(rivers, "area_km2", catchments))
    let landslides = landslides.map {
      Feature(
        geometry: .points([Self.rounded($0.place)]),
        attributes: [
          "ls_id": .number(Double($0.identifier)), "label": .number(1), "type": .text($0.kind),
        ])
    }
    try layer("landslides", ["ls_id", "label", "type"], landslides)
  }

  private func writeTables(to folder: URL) throws {
    for (name, legend) in [
      ("lithology_legend", Self.lithologyLegend), ("landuse_legend", Self.landUseLegend),
    ] {
      let rows = legend.map { ["\($0.code)", $0.label] }
      try DelimitedTable(header: ["code", "label"], rows: rows)
        .write(to: folder.appendingPathComponent("\(name).csv"))
    }
    let rows = stations.map {
      let place = Self.rounded($0.place)
      return [$0.name, "\(place.x)", "\(place.y)", "\($0.peakGroundAcceleration)"]
    }
    try DelimitedTable(header: ["name", "x", "y", "pga_g"], rows: rows)
      .write(to: folder.appendingPathComponent("stations.csv"))
  }

  /// To the centimetre.
  private static func rounded(_ place: Coordinate) -> Coordinate {
    Coordinate(x: (place.x * 100).rounded() / 100, y: (place.y * 100).rounded() / 100)
  }

  private func write(_ name: String, _ text: String, in folder: URL) throws {
    let file = folder.appendingPathComponent(name)
    do {
      try Data(text.utf8).write(to: file, options: .atomic)
    } catch {
      throw GeoRasterError.unwritable(file: file.path, reason: error.localizedDescription)
    }
  }
}
