import Foundation
import NeuralCore

/// Named tensors and text entries in the safetensors format, which PyTorch, JAX and others read.
///
/// ```
/// 8 bytes: length n of the header, little-endian | n bytes: header, JSON | the tensors' bytes, one after the other
/// ```
/// Reference: https://huggingface.co/docs/safetensors. Reading accepts every type of number and returns single
/// precision; writing uses F32.
public struct Safetensors: Equatable, Sendable {
  /// The tensors, sorted by where their bytes lie in the file.
  public var tensors: [NamedTensor]
  /// The entries of `__metadata__`.
  public var metadata: [String: String]

  /// Tensors with entries.
  public init(tensors: [NamedTensor], metadata: [String: String] = [:]) {
    self.tensors = tensors
    self.metadata = metadata
  }

  /// The tensor of this name.
  public subscript(name: String) -> NamedTensor? { tensors.first { $0.name == name } }

  /// Reads a file's bytes.
  ///
  /// - Throws: ``SafetensorsError`` naming what is wrong; no content of a file can make it trap.
  public init(_ data: Data) throws {
    let header = try SafetensorsHeader(data)
    metadata = header.metadata
    tensors = try header.entries.map { name, entry in
      let range = header.length + entry.start..<header.length + entry.end
      return NamedTensor(
        name: name, shape: entry.shape,
        values: try entry.type.values(in: data, range: range, name: name))
    }
  }

  /// The bytes of a file: the same tensors and entries always give the same bytes.
  ///
  /// - Throws: ``SafetensorsError/duplicate(name:)`` when two tensors have one name.
  public func data() throws -> Data {
    var header: [String: HeaderValue] = [:]
    if !metadata.isEmpty { header["__metadata__"] = .metadata(metadata) }
    var start = 0
    var bytes = Data()
    for tensor in tensors {
      guard header[tensor.name] == nil else { throw SafetensorsError.duplicate(name: tensor.name) }
      let end = start + 4 * tensor.values.count
      header[tensor.name] = .tensor(
        .init(dtype: "F32", shape: tensor.shape, offsets: [start, end]))
      start = end
      for value in tensor.values {
        withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
      }
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var json = try encoder.encode(header)
    // Spaces up to a multiple of 8 keep the tensors aligned, as the reference writer does.
    json.append(contentsOf: repeatElement(UInt8(ascii: " "), count: (8 - json.count % 8) % 8))
    var file = Data()
    withUnsafeBytes(of: UInt64(json.count).littleEndian) { file.append(contentsOf: $0) }
    return file + json + bytes
  }

  /// One member of the header.
  private enum HeaderValue: Encodable {
    case metadata([String: String])
    case tensor(SafetensorsHeader.JSONEntry)

    func encode(to encoder: any Encoder) throws {
      switch self {
      case .metadata(let entries): try entries.encode(to: encoder)
      case .tensor(let entry): try entry.encode(to: encoder)
      }
    }
  }
}
