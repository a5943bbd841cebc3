import DenseAlgebra
import NeuralCore
import Parallelism

/// Runs many samples through a network, a few at a time.
struct BatchEvaluation {
  /// Samples per run: enough for full speed of the matrix products, few enough for the cache.
  private static let batchSize = 32

  /// The memory that a thread takes for the numbers of a batch.
  static func workspaceBytes(_ layer: any Layer) -> Int {
    4 * batchSize * (layer.inputShape.count + layer.outputShape.count + layer.cacheCount)
  }

  private let layer: any Layer
  private let parameters: FloatBuffer

  init(_ network: Network) {
    layer = network.layer
    parameters = FloatBuffer(network.parameters)
  }

  /// The probability of class 1 for samples `0..<count`.
  ///
  /// - Parameter copyInputs: writes the inputs of a range of samples.
  func probabilities(
    count: Int, threads: Int?,
    copyInputs: @Sendable (Range<Int>, UnsafeMutablePointer<Float>) -> Void
  ) -> [Double] {
    let batches = Parallel.chunks(of: count, size: Self.batchSize)
    var results = [Double](repeating: 0, count: count)
    let workspaces = Workspaces { BatchWorkspace(layer, capacity: min(count, Self.batchSize)) }
    results.withUnsafeMutableBufferPointer { results in
      guard let base = results.baseAddress else { return }
      let shared = SharedPointer(base)
      BLAS.holdingOneThread {
        Parallel.forEach(batches.count, threads: threads) { index in
          let range = batches[index]
          workspaces.withOne { workspace in
            copyInputs(range, workspace.input.base)
            layer.forward(
              ForwardPass(
                count: range.count, mode: .inference, parameters: parameters.base,
                input: workspace.input.base, output: workspace.logits.base,
                cache: workspace.cache.base))
            for (place, sample) in range.enumerated() {
              let logits = workspace.logits.base + 2 * place
              shared[sample] = BinaryCrossEntropy.probability(
                Double(logits[1]) - Double(logits[0]))
            }
          }
        }
      }
    }
    return results
  }
}

/// The memory of one run.
private final class BatchWorkspace: Sendable {
  let input: FloatBuffer
  let logits: FloatBuffer
  let cache: FloatBuffer

  init(_ layer: any Layer, capacity: Int) {
    input = FloatBuffer(count: capacity * layer.inputShape.count)
    logits = FloatBuffer(count: capacity * layer.outputShape.count)
    cache = FloatBuffer(count: capacity * layer.cacheCount)
  }
}
