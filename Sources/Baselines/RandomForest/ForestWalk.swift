import LearningCore
import Parallelism

/// Evaluates all trees on many rows.
///
/// Rows go through tree by tree in blocks, so that a tree stays in the cache while the block passes, and eight rows walk
/// side by side, so that the processor does not wait for one row's next node.
struct ForestWalk: Sendable {
  private let columns: Int
  private let trees: [DecisionTree]
  private static let blockSize = 512

  init(_ model: RandomForestModel) {
    columns = model.columns
    trees = model.trees
  }

  func probabilities(for samples: Matrix, threads: Int?) -> [Double] {
    let rows = samples.rows
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
          add(input + block.lowerBound * columns, block.count, to: output.base + block.lowerBound)
        }
      }
    }
  }

  private func add(
    _ rows: UnsafePointer<Float>, _ count: Int, to sums: UnsafeMutablePointer<Double>
  ) {
    for tree in trees {
      tree.nodes.withUnsafeBufferPointer { nodes in
        tree.leafProbabilities.withUnsafeBufferPointer { leaves in
          guard let nodes = nodes.baseAddress, let leaves = leaves.baseAddress else { return }
          var row = 0
          while row + 8 <= count {
            Self.addEight(nodes, leaves, rows + row * columns, columns, tree.depth, sums + row)
            row += 8
          }
          while row < count {
            sums[row] += tree.probability(rows + row * columns)
            row += 1
          }
        }
      }
    }
    for row in 0..<count {
      var checksum: Float = 0
      for column in 0..<columns { checksum += rows[row * columns + column] * 0 }
      // Zero times a value is NaN for NaN and for infinities, which have no place among trained values either.
      sums[row] = checksum == 0 ? sums[row] / Double(trees.count) : .nan
    }
  }

  /// Every walk takes as many steps as the deepest leaf needs, unless all eight have arrived before.
  @inline(__always)
  private static func addEight(
    _ nodes: UnsafePointer<DecisionTree.Node>, _ leaves: UnsafePointer<Double>,
    _ rows: UnsafePointer<Float>, _ columns: Int, _ depth: Int, _ sums: UnsafeMutablePointer<Double>
  ) {
    let (r1, r2, r3) = (rows + columns, rows + 2 * columns, rows + 3 * columns)
    let (r4, r5) = (rows + 4 * columns, rows + 5 * columns)
    let (r6, r7) = (rows + 6 * columns, rows + 7 * columns)
    var (a, b, c, d): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
    var (e, f, g, h): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
    var steps = 0
    while steps < depth {
      let (a0, b0, c0, d0) = (a, b, c, d)
      let (e0, f0, g0, h0) = (e, f, g, h)
      a = next(nodes, a, rows)
      b = next(nodes, b, r1)
      c = next(nodes, c, r2)
      d = next(nodes, d, r3)
      e = next(nodes, e, r4)
      f = next(nodes, f, r5)
      g = next(nodes, g, r6)
      h = next(nodes, h, r7)
      let moved = (a ^ a0) | (b ^ b0) | (c ^ c0) | (d ^ d0) | (e ^ e0) | (f ^ f0) | (g ^ g0)
      if moved | (h ^ h0) == 0 { break }
      steps += 1
    }
    sums[0] += leaves[Int(a)]
    sums[1] += leaves[Int(b)]
    sums[2] += leaves[Int(c)]
    sums[3] += leaves[Int(d)]
    sums[4] += leaves[Int(e)]
    sums[5] += leaves[Int(f)]
    sums[6] += leaves[Int(g)]
    sums[7] += leaves[Int(h)]
  }

  @inline(__always)
  private static func next(
    _ nodes: UnsafePointer<DecisionTree.Node>, _ index: Int32, _ row: UnsafePointer<Float>
  ) -> Int32 {
    let node = nodes[Int(index)]
    return node.child &+ (row[Int(node.feature)] > node.threshold ? 1 : 0)
  }
}
