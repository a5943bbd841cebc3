/// The lowest level at which each two labels touch: a hash table with open addressing.
///
/// A tile has few labels that touch, but finds them touching for every cell along the line.
struct SpillTable {
  /// Both labels, the lower one first; 0 where nothing is stored.
  private var keys: [UInt32]
  private var levels: [Float]
  private var mask: Int
  private var count = 0

  init() {
    keys = Array(repeating: 0, count: 4096)
    levels = Array(repeating: 0, count: 4096)
    mask = 4095
  }

  /// Notes that two different labels above 0 touch at a level.
  @inline(__always)
  mutating func add(_ first: UInt16, _ second: UInt16, level: Float) {
    let key = UInt32(min(first, second)) << 16 | UInt32(max(first, second))
    var place = Self.start(key) & mask
    while keys[place] != key {
      if keys[place] == 0 {
        insert(key, level: level)
        return
      }
      place = (place + 1) & mask
    }
    if level < levels[place] { levels[place] = level }
  }

  /// All that was noted, in an order that depends on it alone.
  var all: [FloodedTile.Spill] {
    keys.indices.compactMap { place in
      let key = keys[place]
      return key == 0
        ? nil
        : FloodedTile.Spill(
          first: UInt16(key >> 16), second: UInt16(truncatingIfNeeded: key), level: levels[place])
    }
  }

  /// Multiplicative hashing (Knuth), by the upper half of the product.
  @inline(__always)
  private static func start(_ key: UInt32) -> Int {
    Int(truncatingIfNeeded: (UInt64(key) &* 0x9E37_79B9_7F4A_7C15) >> 32)
  }

  private mutating func insert(_ key: UInt32, level: Float) {
    if 2 * (count + 1) > keys.count { grow() }
    var place = Self.start(key) & mask
    while keys[place] != 0 { place = (place + 1) & mask }
    keys[place] = key
    levels[place] = level
    count += 1
  }

  private mutating func grow() {
    let old = all
    keys = Array(repeating: 0, count: 2 * keys.count)
    levels = Array(repeating: 0, count: keys.count)
    mask = keys.count - 1
    count = 0
    for spill in old {
      insert(UInt32(spill.first) << 16 | UInt32(spill.second), level: spill.level)
    }
  }
}

/// Places that water passes between, and the way with the lowest pass from each to node 0.
struct SpillGraph {
  private var edges: [(first: UInt32, second: UInt32, level: Float)] = []

  /// Adds a pass between two nodes; of several the lowest counts.
  mutating func add(_ first: Int, _ second: Int, level: Float) {
    edges.append((UInt32(first), UInt32(second), level))
  }

  /// For each node the least greatest level on a way to node 0; -infinity for node 0.
  func levelsToOutlet(nodeCount: Int) -> [Float] {
    var result = [Float](repeating: .infinity, count: nodeCount)
    result[0] = -.infinity
    guard let low = edges.map(\.level).min(), let high = edges.map(\.level).max() else {
      return result
    }
    let (starts, sorted) = edgesByNode(nodeCount: nodeCount)
    var isSettled = [Bool](repeating: false, count: nodeCount)
    var queue = FloodQueue(range: low...high, cellCount: nodeCount)
    queue.push(0, level: low)
    while let node = queue.pop() {
      if isSettled[node] { continue }
      isSettled[node] = true
      for edge in sorted[starts[node]..<starts[node + 1]] {
        let level = max(result[node], edge.level)
        guard level < result[edge.node] else { continue }
        result[edge.node] = level
        queue.push(edge.node, level: level)
      }
    }
    return result
  }

  /// The edges of each node, in both directions, one node after the other.
  private func edgesByNode(
    nodeCount: Int
  ) -> (starts: [Int], edges: [(node: Int, level: Float)]) {
    var starts = [Int](repeating: 0, count: nodeCount + 1)
    for edge in edges {
      starts[Int(edge.first) + 1] += 1
      starts[Int(edge.second) + 1] += 1
    }
    for node in 0..<nodeCount { starts[node + 1] += starts[node] }
    var next = starts
    var sorted = [(node: Int, level: Float)](repeating: (0, 0), count: 2 * edges.count)
    for edge in edges {
      for (node, other) in [(edge.first, edge.second), (edge.second, edge.first)] {
        sorted[next[Int(node)]] = (Int(other), edge.level)
        next[Int(node)] += 1
      }
    }
    return (starts, sorted)
  }
}
