/// The shape of one sample inside a network: rows x columns x channels, channels side by side in memory.
///
/// A signal of L positions is 1 x L x C; a plain vector of n numbers is 1 x 1 x n.
public struct FeatureShape: Equatable, Hashable, Sendable, CustomStringConvertible {
  /// The number of rows.
  public let rows: Int
  /// The number of columns (positions of a signal).
  public let columns: Int
  /// The number of channels.
  public let channels: Int

  /// A map of rows x columns x channels.
  ///
  /// - Precondition: none is negative.
  public init(rows: Int, columns: Int, channels: Int) {
    precondition(
      rows >= 0 && columns >= 0 && channels >= 0,
      "a shape of \(rows) x \(columns) x \(channels) has a negative length")
    self.rows = rows
    self.columns = columns
    self.channels = channels
  }

  /// A signal of `length` positions.
  public static func signal(length: Int, channels: Int = 1) -> FeatureShape {
    FeatureShape(rows: 1, columns: length, channels: channels)
  }

  /// A vector of `count` numbers.
  public static func vector(_ count: Int) -> FeatureShape {
    FeatureShape(rows: 1, columns: 1, channels: count)
  }

  /// The number of values.
  public var count: Int { rows * columns * channels }

  /// For messages: `13 x 13 x 14`.
  public var description: String { "\(rows) x \(columns) x \(channels)" }
}

/// A length in each direction of a map; an integer literal means a square.
public struct Extent: Equatable, Hashable, Sendable, ExpressibleByIntegerLiteral {
  /// The length from row to row.
  public let rows: Int
  /// The length from column to column.
  public let columns: Int

  /// An extent of rows x columns.
  public init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
  }

  /// The same length in both directions.
  public init(integerLiteral value: Int) { self.init(rows: value, columns: value) }

  /// The same length in both directions.
  public init(square length: Int) { self.init(rows: length, columns: length) }
}
