import Foundation
import HybridCNN
import LearningCore
import NeuralCore
import TestSupport
import Testing

@Suite struct NetworkModelSafetensorsTests {
  @Test(arguments: NetworkKind.allCases) func modelsRoundTrip(_ kind: NetworkKind) throws {
    var chosen = smallHyperparameters(window: 15)
    chosen.earlyStopping = EarlyStopping(patience: 3)
    chosen.schedule = .step(every: 5, factor: 0.3)
    // Five channels: the 1D branch is padded, and the file says so.
    let model = try randomModel(kind, channels: 5, chosen)
    let data = try model.safetensors(metadata: ["encoder": "{\"a\":1}", "window": "999"])
    let again = try NetworkModel(safetensors: data)
    #expect(again.architecture == model.architecture)
    #expect(again.hyperparameters == chosen)
    #expect(again.tensors == model.tensors)
    #expect(again.metadata == ["encoder": "{\"a\":1}"])
    #expect(try again.safetensors(metadata: again.metadata) == data)
    let planes = try randomPlanes(rows: 4, columns: 5, channels: 5)
    let patches = try PatchBatch(planes: planes, cells: [0, 7, 19], window: 15)
    #expect(again.probabilities(for: patches) == model.probabilities(for: patches))
  }

  @Test func theActivationIsInTheFile() throws {
    var chosen = smallHyperparameters()
    chosen.activation = .tanh
    let data = try randomModel(.hybrid, channels: 6, chosen).safetensors()
    #expect(try NetworkModel(safetensors: data).architecture.activation == .tanh)
    // A file from before there was a choice.
    var file = try Safetensors(data)
    let entry = file.metadata["hyperparameters"]
    file.metadata["hyperparameters"] = entry?.replacingOccurrences(
      of: "\"activation\":\"tanh\",", with: "")
    #expect(file.metadata["hyperparameters"] != entry)
    #expect(try NetworkModel(safetensors: file.data()).architecture.activation == .relu)
  }

  @Test func flipsAreInTheFileOnlyWhenTheyAreOn() throws {
    var chosen = smallHyperparameters()
    let plain = try Safetensors(randomModel(.hybrid, channels: 6, chosen).safetensors())
    #expect(plain.metadata["hyperparameters"]?.contains("predictionFlips") == false)
    chosen.predictionFlips = .dihedral
    let data = try randomModel(.hybrid, channels: 6, chosen).safetensors()
    #expect(try NetworkModel(safetensors: data).hyperparameters == chosen)
  }

  /// A small model's file with one entry or tensor changed.
  private func changed(
    _ change: (inout Safetensors) -> Void
  ) throws -> Data {
    let model = try randomModel(.hybrid, channels: 6, smallHyperparameters())
    var file = try Safetensors(model.safetensors())
    change(&file)
    return try file.data()
  }

  @Test(arguments: [
    ("architecture", "resnet"), ("factors", "-3"), ("factors", "7"), ("factors", "x"),
    ("factors", "99999999999999999999"), ("factors", "9223372036854775807"), ("window", "12"),
    ("window", "3"), ("window", "1000001"), ("channels2d", "3"), ("channels2d", "3,x"),
    ("channels2d", "3,9"), ("channels1d", ""), ("hidden", "0"), ("hidden", "6"),
    ("pooling_size", "0"), ("pooling_stride", "40"), ("kernel_size", "2"),
    ("padding1d", "9223372036854775807"), ("padding1d", "3"), ("hyperparameters", "{}"),
    ("training_curve", "[1]"), ("restarts", "many"),
  ]) func foreignEntriesThrow(_ entry: (String, String)) throws {
    let data = try changed { $0.metadata[entry.0] = entry.1 }
    #expect(throws: (any Error).self) { try NetworkModel(safetensors: data) }
  }

  @Test(arguments: ["architecture", "factors", "window", "channels2d", "channels1d", "hidden"])
  func missingEntriesAreNamed(_ key: String) throws {
    let data = try changed { $0.metadata[key] = nil }
    #expect(throws: SafetensorsError.metadata(key: key, value: nil, expected: "a value")) {
      try NetworkModel(safetensors: data)
    }
  }

  @Test func foreignTensorsThrow() throws {
    #expect(throws: NetworkTensorError.self) {
      try NetworkModel(safetensors: try changed { $0.tensors.removeLast() })
    }
    #expect(throws: NetworkTensorError.unknown(name: "more", expected: [])) {
      do {
        _ = try NetworkModel(
          safetensors: try changed {
            $0.tensors.append(NamedTensor(name: "more", shape: [1], values: [0]))
          })
      } catch NetworkTensorError.unknown(let name, _) {
        throw NetworkTensorError.unknown(name: name, expected: [])
      }
    }
    #expect(throws: NetworkTensorError.notFinite(name: "fc2.bias")) {
      try NetworkModel(
        safetensors: try changed {
          $0.tensors.removeAll { $0.name == "fc2.bias" }
          $0.tensors.append(NamedTensor(name: "fc2.bias", shape: [2], values: [.nan, 0]))
        })
    }
  }

  @Test func randomDamageNeverTraps() throws {
    let whole = try randomModel(.cnn1d, channels: 6, smallHyperparameters()).safetensors()
    var random = SplitMix64(seed: 17)
    for _ in 0..<200 {
      var bytes = [UInt8](whole)
      for _ in 0..<3 { bytes[random.integer(below: bytes.count)] = UInt8(random.next() & 0xFF) }
      _ = try? NetworkModel(safetensors: Data(bytes))
    }
  }

  @Test(.enabled(if: ReferenceData.isAvailable, Comment(rawValue: ReferenceData.comment)))
  func readsPyTorchWeights() throws {
    let golden = try ReferenceData.golden("hybrid_io")
    let model = try NetworkModel(
      safetensors: Data(contentsOf: ReferenceData.file("golden/hybrid_model.safetensors")))
    #expect(model.kind == .hybrid && model.channels == 14 && model.window == 13)
    for tensor in model.tensors {
      let sum = tensor.values.reduce(0) { $0 + Double($1) }
      #expect(abs(sum - (golden["parameter_sums_f64"][tensor.name].double ?? .nan)) < 1e-9)
    }
    let io = try Safetensors(
      Data(contentsOf: ReferenceData.file("golden/hybrid_io.safetensors")))
    let x = try #require(io["x"]).values
    let v = try #require(io["v"]).values
    let logits = model.logits(patches: x, vectors: v, count: 6)
    #expect(largestDifference(logits, golden["logits_torch_f64"].doubles) < 1e-6)
    #expect(largestDifference(logits, golden["logits_onnxruntime_f32"].doubles) < 1e-6)
  }
}
