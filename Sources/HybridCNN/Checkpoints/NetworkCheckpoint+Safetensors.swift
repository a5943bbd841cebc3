import Foundation
import NeuralCore

extension NetworkCheckpoint {
  private static let entry = "checkpoint"
  private static let digestEntry = "digest"

  /// What is not a tensor.
  private struct Header: Codable {
    let key: String
    let architecture: NetworkArchitecture
    let hyperparameters: NetworkHyperparameters
    let restarts: Int
    let warnings: [String]
    let subject: [String: String]
    let records: [EpochRecord]
    let steps: Int
  }

  /// The checkpoint as the bytes of a safetensors file: tensors `parameters`, `memory_1`, `memory_2` and `best` as they
  /// lie in memory, the rest as JSON in the entry `checkpoint`, and a digest of it all.
  func safetensors() throws -> Data {
    func tensor(_ name: String, _ values: [Float]) -> NamedTensor {
      NamedTensor(name: name, shape: [values.count], values: values)
    }
    let tensors =
      [tensor("parameters", training.parameters)]
      + training.memory.enumerated().map { tensor("memory_\($0.offset + 1)", $0.element) }
      + (training.best.map { [tensor("best", $0)] } ?? [])
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let header = String(
      decoding: try encoder.encode(
        Header(
          key: key, architecture: architecture, hyperparameters: hyperparameters,
          restarts: restarts, warnings: warnings, subject: training.subject,
          records: training.records, steps: training.steps)), as: UTF8.self)
    return try Safetensors(
      tensors: tensors,
      metadata: [Self.entry: header, Self.digestEntry: Self.digest(of: header, tensors)]
    ).data()
  }

  /// Reads a checkpoint from the bytes of a safetensors file.
  ///
  /// - Throws: ``SafetensorsError``, naming what is wrong.
  init(safetensors data: Data) throws {
    let file = try Safetensors(data)
    guard let text = file.metadata[Self.entry] else {
      throw SafetensorsError.metadata(
        key: Self.entry, value: nil, expected: "where a training stood")
    }
    let digest = Self.digest(of: text, file.tensors)
    guard file.metadata[Self.digestEntry] == digest else {
      throw SafetensorsError.digest(
        found: digest, expected: file.metadata[Self.digestEntry] ?? "none")
    }
    let header: Header
    do {
      header = try JSONDecoder().decode(Header.self, from: Data(text.utf8))
    } catch {
      throw SafetensorsError.metadata(
        key: Self.entry, value: String(text.prefix(60)), expected: "JSON of a training")
    }
    key = header.key
    architecture = header.architecture
    hyperparameters = header.hyperparameters
    restarts = header.restarts
    warnings = header.warnings
    training = TrainingCheckpoint(
      subject: header.subject, records: header.records,
      parameters: file["parameters"]?.values ?? [],
      memory: ["memory_1", "memory_2"].compactMap { file[$0]?.values },
      steps: header.steps, best: file["best"]?.values)
  }

  private static func digest(of header: String, _ tensors: [NamedTensor]) -> String {
    var digest = ContentDigest()
    digest.add(header)
    for tensor in tensors.sorted(by: { $0.name < $1.name }) {
      digest.add(tensor.name)
      digest.add(tensor.values)
    }
    return digest.text
  }
}
