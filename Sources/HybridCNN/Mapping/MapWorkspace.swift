import NeuralCore

/// The memory in which one thread evaluates tiles.
final class MapWorkspace: Sendable {
  /// Pixels that go through a matrix product at a time; see ``BlockedProduct`` for why so few.
  static let blockSize = 240
  /// Cells that go through the fully connected layers at a time.
  static let chunkSize = 240

  let input, columns, conv1, pool1, conv2: FloatBuffer
  let features, hidden, vectors, signal, position: FloatBuffer

  init(_ shape: NetworkArchitecture) {
    let layout = TileLayout(rows: MapTile.mostRows, columns: MapTile.mostColumns, shape)
    let isSpatial = shape.kind.hasSpatialBranch
    // The last pixels read a few beyond their stage's end: a kernel's reach along a row.
    let tail = shape.window
    func stage(_ rows: Int, _ depth: Int) -> FloatBuffer {
      FloatBuffer(count: isSpatial ? (rows * layout.width + tail) * depth : 0)
    }
    input = stage(layout.inputRows, shape.channels)
    columns = FloatBuffer(
      count: isSpatial
        ? Self.blockSize * shape.kernelSize * shape.kernelSize * shape.channels : 0)
    conv1 = stage(layout.conv1Rows, shape.filters2D[0])
    pool1 = stage(layout.pool1Rows, shape.filters2D[0])
    conv2 = stage(layout.conv2Rows, shape.filters2D[1])
    let chunk = Self.chunkSize
    let isSpectral = shape.kind.hasSpectralBranch
    vectors = FloatBuffer(count: isSpectral ? chunk * shape.channels : 0)
    signal = FloatBuffer(count: isSpectral ? chunk * shape.signalLength * shape.filters1D[0] : 0)
    position = FloatBuffer(count: isSpectral ? chunk * shape.filters1D[1] : 0)
    features = FloatBuffer(count: chunk * shape.spatialCount)
    hidden = FloatBuffer(count: chunk * shape.hidden)
  }
}
