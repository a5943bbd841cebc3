import Foundation
import GeoRaster
import HybridCNN
import NeuralCore
import Testing

@testable import Susceptibility

/// Checkpoints, collapsed trainings and ensembles in a study.
@Suite struct NetworkStudyTests {
  /// The small study with one network, and nothing else that takes time.
  private static func configuration(
    _ change: (inout StudyConfiguration) -> Void = { _ in }
  ) throws -> StudyConfiguration {
    _ = try SmallStudy.results.get()
    var study = try SmallStudy.configuration()
    study.models = [.cnn1d]
    study.factors = Array(study.factors.prefix(6))
    study.hyperparameters.networks.epochs = 6
    study.hyperparameters.networks.hidden = 8
    study.hyperparameters.checkpointInterval = 2
    study.crossValidation = CrossValidationOptions(folds: 2, schemes: [.random])
    study.jackknife = JackknifeOptions(model: .cnn1d, seeds: 1)
    change(&study)
    return study
  }

  private static func folder(_ name: String) -> URL {
    SmallStudy.folder.appendingPathComponent("networks/\(name)")
  }

  /// Runs the training of a study; cancels it once it has come to `fraction`.
  private static func train(
    _ configuration: StudyConfiguration, in name: String, threads: Int = 1,
    cancelledAt fraction: Double = .infinity
  ) async throws {
    try await Task {
      let options = StudyOptions(
        outputFolder: folder(name), threads: threads, overwrites: true,
        observer: { event in
          guard case .advanced(.train, let reached) = event, reached >= fraction else { return }
          withUnsafeCurrentTask { $0?.cancel() }
        })
      try Study(configuration, options: options).run(.train)
    }.value
  }

  private static let files = [
    "model_cnn1d.safetensors", "training_cnn1d.csv",
    "susceptibility_cnn1d.\(RasterFile.fileExtension)",
  ]

  private static func contents(_ name: String) throws -> [Data] {
    try files.map { try Data(contentsOf: folder(name).appendingPathComponent($0)) }
  }

  private static func manifest(_ name: String) throws -> Manifest {
    let file = folder(name).appendingPathComponent("manifest.json")
    return try JSONDecoder().decode(Manifest.self, from: Data(contentsOf: file))
  }

  private static func checkpoints(_ name: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder(name).path)
      .filter { $0.hasPrefix("checkpoint") }
  }

  @Test func anInterruptedStudyEndsLikeAWholeOne() async throws {
    let study = try Self.configuration()
    let plain = try Self.configuration { $0.hyperparameters.checkpointInterval = 0 }
    try await Self.train(plain, in: "whole")
    // 0.8 of the progress is the training: 5 of 6 epochs.
    await #expect(throws: CancellationError.self) {
      try await Self.train(study, in: "interrupted", cancelledAt: 0.8 * 5 / 6 - 1e-9)
    }
    #expect(try Self.checkpoints("interrupted") == ["checkpoint_cnn1d.safetensors"])
    #expect(try Self.manifest("interrupted").steps["train.cnn1d"] == nil)
    try await Self.train(study, in: "interrupted", threads: 2)
    #expect(try Self.contents("interrupted") == Self.contents("whole"))
    #expect(try Self.checkpoints("interrupted").isEmpty)
    #expect(try Self.manifest("interrupted").warnings == Self.manifest("whole").warnings)
    #expect(try Self.manifest("interrupted").steps == Self.manifest("whole").steps)
  }

  @Test func aCheckpointThatCannotBeUsedIsTold() async throws {
    let study = try Self.configuration()
    let name = "damaged"
    await #expect(throws: CancellationError.self) {
      try await Self.train(study, in: name, cancelledAt: 0.5)
    }
    let file = Self.folder(name).appendingPathComponent("checkpoint_cnn1d.safetensors")
    let whole = try Data(contentsOf: file)
    try whole.dropLast(7).write(to: file)
    try await Self.train(study, in: name)
    let expected = "CNN-1D: checkpoint_cnn1d was removed and training began afresh"
    #expect(try Self.manifest(name).warnings.filter { $0.hasPrefix(expected) }.count == 1)
    let first = try Self.contents(name)
    #expect(try Self.checkpoints(name).isEmpty)

    // The checkpoint of this study is not that of a study with another seed.
    try whole.write(to: file)
    let other = try Self.configuration { $0.seed += 1 }
    try await Self.train(other, in: name)
    let warnings = try Self.manifest(name).warnings
    #expect(warnings.contains { $0.hasPrefix(expected) && $0.contains("of other inputs") })
    #expect(try Self.contents(name) != first)
  }

  private static func stopping(
    _ change: (inout StudyConfiguration) -> Void = { _ in }
  ) throws -> StudyConfiguration {
    try configuration {
      $0.hyperparameters.networks.epochs = 60
      $0.hyperparameters.networks.learningRate = 0.05
      $0.hyperparameters.networks.earlyStopping = EarlyStopping(patience: 1)
      $0.hyperparameters.networkSeeds = 2
      $0.hyperparameters.stoppingBlocks = 3
      change(&$0)
    }
  }

  /// Networks that are stopped by blocks of their own, through every step that fits some.
  @Test func networksStopEarlyInTheWholeStudy() throws {
    let study = try Self.stopping {
      $0.tune = TuneOptions(
        models: [.cnn1d], folds: 2,
        grid: [TunedHyperparameter(name: "hidden", values: [.number(7), .number(8)])])
    }
    try Study(study, options: StudyOptions(outputFolder: Self.folder("stopping"))).run()
    let model = Self.folder("stopping").appendingPathComponent("model_cnn1d.safetensors")
    let ensemble = try NetworkEnsemble(safetensors: Data(contentsOf: model))
    let longest = ensemble.members.map(\.trainingCurve.count).max() ?? 0
    #expect(longest < 60)
    for member in ensemble.members {
      let losses = member.trainingCurve.compactMap(\.validationLoss)
      #expect(losses.firstIndex(of: losses.min() ?? .nan) == losses.count - 2)
    }
    let curve = try DelimitedTable(
      contentsOf: Self.folder("stopping").appendingPathComponent("training_cnn1d.csv"))
    #expect(try curve.numbers("validation_loss").count == longest)
  }

  @Test func anInterruptedTrainingThatStopsEarlyEndsLikeAWholeOne() async throws {
    let study = try Self.stopping()
    try await Self.train(study, in: "stopping-whole")
    // After the third epoch of the first network, of 120 in all.
    await #expect(throws: CancellationError.self) {
      try await Self.train(study, in: "stopping-interrupted", cancelledAt: 0.8 * 3 / 120 - 1e-9)
    }
    #expect(try !Self.checkpoints("stopping-interrupted").isEmpty)
    try await Self.train(study, in: "stopping-interrupted", threads: 2)
    #expect(try Self.contents("stopping-interrupted") == Self.contents("stopping-whole"))
  }

  @Test func blocksThatCannotBeMadeAreAnError() throws {
    let study = try Self.configuration {
      $0.hyperparameters.networks.earlyStopping = EarlyStopping(patience: 2)
      $0.hyperparameters.stoppingBlocks = 1000
    }
    let error = #expect(throws: StudyError.self) {
      try Study(study, options: StudyOptions(outputFolder: Self.folder("blocks"))).run(.train)
    }
    let text = try #require(error).description
    #expect(
      text.hasPrefix("CNN-1D: early-stopping.blocks is 1000, ") && text.contains("1000 blocks"),
      "\(text)")
  }

  /// At this learning rate about every other attempt collapses; many attempts make sure that one succeeds.
  private static func collapsing() throws -> StudyConfiguration {
    try configuration {
      $0.hyperparameters.networks.epochs = 2
      $0.encoding = .weighted(.frequencyRatio)
      $0.hyperparameters.networks.linearPath = .none
      $0.hyperparameters.networks.inputScaling = .none
      $0.hyperparameters.networks.optimizer = .adagrad
      $0.hyperparameters.networks.learningRate = 0.5
      $0.hyperparameters.networks.collapse = .restart(attempts: 60)
    }
  }

  @Test func restartsReachTheManifestWithTheirPlace() throws {
    var study = try Self.collapsing()
    study.tune = TuneOptions(
      models: [.cnn1d], folds: 2,
      grid: [TunedHyperparameter(name: "hidden", values: [.number(7), .number(8)])])
    try Study(study, options: StudyOptions(outputFolder: Self.folder("restarts"))).run()
    let warnings = try Self.manifest("restarts").warnings
    #expect(Set(warnings).count == warnings.count, "each once")
    let places = [
      "tune hidden=[78], fold [12]", "cross-validation random, repeat 1, fold [12]",
      "jackknife (with all|without [a-z]+), seed 1",
    ]
    for place in places {
      let pattern = try Regex("CNN-1D, \(place): attempt [0-9]+ collapsed by epoch [12] with loss")
      #expect(warnings.contains { $0.starts(with: pattern) }, "\(place) is not in \(warnings)")
    }
  }

  @Test func aStudyCanEndAtTheFirstCollapse() throws {
    var study = try Self.collapsing()
    // So fast that no attempt survives.
    study.hyperparameters.networks.learningRate = 50
    study.hyperparameters.networks.collapse = .fail
    let error = #expect(throws: StudyError.self) {
      try Study(study, options: StudyOptions(outputFolder: Self.folder("fail"))).run(.train)
    }
    #expect(
      error?.description.hasPrefix("CNN-1D: training collapsed in its attempt:") == true,
      "\(String(describing: error))")
  }

  @Test func anEnsembleGoesThroughTheWholeStudy() throws {
    let study = try Self.configuration {
      $0.hyperparameters.networks.epochs = 2
      $0.hyperparameters.networkSeeds = 3
      $0.tune = TuneOptions(
        models: [.cnn1d], folds: 2,
        grid: [TunedHyperparameter(name: "hidden", values: [.number(7), .number(8)])])
    }
    try Study(study, options: StudyOptions(outputFolder: Self.folder("ensemble"))).run()
    #expect(try Self.checkpoints("ensemble").isEmpty)
    let model = Self.folder("ensemble").appendingPathComponent("model_cnn1d.safetensors")
    let ensemble = try NetworkEnsemble(safetensors: Data(contentsOf: model))
    #expect(ensemble.members.count == 3)

    let mean = try Raster.read(
      Self.folder("ensemble").appendingPathComponent(Self.files[2]))
    let deviation = try Raster.read(
      Self.folder("ensemble").appendingPathComponent(
        "deviation_cnn1d.\(RasterFile.fileExtension)"))
    #expect(zip(mean.values, deviation.values).allSatisfy { $0.isNaN == $1.isNaN })
    let spreads = deviation.values.filter { !$0.isNaN }
    // Three values of 0...1 spread by at most sqrt(1/3), that of 0, 0, 1.
    #expect(spreads.allSatisfy { $0 >= 0 && $0 < 0.5774 } && spreads.contains { $0 > 0.001 })
    let predicted = try Study.prediction(of: model, for: study).map
    #expect(zip(predicted.values, mean.values).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) })

    let curve = try DelimitedTable(
      contentsOf: Self.folder("ensemble").appendingPathComponent("training_cnn1d.csv"))
    #expect(
      curve.header == ["epoch", "loss", "accuracy", "validation_loss", "validation_accuracy"])
    let losses = ensemble.members.map { $0.trainingCurve[1].loss }
    #expect(abs(try curve.numbers("loss")[1] - losses.reduce(0, +) / 3) < 1e-12)

    // One network in the same folder leaves no deviation of three behind.
    let single = try Self.configuration { $0.hyperparameters.networks.epochs = 2 }
    try Study(
      single, options: StudyOptions(outputFolder: Self.folder("ensemble"), overwrites: true)
    ).run(.train)
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder("ensemble").path)
    #expect(!names.contains { $0.hasPrefix("deviation") })
  }
}
