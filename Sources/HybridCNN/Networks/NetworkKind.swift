/// Which of the paper's networks.
public enum NetworkKind: String, Sendable, Codable, CaseIterable {
  /// Both branches: the window in two dimensions, the cell's own channels in one (Sect. 3.3 of the paper).
  case hybrid
  /// The window alone.
  case cnn2d
  /// The cell's own channels alone.
  case cnn1d

  /// Whether the network looks at the window.
  public var hasSpatialBranch: Bool { self != .cnn1d }
  /// Whether the network looks along the cell's own channels.
  public var hasSpectralBranch: Bool { self != .cnn2d }
}
