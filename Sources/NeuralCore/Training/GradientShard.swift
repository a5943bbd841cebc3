import DenseAlgebra

/// The memory in which a few samples of a batch run forwards and backwards.
///
/// A batch is cut into shards of a fixed size, whatever the number of threads; adding their gradients in the order of
/// the shards makes training the same, byte for byte, for any number of threads.
final class GradientShard: @unchecked Sendable {
  /// How many samples fit.
  let capacity: Int
  /// The gradient of the last batch's loss with respect to the parameters.
  let gradients: FloatBuffer
  /// What the last samples gave.
  private(set) var statistics = BatchStatistics()

  private let layer: any Layer
  private let input: FloatBuffer
  private let logits: FloatBuffer
  private let logitGradients: FloatBuffer
  private let cache: FloatBuffer

  init(_ layer: any Layer, capacity: Int) {
    self.layer = layer
    self.capacity = capacity
    gradients = FloatBuffer(count: layer.parameterCount)
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
    samples.copyInputs(of: indices, seed: RandomBits.mixed(seed, 0), to: input.base)
    let pass = pass(
      count: indices.count, mode: .training(seed: RandomBits.mixed(seed, 1)),
      parameters: parameters)
    layer.forward(pass)
    statistics = BatchStatistics()
    loss.accumulate(
      logits: logits.base, labels: labels, classes: layer.outputShape.count, scale: scale,
      gradient: logitGradients.base, into: &statistics)
    layer.backward(
      BackwardPass(
        forward: pass, outputGradient: logitGradients.base, inputGradient: nil,
        parameterGradients: gradients.base))
  }

  /// Runs samples forwards only.
  func judge(
    _ indices: ArraySlice<Int>, labels: ArraySlice<Int>, of samples: some TrainingSamples,
    parameters: UnsafePointer<Float>, loss: SoftmaxCrossEntropy
  ) -> BatchStatistics {
    samples.copyInputs(of: indices, seed: nil, to: input.base)
    layer.forward(pass(count: indices.count, mode: .inference, parameters: parameters))
    var statistics = BatchStatistics()
    loss.accumulate(
      logits: logits.base, labels: labels, classes: layer.outputShape.count, scale: 0,
      gradient: nil, into: &statistics)
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
