import Baselines
import FactorAnalysis
import Foundation
import HybridCNN
import LearningCore

/// The models that a study can fit, by their names in study.yaml and in file names.
public enum ModelName: String, Sendable, Codable, CaseIterable {
  /// 2D convolutions over the window fused with 1D convolutions over the cell's factors.
  case hybrid
  /// 2D convolutions over the window alone.
  case cnn2d
  /// 1D convolutions over the cell's factors alone.
  case cnn1d
  /// Random forest (Breiman 2001).
  case randomForest = "random-forest"
  /// Random forest on the cell's factors and their statistics over the window.
  case randomForestWindow = "random-forest-window"
  /// Support vector machine with an RBF kernel.
  case svm
  /// Logistic regression with a small ridge.
  case logisticRegression = "logistic-regression"
  /// Other models of the study put together.
  case ensemble

  /// The five models that the paper compares.
  public static let paper: [ModelName] = [.hybrid, .cnn2d, .cnn1d, .randomForest, .svm]

  /// The name for people.
  public var title: String {
    switch self {
    case .hybrid: "Hybrid CNN"
    case .cnn2d: "CNN-2D"
    case .cnn1d: "CNN-1D"
    case .randomForest: "Random forest"
    case .randomForestWindow: "Random forest (window)"
    case .svm: "SVM"
    case .logisticRegression: "Logistic regression"
    case .ensemble: "Ensemble"
    }
  }

  /// The network, when the model is one.
  public var network: NetworkKind? {
    switch self {
    case .hybrid: .hybrid
    case .cnn2d: .cnn2d
    case .cnn1d: .cnn1d
    case .randomForest, .randomForestWindow, .svm, .logisticRegression, .ensemble: nil
    }
  }

  /// Whether the model is a network.
  public var isNetwork: Bool { network != nil }

  /// The file that the fitted model is kept in.
  var modelFileName: String { "model_\(rawValue).\(isNetwork ? "safetensors" : "json")" }

  /// Whether the model is a forest.
  var isForest: Bool { self == .randomForest || self == .randomForestWindow }

  /// Whether a fit draws random numbers. The support vector machine does for the folds of its sigmoid.
  var isRandom: Bool { self != .logisticRegression }

  /// The model with its hyperparameters.
  ///
  /// - Parameters:
  ///   - measuresImportance: whether a forest measures what exchanging a factor costs, which takes longer than the fit.
  ///   - checkpoints: what networks leave.
  /// - Precondition: it is no ensemble, which is made of fitted models.
  func estimator(
    _ hyperparameters: ModelHyperparameters, threads: Int?, measuresImportance: Bool = false,
    checkpoints: NetworkCheckpoints? = nil
  ) -> any SusceptibilityEstimator {
    switch self {
    case .hybrid, .cnn2d, .cnn1d:
      PatchEstimator(
        base: NetworkEnsembleEstimator(
          member: NetworkEstimator(
            kind: network ?? .hybrid, hyperparameters: hyperparameters.networks(for: self),
            threads: threads), seeds: hyperparameters.networkSeeds),
        checkpoints: checkpoints,
        stoppingBlocks: hyperparameters.networks(for: self).earlyStopping == nil
          ? nil : hyperparameters.stoppingBlocks)
    case .randomForest:
      PixelEstimator(
        base: hyperparameters.randomForest.estimator(
          threads: threads, measuresImportance: measuresImportance))
    case .randomForestWindow:
      PixelEstimator(
        base: hyperparameters.randomForestWindow.forest.estimator(
          threads: threads, measuresImportance: measuresImportance),
        view: .window(hyperparameters.randomForestWindow.window))
    case .svm: PixelEstimator(base: hyperparameters.svm.estimator(threads: threads))
    case .logisticRegression:
      PixelEstimator(base: hyperparameters.logisticRegression.estimator())
    case .ensemble: preconditionFailure("an ensemble is made of fitted models")
    }
  }

  /// Reads a fitted model from a file that ``SusceptibilityClassifier/data(_:)`` made.
  static func load(
    _ file: URL
  ) throws -> (model: any SusceptibilityClassifier, description: ModelDescription) {
    let data: Data
    guard (try? file.resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory != true else {
      throw StudyError.unusableModel(
        file: file.path,
        reason: "is a folder; expected one of the files model_MODEL.json or .safetensors in it")
    }
    do {
      data = try Data(contentsOf: file)
    } catch {
      throw StudyError.unusableModel(
        file: file.path, reason: "cannot be read: \(error.localizedDescription)")
    }
    let isJSON = data.first == UInt8(ascii: "{")
    do {
      return isJSON
        ? try pixelModel(data, in: file.deletingLastPathComponent()) : try network(data)
    } catch let error as StudyError {
      throw error
    } catch let error as DecodingError {
      let isWhole = !isJSON || (try? JSONSerialization.jsonObject(with: data)) != nil
      throw StudyError.notAModel(
        file: file, found: isWhole ? error.finding : "JSON that is damaged or breaks off")
    } catch {
      throw StudyError.notAModel(file: file, found: "\(error)")
    }
  }

  private static func pixelModel(
    _ data: Data, in folder: URL
  ) throws -> (any SusceptibilityClassifier, ModelDescription) {
    struct Header: Decodable { let description: ModelDescription }
    let description = try JSONDecoder().decode(Header.self, from: data).description
    switch description.model {
    case .randomForest:
      return try classifier(RandomForestModel.self, data, description) { $0.columns }
    case .randomForestWindow:
      guard WindowForestOptions.windows.contains(description.window), description.window % 2 == 1
      else { throw corrupted("the window is \(description.window), expected an odd number") }
      return try classifier(
        RandomForestModel.self, data, description, view: .window(description.window)
      ) { $0.columns }
    case .svm:
      return try classifier(SupportVectorMachineModel.self, data, description) { $0.columns }
    case .logisticRegression:
      return try classifier(LogisticRegressionModel.self, data, description) {
        $0.coefficients.count
      }
    case .ensemble: return (try EnsembleClassifier(data, in: folder), description)
    case .hybrid, .cnn2d, .cnn1d:
      throw corrupted(
        "the model is \(description.model.rawValue), which is kept in a safetensors file")
    }
  }

  private static func classifier<Model: Classifier<Matrix> & Codable>(
    _ type: Model.Type, _ data: Data, _ description: ModelDescription, view: TableView = .cell,
    columns: (Model) -> Int
  ) throws -> (any SusceptibilityClassifier, ModelDescription) {
    let model = try JSONDecoder().decode(PixelModelFile<Model>.self, from: data).parameters
    let (found, expected) = (columns(model), description.columns * view.columnsOfPlane)
    guard found == expected else {
      throw corrupted("the model has \(found) columns, but its encoders make \(expected)")
    }
    return (PixelClassifier(base: model, view: view), description)
  }

  private static func corrupted(_ text: String) -> DecodingError {
    .dataCorrupted(.init(codingPath: [], debugDescription: text))
  }

  private static func network(
    _ data: Data
  ) throws -> (any SusceptibilityClassifier, ModelDescription) {
    let model = try NetworkEnsemble(safetensors: data)
    guard let text = model.metadata[ModelDescription.metadataKey] else {
      throw corrupted("a safetensors file without the metadata \"\(ModelDescription.metadataKey)\"")
    }
    let description = try JSONDecoder().decode(ModelDescription.self, from: Data(text.utf8))
    return (PatchClassifier(base: model), description)
  }
}
