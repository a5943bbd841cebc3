import CVectorLoops
import NeuralCore
import Parallelism

/// What the spectral branch adds to the hidden layer, looked up instead of computed, where channels have few values.
///
/// A position after two 1D convolutions with kernels of 3 depends on five neighbouring channels. When these are classes
/// (frequency ratios, say), there are only so many combinations of them, and each combination's part of the hidden
/// layer
/// ```
/// W_position relu(conv1d_2(relu(conv1d_1(x))))
/// ```
/// is computed once instead of once per cell. This leaves out half the work of a cell and changes nothing else: positions
/// whose channels are continuous are computed as usual.
struct SpectralTables: Sendable {
  /// The memory of all tables together, in bytes; positions beyond it are computed.
  static let mostBytes = 100_000_000
  /// How many mapped cells there must be per combination, so that the table pays.
  private static let leastUse = 8

  /// The most memory that the tables of some mapped cells take.
  static func mostBytes(_ shape: NetworkArchitecture, cells: Int) -> Int {
    min(mostBytes, 4 * shape.spectralPositions * shape.paddedHidden * (cells / leastUse))
  }

  /// The part of each position.
  private struct Table: Sendable {
    let channels: Range<Int>
    /// How many combinations a step to the next class of each channel skips.
    let strides: [Int]
    /// combinations x hidden.
    let rows: FloatBuffer
  }

  /// What the tables were made of.
  let classes: ChannelClasses
  /// The positions that must be computed.
  let openPositions: [Int]
  private let tables: [Table]
  /// The channels that tables are looked up by.
  private let known: [Int]
  private let hidden: Int

  /// Tables for the positions whose channels have few enough values.
  init(
    classes: ChannelClasses, weights: MapWeights, workspaces: Workspaces<MapWorkspace>,
    threads: Int?
  ) {
    let shape = weights.architecture
    self.classes = classes
    hidden = shape.paddedHidden
    var free = Self.mostBytes / (4 * hidden)
    var closed: [Int] = []
    for position in 0..<shape.spectralPositions {
      let most = min(free, classes.cellCount / Self.leastUse)
      guard let count = classes.combinations(of: shape.channels(ofPosition: position), most: most)
      else { continue }
      free -= count
      closed.append(position)
    }
    openPositions = (0..<shape.spectralPositions).filter { !closed.contains($0) }
    let positions = closed
    tables = Parallel.map(positions.count, threads: threads) { index in
      workspaces.withOne { workspace in
        Self.table(
          ofPosition: positions[index], classes: classes,
          stage: SpectralStage(weights: weights, workspace: workspace))
      }
    }
    known = Set(tables.flatMap { $0.channels }).sorted()
  }

  private static func table(
    ofPosition position: Int, classes: ChannelClasses, stage: SpectralStage
  ) -> Table {
    let shape = stage.weights.architecture
    let channels = shape.channels(ofPosition: position)
    var (strides, count) = ([Int](), 1)
    for channel in channels {
      strides.append(count)
      count *= classes.values[channel]?.count ?? 1
    }
    let rows = FloatBuffer(count: count * shape.paddedHidden)
    for chunk in Parallel.chunks(of: count, size: MapTile.mostColumns) {
      let vectors = stage.workspace.vectors.base
      vectors.update(repeating: 0, count: chunk.count * shape.channels)
      for (place, combination) in chunk.enumerated() {
        for (channel, stride) in zip(channels, strides) {
          guard let values = classes.values[channel], !values.isEmpty else { continue }
          vectors[place * shape.channels + channel] = values[combination / stride % values.count]
        }
      }
      stage.convolveVectors(chunk.count)
      stage.addPosition(
        position, count: chunk.count, beta: 0,
        to: rows.base + chunk.lowerBound * shape.paddedHidden)
    }
    return Table(channels: channels, strides: strides, rows: rows)
  }

  /// Completes hidden values and gives the logits (landslide against not) of some cells.
  ///
  /// Bounds: the vectors of `count` cells are in the workspace, their hidden values too; `logits` `count` numbers.
  func completeLogits(
    _ count: Int, weights: MapWeights, workspace: MapWorkspace,
    to logits: UnsafeMutablePointer<Float>
  ) {
    findCombinations(count, workspace)
    withUnsafeTemporaryAllocation(
      of: UnsafePointer<Float>?.self, capacity: max(1, tables.count)
    ) { rows in
      for (number, table) in tables.enumerated() { rows[number] = UnsafePointer(table.rows.base) }
      scarp_table_logits(
        workspace.hidden.base, weights.hiddenBias.base, weights.output.base, weights.outputBias,
        hidden, rows.baseAddress, tables.count, workspace.combinations.base, MapTile.mostColumns,
        count, logits)
    }
  }

  /// Finds which combination the vectors have, for each table.
  private func findCombinations(_ count: Int, _ workspace: MapWorkspace) {
    let places = MapTile.mostColumns
    for channel in known {
      guard let values = classes.values[channel] else { continue }
      // A value's class is the number of classes below it.
      scarp_class_codes(
        workspace.vectors.base + channel, classes.values.count, count, values, values.count,
        workspace.codes.base + channel * places)
    }
    for (number, table) in tables.enumerated() {
      let combinations = workspace.combinations.base + number * places
      combinations.update(repeating: 0, count: count)
      for (channel, stride) in zip(table.channels, table.strides) {
        scarp_add_multiple(
          workspace.codes.base + channel * places, Int32(stride), count, combinations)
      }
    }
  }
}

extension ChannelClasses {
  /// The number of combinations of classes of some channels; `nil` when a channel is continuous or they are too many.
  func combinations(of channels: Range<Int>, most: Int) -> Int? {
    var count = 1
    for channel in channels {
      guard let classes = values[channel] else { return nil }
      count *= max(1, classes.count)
      guard count <= most else { return nil }
    }
    return count
  }
}
