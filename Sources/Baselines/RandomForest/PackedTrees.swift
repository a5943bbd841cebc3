/// Trees laid out for walking many samples through them.
///
/// Links are distances in bytes, so that a step is two loads, a comparison and an addition. A leaf points to itself and
/// its threshold is infinite: a walk that has arrived stays while others go on.
struct PackedTrees: Sendable {
  private struct Node {
    var threshold: Float
    /// Where the value lies in a sample's row.
    var feature: UInt32
    /// Where the left child lies in the tree; the right one follows it.
    var child: UInt32
    /// The place of a leaf's probability; 0 at splits.
    var leaf: UInt32
  }

  private static let nodeSize = MemoryLayout<Node>.stride
  private var nodes: [Node] = []
  private var probabilities: [Double] = []
  /// Where each tree begins in `nodes`, and the longest way in it.
  private var trees: [(start: Int, depth: Int)] = []

  init(_ trees: [DecisionTree]) {
    nodes.reserveCapacity(trees.reduce(0) { $0 + $1.nodeCount })
    for tree in trees {
      self.trees.append((nodes.count, tree.depth))
      for (index, node) in tree.nodes.enumerated() {
        let isLeaf = node.child == index
        nodes.append(
          Node(
            threshold: node.threshold,
            feature: UInt32(Int(node.feature) * MemoryLayout<Float>.stride),
            child: UInt32(Int(node.child) * Self.nodeSize),
            leaf: isLeaf ? UInt32(probabilities.count) : 0))
        if isLeaf { probabilities.append(tree.leafProbabilities[index]) }
      }
    }
  }

  /// Adds the probabilities of all trees to the sums of some samples, tree by tree.
  ///
  /// - Parameters:
  ///   - values: where rows of samples lie.
  ///   - offsets: where the row of each sample begins in `values`; `count` of them.
  ///   - sums: `count` sums, in the order of `offsets`.
  func addProbabilities(
    values: UnsafePointer<Float>, offsets: UnsafePointer<Int>, count: Int,
    to sums: UnsafeMutablePointer<Double>
  ) {
    nodes.withUnsafeBytes { nodes in
      probabilities.withUnsafeBufferPointer { probabilities in
        guard let first = nodes.baseAddress, let leaves = probabilities.baseAddress else { return }
        for tree in trees {
          let root = first + tree.start * Self.nodeSize
          var sample = 0
          // Eight samples walk side by side, so that the processor does not wait for one sample's next node.
          while sample &+ 8 <= count {
            Self.walkEight(root, leaves, tree.depth, values, offsets + sample, sums + sample)
            sample &+= 8
          }
          while sample < count {
            let row = UnsafeRawPointer(values + offsets[sample])
            var place: UInt32 = 0
            for _ in 0..<tree.depth { place = Self.child(root, place, row) }
            sums[sample] += leaves[Self.leaf(root, place)]
            sample &+= 1
          }
        }
      }
    }
  }

  /// The probability that a sample meets in a tree when it starts at one of its nodes.
  ///
  /// - Parameter row: a value for each column.
  func probability(ofTree tree: Int, from node: Int, row: UnsafePointer<Float>) -> Double {
    nodes.withUnsafeBytes { nodes in
      guard let first = nodes.baseAddress else { return 0 }
      let root = first + trees[tree].start * Self.nodeSize
      let row = UnsafeRawPointer(row)
      var place = UInt32(node * Self.nodeSize)
      while true {
        let next = Self.child(root, place, row)
        // A leaf's child is itself.
        if next == place { return probabilities[Self.leaf(root, place)] }
        place = next
      }
    }
  }

  @inline(__always)
  private static func walkEight(
    _ root: UnsafeRawPointer, _ leaves: UnsafePointer<Double>, _ depth: Int,
    _ values: UnsafePointer<Float>, _ offsets: UnsafePointer<Int>,
    _ sums: UnsafeMutablePointer<Double>
  ) {
    let r0 = UnsafeRawPointer(values + offsets[0])
    let r1 = UnsafeRawPointer(values + offsets[1])
    let r2 = UnsafeRawPointer(values + offsets[2])
    let r3 = UnsafeRawPointer(values + offsets[3])
    let r4 = UnsafeRawPointer(values + offsets[4])
    let r5 = UnsafeRawPointer(values + offsets[5])
    let r6 = UnsafeRawPointer(values + offsets[6])
    let r7 = UnsafeRawPointer(values + offsets[7])
    var (a, b, c, d): (UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0)
    var (e, f, g, h): (UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0)
    var steps = 0
    while steps < depth {
      a = child(root, a, r0)
      b = child(root, b, r1)
      c = child(root, c, r2)
      d = child(root, d, r3)
      e = child(root, e, r4)
      f = child(root, f, r5)
      g = child(root, g, r6)
      h = child(root, h, r7)
      // Places only ever grow, so their sum stays exactly when no walk moves.
      let before = total(a, b, c, d) &+ total(e, f, g, h)
      a = child(root, a, r0)
      b = child(root, b, r1)
      c = child(root, c, r2)
      d = child(root, d, r3)
      e = child(root, e, r4)
      f = child(root, f, r5)
      g = child(root, g, r6)
      h = child(root, h, r7)
      if total(a, b, c, d) &+ total(e, f, g, h) == before { break }
      steps &+= 2
    }
    sums[0] += leaves[leaf(root, a)]
    sums[1] += leaves[leaf(root, b)]
    sums[2] += leaves[leaf(root, c)]
    sums[3] += leaves[leaf(root, d)]
    sums[4] += leaves[leaf(root, e)]
    sums[5] += leaves[leaf(root, f)]
    sums[6] += leaves[leaf(root, g)]
    sums[7] += leaves[leaf(root, h)]
  }

  @inline(__always)
  private static func total(_ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: UInt32) -> UInt64 {
    (UInt64(a) &+ UInt64(b)) &+ (UInt64(c) &+ UInt64(d))
  }

  @inline(__always)
  private static func child(
    _ root: UnsafeRawPointer, _ place: UInt32, _ row: UnsafeRawPointer
  ) -> UInt32 {
    let node = root + Int(place)
    let threshold = node.load(as: Float.self)
    let feature = node.load(fromByteOffset: 4, as: UInt32.self)
    let child = node.load(fromByteOffset: 8, as: UInt32.self)
    let value = row.load(fromByteOffset: Int(feature), as: Float.self)
    return child &+ (value > threshold ? UInt32(truncatingIfNeeded: nodeSize) : 0)
  }

  @inline(__always)
  private static func leaf(_ root: UnsafeRawPointer, _ place: UInt32) -> Int {
    Int(root.load(fromByteOffset: Int(place) &+ 12, as: UInt32.self))
  }
}
