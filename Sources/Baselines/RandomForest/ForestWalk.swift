import LearningCore
import Parallelism

/// Evaluates all trees on many rows.
///
/// Rows go through tree by tree in blocks, so that a tree stays in the cache while the block passes.
struct ForestWalk: Sendable {
  private let columns: Int
  private let trees: PackedTrees
  private let treeCount: Int
  private static let blockSize = 256

  init(_ model: RandomForestModel) {
    columns = model.columns
    trees = PackedTrees(model.trees)
    treeCount = model.trees.count
  }

  func probabilities(for samples: Matrix, threads: Int?) -> [Double] {
    let rows = samples.rows
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
            input + block.lowerBound * columns, offsets, block.count,
            to: output.base + block.lowerBound)
        }
      }
    }
  }

  private func add(
    _ rows: UnsafePointer<Float>, _ offsets: [Int], _ count: Int,
    to sums: UnsafeMutablePointer<Double>
  ) {
    trees.addProbabilities(values: rows, offsets: offsets, count: count, to: sums)
    for row in 0..<count {
      var checksum: Float = 0
      // Zero times a number is NaN for NaN and for infinities.
      for column in 0..<columns { checksum += rows[row * columns + column] * 0 }
      sums[row] = checksum == 0 ? sums[row] / Double(treeCount) : .nan
    }
  }
}
