import LearningCore

/// Samples of a network: the windows around some cells.
///
/// Nothing is copied until a network asks for it: a batch is the planes (shared), the cells and the window.
public struct PatchBatch: SampleBatch {
  /// Where the patches are cut from.
  public let planes: FeaturePlanes
  /// The cells in the middle of the patches, row-major indices.
  public let cells: [Int]
  /// The width of the window in cells.
  public let window: Int

  /// The patches around `cells`.
  ///
  /// - Parameters:
  ///   - cells: row-major indices, `row * columns + column`; a cell may occur more than once.
  ///   - window: odd and at least 11.
  /// - Throws: ``NetworkError/window(_:)``, ``NetworkError/cell(_:cells:)``.
  public init(planes: FeaturePlanes, cells: [Int], window: Int) throws {
    try NetworkArchitecture.check(window: window)
    if let stray = cells.first(where: { $0 < 0 || $0 >= planes.cellCount }) {
      throw NetworkError.cell(stray, cells: planes.cellCount)
    }
    self.init(checked: planes, cells: cells, window: window)
  }

  private init(checked planes: FeaturePlanes, cells: [Int], window: Int) {
    self.planes = planes
    self.cells = cells
    self.window = window
  }

  /// The number of samples.
  public var count: Int { cells.count }

  /// The samples at `indices`, in that order.
  public func selecting(_ indices: [Int]) -> PatchBatch {
    PatchBatch(checked: planes, cells: indices.map { cells[$0] }, window: window)
  }
}
