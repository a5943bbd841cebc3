import Baselines
import FactorAnalysis
import Foundation
import HybridCNN
import NeuralCore
import Testing

@testable import Susceptibility

@Suite struct StudyConfigurationTests {
  static func read(_ yaml: String) throws -> StudyConfiguration {
    try StudyConfiguration(
      yaml: yaml, file: "study.yaml", folder: URL(fileURLWithPath: "/data", isDirectory: true))
  }

  static let minimal = """
    grid: dem.tif
    factors:
      - { name: slope, derive: slope, from: dem.tif }
    inventory: { vector: landslides.shp }

    """

  @Test func whatIsNotGivenHasItsDefault() throws {
    let study = try Self.read(Self.minimal)
    #expect(study.seed == 2005)
    #expect(study.output == "results")
    #expect(study.models == [.hybrid, .cnn2d, .cnn1d, .randomForest, .svm])
    #expect(study.absences == .sampled(AbsenceSampling()))
    #expect(study.split == SplitOptions(training: 0.7, method: .random))
    #expect(study.vif == CollinearityOptions(maximum: 10, removes: false))
    #expect(study.encoding == .raw(.minMax))
    #expect(study.crossValidation.folds == 5)
    #expect(study.crossValidation.schemes == [.random, .spatialBlocks])
    #expect(study.tune == nil)
    #expect(study.jackknife == JackknifeOptions(model: .hybrid, seeds: 1))
    #expect(study.map == MapOptions(classes: 5, method: .natural))
    #expect(study.uncertainty == nil && study.applicability)
    #expect(study.hyperparameters.networks == .recommended)
    #expect(study.factors[0].classScheme == .quantiles(8))
  }

  @Test func theJackknifeIsOffWithoutTheHybrid() throws {
    #expect(try Self.read(Self.minimal + "models: [svm]").jackknife.seeds == 0)
  }

  private static func interpolated(_ keys: String) throws -> PointInterpolation? {
    let study = try read(
      """
      grid: dem.tif
      factors:
        - { name: pga, interpolate: stations.csv, value: pga_g, \(keys) }
      inventory: { vector: landslides.shp }
      """)
    guard case .interpolated(_, _, let options) = study.factors[0].source else { return nil }
    return options
  }

  @Test func interpolationIsReadWithItsSourceAndGround() throws {
    let method = "method: kriging-with-trend"
    #expect(try Self.interpolated("crs: EPSG:4326") == PointInterpolation())
    #expect(
      try Self.interpolated("\(method), source: { lon: 103.36, lat: 30.99 }")
        == PointInterpolation(
          method: .krigingWithTrend, source: .point(x: 103.36, y: 30.99, crs: "EPSG:4326")))
    #expect(
      try Self.interpolated(
        "\(method), source: { x: 5, y: 6 }, depth-km: 8, log: false, vs30: v.tif")
        == PointInterpolation(
          method: .krigingWithTrend, isLogarithmic: false,
          source: .point(x: 5, y: 6, crs: nil), depthInKilometers: 8,
          siteVelocity: SiteVelocity(raster: "v.tif")))
    let full = try #require(
      try Self.interpolated(
        "\(method), source: { vector: fault.shp, where: id = 3 }, vs30: v.tif, station-vs30: v"))
    #expect(
      full.source == .vector(VectorSelection(vector: "fault.shp", condition: "id = 3")))
    #expect(full.siteVelocity == SiteVelocity(raster: "v.tif", attribute: "v"))
    #expect(full.namedFiles.map(\.path) == ["fault.shp", "v.tif"])
    #expect(full.isLogarithmic)
  }

  @Test(arguments: [
    "method: kriging-with-trend", "source: { lon: 1, lat: 2 }", "method: kriging, depth-km: 3",
    "method: kriging-with-trend, source: { lon: 1 }",
    "method: kriging-with-trend, source: { lon: 1, lat: 95 }",
    "method: kriging-with-trend, source: { x: 1, lat: 2 }",
    "method: kriging-with-trend, source: { vector: a.shp, x: 2 }",
    "method: kriging-with-trend, source: { lon: 1, lat: 2 }, depth-km: 0", "station-vs30: v",
    "method: idw, log: maybe",
  ])
  func keysOfInterpolationThatDoNotFitAreErrors(keys: String) {
    #expect(throws: StudyFileError.self) { try Self.interpolated(keys) }
  }

  /// Every kind of factor, in the words of the contract.
  @Test func everySourceIsRead() throws {
    let study = try Self.read(
      """
      grid: elevation.tif
      area: { vector: boundary.shp }
      exclude: { vector: lakes.shp }
      factors:
        - { name: elevation, raster: elevation.tif, classes: { quantiles: 8 } }
        - { name: slope, derive: slope, from: elevation.tif, classes: { breaks: [5, 15, 25] } }
        - { name: aspect, derive: aspect, from: elevation.tif }
        - { name: lithology, raster: lithology.tif, kind: categorical, legend: legend.csv }
        - { name: geology, polygons: geology.shp, attribute: code, kind: categorical }
        - { name: faults, distance-to: faults.shp }
        - { name: rivers, distance-to: streams, from: elevation.tif, classes: { natural: 6 } }
        - { name: ndvi, ndvi: { red: b4.tif, near-infrared: b5.tif } }
        - { name: pga, interpolate: stations.csv, value: pga_g, method: kriging, classes: { equal: 5 } }
        - { name: relief, derive: relief, from: elevation.tif, window: 21 }
        - { name: spi, derive: spi, from: elevation.tif, log: true, classes: { geometric: 5 } }
        - { name: twi, derive: twi, from: elevation.tif, classes: { standard-deviation: 6 } }
      inventory: { vector: landslides.shp, where: "post2005 = 1", id: ls_id }
      absences: { vector: points.shp, where: "label = 0" }
      encoding: raw
      scale: z-score
      networks: { preset: paper, epochs: 10, filters-2d: [8, 16] }
      tune: { models: [hybrid], folds: 3, grid: { learning-rate: [0.08, 0.01] } }
      """)
    let sources = study.factors.map(\.source)
    #expect(sources[0] == .raster(file: "elevation.tif", band: 1))
    #expect(sources[2] == .derived(.aspect(), dem: "elevation.tif"))
    #expect(study.factors[2].classScheme == .aspectSectors)
    #expect(study.factors[3].classScheme == .categories)
    #expect(
      sources[4] == .polygons(VectorSelection(vector: "geology.shp"), attribute: "code"))
    #expect(
      sources[6] == .distanceToStreams(dem: "elevation.tif", thresholdInSquareKilometers: 1))
    #expect(study.factors[6].classScheme == .naturalBreaks(6))
    #expect(sources[7] == .ndvi(red: "b4.tif", nearInfrared: "b5.tif"))
    #expect(sources[9] == .derived(.relief(window: 21), dem: "elevation.tif"))
    #expect(sources[10] == .derived(.spi(logarithmic: true), dem: "elevation.tif"))
    #expect(study.factors[10].classScheme == .geometric(5))
    #expect(study.factors[11].classScheme == .standardDeviation(6))
    #expect(study.encoding == .raw(.zScore))
    #expect(study.hyperparameters.networks.learningRate == 0.08)
    #expect(study.hyperparameters.networks.epochs == 10)
    #expect(study.hyperparameters.networks.filters2D == [8, 16])
    #expect(study.tune?.combinations(for: .hybrid).count == 2)
    #expect(study.url("b4.tif").path == "/data/b4.tif")
  }

  @Test func layersSystemsAndResamplingAreRead() throws {
    let study = try Self.read(
      """
      grid: dem.tif
      area: { vector: all.gpkg, layer: boundary }
      factors:
        - { name: elevation, raster: dem.tif, resampling: cubic }
        - { name: slope, derive: slope, from: dem.tif, resampling: nearest }
        - { name: rock, raster: rock.tif, kind: categorical, resampling: mode }
        - { name: geology, polygons: all.gpkg, layer: units, attribute: code, crs: EPSG:32643 }
        - { name: roads, distance-to: all.gpkg, layer: roads, where: "class LIKE 'A%'" }
        - { name: pga, interpolate: all.gpkg, layer: stations, value: g }
      inventory: { vector: all.gpkg, layer: slides, cells: highest }
      absences: { vector: all.gpkg, layer: stable }
      """)
    #expect(study.area?.layer == "boundary" && study.inventory.layer == "slides")
    #expect(study.factors.map(\.resampling) == [.cubic, .nearest, .mode, nil, nil, nil])
    #expect(
      study.factors[3].source
        == .polygons(
          VectorSelection(vector: "all.gpkg", layer: "units", crs: "EPSG:32643"),
          attribute: "code"))
    guard case .distance(let roads, boundary: false) = study.factors[4].source,
      case .interpolated(let stations, _, _) = study.factors[5].source,
      case .vector(let stable) = study.absences
    else {
      Issue.record("other sources")
      return
    }
    #expect(roads.layer == "roads" && roads.condition == "class LIKE 'A%'")
    #expect(stations.layer == "stations" && stable.layer == "stable")
    #expect(study.landslideCells == .highest(dem: nil))
    #expect(try Self.read(Self.minimal).landslideCells == .centroid)
  }

  @Test(arguments: [
    ("raster: a.tif, kind: categorical, resampling: average", "factors[1].resampling"),
    ("raster: a.tif, resampling: lanczos", "factors[1].resampling"),
    ("polygons: a.shp, attribute: b, resampling: mode", "factors[1]"),
    ("distance-to: a.shp, resampling: mode", "factors[1].distance-to"),
    ("distance-to: streams, from: a.tif, layer: b", "factors[1].distance-to"),
    ("raster: a.tif, layer: b", "factors[1]"),
  ])
  func keysThatDoNotGoTogetherAreNamed(factor: String, key: String) {
    let text = Self.minimal.replacingOccurrences(
      of: "inventory", with: "  - { name: second, \(factor) }\ninventory")
    let error = #expect(throws: StudyFileError.self) { try Self.read(text) }
    #expect(error?.key == key)
  }

  @Test(arguments: [
    ("slope", DerivedFactor.slope()),
    (
      "slope, unit: percent, method: zevenbergen-thorne",
      .slope(method: .zevenbergenThorne, unit: .percent)
    ),
    ("aspect, method: zevenbergen-thorne", .aspect(method: .zevenbergenThorne)),
    ("northness", .northness()), ("eastness", .eastness()), ("curvature", .curvature(.total)),
    ("profile-curvature", .curvature(.profile)), ("plan-curvature", .curvature(.plan)),
    ("tangential-curvature", .curvature(.tangential)), ("tri", .ruggedness),
    ("tpi", .topographicPosition), ("roughness", .roughness),
  ])
  func terrainFactorsAreRead(text: String, factor: DerivedFactor) throws {
    let study = try Self.read(
      """
      grid: dem.tif
      factors: [{ name: a, derive: \(text), from: dem.tif }]
      inventory: { vector: landslides.shp }

      """)
    #expect(study.factors[0].source == .derived(factor, dem: "dem.tif"))
  }

  @Test func slopesInPercentAreNoLimitsForAbsences() {
    let text = Self.minimal.replacingOccurrences(
      of: "derive: slope,", with: "derive: slope, unit: percent,")
    #expect(throws: StudyFileError.self) {
      try Self.read(text + "absences: { slope: { minimum: 5 } }")
    }
  }

  @Test func waysOfTheWaterAreRead() throws {
    let sources = try Self.read(
      """
      grid: dem.tif
      factors:
        - { name: twi, derive: twi, from: dem.tif }
        - { name: spi, derive: spi, from: dem.tif, flow: d-infinity, depressions: breach }
        - { name: wet, derive: twi, from: dem.tif, flow: d8 }
        - { name: rivers, distance-to: streams, from: dem.tif, depressions: breach }
      inventory: { vector: landslides.shp }
      """
    ).factors.map(\.source)
    #expect(sources[0] == .derived(.twi(flow: FlowOptions()), dem: "dem.tif"))
    #expect(
      sources[1]
        == .derived(
          .spi(
            logarithmic: false, flow: FlowOptions(method: .dInfinity, depressions: .breach)),
          dem: "dem.tif"))
    #expect(sources[2] == .derived(.twi(flow: FlowOptions(method: .d8)), dem: "dem.tif"))
    #expect(
      sources[3]
        == .distanceToStreams(
          dem: "dem.tif", thresholdInSquareKilometers: 1, depressions: .breach))
    #expect(FlowOptions().method.flowMethod == .multiple(exponent: 1))
    #expect(FlowOptions().depressions.removal == .fill)
  }

  @Test func supportVectorMachinesAreRead() throws {
    let line = """
      svm: { penalty: 4, kernel: polynomial, gamma: 0.5, degree: 2, coefficient: 1, class-weights: balanced }
      tune: { models: [svm], grid: { kernel: [rbf, linear], class-weights: [none, balanced], degree: [2, 3] } }
      """
    let study = try Self.read(Self.minimal + line)
    #expect(
      study.hyperparameters.svm.estimator(threads: 1)
        == SupportVectorMachine(
          penalty: 4, kernel: .polynomial(degree: 2, gamma: .value(0.5), coefficient: 1),
          classWeights: .balanced, threads: 1))
    #expect(study.tune?.combinations(for: .svm).count == 8)
    let usual = try Self.read(Self.minimal).hyperparameters.svm
    #expect(usual.estimator(threads: 1) == SupportVectorMachine(threads: 1))
  }

  @Test func rulesForAbsencesAreRead() throws {
    let line = "absences: { slope: { minimum: 5 }, envelope: {}, replicates: 4 }"
    let absences = try Self.read(Self.minimal + line).absences
    #expect(
      absences
        == .sampled(
          AbsenceSampling(
            slope: SlopeLimits(minimum: 5, source: .factor("slope")), envelope: EnvelopeLimits(),
            replicates: 4)))
    #expect(absences.replicates == 4 && absences.firstSet.replicates == 1)
    let study = try Self.read(
      Self.minimal + "absences: { slope: { maximum: 60, from: other.tif } }")
    #expect(study.namedFiles.contains { $0.key == "absences.slope.from" && $0.path == "other.tif" })
  }

  @Test func networksAreChosen() throws {
    let chosen = try Self.read(
      Self.minimal + "networks: { seeds: 5, checkpoint-every: 0, collapse: fail }"
    ).hyperparameters
    #expect(chosen.networkSeeds == 5)
    #expect(chosen.checkpointInterval == 0)
    #expect(chosen.networks.collapse == .fail)
    let usual = try Self.read(Self.minimal + "networks: { collapse: restart }").hyperparameters
    #expect(usual.networkSeeds == 1)
    #expect(usual.checkpointInterval == 25)
    #expect(usual.networks == .recommended)
  }

  @Test func schedulesAreChosen() throws {
    func schedule(_ networks: String) throws -> LearningRateSchedule {
      try Self.read(Self.minimal + "networks: { \(networks) }").hyperparameters.networks.schedule
    }
    #expect(try schedule("window: 13") == .constant)
    #expect(try schedule("schedule: constant") == .constant)
    #expect(try schedule("schedule: cosine") == .cosine(least: 0))
    #expect(try schedule("schedule: step") == .step(every: 10, factor: 0.5))
    #expect(
      try schedule("step-factor: 0.25, step-every: 4, schedule: step")
        == .step(every: 4, factor: 0.25))
    // A search tries them like anything else, whatever their order.
    let tried = try ModelHyperparameters().setting(
      [
        HyperparameterSetting(name: "step-every", value: .number(7)),
        HyperparameterSetting(name: "schedule", value: .text("step")),
      ], of: .hybrid)
    #expect(tried.networks.schedule == .step(every: 7, factor: 0.5))
  }

  @Test func earlyStoppingIsChosen() throws {
    func chosen(_ networks: String) throws -> ModelHyperparameters {
      try Self.read(Self.minimal + "networks: { \(networks) }").hyperparameters
    }
    #expect(try chosen("window: 13").networks.earlyStopping == nil)
    #expect(try chosen("early-stopping: false").networks.earlyStopping == nil)
    let stopping = try chosen("seeds: 4, early-stopping: { patience: 3, blocks: 4 }")
    #expect(stopping.networks.earlyStopping == EarlyStopping(patience: 3))
    #expect(stopping.stoppingBlocks == 4)
    let usual = try chosen("early-stopping: {}")
    #expect(usual.networks.earlyStopping == EarlyStopping(patience: 5))
    #expect(usual.stoppingBlocks == 5)
  }

  @Test func flipsAtPredictionAreChosen() throws {
    func flips(_ networks: String) throws -> NetworkHyperparameters.PredictionFlips {
      try Self.read(Self.minimal + "networks: { \(networks) }").hyperparameters.networks
        .predictionFlips
    }
    #expect(try flips("window: 13") == .none)
    #expect(try flips("prediction-flips: dihedral") == .dihedral)
  }

  @Test func bothEncodingsAreChosen() throws {
    #expect(try Self.read(Self.minimal + "encoding: both").encoding == .both(.minMax))
    #expect(
      try Self.read(Self.minimal + "encoding: both\nscale: z-score").encoding == .both(.zScore))
  }

  @Test func forestsAreChosen() throws {
    let chosen = try Self.read(
      Self.minimal + """
        random-forest:
          trees: 200
          maximum-features: 5
          maximum-depth: 12
          minimum-leaf-size: 2
          minimum-split-size: 6
          criterion: entropy
          splits: random
          bootstrap: false
          subsample: 0.7
          class-weights: balanced
        """
    ).hyperparameters.randomForest
    #expect(
      chosen.estimator(threads: 3, measuresImportance: true)
        == RandomForest(
          trees: 200, maximumFeatures: .count(5), maximumDepth: 12, minimumLeafSize: 2,
          minimumSplitSize: 6, bootstrap: false, subsample: 0.7, splits: .random,
          impurity: .entropy, classWeights: .balanced, permutationImportance: true, threads: 3))
    for (text, expected) in [
      ("maximum-features: all", ForestOptions(maximumFeatures: .all)),
      ("maximum-features: square-root", ForestOptions()),
      ("splits: histogram", ForestOptions(splits: .histogram(bins: 256))),
      ("splits: exact", ForestOptions(splits: .exact)),
      ("bootstrap: true", ForestOptions()), ("subsample: 1", ForestOptions()),
      ("class-weights: none", ForestOptions()),
    ] {
      #expect(
        try Self.read(Self.minimal + "random-forest: { \(text) }").hyperparameters.randomForest
          == expected)
    }
  }

  /// Every key of the forest can be tuned.
  @Test func forestsAreTuned() throws {
    let study = try Self.read(
      Self.minimal + """
        models: [random-forest]
        tune:
          models: [random-forest]
          grid:
            splits: [exact, random]
            bootstrap: [true, false]
            maximum-features: [2, 4, square-root]
            criterion: [gini, entropy]
            class-weights: [none, balanced]
            subsample: [0.5, 1]
        """)
    let combinations = try #require(study.tune).combinations(for: .randomForest)
    #expect(combinations.count == 2 * 2 * 3 * 2 * 2 * 2)
    let forests = try combinations.map {
      try study.hyperparameters.setting($0, of: .randomForest).randomForest
    }
    #expect(Set(try forests.map { try JSONFile.compactData($0) }).count == combinations.count)
    #expect(forests.contains { $0.splits == .random && !$0.bootstrap && $0.subsample == 0.5 })
  }

  /// Checkpoints change no result, so results stay valid when their interval changes.
  @Test func onlyWhatChangesResultsChangesKeys() throws {
    func keys(_ networks: String) throws -> StepKeys {
      try StepKeys(
        Self.read(Self.minimal + "networks: { \(networks) }"), digests: ["dem.tif": "1"])
    }
    let usual = try keys("window: 13")
    #expect(try keys("checkpoint-every: 3").study == usual.study)
    #expect(try keys("seeds: 1").study == usual.study)
    #expect(try keys("seeds: 2").model(.hybrid) != usual.model(.hybrid))
    #expect(try keys("seeds: 2").model(.svm) == usual.model(.svm))
    #expect(try keys("collapse: fail").model(.cnn1d) != usual.model(.cnn1d))
    #expect(try keys("schedule: cosine").model(.hybrid) != usual.model(.hybrid))
    #expect(try keys("prediction-flips: none").study == usual.study)
    #expect(try keys("prediction-flips: dihedral").model(.hybrid) != usual.model(.hybrid))
    let stopping = try keys("early-stopping: { blocks: 5 }").model(.hybrid)
    #expect(stopping != usual.model(.hybrid))
    #expect(try keys("early-stopping: { blocks: 4 }").model(.hybrid) != stopping)
    #expect(try keys("early-stopping: { patience: 6 }").model(.hybrid) != stopping)
  }

  /// A line of the study file, and what the message has to name.
  @Test(arguments: [
    ("colour: red", "unknown key \"colour\""),
    ("networks: { window: 12 }", "window"),
    ("networks: { window: 9 }", "networks.window"),
    ("networks: { epochs: many }", "networks.epochs: expected a whole number"),
    ("networks: { batch-size: 0 }", "networks.batch-size: expected a whole number from 1"),
    ("networks: { activation: softmax }", "networks.activation: expected one of relu, leaky-relu"),
    ("networks: { kernel-size: 4 }", "networks: kernel-size is 4, expected an odd number"),
    (
      "networks: { window: [13] }",
      "networks.window: expected an odd number of cells from 11 to 255, found [13]"
    ),
    (
      "networks: { filters-2d: [8] }",
      "networks.filters-2d: expected a list of 2 whole numbers from 1 to 4096, found [8]"
    ),
    (
      "networks: { pooling-stride: 11, window: 11, pooling-size: 11 }",
      "a window of 11 is too small"
    ),
    ("svm: { gamma: 1e300 }", "svm.gamma: expected a number above 0 (1e-9 to 1e9), or scale"),
    ("svm: { gamma: 0 }", "svm.gamma: expected a number above 0 (1e-9 to 1e9), or scale"),
    ("logistic-regression: { ridge: 0 }", "logistic-regression.ridge: expected a number above 0"),
    ("networks: { seeds: 0 }", "networks.seeds: expected 1 to 1000 networks, found \"0\""),
    (
      "networks: { checkpoint-every: -1 }", "networks.checkpoint-every: expected a number of epochs"
    ),
    ("random-forest: { trees: 0 }", "random-forest.trees: expected a whole number from 1"),
    ("random-forest: { maximum-depth: 0 }", "random-forest.maximum-depth: expected a whole"),
    (
      "random-forest: { maximum-features: 0 }", "expected a whole number from 1, square-root or all"
    ),
    (
      "random-forest-window: { window: 4 }",
      "random-forest-window.window: expected an odd number of cells from 3 to 255, found 4"
    ),
    ("random-forest-window: { trees: 0 }", "random-forest-window.trees: expected a whole number"),
    ("random-forest: { maximum-features: half }", "random-forest.maximum-features: expected a"),
    ("random-forest: { subsample: 0 }", "random-forest.subsample: expected a number above 0"),
    ("random-forest: { subsample: 1.5 }", "expected a number above 0 and at most 1, found 1.5"),
    ("random-forest: { bootstrap: maybe }", "random-forest.bootstrap: expected one of true, false"),
    (
      "random-forest: { splits: best }",
      "splits: expected one of automatic, exact, histogram, random"
    ),
    ("random-forest: { criterion: log-loss }", "criterion: expected one of gini, entropy"),
    ("networks: { schedule: linear }", "networks.schedule: expected one of constant, cosine, step"),
    (
      "networks: { step-every: 5 }",
      "networks.step-every: expected a whole number from 1, with schedule: step, found 5"
    ),
    (
      "networks: { schedule: step, step-factor: 0 }",
      "networks.step-factor: expected a number above 0 and at most 1, with schedule: step"
    ),
    ("networks: { early-stopping: true }", "expected false or { patience: 5, blocks: 5 }"),
    (
      "networks: { early-stopping: { patience: 0 } }",
      "networks.early-stopping.patience: expected 1 to 100000 epochs without a better loss"
    ),
    (
      "networks: { early-stopping: { blocks: 1 } }",
      "networks.early-stopping.blocks: expected 2 to 1000 blocks of ground"
    ),
    (
      "networks: { prediction-flips: 8 }",
      "networks.prediction-flips: expected one of none, dihedral"
    ),
    ("encoding: all", "encoding: expected one of raw, both, frequency-ratio"),
    ("networks: { collapse: ignore }", "networks.collapse: expected one of restart, fail"),
    ("ensemble: { method: best }", "ensemble.method: expected one of average, stacked"),
    ("ensemble: { folds: 5 }", "ensemble.folds: is for method: stacked"),
    ("ensemble: { method: stacked, folds: 1 }", "ensemble.folds: expected at least 2 folds"),
    (
      "ensemble: { method: stacked, scheme: buffered-leave-one-out }",
      "ensemble: scheme: buffered-leave-one-out has a fold for each sample"
    ),
    ("models: [svm, ensemble]", "the ensemble has 1 members; expected at least 2"),
    (
      "models: [svm, cnn1d, ensemble]\nensemble: { members: [svm, hybrid] }",
      "ensemble: members: \"hybrid\" is not among the study's other models"
    ),
    (
      "models: [svm, cnn1d, ensemble]\nensemble: { members: [svm, ensemble] }",
      "members: \"ensemble\" is not among the study's other models"
    ),
    (
      "models: [svm, cnn1d, ensemble]\nensemble: { method: stacked, scheme: square-blocks }",
      "square-blocks needs block-size"
    ),
    (
      "models: [svm, cnn1d, ensemble]\ntune: { models: [ensemble], grid: { window: [11] } }",
      "tune: models: an ensemble has nothing to tune"
    ),
    ("split: { training: 1.5 }", "split.training"),
    ("models: [hybrid, perceptron]", "models[1]: expected one of hybrid"),
    ("models: []", "models: is empty"),
    ("cross-validation: { folds: 1 }", "0 (off) or at least 2"),
    ("cross-validation: { schemes: [leave-one-out] }", "schemes[0]: expected one of random"),
    ("cross-validation: { schemes: [random, random] }", "schemes: names a scheme twice"),
    ("cross-validation: { schemes: [] }", "schemes: is empty; expected at least one of random"),
    (
      "cross-validation: { schemes: [random], buffer: 100 }",
      "cross-validation: buffer is for buffered-leave-one-out, which is not among the schemes"
    ),
    (
      "cross-validation: { block-size: 500 }",
      "cross-validation: block-size is for square-blocks, which is not among the schemes"
    ),
    ("cross-validation: { schemes: [square-blocks] }", "cross-validation: square-blocks needs"),
    ("cross-validation: { schemes: [buffered-leave-one-out] }", "needs buffer"),
    ("cross-validation: { block-size: 0 }", "cross-validation.block-size: expected metres"),
    ("cross-validation: { purge: 3 }", "cross-validation.purge: expected true or false"),
    ("split: { method: square-blocks }", "split: square-blocks needs block-size"),
    ("split: { block-size: 100 }", "only goes with method: square-blocks"),
    ("evaluation: { cost-ratio: 0 }", "evaluation.cost-ratio: expected what a missed"),
    ("evaluation: { partial-auc: 2 }", "evaluation.partial-auc: expected the greatest"),
    ("evaluation: { bootstrap: many }", "evaluation.bootstrap: expected 100 to 1000000 replicates"),
    ("smoothing: -1", "smoothing: expected a number of landslides"),
    ("vif: { cells: some }", "vif.cells: expected true or false"),
    ("calibration: { method: beta }", "calibration.method: expected one of none, platt"),
    ("calibration: { prevalence: 0 }", "calibration.prevalence: expected the share"),
    ("calibration: platt", "calibration: expected { method"),
    ("encoder-fit: all", "encoder-fit: expected one of training, inventory"),
    ("absences: { sample: -1 }", "absences.sample"),
    ("absences: { vector: a.shp, sample: 1 }", "both a vector and a sample"),
    ("absences: { replicates: 0 }", "absences.replicates: expected 1 to 100 sets"),
    ("absences: { replicates: 1000 }", "absences.replicates: expected 1 to 100 sets"),
    ("absences: { vector: a.shp, replicates: 3 }", "replicates is for absences that are drawn"),
    ("absences: { slope: 5 }", "absences.slope: expected { minimum: DEGREES"),
    ("absences: { slope: {} }", "absences.slope: has no limit"),
    ("absences: { slope: { minimum: 95 } }", "absences.slope.minimum: expected degrees"),
    ("absences: { slope: { minimum: 9, maximum: 9 } }", "the minimum is not below the maximum"),
    ("absences: { slope: { minimum: 9, factor: relief } }", "\"relief\" is no continuous factor"),
    ("absences: { slope: { minimum: 9, factor: slope, from: d.tif } }", "both a factor and a DEM"),
    ("absences: { envelope: { percentiles: [95, 5] } }", "a lower and an upper percentile"),
    ("absences: { envelope: { percentiles: [5] } }", "a lower and an upper percentile"),
    ("absences: { envelope: { factors: 2 } }", "absences.envelope.factors: expected 1 to 1"),
    ("absences: { envelope: { quantiles: 2 } }", "unknown key \"quantiles\""),
    ("uncertainty: { models: all }", "\"sources\" is missing"),
    ("uncertainty: { sources: [seeds] }", "expected one of replicates, folds"),
    ("uncertainty: { sources: [] }", "uncertainty.sources: expected each of replicates, folds"),
    ("uncertainty: { sources: [folds, folds] }", "each of replicates, folds at most once"),
    ("uncertainty: { sources: [replicates] }", "replicates needs absences: { replicates: K }"),
    (
      "cross-validation: { folds: 0 }\nuncertainty: { sources: [folds] }",
      "uncertainty: sources: folds needs a cross-validation"
    ),
    (
      "models: [svm]\nuncertainty: { sources: [folds], models: [hybrid] }",
      "uncertainty: models: \"hybrid\" is not among"
    ),
    ("applicability: often", "applicability: expected true or false"),
    ("encoding: one-hot", "frequency-ratio"),
    ("tune: { models: [svm], grid: { dropout: [0.1] } }", "no hyperparameter of the tuned models"),
    ("tune: { models: [hybrid], grid: { dropout: [2] } }", "dropout"),
    (
      "tune: { models: [hybrid], grid: { hidden: [8, 8] } }",
      "tune.grid.hidden: names 8 twice; expected values to try one after the other, each once"
    ),
    (
      "tune: { models: [hybrid], grid: { hidden: [[8, 8]] } }",
      "grid: hidden: expected a whole number from 1 to 4096, found [8, 8]"
    ),
    (
      "tune: { models: [hybrid], grid: { kernel-size: [4] } }",
      "grid: kernel-size is 4, expected an odd number"
    ),
    ("map: { classes: 1 }", "map.classes"),
    ("map: { breaks: [0.4, 0.2] }", "map.breaks: is [0.4, 0.2], expected rising"),
    ("map: { breaks: [0, 0.5] }", "rising probabilities between 0 and 1"),
    ("map: { breaks: [0.5], classes: 5 }", "makes 2 classes, but classes is 5"),
    ("map: { breaks: [0.5], method: equal }", "map.method: stands beside breaks"),
    ("map: { method: landslide-share, classes: 4 }", "say shares"),
    ("map: { method: landslide-share, shares: [0.5, 0.4] }", "that sum to 1, found 0.9"),
    ("map: { shares: [0.5, 0.5] }", "needs method: landslide-share"),
    ("map: { method: jenks }", "expected one of"),
    ("map: { pictures: 3 }", "expected true or false"),
    ("seed: -3", "seed"),
  ])
  func aWrongKeyIsNamed(line: String, expected: String) {
    let error = #expect(throws: StudyFileError.self) { try Self.read(Self.minimal + line) }
    #expect(error?.description.contains(expected) == true, "\(String(describing: error))")
    #expect(error?.description.hasPrefix("study.yaml") == true)
  }

  /// The folds of tuning take their size from `cross-validation`, even when that is off.
  @Test func aSizeOfTheFoldsOfTuningIsUsed() throws {
    let study = try Self.read(
      Self.minimal
        + """
        cross-validation: { folds: 0, block-size: 500 }
        tune: { models: [svm], scheme: square-blocks, grid: { penalty: [1, 10] } }
        """)
    #expect(study.crossValidation.foldOptions.blockSize == 500)
  }

  @Test(arguments: [
    ("{ name: a }", "exactly one of"),
    ("{ name: a, raster: r.tif, derive: slope, from: d.tif }", "found raster and derive"),
    ("{ name: a, derive: slope, from: r.tif, flow: d8 }", "flow only goes with twi and spi"),
    ("{ name: a, derive: twi, from: r.tif, flow: d9 }", "d-infinity"),
    (
      "{ name: a, distance-to: r.shp, depressions: fill }",
      "depressions only goes with distance-to: streams"
    ),
    ("{ name: a, raster: r.tif, window: 3 }", "\"window\" does not go with raster"),
    ("{ name: a/b, raster: r.tif }", "a name of at most 100"),
    ("{ name: a, derive: slope }", "\"from\" is missing"),
    ("{ name: a, derive: relief, from: d.tif, window: 4 }", "odd number"),
    ("{ name: a, derive: aspect, from: d.tif, unit: percent }", "only slope has units"),
    ("{ name: a, derive: slope, from: d.tif, unit: radians }", "percent"),
    ("{ name: a, derive: tri, from: d.tif, method: horn }", "have a method"),
    ("{ name: a, derive: slope, from: d.tif, method: idw }", "zevenbergen-thorne"),
    ("{ name: a, raster: r.tif, classes: { breaks: [3, 2] } }", "rising numbers"),
    ("{ name: a, raster: r.tif, classes: { quantiles: 0 } }", "2 to 256 classes"),
    ("{ name: a, raster: r.tif, classes: [1, 2] }", "classes"),
    ("{ name: a, raster: r.tif, classes: { geometric: 1 } }", "classes.geometric: expected 2"),
    ("{ name: a, raster: r.tif, classes: { jenks: 5 } }", "standard-deviation"),
    ("{ raster: r.tif }", "\"name\" is missing"),
    ("{ name: a, raster: r.tif, kind: both }", "continuous, categorical"),
  ])
  func aWrongFactorIsNamed(factor: String, expected: String) {
    let yaml = "grid: d.tif\ninventory: { vector: l.shp }\nfactors:\n  - \(factor)\n"
    let error = #expect(throws: StudyFileError.self) { try Self.read(yaml) }
    #expect(error?.description.contains(expected) == true, "\(String(describing: error))")
    #expect(error?.key.hasPrefix("factors[0]") == true)
  }

  @Test(arguments: ["", "just text", "[1, 2]", "{ unclosed", "grid: a.tif", "? : :"])
  func whatIsNoStudyIsAnError(yaml: String) {
    #expect(throws: StudyFileError.self) { try Self.read(yaml) }
  }

  @Test func namesThatDifferInCaseAloneWouldShareAFile() {
    let yaml = """
      grid: d.tif
      inventory: { vector: l.shp }
      factors: [{ name: a, raster: r.tif }, { name: A, raster: s.tif }]
      """
    #expect(throws: StudyFileError.self) { try Self.read(yaml) }
  }

  @Test(arguments: [
    (
      "split: {}\nsplit: {}\n", "study.yaml:6: split: stands twice in one mapping (first in line 5)"
    ),
    ("split: { training: 0.6, training: 0.7 }\n", "study.yaml:5: training: stands twice in one"),
    (
      "networks:\n  epochs: 3\n  window: 13\n  epochs: 5\n",
      "study.yaml:8: epochs: stands twice in one mapping (first in line 6)"
    ),
  ])
  func aKeyThatStandsTwiceIsNamed(lines: String, expected: String) {
    let error = #expect(throws: StudyFileError.self) { try Self.read(Self.minimal + lines) }
    #expect(error?.description.hasPrefix(expected) == true, "\(String(describing: error))")
  }

  @Test(arguments: [
    ("ensemble: { method: average }", ["ensemble has no effect: ensemble is not among the models"]),
    ("random-forest-window: { window: 5 }", ["random-forest-window has no effect"]),
    ("models: [svm, random-forest-window]\nrandom-forest-window: { window: 5 }", []),
    ("models: [svm]\nnetworks: { window: 15 }", ["networks fits nothing: no network is among"]),
    // The model of the jackknife is fitted too.
    ("models: [svm]\njackknife: { model: cnn1d }\nnetworks: { window: 15 }", []),
    (
      "svm: { kernel: linear, gamma: 2, degree: 3 }",
      [
        "svm.gamma has no effect: it needs kernel: rbf or polynomial, found kernel: linear",
        "svm.degree has no effect: it needs kernel: polynomial, found kernel: linear",
      ]
    ),
    ("svm: { coefficient: 1 }", ["svm.coefficient has no effect: it needs kernel: polynomial"]),
    ("svm: { kernel: polynomial, gamma: 2, degree: 2, coefficient: 1 }", []),
    ("svm: { degree: 2 }\ntune: { models: [svm], grid: { kernel: [rbf, polynomial] } }", []),
    (
      "networks: { momentum: 0.9, initial-accumulator: 0.1, optimizer: adam }",
      [
        "networks.momentum has no effect: it needs optimizer: sgd, found optimizer: adam",
        "networks.initial-accumulator has no effect: it needs optimizer: adagrad, found optimizer: adam",
      ]
    ),
    ("networks: { momentum: 0.9, optimizer: sgd }", []),
    (
      "encoding: weights-of-evidence\nscale: z-score",
      ["scale has no effect: it needs encoding: raw"]
    ),
    ("encoding: raw\nscale: z-score", []),
  ])
  func keysThatChangeNothingAreNamed(lines: String, expected: [String]) throws {
    let found = try Self.read(Self.minimal + lines).keysWithoutEffect
    #expect(found.count == expected.count, "\(found)")
    for (text, start) in zip(found, expected) { #expect(text.hasPrefix(start)) }
  }

  @Test func aFolderIsNoStudyFile() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func problem() -> String {
      do {
        _ = try StudyConfiguration(file: folder)
        return ""
      } catch { return "\(error)" }
    }
    #expect(
      problem()
        == "\(folder.path): is a folder; expected a study file (scarp init \(folder.path) writes one into it)"
    )
    let file = folder.appendingPathComponent("study.yaml")
    try Data(Self.minimal.utf8).write(to: file)
    #expect(problem() == "\(folder.path): is a folder; expected a study file: give \(file.path)")
  }

  /// A manifest holds the study, whatever its choices; the folder is that of the machine that reads it.
  @Test(arguments: [
    "",
    """
    absences: { vector: a.shp, where: "label = 0" }
    encoding: both
    networks: { early-stopping: { blocks: 3 }, schedule: cosine, filters-2d: [4, 8] }
    random-forest: { maximum-features: 3, splits: histogram }
    svm: { kernel: polynomial, gamma: 0.5 }
    tune:
      models: [hybrid, svm]
      search: random
      trials: 3
      grid: { penalty: { from: 1, to: 8, scale: log }, activation: [relu, tanh], filters-1d: [[4, 4], [8, 8]] }
    map: { breaks: [0.2, 0.7] }
    """,
  ])
  func aStudyIsTheSameFromJSON(lines: String) throws {
    var study = try Self.read(Self.minimal + lines)
    let read = try JSONDecoder().decode(StudyConfiguration.self, from: JSONFile.data(study))
    study.folder = read.folder
    #expect(read == study)
  }

  @Test func theTemplateIsAStudy() throws {
    let study = try Self.read(StudyConfiguration.template)
    #expect(study.factors.count == 8)
    var defaults = try Self.read(Self.minimal)
    defaults.factors = study.factors
    defaults.grid = study.grid
    defaults.name = study.name
    #expect(study == defaults, "the template shows the defaults")
  }
}
