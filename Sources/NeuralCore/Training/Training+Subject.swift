extension Training {
  /// Everything that decides what a run comes to, by name; threads do not.
  func subject(
    of network: Network, on samples: some TrainingSamples, validation: (any TrainingSamples)?,
    seed: UInt64
  ) -> [String: String] {
    let layer = network.layer
    return [
      "network": Self.text(of: layer), "optimizer": "\(optimizer)", "schedule": "\(schedule)",
      "batch size": "\(batchSize)", "number of epochs": "\(epochs)", "loss": "\(loss)",
      "early stopping": earlyStopping.map { "\($0)" } ?? "none", "seed": "\(seed)",
      "samples": Self.text(of: samples, for: layer),
      "validation samples": validation.map { Self.text(of: $0, for: layer) } ?? "none",
    ]
  }

  private static func text(of layer: any Layer) -> String {
    var digest = ContentDigest()
    for tensor in layer.parameters { digest.add("\(tensor.name) \(tensor.shape)") }
    return "\(layer.inputShape) to \(layer.outputShape), \(layer.parameterCount) parameters, "
      + "digest \(digest.text)"
  }

  private static func text(of samples: some TrainingSamples, for layer: any Layer) -> String {
    let labels = samples.labels
    let batch = 32
    let size = layer.inputShape.count
    let inputs = FloatBuffer(count: batch * size)
    var digest = ContentDigest()
    for start in stride(from: 0, to: labels.count, by: batch) {
      let range = start..<min(start + batch, labels.count)
      samples.copyInputs(of: ArraySlice(range), seed: nil, to: inputs.base)
      digest.add(UnsafeBufferPointer(start: inputs.base, count: range.count * size))
      for label in labels[range] { digest.add(UInt64(label)) }
    }
    return "\(labels.count), digest \(digest.text)"
  }
}
