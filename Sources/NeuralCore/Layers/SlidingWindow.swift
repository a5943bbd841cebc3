import CVectorLoops

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
}

extension SlidingWindow {
  /// Lays what the kernel sees at each output side by side (im2col), so that a convolution is one matrix product.
  ///
  /// Bounds: `input` count * input.count, `columns` count * outputCount * columnLength. A row of `columns` is ordered
  /// kernel row, kernel column, channel.
  func copyColumns(
    of input: UnsafePointer<Float>, count: Int, to columns: UnsafeMutablePointer<Float>
  ) {
    withUnsafePointer(to: loop) { scarp_copy_columns($0, input, count, columns) }
  }

  /// The way back of ``copyColumns(of:count:to:)``: adds each element to where it came from (col2im).
  ///
  /// Bounds as there; `input` is overwritten.
  func addColumns(
    _ columns: UnsafePointer<Float>, count: Int, to input: UnsafeMutablePointer<Float>
  ) {
    withUnsafePointer(to: loop) { scarp_add_columns($0, columns, count, input) }
  }

  /// The window as the loops take it.
  var loop: scarp_window {
    scarp_window(
      rows: input.rows, columns: input.columns, channels: input.channels,
      kernel_rows: kernel.rows, kernel_columns: kernel.columns, row_stride: stride.rows,
      column_stride: stride.columns, row_padding: padding.rows, column_padding: padding.columns,
      row_dilation: dilation.rows, column_dilation: dilation.columns, output_rows: outputRows,
      output_columns: outputColumns)
  }
}
