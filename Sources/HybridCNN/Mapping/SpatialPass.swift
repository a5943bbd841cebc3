import NeuralCore

/// Runs the spatial branch over a whole tile, so that overlapping windows share their work.
///
/// ```
/// convolution 1:  as it is, once per pixel
/// pooling 1:      with stride 1
/// convolution 2:  dilated by the stride of the pooling
/// pooling 2:      dilated likewise, only at the mapped cells
/// ```
/// Reference: the "a trous" evaluation of Giusti et al. (2013), Fast image scanning with deep max-pooling convolutional
/// neural networks. It is exact because nothing in a window is padded.
struct SpatialPass {
  let planes: FeaturePlanes
  let weights: MapWeights
  let workspace: MapWorkspace
  private var shape: NetworkArchitecture { weights.architecture }

  init(planes: FeaturePlanes, weights: MapWeights, workspace: MapWorkspace) {
    self.planes = planes
    self.weights = weights
    self.workspace = workspace
  }

  /// Computes everything up to the second convolution for `tile`.
  func run(_ tile: MapTile) -> TileLayout {
    let layout = TileLayout(rows: tile.rows.count, columns: tile.columns.count, shape)
    copyInput(of: tile, layout)
    convolveInput(pixels: layout.conv1Rows * layout.width, layout)
    poolFirst(pixels: layout.pool1Rows * layout.width, layout)
    convolvePooled(pixels: layout.conv2Rows * layout.width, layout)
    return layout
  }

  /// Copies the tile with the neighbours its windows see; beyond the border stand the outside values.
  private func copyInput(of tile: MapTile, _ layout: TileLayout) {
    let channels = planes.channels
    let top = tile.rows.lowerBound - shape.window / 2
    let left = tile.columns.lowerBound - shape.window / 2
    let inside = max(left, 0)..<max(max(left, 0), min(left + layout.width, planes.columns))
    planes.values.withUnsafeBufferPointer { values in
      guard let values = values.baseAddress else { return }
      for row in 0..<layout.inputRows {
        let target = workspace.input.base + row * layout.width * channels
        let source = top + row
        guard source >= 0, source < planes.rows, !inside.isEmpty else {
          fillOutside(target, pixels: layout.width)
          continue
        }
        let before = inside.lowerBound - left
        fillOutside(target, pixels: before)
        (target + before * channels).update(
          from: values + (source * planes.columns + inside.lowerBound) * channels,
          count: inside.count * channels)
        let end = before + inside.count
        fillOutside(target + end * channels, pixels: layout.width - end)
      }
    }
  }

  private func fillOutside(_ target: UnsafeMutablePointer<Float>, pixels: Int) {
    for pixel in 0..<pixels {
      for channel in 0..<planes.channels {
        target[pixel * planes.channels + channel] = planes.outside[channel]
      }
    }
  }

  /// The first convolution, without bias: what the kernel sees side by side, times the weights, block by block.
  private func convolveInput(pixels: Int, _ layout: TileLayout) {
    let kernel = shape.kernelSize
    let run = kernel * planes.channels
    let length = kernel * run
    let filters = shape.filters2D[0]
    for start in stride(from: 0, to: pixels, by: MapWorkspace.blockSize) {
      let count = min(MapWorkspace.blockSize, pixels - start)
      for pixel in 0..<count {
        let target = workspace.columns.base + pixel * length
        for row in 0..<kernel {
          let source =
            workspace.input.base + (start + pixel + row * layout.width) * planes.channels
          (target + row * run).update(from: source, count: run)
        }
      }
      BlockedProduct.multiply(
        m: count, n: filters, k: length, a: workspace.columns.base, lda: length,
        b: weights.conv1.base, ldb: filters, beta: 0,
        c: workspace.conv1.base + start * filters, ldc: filters)
    }
  }

  /// The first pooling with stride 1, then bias and rectifier (which commute with the maximum).
  private func poolFirst(pixels: Int, _ layout: TileLayout) {
    let filters = shape.filters2D[0]
    let bias = weights.conv1Bias.base
    for pixel in 0..<pixels {
      let target = workspace.pool1.base + pixel * filters
      let source = workspace.conv1.base + pixel * filters
      poolPixel(
        source, to: target, bias: bias, filters: filters, rowStep: layout.width * filters,
        columnStep: filters)
    }
  }

  /// The second convolution, without bias: one matrix product per kernel element, on shifted pixels.
  private func convolvePooled(pixels: Int, _ layout: TileLayout) {
    let (inputs, outputs) = (shape.filters2D[0], shape.filters2D[1])
    for start in stride(from: 0, to: pixels, by: MapWorkspace.blockSize) {
      let count = min(MapWorkspace.blockSize, pixels - start)
      for row in 0..<shape.kernelSize {
        for column in 0..<shape.kernelSize {
          let shift = (row * layout.width + column) * shape.poolingStride
          let element = row * shape.kernelSize + column
          BlockedProduct.multiply(
            m: count, n: outputs, k: inputs, a: workspace.pool1.base + (start + shift) * inputs,
            lda: inputs, b: weights.conv2.base + element * inputs * outputs, ldb: outputs,
            beta: element == 0 ? 0 : 1, c: workspace.conv2.base + start * outputs, ldc: outputs)
        }
      }
    }
  }

  /// The second pooling with bias and rectifier, for one cell: its spatial features, (position, filter).
  func copyFeatures(
    ofPixel pixel: Int, _ layout: TileLayout, to target: UnsafeMutablePointer<Float>
  ) {
    let filters = shape.filters2D[1]
    let step = shape.poolingStride
    let width = shape.pooledWidths.second
    for row in 0..<width {
      for column in 0..<width {
        let place = pixel + (row * layout.width + column) * step * step
        poolPixel(
          workspace.conv2.base + place * filters, to: target + (row * width + column) * filters,
          bias: weights.conv2Bias.base, filters: filters,
          rowStep: step * layout.width * filters, columnStep: step * filters)
      }
    }
  }

  /// The largest of poolingSize x poolingSize pixels, plus bias, rectified.
  @inline(__always)
  private func poolPixel(
    _ source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>,
    bias: UnsafePointer<Float>, filters: Int, rowStep: Int, columnStep: Int
  ) {
    if shape.poolingSize == 2 {
      let (a, b) = (source, source + columnStep)
      let (c, d) = (source + rowStep, source + rowStep + columnStep)
      for filter in 0..<filters {
        let largest = max(max(a[filter], b[filter]), max(c[filter], d[filter]))
        target[filter] = max(largest + bias[filter], 0)
      }
      return
    }
    target.update(from: source, count: filters)
    for row in 0..<shape.poolingSize {
      for column in 0..<shape.poolingSize {
        let other = source + row * rowStep + column * columnStep
        for filter in 0..<filters { target[filter] = max(target[filter], other[filter]) }
      }
    }
    for filter in 0..<filters { target[filter] = max(target[filter] + bias[filter], 0) }
  }
}
