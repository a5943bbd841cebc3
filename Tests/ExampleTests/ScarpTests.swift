import Foundation
import GeoRaster
import Testing

/// The command line on a small simulated area: the contract that other programs rely on.
@Suite(.serialized) struct ScarpTests {
  private let scarp = Program(name: "scarp")

  /// A simulated area whose study is small enough for a test.
  private func simulatedArea(_ changes: (inout String) -> Void = { _ in }) throws -> TemporaryFolder
  {
    let folder = try TemporaryFolder()
    let made = try scarp.run([
      "simulate", folder.url.path, "--size", "80", "--landslides", "60", "--quiet",
    ])
    try #require(made.status == 0, "\(made.errors)")
    let file = folder.file("study.yaml")
    var text = try String(contentsOf: file, encoding: .utf8)
    text = Self.replacing(
      "networks", with: "{ epochs: 2, filters-2d: [4, 4], hidden: 8 }", in: text)
    text = Self.replacing("random-forest", with: "{ trees: 20 }", in: text)
    text = Self.replacing("cross-validation", with: "{ folds: 2 }", in: text)
    text = Self.replacing("jackknife", with: "{ model: random-forest, seeds: 2 }", in: text)
    changes(&text)
    try Data(text.utf8).write(to: file)
    return folder
  }

  /// Replaces a top-level line of a study file, or adds it.
  static func replacing(_ key: String, with value: String, in text: String) -> String {
    var lines = text.components(separatedBy: "\n").filter { !$0.hasPrefix("\(key):") }
    lines.append("\(key): \(value)")
    return lines.joined(separator: "\n") + "\n"
  }

  private static func outputs(_ models: [String], factors: [String]) -> [String] {
    let raster = RasterFile.fileExtension
    var names = [
      "manifest.json", "samples.csv", "vif.csv", "frequency_ratio.csv", "metrics.json",
      "cross_validation.csv", "class_areas.csv", "jackknife.csv",
      "permutation_importance.csv", "effects.csv", "report.html",
    ]
    names += factors.map { "factors/\($0).\(raster)" }
    for model in models {
      let isNetwork = ["hybrid", "cnn2d", "cnn1d"].contains(model)
      if isNetwork { names.append("training_\(model).csv") }
      names += [
        "roc_\(model)_training.csv", "roc_\(model)_validation.csv", "predictions_\(model).csv",
        "model_\(model).\(isNetwork ? "safetensors" : "json")", "susceptibility_\(model).\(raster)",
        "classes_\(model).\(raster)", "classes_\(model).qml",
      ]
    }
    return names
  }

  @Test func aStudyWritesEveryFileAndIsReused() throws {
    let folder = try simulatedArea()
    let study = folder.file("study.yaml").path
    let run = try scarp.run(["run", study, "--threads", "2"])
    #expect(run.status == 0, "\(run.errors)")
    let results = folder.file("results")
    let factors = try FileManager.default.contentsOfDirectory(
      atPath: results.appendingPathComponent("factors").path
    ).filter { $0.hasSuffix(RasterFile.fileExtension) }
    #expect(factors.count == 14)
    for name in Self.outputs(["hybrid", "cnn2d", "cnn1d", "random-forest", "svm"], factors: []) {
      #expect(
        FileManager.default.fileExists(atPath: results.appendingPathComponent(name).path),
        "\(name) is missing")
    }
    try checkPredictionsAreTheMap(results, model: "hybrid")
    try checkPredictionsAreTheMap(results, model: "svm")

    let again = try scarp.run(["run", study, "--threads", "1"])
    #expect(again.status == 0)
    #expect(again.errors.contains("train (Hybrid CNN): unchanged"))

    let other = try scarp.run(["run", study, "--seed", "99"])
    #expect(other.status == 2, "results of another seed are not replaced")
    #expect(other.errors.contains("--overwrite"))

    try checkPrediction(folder)
  }

  @Test func singleCommandsTellALogWhenTheyAreDone() throws {
    let folder = try simulatedArea()
    let raster = RasterFile.fileExtension
    let dem = folder.file("elevation.\(raster)").path
    let roads = folder.file("roads.geojson").path
    let stations = folder.file("stations.csv").path
    let commands: [(step: String, arguments: [String])] = [
      ("twi", ["terrain", dem, "--product", "twi"]),
      ("distance", ["distance", roads, "--grid", dem]),
      ("interpolate (idw)", ["interpolate", stations, "--value", "pga_g", "--grid", dem]),
    ]
    let made = try scarp.run(["simulate", folder.file("made").path, "--size", "64"])
    #expect(made.errors.hasPrefix("simulate: ") && made.errors.hasSuffix(" s\n"), "\(made.errors)")
    for (step, arguments) in commands {
      let output = ["-o", folder.file("made.\(raster)").path]
      let run = try scarp.run(arguments + output)
      #expect(run.status == 0 && run.output.isEmpty, "\(run.errors)")
      #expect(run.errors.hasPrefix("\(step): ") && run.errors.hasSuffix(" s\n"), "\(run.errors)")
      let quiet = try scarp.run(arguments + output + ["--quiet"])
      #expect(quiet.status == 0 && quiet.errors.isEmpty, "\(quiet.errors)")
    }
  }

  /// A saved model gives the map that it gave in its study.
  private func checkPrediction(_ folder: TemporaryFolder) throws {
    let results = folder.file("results")
    let raster = RasterFile.fileExtension
    for model in ["model_hybrid.safetensors", "model_random-forest.json", "model_svm.json"] {
      let file = folder.file("predicted.\(raster)")
      let run = try scarp.run([
        "predict", results.appendingPathComponent(model).path, folder.file("study.yaml").path,
        "-o", file.path,
      ])
      #expect(run.status == 0, "\(run.errors)")
      let calibrated = try scarp.run([
        "predict", results.appendingPathComponent(model).path, folder.file("study.yaml").path,
        "-o", file.path, "--calibrated",
      ])
      #expect(calibrated.status == 2 && calibrated.errors.contains("has no calibration"))
      let name = model.split(separator: "_")[1].split(separator: ".")[0]
      let expected = try Raster.read(
        results.appendingPathComponent("susceptibility_\(name).\(raster)"))
      let predicted = try Raster.read(file)
      let largest = zip(predicted.values, expected.values).reduce(Float(0)) {
        $1.0.isNaN && $1.1.isNaN ? $0 : max($0, abs($1.0 - $1.1))
      }
      #expect(largest < 1e-6, "\(model)")
    }
  }

  /// Every probability in predictions_MODEL.csv stands in the map at its row and column.
  private func checkPredictionsAreTheMap(_ results: URL, model: String) throws {
    let map = try Raster.read(
      results.appendingPathComponent("susceptibility_\(model).\(RasterFile.fileExtension)"))
    let table = try DelimitedTable(
      contentsOf: results.appendingPathComponent("predictions_\(model).csv"))
    #expect(table.header == ["row", "column", "label", "set", "probability"])
    #expect(table.rows.count == 120)
    for row in table.rows {
      let cell = Cell(row: try #require(Int(row[0])), column: try #require(Int(row[1])))
      #expect(map[cell] == Float(row[4]))
    }
  }

  @Test func theSameSeedGivesTheSameFilesForAnyNumberOfThreads() throws {
    let models = "[hybrid, random-forest]"
    let folder = try simulatedArea {
      $0 = Self.replacing("models", with: models, in: $0)
      $0 = Self.replacing("cross-validation", with: "{ folds: 0 }", in: $0)
      $0 = Self.replacing("jackknife", with: "{ seeds: 0 }", in: $0)
    }
    let study = folder.file("study.yaml").path
    for threads in ["1", "4"] {
      let run = try scarp.run([
        "map", study, "--output", folder.file(threads).path, "--threads", threads,
      ])
      #expect(run.status == 0, "\(run.errors)")
    }
    let raster = RasterFile.fileExtension
    for name in [
      "model_hybrid.safetensors", "model_random-forest.json", "susceptibility_hybrid.\(raster)",
      "susceptibility_random-forest.\(raster)", "samples.csv", "class_areas.csv",
    ] {
      let one = try? Data(contentsOf: folder.file("1").appendingPathComponent(name))
      let four = try? Data(contentsOf: folder.file("4").appendingPathComponent(name))
      #expect(one != nil && one == four, "\(name) depends on the number of threads")
    }
  }

  /// What is wrong, the exit status, and what the message has to name.
  @Test(arguments: [
    ("grid", "missing.tif", 2, "missing.tif"),
    ("colour", "red", 2, "colour"),
    ("networks", "{ window: 12 }", 2, "window"),
    ("inventory", "{ vector: nothing-here.geojson }", 2, "nothing-here.geojson"),
    ("inventory", "{ vector: landslides.geojson, where: \"nothing = 1\" }", 2, "nothing"),
    ("inventory", "{ vector: landslides.geojson, id: nothing }", 2, "it has "),
    ("absences", "{ sample: 1000 }", 1, "absences"),
  ])
  func badInputIsNamed(key: String, value: String, status: Int32, expected: String) throws {
    let folder = try simulatedArea { $0 = Self.replacing(key, with: value, in: $0) }
    let run = try scarp.run(["analyze", folder.file("study.yaml").path])
    #expect(run.exited)
    #expect(run.status == status, "\(run.errors)")
    #expect(run.errors.contains(expected), "\(run.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.file("results/samples.csv").path))
  }

  @Test(arguments: [
    [], ["nonsense"], ["run"], ["run", "no-such-study.yaml"], ["terrain", "dem.tif"],
    ["terrain", "dem.tif", "--product", "slope", "--method", "d8", "-o", "x.tif"],
    ["terrain", "dem.tif", "--product", "twi", "--breach-length", "0", "-o", "x.tif"],
    ["terrain", "dem.tif", "--product", "relief", "--window", "-5", "-o", "x.tif"],
    ["simulate", "--size", "abc", "x"], ["run", "study.yaml", "--threads", "0"], ["run", "/"],
  ])
  func wrongArgumentsEndWithStatus2(arguments: [String]) throws {
    let run = try scarp.run(arguments)
    #expect(run.exited)
    // Without arguments the help is shown.
    #expect(run.status == (arguments.isEmpty ? 0 : 2), "\(run.errors)")
  }

  /// What is wrong with the files that a command is given is said before it begins.
  @Test(arguments: [
    (
      ["terrain", "DEM", "--product", "slope", "-o", "out.jpg"], "expected a file name that ends in"
    ),
    (
      ["terrain", "DEM", "--product", "slope", "-o", "FOLDER"], "expected a file name that ends in"
    ),
    (["terrain", "DEM", "--product", "slope", "-o", "no/such/out.asc"], "no/such is not there"),
    (["terrain", "DEM", "--product", "slope", "--window", "5", "-o", "o.asc"], "with relief only"),
    (
      ["terrain", "DEM", "--product", "twi", "--log", "-o", "o.asc"], "with spi only, not with twi"
    ),
    (["terrain", "DEM", "--product", "tri", "--unit", "percent", "-o", "o.asc"], "slope only"),
    (
      ["terrain", "DEM", "--product", "tpi", "--gradient-method", "horn", "-o", "o.asc"],
      "slope, aspect, northness, eastness only"
    ),
    (
      ["terrain", "DEM", "--product", "filled", "--breach-length", "9", "-o", "o.asc"],
      "--depressions breach only"
    ),
    (["terrain", "DEM", "--product", "relief", "--window", "-3", "-o", "o.asc"], "--window is -3"),
    (
      [
        "terrain", "DEM", "--product", "filled", "--depressions", "breach", "--breach-depth", "-1",
        "-o", "o.asc",
      ], "--breach-depth is -1.0"
    ),
    (["breaks", "DEM", "--classes", "-2"], "--classes is -2"),
    (["breaks", "DEM", "--threads", "-2"], "--threads is -2"),
    (["terrain", "no-dem.asc", "--product", "slope", "-o", "out.asc"], "the DEM \"no-dem.asc\""),
    (["terrain", "DEM", "--product", "steepness", "-o", "out.asc"], "steepness"),
    (["distance", "no.geojson", "--grid", "DEM", "-o", "out.asc"], "\"no.geojson\" is not there"),
    (["distance", "DEM", "--grid", "no.asc", "-o", "out.asc"], "--grid \"no.asc\" is not there"),
    (["interpolate", "POINTS", "--value", "depth", "--grid", "DEM", "-o", "out.asc"], "depth"),
    (["interpolate", "no.csv", "--value", "a", "--grid", "DEM", "-o", "out.asc"], "\"no.csv\""),
    (["terrain", "DEM", "--product", "slope", "-o", "./dem.asc"], "which is needed too"),
    (["distance", "POINTS", "--grid", "DEM", "-o", "dem.asc"], "which is needed too"),
    (
      [
        "interpolate", "POINTS", "--value", "a", "--grid", "DEM", "-o", "o.asc", "--deviation",
        "o.asc",
      ]
        + ["--method", "kriging"], "which is needed too"
    ),
    (["breaks", "no.asc"], "the raster \"no.asc\" is not there"),
    (["breaks", "DEM", "--classes", "0"], "--classes is 0"),
    (["predict", "no-model.json", "STUDY", "-o", "out.asc"], "the model \"no-model.json\""),
    (["predict", "DEM", "STUDY", "-o", "out"], "expected a file name that ends in"),
  ])
  func wrongFilesOfCommandsEndWithStatus2(arguments: [String], expected: String) throws {
    let folder = try TemporaryFolder()
    let grid = RasterGrid(
      rows: 3, columns: 3,
      geoTransform: GeoTransform(left: 0, top: 90, cellWidth: 30, cellHeight: 30), crs: .unknown)
    try Raster(grid: grid, values: (0..<9).map(Float.init)).write(to: folder.file("dem.asc"))
    try Data("x,y,a\n15,15,1\n75,75,2\n".utf8).write(to: folder.file("points.csv"))
    let names = ["DEM": "dem.asc", "POINTS": "points.csv", "FOLDER": "."]
    let run = try scarp.run(arguments.map { names[$0] ?? $0 }, in: folder.url)
    #expect(run.exited)
    #expect(run.status == 2, "\(run.errors)")
    #expect(run.errors.contains(expected), "\(run.errors)")
  }

  @Test func whatWasAssumedOfAVectorFileIsSaid() throws {
    let folder = try TemporaryFolder()
    let raster = RasterFile.fileExtension
    let grid = RasterGrid(
      rows: 20, columns: 20,
      geoTransform: GeoTransform(left: 5e5, top: 3e6, cellWidth: 30, cellHeight: 30),
      crs: try CoordinateReferenceSystem(userText: "EPSG:32643"))
    try Raster(grid: grid, repeating: 1).write(to: folder.file("grid.\(raster)"))
    let features = #"{"type":"GeometryCollection","geometries":[]}"#
    try Data(#"{"type":"Point","coordinates":[500300,2999700]}"#.utf8)
      .write(to: folder.file("point.geojson"))
    try Data(features.utf8).write(to: folder.file("nothing.geojson"))
    func run(_ name: String, _ more: [String] = []) throws -> Program.Result {
      try scarp.run(
        ["distance", name, "--grid", "grid.\(raster)", "-o", "out.\(raster)"] + more,
        in: folder.url)
    }
    let said = try run("point.geojson")
    #expect(said.status == 0 && said.errors.contains("warning:"), "\(said.errors)")
    #expect(said.errors.contains("taken to be the grid's"), "\(said.errors)")
    #expect(try run("point.geojson", ["--quiet"]).errors.isEmpty)
    let empty = try run("nothing.geojson")
    #expect(empty.status == 1 && empty.errors.contains("has no features with a geometry"))
  }

  @Test func aResultWithoutValuesIsSaid() throws {
    let folder = try TemporaryFolder()
    let grid = RasterGrid(
      rows: 3, columns: 3,
      geoTransform: GeoTransform(left: 0, top: 90, cellWidth: 30, cellHeight: 30), crs: .unknown)
    try Raster(grid: grid, repeating: .nan).write(to: folder.file("dem.asc"))
    for product in ["slope", "twi"] {
      let run = try scarp.run(
        ["terrain", "dem.asc", "--product", product, "-o", "out.asc"], in: folder.url)
      #expect(run.status == 0 && run.errors.contains("no cell has a value"), "\(run.errors)")
    }
  }

  /// A point 15 m beyond the edge: two columns of 30 m cells from the centre of the first one's neighbour.
  @Test func featuresBeyondTheGridAreMeasuredTo() throws {
    let folder = try TemporaryFolder()
    let grid = RasterGrid(
      rows: 1, columns: 3,
      geoTransform: GeoTransform(left: 0, top: 30, cellWidth: 30, cellHeight: 30), crs: .unknown)
    try Raster(grid: grid, repeating: 1).write(to: folder.file("grid.asc"))
    try Data("x,y\n-15,15\n".utf8).write(to: folder.file("point.csv"))
    let run = try scarp.run(
      ["distance", "point.csv", "--grid", "grid.asc", "-o", "out.asc"], in: folder.url)
    #expect(run.status == 0 && run.errors.contains("no feature lies in the grid"), "\(run.errors)")
    #expect(try Raster.read(folder.file("out.asc")).values == [30, 60, 90])
  }

  @Test(arguments: [["--help"], ["run", "--help"], ["help", "predict"], ["--version"]])
  func helpIsPrintedAndEndsWell(arguments: [String]) throws {
    let run = try scarp.run(arguments)
    #expect(run.status == 0, "\(run.errors)")
    #expect(!run.output.isEmpty)
  }

  @Test func theTemplateIsNotOverwritten() throws {
    let folder = try TemporaryFolder()
    #expect(try scarp.run(["init", folder.url.path]).status == 0)
    #expect(try scarp.run(["init", folder.url.path]).status == 2)
    #expect(try scarp.run(["init", folder.url.path, "--overwrite"]).status == 0)
  }

  @Test(arguments: [
    "slope", "aspect", "northness", "eastness", "curvature", "profile-curvature", "plan-curvature",
    "tangential-curvature", "relief", "tri", "tpi", "roughness", "twi", "spi", "flow-accumulation",
    "filled",
  ])
  func everyTerrainProductIsARasterOfItsGrid(product: String) throws {
    let folder = try TemporaryFolder()
    let values = (0..<20).map { row in
      (0..<30).map { "\(500 + 7 * row - 4 * $0 + row * $0 % 5)" }.joined(separator: " ")
    }
    let dem = folder.url.appendingPathComponent("dem.asc")
    try Data(
      ("ncols 30\nnrows 20\nxllcorner 0\nyllcorner 0\ncellsize 30\n"
        + values.joined(separator: "\n") + "\n").utf8
    ).write(to: dem)
    let result = folder.url.appendingPathComponent("\(product).asc")
    let window = product == "relief" ? ["--window", "5"] : []
    let run = try scarp.run(
      ["terrain", dem.path, "--product", product, "-o", result.path] + window)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.isEmpty && run.errors.hasPrefix("\(product): "))
    let raster = try Raster.read(result)
    #expect(raster.grid == (try Raster.grid(of: dem)) && raster.validCount == 600)
    if product == "slope" { #expect(raster.values == (try Raster.read(dem).slope().values)) }
  }

  @Test func breaksArePrintedAsJSON() throws {
    let folder = try TemporaryFolder()
    let grid = RasterGrid(
      rows: 1, columns: 4,
      geoTransform: GeoTransform(left: 0, top: 30, cellWidth: 30, cellHeight: 30), crs: .unknown)
    let file = folder.file("values.\(RasterFile.fileExtension)")
    try Raster(grid: grid, values: [4, 5, 9, 10]).write(to: file)
    let run = try scarp.run(["breaks", file.path, "--classes", "2"])
    let object = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    // The optimum of [4, 5 | 9, 10]: see `textbook small` of the reference values.
    #expect(object?["breaks"] as? [Double] == [5, 10])
    #expect(object?["method"] as? String == "natural")
    #expect(object?["classes"] as? Int == 2)
  }
}
