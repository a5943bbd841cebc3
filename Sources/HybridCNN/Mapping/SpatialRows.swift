import CVectorLoops
import NeuralCore

/// Runs the spatial branch over a tile from north to south, so that overlapping windows share their work.
///
/// ```
/// convolution 1:  as it is, once per pixel
/// pooling 1:      with stride 1
/// convolution 2:  dilated by the stride of the pooling
/// pooling 2:      dilated likewise, only at the mapped cells
/// ```
/// Reference: the "a trous" evaluation of Giusti et al. (2013), Fast image scanning with deep max-pooling convolutional
/// neural networks. It is exact because nothing in a window is padded.
///
/// Row r of every stage is the one that the window of the tile's row r reads first. A stage computes a row when a later
/// one asks for it, and forgets it when nobody can ask again.
struct SpatialRows {
  private let planes: PlaneRows
  private let weights: MapWeights
  private let workspace: MapWorkspace
  private let shape: NetworkArchitecture
  /// Where the window of the tile's first cell begins.
  private let top, left: Int
  /// The pixels in a row of each stage.
  private let inputWidth, conv1Width, pool1Width, conv2Width: Int
  /// The first row of each stage that has not been computed.
  private var nextInput = 0
  private var nextConv1 = 0
  private var nextPool1 = 0
  private var nextConv2 = 0

  init(_ tile: MapTile, planes: PlaneRows, weights: MapWeights, workspace: MapWorkspace) {
    self.planes = planes
    self.weights = weights
    self.workspace = workspace
    shape = weights.architecture
    top = tile.rows.lowerBound - shape.window / 2
    left = tile.columns.lowerBound - shape.window / 2
    inputWidth = tile.columns.count + shape.readWidth - 1
    conv1Width = inputWidth - (shape.kernelSize - 1)
    pool1Width = conv1Width - (shape.poolingSizes.first - 1)
    conv2Width = pool1Width - (shape.kernelSize - 1) * shape.poolingStride
  }

  /// Writes the spatial features, (position, filter), of some cells of a row of the tile.
  ///
  /// - Parameters:
  ///   - row: the row of the tile, from 0; never above an earlier one.
  ///   - cells: columns of the tile, from 0.
  ///   - target: `cells.count * spatialCount` numbers.
  mutating func copyFeatures(
    row: Int, cells: UnsafeBufferPointer<Int32>, to target: UnsafeMutablePointer<Float>
  ) {
    let step = shape.poolingStride
    let width = shape.pooledWidths.second
    let filters = shape.filters2D[1]
    let size = shape.poolingSizes.second
    let last = row + (width - 1) * step * step + (size - 1) * step
    computeConv2(row..<last + 1)
    for y in 0..<width {
      for x in 0..<width {
        let position = y * width + x
        pool(
          workspace.conv2, size: size, row: row + y * step * step, shift: x * step * step,
          columns: cells.baseAddress, count: cells.count, step: step, filters: filters,
          bias: weights.conv2Bias, to: target + position * filters,
          targetStep: shape.spatialCount)
      }
    }
  }

  /// The second convolution, without bias: one matrix product per kernel element, on shifted pixels.
  private mutating func computeConv2(_ rows: Range<Int>) {
    let (inputs, outputs) = (shape.filters2D[0], shape.filters2D[1])
    let (kernel, step) = (shape.kernelSize, shape.poolingStride)
    for row in max(rows.lowerBound, nextConv2)..<max(rows.upperBound, nextConv2) {
      computePool1(row..<row + (kernel - 1) * step + 1)
      let target = workspace.conv2.row(row)
      for y in 0..<kernel {
        let source = workspace.pool1.row(row + y * step)
        for x in 0..<kernel {
          let element = y * kernel + x
          BlockedProduct.multiply(
            m: conv2Width, n: outputs, k: inputs, a: source + x * step * inputs, lda: inputs,
            b: weights.conv2.base + element * inputs * outputs, ldb: outputs,
            beta: element == 0 ? 0 : 1, c: target, ldc: outputs)
        }
      }
      nextConv2 = row + 1
    }
  }

  /// The first pooling with stride 1, then bias and rectifier (which commute with the maximum).
  private mutating func computePool1(_ rows: Range<Int>) {
    let filters = shape.filters2D[0]
    for row in max(rows.lowerBound, nextPool1)..<max(rows.upperBound, nextPool1) {
      computeConv1(row..<row + shape.poolingSizes.first)
      pool(
        workspace.conv1, size: shape.poolingSizes.first, row: row, shift: 0, columns: nil,
        count: pool1Width, step: 1, filters: filters, bias: weights.conv1Bias,
        to: workspace.pool1.row(row),
        targetStep: filters)
      nextPool1 = row + 1
    }
  }

  /// The first convolution, without bias.
  ///
  /// The pixels under a row of the kernel lie side by side, so they are a row of a matrix as they are; those of every
  /// kernelSize-th pixel do not overlap. So there is a matrix product for each row of the kernel and each remainder of
  /// the column.
  private mutating func computeConv1(_ rows: Range<Int>) {
    let (channels, filters, kernel) = (planes.channels, shape.filters2D[0], shape.kernelSize)
    let run = kernel * channels
    for row in max(rows.lowerBound, nextConv1)..<max(rows.upperBound, nextConv1) {
      copyInput(row..<row + kernel)
      let target = workspace.conv1.row(row)
      for y in 0..<kernel {
        let source = workspace.input.row(row + y)
        for remainder in 0..<min(kernel, conv1Width) {
          BlockedProduct.multiply(
            m: (conv1Width - remainder + kernel - 1) / kernel, n: filters, k: run,
            a: source + remainder * channels, lda: run,
            b: weights.conv1.base + y * run * filters, ldb: filters, beta: y == 0 ? 0 : 1,
            c: target + remainder * filters, ldc: kernel * filters)
        }
      }
      nextConv1 = row + 1
    }
  }

  /// Copies rows with the neighbours that windows see.
  private mutating func copyInput(_ rows: Range<Int>) {
    for row in max(rows.lowerBound, nextInput)..<max(rows.upperBound, nextInput) {
      planes.copy(row: top + row, cells: left..<left + inputWidth, to: workspace.input.row(row))
      nextInput = row + 1
    }
  }

  /// The largest of size x size pixels that are `step` apart, plus bias, rectified, `count` times.
  ///
  /// - Parameters:
  ///   - shift: how many pixels to the right the first pixel of column 0 lies.
  ///   - columns: the columns to pool at; `nil`: all from 0 on.
  ///   - target: where the first goes; the others follow `targetStep` numbers apart.
  private func pool(
    _ stage: RowRing, size: Int, row: Int, shift: Int, columns: UnsafePointer<Int32>?, count: Int,
    step: Int, filters: Int, bias: FloatBuffer, to target: UnsafeMutablePointer<Float>,
    targetStep: Int
  ) {
    withUnsafeTemporaryAllocation(of: UnsafePointer<Float>?.self, capacity: size) { rows in
      for y in 0..<size {
        rows[y] = UnsafePointer(stage.row(row + y * step) + shift * filters)
      }
      scarp_pool_rectify(
        rows.baseAddress, size, step * filters, columns, count, bias.base, filters, target,
        targetStep)
    }
  }
}
