import DenseAlgebra
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
  /// The largest table, in combinations.
  private static let mostCombinations = 1 << 16
  /// How many mapped cells there must be per combination, so that the table pays.
  private static let leastUse = 8

  /// One position's table.
  private struct Table: Sendable {
    let channels: Range<Int>
    /// How many combinations a step to the next class of each channel skips.
    let strides: [Int]
    /// combinations x hidden.
    let rows: FloatBuffer
  }

  private let tables: [Table?]
  private let classes: ChannelClasses
  /// The channels that tables are looked up by.
  private let known: [Int]
  private let hidden: Int

  /// Tables for the positions whose channels have few enough values among the mapped cells.
  init(
    planes: FeaturePlanes, mapped: [Bool], weights: MapWeights,
    workspaces: Workspaces<MapWorkspace>, threads: Int?
  ) throws {
    let shape = weights.architecture
    let classes = try ChannelClasses(planes: planes, mapped: mapped, threads: threads)
    let most = min(Self.mostCombinations, mapped.count(where: { $0 }) / Self.leastUse)
    self.classes = classes
    hidden = shape.hidden
    tables = try Parallel.map(shape.spectralPositions, threads: threads) { position in
      workspaces.withOne { workspace in
        Self.table(
          ofPosition: position, classes: classes, most: most,
          stage: SpectralStage(weights: weights, workspace: workspace))
      }
    }
    known = Set(tables.compactMap { $0 }.flatMap { $0.channels }).sorted()
  }

  private static func table(
    ofPosition position: Int, classes: ChannelClasses, most: Int, stage: SpectralStage
  ) -> Table? {
    let shape = stage.weights.architecture
    let channels = shape.channels(ofPosition: position)
    var (strides, count) = ([Int](), 1)
    for channel in channels {
      guard let values = classes.values[channel] else { return nil }
      strides.append(count)
      count *= max(1, values.count)
      guard count <= most else { return nil }
    }
    let rows = FloatBuffer(count: count * shape.hidden)
    for chunk in Parallel.chunks(of: count, size: MapWorkspace.chunkSize) {
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
        position, count: chunk.count, beta: 0, to: rows.base + chunk.lowerBound * shape.hidden)
    }
    return Table(channels: channels, strides: strides, rows: rows)
  }

  /// The positions that must be computed.
  var openPositions: [Int] { tables.indices.filter { tables[$0] == nil } }

  /// Adds what the tables know of cells to their hidden values.
  ///
  /// Bounds: `vectors` count * channels, `hidden` count * hidden values.
  func add(
    vectors: UnsafePointer<Float>, channels: Int, count: Int,
    to hidden: UnsafeMutablePointer<Float>
  ) {
    guard !known.isEmpty else { return }
    let indices = classIndices(of: vectors, channels: channels, count: count)
    indices.withUnsafeBufferPointer { indices in
      for case let table? in tables {
        add(table, indices: indices, channels: channels, to: hidden)
      }
    }
  }

  /// The class of each known channel of each vector.
  private func classIndices(
    of vectors: UnsafePointer<Float>, channels: Int, count: Int
  ) -> [Int] {
    var indices = [Int](repeating: 0, count: count * channels)
    indices.withUnsafeMutableBufferPointer { indices in
      for channel in known {
        for place in stride(from: channel, to: count * channels, by: channels) {
          indices[place] = classes.index(of: vectors[place], channel: channel)
        }
      }
    }
    return indices
  }

  private func add(
    _ table: Table, indices: UnsafeBufferPointer<Int>, channels: Int,
    to hidden: UnsafeMutablePointer<Float>
  ) {
    let width = self.hidden
    let rows = table.rows.base
    table.strides.withUnsafeBufferPointer { strides in
      for place in 0..<indices.count / channels {
        let first = place * channels + table.channels.lowerBound
        var combination = 0
        for step in strides.indices { combination += indices[first + step] * strides[step] }
        let row = rows + combination * width
        let target = hidden + place * width
        for unit in 0..<width { target[unit] += row[unit] }
      }
    }
  }
}
