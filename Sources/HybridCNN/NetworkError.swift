/// What the networks find wrong with hyperparameters, planes and patches, and with training.
public enum NetworkError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A window is even or too small.
  case window(Int)
  /// A hyperparameter is out of its range.
  case hyperparameter(name: String, value: String, expected: String)
  /// The window is too small for the chosen pooling and kernel.
  case windowTooSmall(window: Int, kernelSize: Int, poolingSize: Int, poolingStride: Int)
  /// There are too few channels for the kernel of the 1D branch.
  case tooFewChannels(Int, least: Int)
  /// Planes have `found` values where rows, columns and channels call for `expected`.
  case planeSize(found: Int, expected: Int)
  /// A value of the planes is NaN or infinite.
  case notFinite(row: Int, column: Int, channel: Int, value: Float)
  /// The value beyond the border is NaN or infinite.
  case outsideNotFinite(channel: Int, value: Float)
  /// A cell does not lie on the planes.
  case cell(Int, cells: Int)
  /// The mask of mapped cells has another size than the planes.
  case maskSize(found: Int, expected: Int)
  /// A single row of a map needs more memory than it may take.
  case memory(limit: Int, least: Int)
  /// Patches have another number of channels than the model was trained on.
  case channels(found: Int, expected: Int)
  /// Patches have another window than the model was trained on.
  case patchWindow(found: Int, expected: Int)
  /// Each attempt ended with a network that says the same of every sample.
  case collapsed(attempts: Int, loss: Double)
  /// A checkpoint is damaged, or of another fit.
  case checkpoint(file: String, reason: String)
  /// A checkpoint cannot be written.
  case unwritable(file: String, reason: String)
  /// The networks do not make an ensemble.
  case members(found: String, expected: String)

  /// What was found, what was expected and what to do.
  public var description: String {
    switch self {
    case .window(let window):
      "the window is \(window) cells wide, expected an odd number of "
        + "\(NetworkArchitecture.leastWindow) to \(NetworkArchitecture.mostWindow)"
    case .hyperparameter(let name, let value, let expected):
      "\(name) is \(value), expected \(expected)"
    case .windowTooSmall(let window, let kernelSize, let poolingSize, let poolingStride):
      "a window of \(window) is too small for two convolutions of \(kernelSize) with pooling "
        + "\(poolingSize) and stride \(poolingStride): enlarge the window or pool less"
    case .tooFewChannels(let channels, let least):
      "\(channels) channels are too few for the unpadded 1D branch, expected at least \(least)"
    case .planeSize(let found, let expected):
      "the planes have \(found) values, rows x columns x channels are \(expected)"
    case .notFinite(let row, let column, let channel, let value):
      "channel \(channel) is \(value) at row \(row), column \(column): fill NoData cells with the "
        + "factor's outside value first"
    case .outsideNotFinite(let channel, let value):
      "the outside value of channel \(channel) is \(value), expected a finite number"
    case .cell(let cell, let cells): "cell \(cell) is not on the planes, which have \(cells) cells"
    case .maskSize(let found, let expected):
      "the mask of mapped cells has \(found) elements, the planes have \(expected) cells"
    case .memory(let limit, let least):
      "a map may take \(limit) bytes, but one row needs \(least): allow more, or use fewer threads"
    case .channels(let found, let expected):
      "the patches have \(found) channels, the model was trained on \(expected)"
    case .patchWindow(let found, let expected):
      "the patches are \(found) cells wide, the model was trained on \(expected)"
    case .collapsed(let attempts, let loss):
      "training collapsed in \(attempts == 1 ? "its attempt" : "\(attempts) attempts"): the "
        + "network says the same of every sample (loss \(loss)); use a smaller learning rate or "
        + "an initial accumulator above 0"
    case .checkpoint(let file, let reason):
      "\(file): training cannot go on from this checkpoint (\(reason)): remove it to begin afresh"
    case .unwritable(let file, let reason): "\(file): cannot be written: \(reason)"
    case .members(let found, let expected):
      "the members of an ensemble are \(found), expected \(expected)"
    }
  }
}
