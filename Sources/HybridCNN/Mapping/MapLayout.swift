/// How much memory each stage of a map's evaluation needs on one thread.
///
/// The spatial branch works row by row and keeps, of each stage, only the rows that later stages still read:
/// ```
/// input         kernel rows
/// convolution 1 pooling rows
/// pooling 1     (kernel - 1) stride + 1 rows
/// convolution 2 (positions - 1) stride^2 + (pooling - 1) stride + 1 rows
/// ```
/// so that memory does not grow with the height of a tile, and stays in the nearer caches.
struct MapLayout {
  /// What is kept of a stage of the spatial branch.
  struct Stage {
    /// How many rows.
    var depth = 1
    /// The numbers of a row.
    var rowCount = 0
  }

  let input, conv1, pool1, conv2: Stage
  /// The numbers of the other stages, for a row of cells.
  let features, hidden, vectors, signal, position, codes, combinations: Int

  init(_ shape: NetworkArchitecture) {
    let columns = MapTile.mostColumns
    let isSpatial = shape.kind.hasSpatialBranch
    let isSpectral = shape.kind.hasSpectralBranch
    let kernel = shape.kernelSize - 1
    let pooled = (first: shape.poolingSizes.first - 1, second: shape.poolingSizes.second - 1)
    let step = shape.poolingStride
    func stage(_ depth: Int, narrowedBy lost: Int, channels: Int) -> Stage {
      let width = columns + shape.readWidth - 1 - lost
      return isSpatial ? Stage(depth: depth, rowCount: width * channels) : Stage()
    }
    input = stage(kernel + 1, narrowedBy: 0, channels: shape.channels)
    conv1 = stage(pooled.first + 1, narrowedBy: kernel, channels: shape.filters2D[0])
    pool1 = stage(
      kernel * step + 1, narrowedBy: kernel + pooled.first, channels: shape.filters2D[0])
    conv2 = stage(
      (shape.pooledWidths.second - 1) * step * step + pooled.second * step + 1,
      narrowedBy: kernel + pooled.first + kernel * step, channels: shape.filters2D[1])
    features = columns * shape.spatialCount
    hidden = columns * shape.paddedHidden
    vectors = isSpectral ? columns * shape.channels : 0
    signal = isSpectral ? columns * shape.signalLength * shape.filters1D[0] : 0
    position = isSpectral ? columns * shape.filters1D[1] : 0
    codes = vectors
    combinations = columns * shape.spectralPositions
  }

  /// The memory of all stages together.
  var byteCount: Int {
    let rings = [input, conv1, pool1, conv2].reduce(0) { $0 + $1.depth * $1.rowCount }
    let rows = features + hidden + vectors + signal + position + codes + combinations
    return 4 * (rings + rows)
  }
}

extension NetworkArchitecture {
  /// The width of the hidden layer with zeros added up to a whole number of vectors of 16.
  var paddedHidden: Int { (hidden + 15) / 16 * 16 }
}
