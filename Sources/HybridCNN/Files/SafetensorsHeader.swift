import Foundation

/// The header of a safetensors file, checked.
struct SafetensorsHeader {
  /// One tensor: its type, its shape, and where its bytes lie after the header.
  struct Entry {
    let type: SafetensorsType
    let shape: [Int]
    let start: Int
    let end: Int
  }

  /// One tensor as it stands in the JSON.
  struct JSONEntry: Codable {
    let dtype: String
    let shape: [Int]
    let offsets: [Int]

    enum CodingKeys: String, CodingKey {
      case dtype, shape
      case offsets = "data_offsets"
    }
  }

  /// The largest header that is read, as in the reference reader.
  private static let mostBytes = 100_000_000

  /// Where the tensors' bytes begin in the file.
  let length: Int
  let metadata: [String: String]
  /// The tensors in the order of their bytes.
  let entries: [(name: String, entry: Entry)]

  init(_ data: Data) throws {
    guard data.count >= 8 else { throw SafetensorsError.tooShort(bytes: data.count) }
    let count = data.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard count <= UInt64(Self.mostBytes), Int(count) <= data.count - 8 else {
      throw SafetensorsError.headerLength(count, available: data.count - 8)
    }
    length = 8 + Int(count)
    let json = data.dropFirst(8).prefix(Int(count))
    let members: [String: Member]
    do {
      members = try JSONDecoder().decode([String: Member].self, from: Data(json))
    } catch {
      throw SafetensorsError.header("\(Self.reason(of: error))")
    }
    var metadata: [String: String] = [:]
    var entries: [(name: String, entry: Entry)] = []
    let available = data.count - length
    for (name, member) in members {
      switch member {
      case .metadata(let values):
        guard name == "__metadata__" else {
          throw SafetensorsError.header("\(name) has no dtype, shape and data_offsets")
        }
        metadata = values
      case .tensor(let entry):
        entries.append((name, try Self.checked(entry, name: name, available: available)))
      }
    }
    self.metadata = metadata
    self.entries = entries.sorted {
      ($0.entry.start, $0.entry.end, $0.name) < ($1.entry.start, $1.entry.end, $1.name)
    }
    try checkCover(available)
  }

  /// The tensors' bytes follow each other without gap or overlap, to the end of the file.
  private func checkCover(_ available: Int) throws {
    var position = 0
    for (name, entry) in entries {
      guard entry.start == position else {
        throw SafetensorsError.offsets(
          name: name, start: entry.start, end: entry.end, expected: "to start at \(position)")
      }
      position = entry.end
    }
    guard position == available else {
      throw SafetensorsError.dataLength(found: available, expected: position)
    }
  }

  private static func checked(_ entry: JSONEntry, name: String, available: Int) throws -> Entry {
    guard let type = SafetensorsType(rawValue: entry.dtype) else {
      throw SafetensorsError.type(name: name, found: entry.dtype)
    }
    guard entry.offsets.count == 2 else {
      throw SafetensorsError.header("\(name) has \(entry.offsets.count) data_offsets, not 2")
    }
    let (start, end) = (entry.offsets[0], entry.offsets[1])
    guard start >= 0, end >= start, end <= available else {
      throw SafetensorsError.offsets(
        name: name, start: start, end: end,
        expected: "0 <= start <= end <= \(available), the bytes after the header")
    }
    var bytes = type.size
    for length in entry.shape {
      let (product, overflow) = bytes.multipliedReportingOverflow(by: length)
      guard length >= 0, !overflow else {
        throw SafetensorsError.shape(name: name, shape: entry.shape, bytes: end - start)
      }
      bytes = product
    }
    guard bytes == end - start else {
      throw SafetensorsError.shape(name: name, shape: entry.shape, bytes: end - start)
    }
    return Entry(type: type, shape: entry.shape, start: start, end: end)
  }

  private static func reason(of error: any Error) -> String {
    switch error {
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
      DecodingError.keyNotFound(_, let context), DecodingError.dataCorrupted(let context):
      let path = context.codingPath.map(\.stringValue).joined(separator: ".")
      return path.isEmpty ? "not JSON" : "at \(path): \(context.debugDescription)"
    default: return "not JSON"
    }
  }

  /// A member of the header: a tensor, or the text entries.
  private enum Member: Decodable {
    case tensor(JSONEntry)
    case metadata([String: String])

    private enum Key: String, CodingKey { case dtype }

    init(from decoder: any Decoder) throws {
      // The entries may have a key `dtype` too: the member's own key decides.
      if decoder.codingPath.last?.stringValue == "__metadata__" {
        self = .metadata(try [String: String](from: decoder))
      } else {
        self = .tensor(try JSONEntry(from: decoder))
      }
    }
  }
}
