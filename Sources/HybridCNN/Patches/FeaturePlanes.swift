/// What the networks see of an area: a vector of channels (encoded factors) for each cell of a grid.
///
/// Neighbours without data already hold their factor's outside value, and positions beyond the border read it too: so
/// a window looks the same wherever a map is cut.
public struct FeaturePlanes: Sendable {
  /// The number of rows; row 0 is the north.
  public let rows: Int
  /// The number of columns; column 0 is the west.
  public let columns: Int
  /// The number of channels.
  public let channels: Int
  /// The values, all finite: channel c of a cell is at `(row * columns + column) * channels + c`.
  public let values: [Float]
  /// What each channel is beyond the border.
  public let outside: [Float]
  /// The channels that are directions; they turn with a window.
  public let directions: [DirectionChannels]

  /// Planes of `values`, the channels of each cell side by side.
  ///
  /// - Throws: ``NetworkError`` when a length is below 1, the number of values does not fit, one is not finite, or a
  ///   direction's channels are not two of these.
  public init(
    rows: Int, columns: Int, channels: Int, values: [Float], outside: [Float],
    directions: [DirectionChannels] = []
  ) throws {
    for (name, length) in [("rows", rows), ("columns", columns), ("channels", channels)]
    where length < 1 || length > 1 << 20 {
      throw NetworkError.hyperparameter(name: name, value: "\(length)", expected: "1 to 2^20")
    }
    let expected = rows * columns * channels
    guard values.count == expected else {
      throw NetworkError.planeSize(found: values.count, expected: expected)
    }
    guard outside.count == channels else {
      throw NetworkError.channels(found: outside.count, expected: channels)
    }
    if let channel = outside.firstIndex(where: { !$0.isFinite }) {
      throw NetworkError.outsideNotFinite(channel: channel, value: outside[channel])
    }
    if let index = firstNonFinite(values) {
      let cell = index / channels
      throw NetworkError.notFinite(
        row: cell / columns, column: cell % columns, channel: index % channels,
        value: values[index])
    }
    for direction in directions
    where direction.sine == direction.cosine
      || ![direction.sine, direction.cosine].allSatisfy((0..<channels).contains)
    {
      throw NetworkError.hyperparameter(
        name: "directions", value: "\(direction.sine), \(direction.cosine)",
        expected: "two channels of 0 to \(channels - 1)")
    }
    self.init(
      checked: values, rows: rows, columns: columns, channels: channels, outside: outside,
      directions: directions)
  }

  /// Planes of values that are known to be finite and as many as there should be.
  init(
    checked values: [Float], rows: Int, columns: Int, channels: Int, outside: [Float],
    directions: [DirectionChannels]
  ) {
    self.rows = rows
    self.columns = columns
    self.channels = channels
    self.values = values
    self.outside = outside
    self.directions = directions
  }

  /// The number of cells.
  public var cellCount: Int { rows * columns }
}

/// The index of the first value that is NaN or infinite.
private func firstNonFinite(_ values: [Float]) -> Int? {
  values.withUnsafeBufferPointer { values in
    // x - x is 0 for finite x, else NaN, and NaN survives the sum: one addition per value, in blocks.
    for start in stride(from: 0, to: values.count, by: 4096) {
      var sum: Float = 0
      for index in start..<min(start + 4096, values.count) { sum += values[index] - values[index] }
      if sum != 0 { return values[start...].firstIndex { !$0.isFinite } }
    }
    return nil
  }
}
