import LearningCore
import Parallelism

/// Evaluates all trees on many rows.
///
/// Rows go through tree by tree in blocks, so that a tree stays in the cache while the block passes.
struct ForestWalk: Sendable {
  private let trees: PackedTrees
  private let model: RandomForestModel
  private static let blockSize = TreeTopWalk.blockSize

  init(_ model: RandomForestModel) {
    trees = PackedTrees(model.trees)
    self.model = model
  }

  func probabilities(for samples: Matrix, threads: Int?) -> [Double] {
    let (rows, columns) = (samples.rows, model.columns)
    let tops = TreeTopWalk(model, trees: trees, rows: rows, threads: threads)
    let offsets = (0..<min(rows, Self.blockSize)).map { $0 * columns }
    return [Double](unsafeUninitializedCapacity: rows) { result, count in
      result.initialize(repeating: 0)
      count = rows
      samples.values.withUnsafeBufferPointer { values in
        guard let sums = result.baseAddress, let base = values.baseAddress else { return }
        nonisolated(unsafe) let input = base
        let output = SharedPointer(sums)
        let blocks = Parallel.chunks(of: rows, size: Self.blockSize)
        Parallel.forEach(blocks.count, threads: threads) { index in
          let block = blocks[index]
          // Rows and sums of the block: `block.count` of each, nobody else's.
          add(
            input + block.lowerBound * columns, offsets, block.count, tops,
            to: output.base + block.lowerBound)
        }
      }
    }
  }

  private func add(
    _ rows: UnsafePointer<Float>, _ offsets: [Int], _ count: Int, _ tops: TreeTopWalk?,
    to sums: UnsafeMutablePointer<Double>
  ) {
    if let tops {
      tops.addProbabilities(rows, count: count, to: sums)
    } else {
      trees.addProbabilities(values: rows, offsets: offsets, count: count, to: sums)
    }
    let columns = model.columns
    for row in 0..<count {
      var checksum: Float = 0
      // Zero times a number is NaN for NaN and for infinities.
      for column in 0..<columns { checksum += rows[row * columns + column] * 0 }
      sums[row] = checksum == 0 ? sums[row] / Double(model.trees.count) : .nan
    }
  }
}
