import Foundation
import NeuralCore

extension NetworkEnsemble {
  /// The ensemble as the bytes of a safetensors file.
  ///
  /// One member is written as ``NetworkModel/safetensors(metadata:)`` does. Of several, member k has its tensors and its
  /// entries `training_curve`, `warnings` and `restarts` under names that begin with `member_k.`, counted from 1; the
  /// entry `members` says how many there are.
  ///
  /// - Parameter metadata: further text entries, such as the encoder; the ensemble's own win over equal keys.
  public func safetensors(metadata: [String: String] = [:]) throws -> Data {
    guard members.count > 1 else { return try first.safetensors(metadata: metadata) }
    var entries = metadata
    entries.merge(try first.shapeEntries()) { $1 }
    entries[NetworkModel.membersEntry] = "\(members.count)"
    var tensors: [NamedTensor] = []
    for (index, member) in members.enumerated() {
      let prefix = Self.prefix(index + 1)
      for (key, value) in try member.fitEntries() { entries[prefix + key] = value }
      tensors += member.tensors.map {
        NamedTensor(name: prefix + $0.name, shape: $0.shape, values: $0.values)
      }
    }
    return try Safetensors(tensors: tensors, metadata: entries).data()
  }

  /// Reads an ensemble from the bytes of a safetensors file; the file of a single network is an ensemble of one.
  ///
  /// - Throws: ``SafetensorsError``, ``NetworkError`` or `NetworkTensorError`, naming what is wrong.
  public init(safetensors data: Data) throws {
    let file = try Safetensors(data)
    guard let text = file.metadata[NetworkModel.membersEntry] else {
      try self.init(members: [NetworkModel(file)])
      return
    }
    guard let count = Int(text), (2...1000).contains(count) else {
      throw SafetensorsError.metadata(
        key: NetworkModel.membersEntry, value: text, expected: "a whole number of 2 to 1000")
    }
    let prefixes = (1...count).map(Self.prefix)
    if let unknown = file.tensors.first(where: { tensor in
      !prefixes.contains { tensor.name.hasPrefix($0) }
    }) {
      throw NetworkTensorError.unknown(name: unknown.name, expected: prefixes.map { "\($0)*" })
    }
    try self.init(members: prefixes.map { try NetworkModel(file, prefix: $0) })
  }

  private static func prefix(_ number: Int) -> String { "member_\(number)." }
}
