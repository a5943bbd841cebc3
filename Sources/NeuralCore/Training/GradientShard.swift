import CVectorLoops

/// The memory in which a few samples of a batch run forwards and backwards.
///
/// A batch is cut into shards of a fixed size, whatever the number of threads; adding their gradients in the order of
/// the shards makes training the same, byte for byte, for any number of threads.
final class GradientShard: @unchecked Sendable {
  /// How many samples run at once, at most; a larger share of a batch runs in turns.
  private static let mostSamples = 32

  /// The gradient of the last batch's loss with respect to the parameters.
  let gradients: FloatBuffer
  /// What the last samples gave.
  private(set) var statistics = BatchStatistics()

  private let layer: any Layer
  private let capacity: Int
  private let input: FloatBuffer
  private let logits: FloatBuffer
  private let logitGradients: FloatBuffer
  private let cache: FloatBuffer
  /// The gradient of one turn, when there are several.
  private let turn: FloatBuffer

  /// Memory for shards of `size` samples.
  init(_ layer: any Layer, size: Int) {
    self.layer = layer
    capacity = min(size, Self.mostSamples)
    gradients = FloatBuffer(count: layer.parameterCount)
    turn = FloatBuffer(count: size > capacity ? layer.parameterCount : 0)
    input = FloatBuffer(count: capacity * layer.inputShape.count)
    logits = FloatBuffer(count: capacity * layer.outputShape.count)
    logitGradients = FloatBuffer(count: capacity * layer.outputShape.count)
    cache = FloatBuffer(count: capacity * layer.cacheCount)
  }

  /// Runs samples forwards and backwards; ``gradients`` and ``statistics`` have the result.
  ///
  /// - Parameter scale: 1 / the sum of the weights of the whole batch.
  func learn(
    _ indices: ArraySlice<Int>, labels: ArraySlice<Int>, of samples: some TrainingSamples,
    parameters: UnsafePointer<Float>, loss: SoftmaxCrossEntropy, scale: Double, seed: UInt64
  ) {
    statistics = BatchStatistics()
    for start in stride(from: indices.startIndex, to: indices.endIndex, by: capacity) {
      let range = start..<min(start + capacity, indices.endIndex)
      let isFirst = start == indices.startIndex
      let seed = RandomBits.mixed(seed, UInt64(start - indices.startIndex))
      samples.copyInputs(of: indices[range], seed: RandomBits.mixed(seed, 0), to: input.base)
      let pass = pass(
        count: range.count, mode: .training(seed: RandomBits.mixed(seed, 1)),
        parameters: parameters)
      layer.forward(pass)
      loss.accumulate(
        logits: logits.base, labels: labels[range], classes: layer.outputShape.count,
        scale: scale, gradient: logitGradients.base, into: &statistics)
      layer.backward(
        BackwardPass(
          forward: pass, outputGradient: logitGradients.base, inputGradient: nil,
          parameterGradients: isFirst ? gradients.base : turn.base))
      if !isFirst { scarp_add(turn.base, gradients.count, gradients.base) }
    }
  }

  /// Runs samples forwards only.
  func judge(
    _ indices: ArraySlice<Int>, labels: ArraySlice<Int>, of samples: some TrainingSamples,
    parameters: UnsafePointer<Float>, loss: SoftmaxCrossEntropy
  ) -> BatchStatistics {
    var statistics = BatchStatistics()
    for start in stride(from: indices.startIndex, to: indices.endIndex, by: capacity) {
      let range = start..<min(start + capacity, indices.endIndex)
      samples.copyInputs(of: indices[range], seed: nil, to: input.base)
      layer.forward(pass(count: range.count, mode: .inference, parameters: parameters))
      loss.accumulate(
        logits: logits.base, labels: labels[range], classes: layer.outputShape.count, scale: 0,
        gradient: nil, into: &statistics)
    }
    return statistics
  }

  private func pass(
    count: Int, mode: PassMode, parameters: UnsafePointer<Float>
  ) -> ForwardPass {
    ForwardPass(
      count: count, mode: mode, parameters: parameters, input: input.base, output: logits.base,
      cache: cache.base)
  }
}
