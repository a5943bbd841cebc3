extension NetworkArchitecture {
  /// Samples in PyTorch's layout as a ``HybridNetwork`` takes them.
  ///
  /// - Parameters:
  ///   - patches: (count, channels, window, window); left out for `cnn1d`.
  ///   - vectors: (count, channels); left out for `cnn2d`. In a study they are the patches' middle cells.
  /// - Precondition: the parts that the network reads have these sizes.
  public func inputs(patches: [Float] = [], vectors: [Float] = [], count: Int) -> [Float] {
    var inputs: [Float] = []
    if kind.hasSpatialBranch {
      let size = channels * window * window
      precondition(
        patches.count == count * size, "\(patches.count) values for \(count) patches of \(size)")
      inputs.reserveCapacity(count * patchShape.count)
      for sample in 0..<count {
        for row in 0..<readWidth {
          for column in 0..<readWidth {
            for channel in 0..<channels {
              inputs.append(
                patches[((sample * channels + channel) * window + row) * window + column])
            }
          }
        }
      }
    }
    if kind.hasSpectralBranch {
      precondition(
        vectors.count == count * channels,
        "\(vectors.count) values for \(count) vectors of \(channels)")
      inputs += vectors
    }
    return inputs
  }
}

extension NetworkModel {
  /// The two logits of each sample (absence, landslide), for samples in PyTorch's layout.
  ///
  /// See ``NetworkArchitecture/inputs(patches:vectors:count:)`` for the parameters.
  public func logits(patches: [Float] = [], vectors: [Float] = [], count: Int) -> [Float] {
    var inputs = architecture.inputs(patches: patches, vectors: vectors, count: count)
    let cells = inputs.count / channels
    inputs.withUnsafeMutableBufferPointer { inputs in
      if let base = inputs.baseAddress { standardization?.apply(to: base, cells: cells) }
    }
    return network.outputs(for: inputs)
  }
}
