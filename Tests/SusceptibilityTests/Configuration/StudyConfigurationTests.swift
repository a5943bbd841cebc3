import Baselines
import FactorAnalysis
import Foundation
import HybridCNN
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
    #expect(study.encoding == .weighted(.frequencyRatio))
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
    #expect(sources[2] == .derived(.aspect, dem: "elevation.tif"))
    #expect(study.factors[2].classScheme == .aspectSectors)
    #expect(study.factors[3].classScheme == .categories)
    #expect(
      sources[4] == .polygons(file: "geology.shp", attribute: "code", condition: nil))
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
  }

  /// A line of the study file, and what the message has to name.
  @Test(arguments: [
    ("colour: red", "unknown key \"colour\""),
    ("networks: { window: 12 }", "window"),
    ("networks: { window: 9 }", "networks.window"),
    ("networks: { epochs: many }", "networks.epochs: expected a whole number"),
    ("networks: { batch-size: 0 }", "networks.batch-size: expected a whole number from 1"),
    ("networks: { activation: softmax }", "networks.activation: expected one of relu, leaky-relu"),
    ("networks: { kernel-size: 4 }", "kernelSize is 4, expected an odd number"),
    ("networks: { seeds: 0 }", "networks.seeds: expected 1 to 1000 networks, found \"0\""),
    (
      "networks: { checkpoint-every: -1 }", "networks.checkpoint-every: expected a number of epochs"
    ),
    ("networks: { collapse: ignore }", "networks.collapse: expected one of restart, fail"),
    ("split: { training: 1.5 }", "split.training"),
    ("models: [hybrid, perceptron]", "models[1]: expected one of hybrid"),
    ("models: []", "models: is empty"),
    ("cross-validation: { folds: 1 }", "0 (off) or at least 2"),
    ("cross-validation: { schemes: [leave-one-out] }", "schemes[0]: expected one of random"),
    ("cross-validation: { schemes: [random, random] }", "schemes: names a scheme twice"),
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
    ("map: { classes: 1 }", "map.classes"),
    ("seed: -3", "seed"),
  ])
  func aWrongKeyIsNamed(line: String, expected: String) {
    let error = #expect(throws: StudyFileError.self) { try Self.read(Self.minimal + line) }
    #expect(error?.description.contains(expected) == true, "\(String(describing: error))")
    #expect(error?.description.hasPrefix("study.yaml") == true)
  }

  @Test(arguments: [
    ("{ name: a }", "exactly one of"),
    ("{ name: a, raster: r.tif, derive: slope, from: d.tif }", "found raster and derive"),
    ("{ name: a, raster: r.tif, window: 3 }", "\"window\" does not go with raster"),
    ("{ name: a/b, raster: r.tif }", "a name of at most 100"),
    ("{ name: a, derive: slope }", "\"from\" is missing"),
    ("{ name: a, derive: relief, from: d.tif, window: 4 }", "odd number"),
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
