import NeuralCore

/// The memory in which one thread evaluates tiles; see ``MapLayout``.
final class MapWorkspace: Sendable {
  let input, conv1, pool1, conv2: RowRing
  let features, hidden, vectors, signal, position: FloatBuffer
  let codes, combinations: IntegerBuffer

  init(_ layout: MapLayout) {
    func ring(_ stage: MapLayout.Stage) -> RowRing {
      RowRing(depth: stage.depth, rowCount: stage.rowCount)
    }
    input = ring(layout.input)
    conv1 = ring(layout.conv1)
    pool1 = ring(layout.pool1)
    conv2 = ring(layout.conv2)
    features = FloatBuffer(count: layout.features)
    hidden = FloatBuffer(count: layout.hidden)
    vectors = FloatBuffer(count: layout.vectors)
    signal = FloatBuffer(count: layout.signal)
    position = FloatBuffer(count: layout.position)
    codes = IntegerBuffer(count: layout.codes)
    combinations = IntegerBuffer(count: layout.combinations)
  }
}

/// Memory for integers, freed with its owner.
final class IntegerBuffer: @unchecked Sendable {
  let base: UnsafeMutablePointer<Int32>

  /// Memory for `count` numbers, all 0.
  init(count: Int) {
    base = .allocate(capacity: max(1, count))
    base.initialize(repeating: 0, count: max(1, count))
  }

  deinit { base.deallocate() }
}
