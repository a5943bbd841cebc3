import CVectorLoops

/// Walks blocks of samples through the tops of trees, 64 at a time, and through what is below the tops by the ordinary way.
struct TreeTopWalk: Sendable {
  /// Samples of a block: their codes stay in the nearest cache.
  static let blockSize = 1024

  private let columns: Int
  private let tops: TreeTopGroups
  private let trees: PackedTrees

  /// The walk, or `nil` where it cannot be used or would not be faster.
  init?(_ model: RandomForestModel, trees: PackedTrees, rows: Int, threads: Int?) {
    // Making the tables takes as long as walking through the trees some thousand times.
    guard rows >= 4 * Self.blockSize, scarp_has_byte_permutations() != 0,
      let tops = TreeTopGroups(model.trees, columns: model.columns, threads: threads)
    else { return nil }
    self.init(tops, columns: model.columns, trees: trees)
  }

  init(_ tops: TreeTopGroups, columns: Int, trees: PackedTrees) {
    self.columns = columns
    self.tops = tops
    self.trees = trees
  }

  /// What one thread needs for one block.
  private struct Workspace {
    /// The codes of all thresholds, column after column.
    var columnCodes: [UInt16]
    /// The codes of a group, sample after sample.
    var codes: [UInt8]
    var exits = [UInt8](repeating: 0, count: blockSize)
    /// How many pure leaves of landslides each sample has met since they were last added to its sum.
    var counts = [UInt8](repeating: 0, count: blockSize)
  }

  /// Adds the probabilities of all trees to the sums of samples.
  ///
  /// Trees are added in their order, unless all leaves are pure: then sums are whole numbers, exact in any order.
  ///
  /// - Parameters:
  ///   - rows: `count * columns` values, row after row; `count` is at most ``blockSize``.
  ///   - sums: `count` sums.
  func addProbabilities(
    _ rows: UnsafePointer<Float>, count: Int, to sums: UnsafeMutablePointer<Double>
  ) {
    let size = Self.blockSize
    var space = Workspace(
      columnCodes: Array(repeating: 0, count: columns * size),
      codes: Array(repeating: 0, count: tops.stride * size))
    space.columnCodes.withUnsafeMutableBufferPointer { codes in
      guard let codes = codes.baseAddress else { return }
      for (column, thresholds) in tops.thresholds.enumerated() {
        // Values and codes of one column: `count` of both, within the block.
        scarp_threshold_codes(
          rows + column, columns, count, thresholds, thresholds.count, codes + column * size)
      }
    }
    for group in tops.groups {
      code(group, count, &space)
      for (index, tree) in group.trees.enumerated() {
        group.tables.withUnsafeBufferPointer { tables in
          guard let base = tables.baseAddress else { return }
          // Whole groups of 64 samples fit in a block; what is beyond `count` is not read.
          scarp_walk_tree_tops(
            space.codes, tops.stride, (count + 63) / 64, base + TreeTop.tableSize * index,
            &space.exits)
          if tops.isPure {
            scarp_add_exits(
              space.exits, (count + 63) / 64, base + TreeTop.tableSize * index + 4 * 128,
              &space.counts)
          }
        }
        if !tops.isPure {
          let probabilities = tops.tops[tree].probabilities
          for sample in 0..<count { sums[sample] += probabilities[Int(space.exits[sample] & 127)] }
        }
        goOn(tree, rows, count, space.exits, to: sums)
        // Counts are bytes.
        if tops.isPure && (index % 255 == 254 || tree == group.trees.upperBound - 1) {
          for sample in 0..<count {
            sums[sample] += Double(space.counts[sample])
            space.counts[sample] = 0
          }
        }
      }
    }
  }

  /// Brings the codes of the samples to those of a group.
  private func code(_ group: TreeTopGroups.Group, _ count: Int, _ space: inout Workspace) {
    let stride = tops.stride
    space.codes.withUnsafeMutableBufferPointer { codes in
      space.columnCodes.withUnsafeBufferPointer { columnCodes in
        guard let codes = codes.baseAddress, let from = columnCodes.baseAddress else { return }
        for (column, table) in group.codes.enumerated() where table.count > 1 {
          scarp_look_up_bytes(
            from + column * Self.blockSize, count, table, codes + column, stride)
        }
      }
    }
  }

  /// Walks the samples that have not met a leaf in the top of a tree through the rest of it.
  private func goOn(
    _ tree: Int, _ rows: UnsafePointer<Float>, _ count: Int, _ exits: [UInt8],
    to sums: UnsafeMutablePointer<Double>
  ) {
    let open = tops.tops[tree].openNodes
    guard !open.isEmpty else { return }
    for sample in 0..<count where 255 - Int(exits[sample]) < open.count {
      sums[sample] += trees.probability(
        ofTree: tree, from: open[255 - Int(exits[sample])], row: rows + sample * columns)
    }
  }
}
