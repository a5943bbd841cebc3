import Foundation
import HybridCNN
import LearningCore
import NeuralCore
import TestSupport
import Testing

@Suite struct SafetensorsTests {
  private let small = Safetensors(
    tensors: [
      NamedTensor(name: "b", shape: [2, 1], values: [1.5, -2]),
      NamedTensor(name: "a \"quoted\" é", shape: [], values: [0.1]),
      NamedTensor(name: "empty", shape: [0, 3], values: []),
    ], metadata: ["note": "slope / scarp"])

  @Test func roundTripIsExact() throws {
    let data = try small.data()
    let again = try Safetensors(data)
    #expect(again.metadata == small.metadata)
    for tensor in small.tensors { #expect(again[tensor.name] == tensor) }
    #expect(try small.data() == data)
    #expect(data.prefix(8).reduce(0) { ($0 + Int($1)) } % 8 == 0)
  }

  @Test func aSliceOfDataIsRead() throws {
    let padded = Data([1, 2, 3]) + (try small.data())
    #expect(try Safetensors(padded.dropFirst(3)).metadata == small.metadata)
  }

  @Test func writingTwoTensorsOfOneNameThrows() {
    let twice = Safetensors(tensors: [small.tensors[0], small.tensors[0]])
    #expect(throws: SafetensorsError.duplicate(name: "b")) { try twice.data() }
  }

  /// A file with this header.
  private func file(_ header: String, bytes: Int = 8, length: UInt64? = nil) -> Data {
    var data = Data()
    withUnsafeBytes(of: (length ?? UInt64(header.utf8.count)).littleEndian) {
      data.append(contentsOf: $0)
    }
    return data + Data(header.utf8) + Data(repeating: 0, count: bytes)
  }

  @Test(arguments: [
    "", "x", "[]", "{", "{\"a\":1}", "{\"a\":{}}", "{\"a\":{\"dtype\":\"F32\"}}",
    #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}"#,
    #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,16]}}"#,
    #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}"#,
    #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}"#,
    #"{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}"#,
    #"{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}"#,
    #"{"a":{"dtype":"F32","shape":[-1,-2],"data_offsets":[0,8]}}"#,
    #"{"a":{"dtype":"F32","shape":[0,-2],"data_offsets":[0,0]}}"#,
    #"{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}}"#,
    #"{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,8]}}"#,
    #"{"a":{"dtype":"F32","shape":[1e300],"data_offsets":[0,8]}}"#,
    #"{"a":{"dtype":"F31","shape":[2],"data_offsets":[0,8]}}"#,
    #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
    #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#,
    #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
    #"{"__metadata__":{"a":1}}"#, #"{"__metadata__":[]}"#,
  ]) func damagedHeadersThrow(_ header: String) {
    #expect(throws: SafetensorsError.self) { try Safetensors(file(header)) }
  }

  @Test func damagedFilesThrow() throws {
    #expect(throws: SafetensorsError.tooShort(bytes: 0)) { try Safetensors(Data()) }
    #expect(throws: SafetensorsError.tooShort(bytes: 7)) {
      try Safetensors(Data(repeating: 1, count: 7))
    }
    for length in [UInt64.max, 1 << 63, 100_000_001, 200] {
      #expect(throws: SafetensorsError.headerLength(length, available: 10)) {
        try Safetensors(file("{}", length: length))
      }
    }
    let nested = String(repeating: "[", count: 100_000)
    #expect(throws: SafetensorsError.self) { try Safetensors(file(nested)) }
    let whole = try small.data()
    for count in stride(from: 0, to: whole.count, by: 3) {
      #expect(throws: SafetensorsError.self) { try Safetensors(whole.prefix(count)) }
    }
    #expect(throws: SafetensorsError.self) {
      try Safetensors(
        file(#"{"a":{"dtype":"BOOL","shape":[1],"data_offsets":[0,1]}}"#, bytes: 0) + Data([7]))
    }
  }

  @Test(.enabled(if: ReferenceData.isAvailable, Comment(rawValue: ReferenceData.comment)))
  func readsEveryType() throws {
    let golden = try ReferenceData.golden("safetensors_variety")
    let data = try Data(
      contentsOf: ReferenceData.file("golden/safetensors_variety.safetensors"))
    let file = try Safetensors(data)
    let expected = golden["tensors"]
    #expect(file.tensors.map(\.name).sorted() == expected.keys)
    for tensor in file.tensors {
      #expect(tensor.shape == expected[tensor.name].shape, "\(tensor.name)")
      #expect(
        relativeDifference(tensor.values, expected[tensor.name].doubles) < 1e-7, "\(tensor.name)")
    }
    for key in golden["metadata"].keys {
      #expect(file.metadata[key] == golden["metadata"][key].string)
    }
  }
}
