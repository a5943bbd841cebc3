import Foundation
import NeuralCore
import TemporaryFiles

/// Where and how often a fit leaves a checkpoint, so that an interrupted one can go on.
///
/// A fit that finds the file goes on from it and ends with the same model, byte for byte, as one that was never
/// interrupted. The file is written beside its place and renamed when whole; it stays after the fit, for the caller to
/// remove once the model is safe.
///
/// ```swift
/// let model = try NetworkEstimator().fitted(
///   to: patches, labels: labels, validation: nil,
///   checkpoints: NetworkCheckpoints(file: folder.appendingPathComponent("fit.safetensors")),
///   using: &generator)
/// ```
public struct NetworkCheckpoints: Equatable, Sendable {
  /// The file of the last checkpoint.
  public var file: URL
  /// The number of epochs between two checkpoints; at least 1.
  public var interval: Int
  /// What the fit depends on beyond what a checkpoint knows of itself (samples, seed, hyperparameters), such as a version.
  public var key: String

  /// Checkpoints in `file` every `interval` epochs, and one after the last epoch.
  public init(file: URL, every interval: Int = 25, key: String = "") {
    self.file = file
    self.interval = interval
    self.key = key
  }

  /// The checkpoints of one member of an ensemble: `fit_2.safetensors` for member 2 and `fit.safetensors`.
  public func member(_ number: Int) -> NetworkCheckpoints {
    var result = self
    result.file = file.deletingPathExtension()
    result.file = result.file.deletingLastPathComponent().appendingPathComponent(
      "\(result.file.lastPathComponent)_\(number)")
    if !file.pathExtension.isEmpty { result.file.appendPathExtension(file.pathExtension) }
    return result
  }
}

extension NetworkCheckpoints {
  /// Checks the interval.
  func check() throws {
    guard interval >= 1 else {
      throw NetworkError.hyperparameter(
        name: "checkpoint interval", value: "\(interval)", expected: "at least 1 epoch")
    }
  }

  /// The last checkpoint of a fit; `nil` when there is no file.
  ///
  /// - Throws: ``NetworkError/checkpoint(file:reason:)`` when the file is damaged or of another fit.
  func load(for fit: NetworkFit) throws -> NetworkCheckpoint? {
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    let checkpoint: NetworkCheckpoint
    do {
      checkpoint = try NetworkCheckpoint(safetensors: Data(contentsOf: file))
    } catch {
      throw explained(error)
    }
    if let difference = checkpoint.difference(from: fit, key: key) {
      throw NetworkError.checkpoint(file: file.path, reason: difference)
    }
    return checkpoint
  }

  /// Writes a checkpoint.
  func store(_ checkpoint: NetworkCheckpoint) throws {
    do {
      try TemporaryFile.write(checkpoint.safetensors(), to: file)
    } catch {
      throw NetworkError.unwritable(file: file.path, reason: error.localizedDescription)
    }
  }

  /// An error about the checkpoint as one that names the file; others as they are.
  func explained(_ error: any Error) -> any Error {
    switch error {
    case TrainingError.foreignCheckpoint, is SafetensorsError:
      NetworkError.checkpoint(file: file.path, reason: "\(error)")
    case is CocoaError:
      NetworkError.checkpoint(file: file.path, reason: error.localizedDescription)
    default: error
    }
  }
}
