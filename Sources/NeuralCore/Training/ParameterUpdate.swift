import CVectorLoops
import Parallelism

/// The parameters while they are trained, with what the optimizer remembers.
struct ParameterUpdate {
  /// How many parameters one piece of work updates: small enough for the nearest cache.
  private static let pieceSize = 4096

  let parameters: FloatBuffer
  /// What the optimizer remembers: ``Optimizer/memoryCount`` numbers of each parameter.
  let memory: [FloatBuffer]
  private let optimizer: any Optimizer
  private(set) var steps = 0

  init(_ values: [Float], optimizer: any Optimizer) {
    parameters = FloatBuffer(values)
    self.optimizer = optimizer
    memory = (0..<optimizer.memoryCount).map { _ in
      FloatBuffer([Float](repeating: optimizer.initialMemory, count: values.count))
    }
  }

  /// As it stood at a checkpoint.
  init(_ checkpoint: TrainingCheckpoint, optimizer: any Optimizer) {
    parameters = FloatBuffer(checkpoint.parameters)
    memory = checkpoint.memory.map { FloatBuffer($0) }
    self.optimizer = optimizer
    steps = checkpoint.steps
  }

  /// One step along the sum of the shards' gradients, which are added in their order.
  mutating func step(along shards: ArraySlice<GradientShard>, rate: Float, threads: Int?) {
    guard let first = shards.first else { return }
    steps += 1
    let step = steps
    let count = parameters.count
    let pieces = Parallel.chunks(of: count, size: Self.pieceSize)
    let (parameters, memory, optimizer) = (parameters, memory, optimizer)
    // Threads cost more than they bring when there is little to update.
    Parallel.forEach(pieces.count, threads: pieces.count > 4 ? threads : 1) { index in
      let (start, size) = (pieces[index].lowerBound, pieces[index].count)
      let sum = first.gradients.base + start
      for shard in shards.dropFirst() {
        scarp_add(shard.gradients.base + start, size, sum)
      }
      let values = parameters.base + start
      optimizer.update(
        OptimizerRange(
          count: size, parameters: values, gradients: sum,
          first: memory.isEmpty ? values : memory[0].base + start,
          second: memory.count < 2 ? values : memory[1].base + start),
        step: step, rate: rate)
    }
  }
}
