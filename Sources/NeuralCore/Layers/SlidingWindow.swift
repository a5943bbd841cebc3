/// How a kernel moves over a map: shared by convolution and pooling.
///
/// ```
/// output = floor((input + 2 padding - dilation (kernel - 1) - 1) / stride) + 1
/// ```
/// Reference: the shape formula of torch.nn.Conv2d and torch.nn.MaxPool2d (floor mode).
public struct SlidingWindow: Equatable, Sendable {
  /// The map it moves over.
  public let input: FeatureShape
  /// The kernel's size.
  public let kernel: Extent
  /// The step from one output to the next.
  public let stride: Extent
  /// How many rows and columns are added on each side.
  public let padding: Extent
  /// The distance between neighbouring kernel elements.
  public let dilation: Extent
  /// The rows that come out.
  public let outputRows: Int
  /// The columns that come out.
  public let outputColumns: Int

  /// A kernel moving over `input`.
  ///
  /// - Precondition: kernel, stride and dilation are positive, padding is not negative, the padded input holds the
  ///   dilated kernel at least once.
  public init(
    input: FeatureShape, kernel: Extent, stride: Extent, padding: Extent, dilation: Extent
  ) {
    for (name, extent, least) in [
      ("kernel", kernel, 1), ("stride", stride, 1), ("padding", padding, 0),
      ("dilation", dilation, 1),
    ] {
      precondition(
        extent.rows >= least && extent.columns >= least,
        "\(name) is \(extent.rows) x \(extent.columns), expected at least \(least)")
    }
    self.input = input
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
    self.dilation = dilation
    let freeRows = input.rows + 2 * padding.rows - dilation.rows * (kernel.rows - 1) - 1
    let freeColumns =
      input.columns + 2 * padding.columns - dilation.columns * (kernel.columns - 1) - 1
    precondition(
      freeRows >= 0 && freeColumns >= 0,
      "a \(kernel.rows) x \(kernel.columns) kernel does not fit into a map of \(input)")
    outputRows = freeRows / stride.rows + 1
    outputColumns = freeColumns / stride.columns + 1
  }

  /// The number of kernel elements.
  var kernelCount: Int { kernel.rows * kernel.columns }
  /// The number of outputs of one channel.
  var outputCount: Int { outputRows * outputColumns }
  /// The kernel's values over all channels: the length of one row of ``copyColumns(of:count:to:)``.
  var columnLength: Int { kernelCount * input.channels }

  /// The part of the kernel that lies on the map for output column `column`: kernel columns, and where the first of
  /// them reads.
  @inline(__always)
  func kernelColumns(at column: Int) -> (range: Range<Int>, start: Int) {
    Self.inside(
      origin: column * stride.columns - padding.columns, length: input.columns,
      kernel: kernel.columns, dilation: dilation.columns)
  }

  /// The part of the kernel that lies on the map for output row `row`: kernel rows, and where the first of them reads.
  @inline(__always)
  func kernelRows(at row: Int) -> (range: Range<Int>, start: Int) {
    Self.inside(
      origin: row * stride.rows - padding.rows, length: input.rows, kernel: kernel.rows,
      dilation: dilation.rows)
  }

  @inline(__always)
  private static func inside(
    origin: Int, length: Int, kernel: Int, dilation: Int
  ) -> (range: Range<Int>, start: Int) {
    // Divisions are slow, and most kernels lie on the map as a whole.
    if origin >= 0 && origin + (kernel - 1) * dilation < length { return (0..<kernel, origin) }
    let first = min(origin < 0 ? (-origin + dilation - 1) / dilation : 0, kernel)
    let room = length - 1 - origin
    let end = room < 0 ? 0 : min(kernel, room / dilation + 1)
    return (first..<max(first, end), origin + first * dilation)
  }
}

extension SlidingWindow {
  /// Lays what the kernel sees at each output side by side (im2col), so that a convolution is one matrix product.
  ///
  /// Bounds: `input` count * input.count, `columns` count * outputCount * columnLength. A row of `columns` is ordered
  /// kernel row, kernel column, channel.
  func copyColumns(
    of input: UnsafePointer<Float>, count: Int, to columns: UnsafeMutablePointer<Float>
  ) {
    forEachRun(count: count) { column, position, run in
      if position < 0 {
        (columns + column).update(repeating: 0, count: run)
      } else {
        (columns + column).update(from: input + position, count: run)
      }
    }
  }

  /// The way back of ``copyColumns(of:count:to:)``: adds each element to where it came from (col2im).
  ///
  /// Bounds as there; `input` is overwritten.
  func addColumns(
    _ columns: UnsafePointer<Float>, count: Int, to input: UnsafeMutablePointer<Float>
  ) {
    input.update(repeating: 0, count: count * self.input.count)
    forEachRun(count: count) { column, position, run in
      guard position >= 0 else { return }
      let source = columns + column
      let target = input + position
      for index in 0..<run { target[index] += source[index] }
    }
  }

  /// Calls `body` for each run of contiguous elements: where it lies in the columns, where in the map (-1: padding).
  @inline(__always)
  private func forEachRun(count: Int, _ body: (_ column: Int, _ position: Int, _ run: Int) -> Void)
  {
    let channels = input.channels
    let kernelRow = kernel.columns * channels
    var column = 0
    for sample in 0..<count {
      for row in 0..<outputRows {
        for outputColumn in 0..<outputColumns {
          let (inside, start) = kernelColumns(at: outputColumn)
          for kernelIndex in 0..<kernel.rows {
            let inputRow = row * stride.rows - padding.rows + kernelIndex * dilation.rows
            guard inputRow >= 0, inputRow < input.rows, !inside.isEmpty else {
              body(column, -1, kernelRow)
              column += kernelRow
              continue
            }
            let position = ((sample * input.rows + inputRow) * input.columns + start) * channels
            if inside.lowerBound > 0 { body(column, -1, inside.lowerBound * channels) }
            let first = column + inside.lowerBound * channels
            if dilation.columns == 1 {
              body(first, position, inside.count * channels)
            } else {
              for step in 0..<inside.count {
                body(
                  first + step * channels, position + step * dilation.columns * channels, channels)
              }
            }
            let after = kernel.columns - inside.upperBound
            if after > 0 { body(column + inside.upperBound * channels, -1, after * channels) }
            column += kernelRow
          }
        }
      }
    }
  }
}
