/// What is wrong with a safetensors file.
public enum SafetensorsError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file ends before its header's length.
  case tooShort(bytes: Int)
  /// The header is said to be longer than the file, or longer than any reader accepts.
  case headerLength(UInt64, available: Int)
  /// The header is not what the format asks for.
  case header(String)
  /// A tensor is of an unknown type.
  case type(name: String, found: String)
  /// A tensor's bytes do not lie where they can.
  case offsets(name: String, start: Int, end: Int, expected: String)
  /// A tensor's shape and type do not go with the number of its bytes.
  case shape(name: String, shape: [Int], bytes: Int)
  /// The file does not end where its last tensor does.
  case dataLength(found: Int, expected: Int)
  /// A truth value is neither 0 nor 1.
  case boolean(name: String, byte: UInt8)
  /// Two tensors have one name.
  case duplicate(name: String)
  /// The content is not what its digest was made of.
  case digest(found: String, expected: String)
  /// The entries that describe a network are missing or out of range.
  case metadata(key: String, value: String?, expected: String)

  /// What was found, what was expected and what to do.
  public var description: String {
    switch self {
    case .tooShort(let bytes):
      "not a safetensors file: \(bytes) bytes are fewer than the 8 of the header's length"
    case .headerLength(let length, let available):
      "not a safetensors file, or cut off: the header should have \(length) bytes, "
        + "\(available) follow"
    case .header(let reason): "the safetensors header is damaged: \(reason)"
    case .type(let name, let found): "tensor \(name) has the unknown type \(found)"
    case .offsets(let name, let start, let end, let expected):
      "the bytes of tensor \(name) are at \(start) to \(end), expected \(expected)"
    case .shape(let name, let shape, let bytes):
      "tensor \(name) has the shape \(shape), which does not go with its \(bytes) bytes"
    case .dataLength(let found, let expected):
      "\(found) bytes follow the header, its tensors have \(expected): the file is cut off or "
        + "damaged"
    case .boolean(let name, let byte):
      "tensor \(name) has the truth value \(byte), expected 0 or 1"
    case .duplicate(let name): "two tensors have the name \(name)"
    case .digest(let found, let expected):
      "the content has the digest \(found), expected \(expected): the file is damaged"
    case .metadata(let key, let value, let expected):
      "the file's entry \(key) is \(value.map { "\"\($0)\"" } ?? "missing"), expected \(expected): "
        + "is this a network's file?"
    }
  }
}
