import Baselines

/// The hyperparameters of the random forest on window statistics: for each encoded factor it sees the value of the cell and,
/// over the window around it, mean, standard deviation, minimum and maximum (``TableView/window(_:)``).
///
/// Not in the paper: what a forest makes of the context that the paper's 2D branch has.
public struct WindowForestOptions: Sendable, Equatable {
  /// Cells of the side of the window, odd.
  public var window = 13
  /// The forest.
  public var forest = ForestOptions()

  /// The sides that a window may have.
  static let windows = 3...255
}

extension WindowForestOptions: Codable {
  private enum CodingKeys: String, CodingKey { case window }

  /// Reads the window and the options of the forest beside it.
  public init(from decoder: any Decoder) throws {
    window = try decoder.container(keyedBy: CodingKeys.self).decode(Int.self, forKey: .window)
    forest = try ForestOptions(from: decoder)
  }

  /// Writes the window beside the options of the forest, as they stand in a study file.
  public func encode(to encoder: any Encoder) throws {
    try forest.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(window, forKey: .window)
  }
}
