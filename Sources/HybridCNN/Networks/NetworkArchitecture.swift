import NeuralCore

/// The shape of a network: everything that decides how many weights it has and where they go.
///
/// With the paper's 14 channels and window of 13, widths go 13 -> 11 -> 5 -> 3 -> 1 in the spatial branch and lengths
/// 14 -> 12 -> 10 in the spectral branch. Pooling drops what does not fill its window, so only the north-western
/// ``readWidth`` (10) cells of the window are ever read; nothing else is computed, which changes no result.
public struct NetworkArchitecture: Equatable, Sendable, Codable {
  /// The smallest window.
  public static let leastWindow = 11
  /// The largest window.
  public static let mostWindow = 255

  /// Which branches there are.
  public let kind: NetworkKind
  /// The number of channels of a cell.
  public let channels: Int
  /// The width of the window; odd.
  public let window: Int
  /// The filters of the two convolutions of the spatial branch.
  public let filters2D: [Int]
  /// The filters of the two convolutions of the spectral branch.
  public let filters1D: [Int]
  /// The width of the fully connected layer.
  public let hidden: Int
  /// The width of the kernels of both branches; odd.
  public let kernelSize: Int
  /// The width of the pooling window; less where there is less to pool, see ``poolingSizes``.
  public let poolingSize: Int
  /// The step of the pooling window.
  public let poolingStride: Int
  /// How many zeros the 1D convolutions see beyond each end of the channels.
  public let padding1D: Int
  /// The share of hidden values that is dropped while learning.
  public let dropout: Double
  /// The function between the layers.
  public let activation: Activation

  /// The architecture of `kind` with these hyperparameters for cells of `channels` channels.
  ///
  /// - Parameter padding1D: `nil`: 0, or half the kernel when there are too few channels for two unpadded convolutions
  ///   with a length of 2 left (fewer than 6 with kernels of 3).
  /// - Throws: ``NetworkError`` for lengths out of range or that do not fit each other.
  public init(
    kind: NetworkKind, channels: Int, hyperparameters: NetworkHyperparameters,
    padding1D: Int? = nil
  ) throws {
    try hyperparameters.check()
    let kernelSize = hyperparameters.kernelSize
    guard (1...Self.mostLength).contains(channels) else {
      throw NetworkError.hyperparameter(
        name: "channels", value: "\(channels)", expected: "1 to \(Self.mostLength)")
    }
    self.kind = kind
    self.channels = channels
    self.kernelSize = kernelSize
    window = hyperparameters.window
    filters2D = hyperparameters.filters2D
    filters1D = hyperparameters.filters1D
    hidden = hyperparameters.hidden
    poolingSize = hyperparameters.poolingSize
    poolingStride = hyperparameters.poolingStride
    dropout = hyperparameters.dropout
    activation = hyperparameters.activation
    let isShort = channels < 2 * kernelSize
    self.padding1D = padding1D ?? (isShort ? kernelSize / 2 : 0)
    try checkFit()
    try checkSize()
  }

  /// The most weights, and the most numbers to keep per sample while learning.
  private static let mostNumbers = 1 << 27

  /// Checks that the network fits into memory; none of its lengths alone can tell.
  private func checkSize() throws {
    let network = HybridNetwork(self)
    for (name, count) in [
      ("number of weights", network.parameterCount), ("memory per sample", network.cacheCount),
    ] where count > Self.mostNumbers {
      throw NetworkError.hyperparameter(
        name: "the network's \(name)", value: "\(count)",
        expected:
          "at most \(Self.mostNumbers): use fewer filters, hidden values or a smaller window")
    }
  }

  /// The largest number of channels, filters or hidden values; keeps products of lengths far from overflow.
  static let mostLength = 1 << 14

  /// Checks that a window is odd and large enough.
  static func check(window: Int) throws {
    guard window >= leastWindow, window <= mostWindow, window % 2 == 1 else {
      throw NetworkError.window(window)
    }
  }

  private func checkFit() throws {
    guard (0...Self.mostLength).contains(padding1D) else {
      throw NetworkError.hyperparameter(
        name: "padding1D", value: "\(padding1D)", expected: "0 to \(Self.mostLength)")
    }
    if kind.hasSpatialBranch && (pooledWidths.first < 1 || pooledWidths.second < 1) {
      throw NetworkError.windowTooSmall(
        window: window, kernelSize: kernelSize, poolingSize: poolingSize,
        poolingStride: poolingStride)
    }
    if kind.hasSpectralBranch && spectralLength < 1 {
      throw NetworkError.tooFewChannels(
        channels, least: 2 * (kernelSize - 1) + 1 - 4 * padding1D)
    }
  }

  /// The widths after the first and the second pooling; below 1 when the window is too small.
  var pooledWidths: (first: Int, second: Int) {
    let first = pooled(window - kernelSize + 1)
    return (first, pooled(first - kernelSize + 1))
  }

  private func pooled(_ width: Int) -> Int {
    width < 1 ? 0 : (width - min(poolingSize, width)) / poolingStride + 1
  }

  /// The widths of both pooling windows: ``poolingSize``, or all that is left by the convolution before it.
  var poolingSizes: (first: Int, second: Int) {
    let convolved = (window - kernelSize + 1, pooledWidths.first - kernelSize + 1)
    return (min(poolingSize, convolved.0), min(poolingSize, convolved.1))
  }

  /// How many cells of the window are read, from its north-western corner.
  public var readWidth: Int {
    let second = (pooledWidths.second - 1) * poolingStride + poolingSizes.second
    let first = (second + kernelSize - 2) * poolingStride + poolingSizes.first
    return first + kernelSize - 1
  }

  /// The number of positions after both 1D convolutions.
  var spectralLength: Int { channels + 4 * padding1D - 2 * (kernelSize - 1) }

  /// What the spatial branch reads.
  var patchShape: FeatureShape {
    FeatureShape(rows: readWidth, columns: readWidth, channels: channels)
  }
}
