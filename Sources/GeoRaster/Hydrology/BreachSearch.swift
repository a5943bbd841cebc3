/// The ways of least cost from the bottoms of depressions, one after the other, and the channels along them.
///
/// Bounds: ways end at outlets, which lie next to the ring or NoData, so all neighbours of other cells are in the array.
struct BreachSearch: ~Copyable {
  private let levels: UnsafeMutablePointer<Float>
  private let offsets: [Int]
  private let stride: Int
  private let sizes: [(width: Double, height: Double)]
  private let maximumLength: Double
  private let maximumDepth: Double
  /// For each cell 1 + its position in ``places``; 0 for cells that are not in there.
  private var positions: [UInt32]
  private var places: [Place] = []
  private var heap = MinimumHeap<Candidate>()

  /// A cell that a way has reached.
  private struct Place {
    let cell: Int
    /// The position of the place before it; its own at the start.
    var before: Int
    var cost: Double
    var length: Double
    var isSettled = false
  }

  struct Candidate: Comparable {
    let cost: Double
    let length: Double
    let position: Int

    static func < (left: Candidate, right: Candidate) -> Bool {
      left.cost < right.cost || (left.cost == right.cost && left.length < right.length)
    }
  }

  /// - Parameters:
  ///   - levels: `count` elevations of a padded surface, which are lowered.
  ///   - sizes: of the cells of each row, in metres.
  init(
    levels: UnsafeMutablePointer<Float>, count: Int, stride: Int,
    sizes: [(width: Double, height: Double)], maximumLength: Double, maximumDepth: Double
  ) {
    self.levels = levels
    self.stride = stride
    self.sizes = sizes
    self.maximumLength = maximumLength
    self.maximumDepth = maximumDepth
    offsets = neighborOffsets(stride: stride)
    positions = Array(repeating: 0, count: count)
  }

  /// Cuts a channel from a level bottom, if there is a way within the limits.
  mutating func breach(from bottom: [UInt32]) {
    guard let first = bottom.first else { return }
    let level = levels[Int(first)]
    for cell in bottom {
      // A channel from another depression has come through.
      if levels[Int(cell)] != levels[Int(bottom[bottom.endIndex - 1])] { return }
    }
    for cell in bottom { reach(Int(cell), cost: 0, length: 0, before: places.count) }
    let sources = places.count
    while let candidate = heap.pop() {
      let place = places[candidate.position]
      if place.isSettled { continue }
      places[candidate.position].isSettled = true
      if candidate.position >= sources && (levels[place.cell] < level || isOutlet(place.cell)) {
        cut(to: candidate.position, from: level)
        break
      }
      step(from: candidate.position, level: level)
    }
    for place in places { positions[place.cell] = 0 }
    places.removeAll(keepingCapacity: true)
    heap.removeAll()
  }

  private func isOutlet(_ cell: Int) -> Bool {
    offsets.contains { levels[cell + $0].isNaN }
  }

  private mutating func step(from position: Int, level: Float) {
    let place = places[position]
    let size = sizes[place.cell / stride - 1]
    let diagonal = (size.width * size.width + size.height * size.height).squareRoot()
    for (index, step) in FlowNeighbors.steps.enumerated() {
      let neighbor = place.cell + offsets[index]
      let distance = step.row == 0 ? size.width : step.column == 0 ? size.height : diagonal
      let depth = max(0, Double(levels[neighbor]) - Double(level))
      let length = place.length + distance
      // False for neighbours without an elevation.
      guard depth <= maximumDepth, length <= maximumLength else { continue }
      reach(neighbor, cost: place.cost + depth * distance, length: length, before: position)
    }
  }

  private mutating func reach(_ cell: Int, cost: Double, length: Double, before: Int) {
    let position: Int
    if positions[cell] == 0 {
      position = places.count
      places.append(Place(cell: cell, before: before, cost: cost, length: length))
      positions[cell] = UInt32(places.count)
    } else {
      position = Int(positions[cell]) - 1
      let known = places[position]
      guard !known.isSettled, (cost, length) < (known.cost, known.length) else { return }
      places[position].cost = cost
      places[position].length = length
      places[position].before = before
    }
    heap.push(Candidate(cost: cost, length: length, position: position))
  }

  /// Lowers the cells of a way to a line from the bottom's level to that of its end.
  private func cut(to end: Int, from level: Float) {
    let last = places[end]
    let fall = Double(level) - Double(min(level, levels[last.cell]))
    var position = end
    while places[position].before != position {
      let place = places[position]
      let line = Float(Double(level) - fall * (place.length / last.length))
      levels[place.cell] = min(levels[place.cell], line)
      position = place.before
    }
  }
}
