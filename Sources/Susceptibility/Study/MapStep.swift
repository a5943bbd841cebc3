import Foundation
import GeoRaster

extension Study {
  /// Writes the classes of each map, the pictures of both, and the tables about them.
  func runMap() throws {
    let models = configuration.models
    try removeOtherMaps()
    try step(.map, "map", key: keys.map, files: models.flatMap(mapFiles) + sharedMapFiles) {
      try mapClasses(models)
    }
    try runUncertainty()
    try runApplicability()
  }

  private func mapClasses(_ models: [ModelName]) throws {
    let progress = progress(.map)
    let analysis = try analysis()
    var areas: [[String]] = []
    var stability: [[String]] = []
    var agreement = ModelAgreement(cells: analysis.stack.grid.count)
    for (index, model) in models.enumerated() {
      let probability = try susceptibility(model)
      let landslides = analysis.samples[.training].samples.filter(\.isLandslide).map {
        probability.values[$0.cell]
      }
      func classified(_ scheme: MapOptions.Scheme) throws -> ClassifiedMap {
        try ClassifiedMap(
          probability, by: scheme, landslides: landslides, threads: options.threads)
      }
      let map = try classified(configuration.map.scheme)
      map.warnings.forEach { warn("\(model.title): \($0)") }
      let classes = map.classes(landslides: analysis.samples)
      try write(map, classes, of: model)
      if configuration.map.hasPictures {
        try draw(probability, map, of: model, on: analysis.stack)
      }
      areas += classes.map { $0.row(model: model) }
      stability += try stabilityRows(of: map, model: model, classified)
      agreement.add(map.values, classes: classes.count)
      progress(Double(index + 1) / Double(models.count))
    }
    if configuration.map.hasAgreement {
      try agreement.write(on: analysis.stack.grid, to: folder.raster("agreement"))
    }
    try folder.write(
      DelimitedTable(header: ClassStability.header, rows: stability), to: "class_stability.csv")
    try folder.write(DelimitedTable(header: MapClass.header, rows: areas), to: "class_areas.csv")
  }

  private func write(_ map: ClassifiedMap, _ classes: [MapClass], of model: ModelName) throws {
    try RasterFile.writeClasses(
      values: map.values, grid: map.grid, legend: classes.map(\.legend),
      attributes: [
        ClassAttribute(name: "landslides", values: .integers(classes.map(\.landslides))),
        ClassAttribute(name: "share", values: .reals(classes.map(\.share))),
      ], to: folder.raster("classes_\(model.rawValue)"))
  }

  /// How the classes of a model's map differ from those of other schemes, and theirs from each other.
  private func stabilityRows(
    of map: ClassifiedMap, model: ModelName,
    _ classified: (MapOptions.Scheme) throws -> ClassifiedMap
  ) throws -> [[String]] {
    let own = configuration.map.scheme
    var found = [(own.name, map.values)]
    var rows: [[String]] = []
    for scheme in own.alternatives {
      let other = try classified(scheme).values
      rows += found.map { ClassStability($0.0, $0.1, scheme.name, other).row(model: model) }
      found.append((scheme.name, other))
    }
    return rows
  }

  // MARK: Pictures

  private func draw(
    _ probability: Raster, _ map: ClassifiedMap, of model: ModelName, on stack: FactorStack
  ) throws {
    let view = stack.mappedWindow.flatMap(stack.grid.view)
    func thumbnail(_ raster: Raster, _ reduction: RasterThumbnail.Reduction) -> RasterThumbnail {
      RasterThumbnail(raster, window: view, longestSide: MapPoster.longestSide, by: reduction)
    }
    let elevation = elevation(in: stack).map { thumbnail($0, .mean) }
    let names = MapClass.names(map.limits.count - 1)
    let classes = Raster(
      grid: map.grid, values: map.values.map { $0 == 0 ? .nan : Float($0) })
    let posters: [(String, MapPicture, String)] = [
      (
        "susceptibility_\(model.rawValue).png",
        .probability(of: thumbnail(probability, .mean), elevation: elevation),
        "\(model.title): landslide probability"
      ),
      (
        "classes_\(model.rawValue).png",
        .susceptibilityClasses(
          of: thumbnail(classes, .nearest), names: names, elevation: elevation),
        "\(model.title): susceptibility classes"
      ),
    ]
    for (name, picture, title) in posters {
      try folder.write(MapPoster(picture: picture, title: title).png(), to: name)
    }
  }

  /// The factor of heights, for the relief behind maps.
  private func elevation(in stack: FactorStack) -> Raster? {
    stack.factors.first { ElevationName.isOne($0.name) }?.raster
  }

  // MARK: Files

  private func mapFiles(of model: ModelName) -> [URL] {
    [folder.raster("classes_\(model.rawValue)"), folder.file("classes_\(model.rawValue).qml")]
      + (configuration.map.hasPictures ? pictureNames(of: model).map(folder.file) : [])
  }

  private var sharedMapFiles: [URL] {
    [folder.file("class_areas.csv"), folder.file("class_stability.csv")]
      + (configuration.map.hasAgreement ? [folder.raster("agreement")] : [])
  }

  private func pictureNames(of model: ModelName) -> [String] {
    ["susceptibility_\(model.rawValue).png", "classes_\(model.rawValue).png"]
  }

  /// Leaves no picture of an earlier study behind.
  private func removeOtherMaps() throws {
    if !configuration.map.hasAgreement { try folder.remove(stem: "agreement") }
    for model in ModelName.allCases
    where !configuration.map.hasPictures || !configuration.models.contains(model) {
      for name in pictureNames(of: model) { try folder.remove(file: name) }
    }
  }
}
