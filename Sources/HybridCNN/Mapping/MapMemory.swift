/// The most memory that the evaluation of a map takes, in bytes, by what it is for.
public struct MapMemory: Equatable, Sendable {
  /// The planes that the windows of a strip see, and which of its cells are mapped: the caller's to make.
  ///
  /// ```
  /// columns (4 channels (stripRows + 2 floor(window / 2)) + stripRows)
  /// ```
  public let planes: Int
  /// The probabilities of a strip.
  ///
  /// ```
  /// 4 columns stripRows
  /// ```
  public let results: Int
  /// The stages of the network that each thread keeps; a few rows of 128 cells, so the height of a strip does not matter.
  public let workspaces: Int
  /// The spectral branch's tables for channels that hold classes, and the search for these.
  public let tables: Int

  /// The planes turned, and the sums over all turns, when the probabilities of a network with rectifiers are averaged over
  /// flips; else 0. Other networks are evaluated patch by patch, and turn each patch.
  public let turned: Int

  /// All together.
  public var total: Int { planes + results + workspaces + tables + turned }
}

extension NetworkModel {
  /// The most memory that ``probabilityStrips(rows:columns:stripRows:threads:isCancelled:progress:planes:mapped:receive:)``
  /// takes beside the model.
  ///
  /// ``probabilityMap(over:mapped:stripRows:threads:isCancelled:progress:)`` is the same with one strip for the whole area.
  ///
  /// - Precondition: columns and rows are 0 to 2^20; fewer than 1 thread count as 1.
  public func mapMemory(columns: Int, stripRows: Int, threads: Int) -> MapMemory {
    let possible = 0...Self.mostLength
    precondition(
      possible.contains(columns) && possible.contains(stripRows),
      "columns is \(columns), stripRows \(stripRows), expected \(possible)")
    let cells = columns * stripRows
    let margin = architecture.kind.hasSpatialBranch ? 2 * (window / 2) : 0
    let seen = columns * (stripRows + margin)
    let planes = 4 * channels * seen + cells
    // Of each cell that is seen: where it comes from, whether it is mapped (twice) and its probability; of each cell
    // of the strip: the sum.
    let turns = orientations.count
    let turned = turns > 1 ? seen * (4 * channels + 8 + 2 + 4) + 8 * cells : 0
    guard architecture.activation == .relu else {
      // The indices of a piece's cells on the strip and their probabilities, of each turn too.
      let perCell = 24 + (turns > 1 ? 8 * turns : 0)
      return MapMemory(
        planes: planes, results: 4 * cells,
        workspaces: threads * BatchEvaluation.workspaceBytes(network.layer)
          + perCell * min(cells, Self.patchesPerPiece),
        tables: 0, turned: 0)
    }
    return MapMemory(
      planes: planes,
      results: 4 * cells,
      workspaces: min(max(1, threads), Self.mostLength) * MapLayout(architecture).byteCount,
      tables: SpectralTables.mostBytes(architecture, cells: cells)
        + ChannelClasses.mostSearchBytes(channels: channels),
      turned: turned)
  }

  /// The most rows per strip with which a map stays within some memory.
  ///
  /// - Parameter bytes: what ``mapMemory(columns:stripRows:threads:)`` may come to in all.
  /// - Throws: ``NetworkError/memory(limit:least:)`` when a single row needs more;
  ///   ``NetworkError/hyperparameter(name:value:expected:)`` for columns that are not 1 to 2^20.
  public func stripRows(within bytes: Int, columns: Int, threads: Int) throws -> Int {
    try Self.check(length: columns, name: "columns")
    func need(_ rows: Int) -> Int {
      mapMemory(columns: columns, stripRows: rows, threads: threads).total
    }
    guard need(1) <= bytes else { throw NetworkError.memory(limit: bytes, least: need(1)) }
    var (fits, tooMany) = (1, Self.mostLength + 1)
    while tooMany - fits > 1 {
      let middle = (fits + tooMany) / 2
      if need(middle) <= bytes { fits = middle } else { tooMany = middle }
    }
    return fits
  }

  /// The most rows or columns of planes.
  static let mostLength = 1 << 20

  /// Checks a number of rows or columns.
  static func check(length: Int, name: String) throws {
    guard (1...mostLength).contains(length) else {
      throw NetworkError.hyperparameter(name: name, value: "\(length)", expected: "1 to 2^20")
    }
  }
}
