import NeuralCore

/// The last few rows of a stage that is computed from north to south.
struct RowRing: Sendable {
  /// How many rows are kept.
  let depth: Int
  /// The numbers of a row.
  let rowCount: Int
  private let buffer: FloatBuffer

  init(depth: Int, rowCount: Int) {
    self.depth = depth
    self.rowCount = rowCount
    buffer = FloatBuffer(count: depth * rowCount)
  }

  /// A row; it holds what was written for it until `depth` further rows are.
  @inline(__always)
  func row(_ index: Int) -> UnsafeMutablePointer<Float> {
    buffer.base + index % depth * rowCount
  }
}
