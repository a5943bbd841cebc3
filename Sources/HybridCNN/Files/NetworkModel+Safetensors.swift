import Foundation
import NeuralCore

/// The model's own entries of `__metadata__`. The first six are those of the reference files, which any PyTorch script
/// can write; the rest have defaults.
private enum Entry: String, CaseIterable {
  case architecture, factors, window, channels2d, channels1d, hidden
  case kernelSize = "kernel_size"
  case poolingSize = "pooling_size"
  case poolingStride = "pooling_stride"
  case padding1D = "padding1d"
  case hyperparameters
  case trainingCurve = "training_curve"
  case warnings, restarts
}

extension NetworkModel {
  /// The model as the bytes of a safetensors file.
  ///
  /// Weights are F32 under the names of ``init(architecture:tensors:hyperparameters:)``, in PyTorch's layout. The same
  /// model and entries always give the same bytes.
  ///
  /// - Parameter metadata: further text entries, such as the encoder; the model's own entries win over equal keys.
  public func safetensors(metadata: [String: String] = [:]) throws -> Data {
    var entries = metadata
    entries.merge(try shapeEntries()) { $1 }
    entries.merge(try fitEntries()) { $1 }
    return try Safetensors(tensors: tensors, metadata: entries).data()
  }

  /// How many members an ensemble's file has.
  static let membersEntry = "members"

  /// The entries that say what the network is.
  func shapeEntries() throws -> [String: String] {
    func list(_ numbers: [Int]) -> String { numbers.map(String.init).joined(separator: ",") }
    let own: [Entry: String] = [
      .architecture: kind.rawValue, .factors: "\(channels)", .window: "\(window)",
      .channels2d: list(architecture.filters2D), .channels1d: list(architecture.filters1D),
      .hidden: "\(architecture.hidden)", .kernelSize: "\(architecture.kernelSize)",
      .poolingSize: "\(architecture.poolingSize)",
      .poolingStride: "\(architecture.poolingStride)", .padding1D: "\(architecture.padding1D)",
      .hyperparameters: try Self.json(hyperparameters),
    ]
    return Dictionary(uniqueKeysWithValues: own.map { ($0.rawValue, $1) })
  }

  /// The entries that say how it was fitted.
  func fitEntries() throws -> [String: String] {
    [
      Entry.trainingCurve.rawValue: try Self.json(trainingCurve),
      Entry.warnings.rawValue: try Self.json(warnings), Entry.restarts.rawValue: "\(restarts)",
    ]
  }

  private static func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  /// Reads a model from the bytes of a safetensors file.
  ///
  /// A file needs the entries `architecture` (hybrid, cnn2d, cnn1d), `factors`, `window`, `channels2d`, `channels1d`
  /// (`32,64`) and `hidden`, and the tensors that go with them. Entries that are not the model's own are in
  /// ``metadata``.
  ///
  /// - Throws: ``SafetensorsError``, ``NetworkError`` or `NetworkTensorError`, naming what is wrong; an ensemble's file
  ///   is for ``NetworkEnsemble/init(safetensors:)``.
  public init(safetensors data: Data) throws {
    let file = try Safetensors(data)
    if let members = file.metadata[Self.membersEntry] {
      throw SafetensorsError.metadata(
        key: Self.membersEntry, value: members, expected: "one network, not an ensemble")
    }
    try self.init(file)
  }

  /// The model of a file, or the one whose tensors and fit entries begin with `prefix`.
  init(_ file: Safetensors, prefix: String = "") throws {
    let reader = EntryReader(metadata: file.metadata)
    let fit = EntryReader(metadata: file.metadata, prefix: prefix)
    let hyperparameters = try reader.hyperparameters()
    guard let kind = NetworkKind(rawValue: try reader.text(.architecture)) else {
      throw SafetensorsError.metadata(
        key: Entry.architecture.rawValue, value: file.metadata[Entry.architecture.rawValue],
        expected: NetworkKind.allCases.map(\.rawValue).joined(separator: ", "))
    }
    let architecture = try NetworkArchitecture(
      kind: kind, channels: try reader.number(.factors), hyperparameters: hyperparameters,
      padding1D: try reader.number(.padding1D, default: 0))
    let tensors = file.tensors.filter { $0.name.hasPrefix(prefix) }.map {
      NamedTensor(
        name: String($0.name.dropFirst(prefix.count)), shape: $0.shape, values: $0.values)
    }
    try self.init(
      architecture: architecture, tensors: tensors, hyperparameters: hyperparameters,
      trainingCurve: try fit.decoded(.trainingCurve) ?? [],
      warnings: try fit.decoded(.warnings) ?? [],
      restarts: try fit.number(.restarts, default: 0),
      metadata: file.metadata.filter { !Self.isOwn($0.key, prefix: prefix) })
  }

  /// Whether a model or an ensemble writes the entry itself.
  private static func isOwn(_ key: String, prefix: String) -> Bool {
    let isMember = !prefix.isEmpty && key.hasPrefix("member_")
    let name = isMember ? String(key.drop { $0 != "." }.dropFirst()) : key
    return Entry(rawValue: name) != nil || name == membersEntry || name == "format"
  }
}

/// Reads the model's own entries.
private struct EntryReader {
  let metadata: [String: String]
  var prefix = ""

  private func key(_ entry: Entry) -> String { prefix + entry.rawValue }

  func text(_ entry: Entry) throws -> String {
    guard let value = metadata[key(entry)] else {
      throw SafetensorsError.metadata(key: key(entry), value: nil, expected: "a value")
    }
    return value
  }

  func number(_ entry: Entry, default fallback: Int? = nil) throws -> Int {
    if metadata[key(entry)] == nil, let fallback { return fallback }
    let value = try text(entry)
    guard let number = Int(value), number >= 0 else {
      throw SafetensorsError.metadata(
        key: key(entry), value: value, expected: "a whole number of at least 0")
    }
    return number
  }

  func numbers(_ entry: Entry) throws -> [Int] {
    let value = try text(entry)
    let numbers = value.split(separator: ",").map { Int($0.trimmingCharacters(in: .whitespaces)) }
    let known = numbers.compactMap { $0 }
    guard known.count == numbers.count else {
      throw SafetensorsError.metadata(
        key: key(entry), value: value, expected: "whole numbers with commas between them")
    }
    return known
  }

  func decoded<Value: Decodable>(_ entry: Entry) throws -> Value? {
    guard let value = metadata[key(entry)] else { return nil }
    do {
      return try JSONDecoder().decode(Value.self, from: Data(value.utf8))
    } catch {
      throw SafetensorsError.metadata(
        key: key(entry), value: String(value.prefix(60)), expected: "JSON of this entry's kind")
    }
  }

  /// The training's hyperparameters, with the shape that the other entries give.
  func hyperparameters() throws -> NetworkHyperparameters {
    var result: NetworkHyperparameters = try decoded(.hyperparameters) ?? .paper
    result.window = try number(.window)
    result.filters2D = try numbers(.channels2d)
    result.filters1D = try numbers(.channels1d)
    result.hidden = try number(.hidden)
    result.kernelSize = try number(.kernelSize, default: 3)
    result.poolingSize = try number(.poolingSize, default: 2)
    result.poolingStride = try number(.poolingStride, default: 2)
    return result
  }
}
