import Foundation
import Parallelism

/// Where the water of each cell goes: to the one of its eight neighbours that lies in the steepest way down (D8).
///
/// Source: O'Callaghan and Mark (1984), The extraction of drainage networks, Comput. Vis. Graph. Image Process. 28.
public struct FlowDirections: Equatable, Sendable {
  /// The cells.
  public let grid: RasterGrid
  /// `grid.count` codes as in ArcGIS: 1 east, 2 south-east, 4 south, 8 south-west, 16 west, 32 north-west, 64 north,
  /// 128 north-east; 0 at outlets, at the bottom of depressions, and where there is no elevation.
  public let codes: [UInt8]
  /// `grid.count` flags: whether the cell has an elevation.
  public let isValid: [Bool]

  /// The cell that the water of a cell goes to, or `nil` when it leaves the surface there.
  ///
  /// - Precondition: `index` is in `0..<grid.count`.
  public func receiver(of index: Int) -> Int? {
    precondition(
      codes.indices.contains(index), "index is \(index), expected one of \(codes.count) cells")
    let code = codes[index]
    if code == 0 { return nil }
    let step = FlowNeighbors.steps[code.neighbor]
    return index + step.row * grid.columns + step.column
  }
}

extension Raster {
  /// Where the water of each cell goes: the neighbour with the greatest drop per distance.
  ///
  ///     max over neighbours of (Z - Z_i) / distance_i
  ///
  /// Of equally steep neighbours the first in the order east, south-east, ... north-east is taken. On level ground water goes towards
  /// the nearest lower cell and away from higher ground, so a surface made by ``fillingDepressions(threads:progress:)``
  /// drains from everywhere. Cells on the edge of the grid or next to NoData that have no lower neighbour are outlets.
  ///
  /// Source: O'Callaghan and Mark (1984); level ground by Barnes, Lehman and Mulla (2014), An efficient
  /// assignment of drainage direction over flat surfaces, Computers & Geosciences 62.
  ///
  /// - Parameter progress: gets units of its own and may be cancelled; so may the calling task.
  /// - Throws: `CancellationError`.
  /// - Complexity: O(cells) in parallel, the same for any number of threads; 9 bytes per cell beside this raster, 2 of
  ///   them the result, and 20 more for each cell of the largest piece of level ground.
  public func flowDirections(
    threads: Int? = nil, progress: Progress? = nil
  ) throws -> FlowDirections {
    try PaddedSurface(self, threads: threads).flowDirections(
      on: grid, threads: threads, progress: progress)
  }
}

extension PaddedSurface {
  /// D8 with ways over level ground.
  func flowDirections(
    on grid: RasterGrid, threads: Int?, progress: Progress?
  ) throws -> FlowDirections {
    var codes = steepestDescent(on: grid, threads: threads)
    try FlatResolution(surface: self).resolve(&codes, threads: threads, progress: progress)
    return FlowDirections(grid: grid, codes: codes, isValid: isValid(threads: threads))
  }
}

/// The eight neighbours in the order of the bits of their codes.
enum FlowNeighbors {
  /// Rows south and columns east of the cell.
  static let steps: [(row: Int, column: Int)] = [
    (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1), (-1, 0), (-1, 1),
  ]

  /// The distances of the neighbours in row-major order.
  static func offsets(columns: Int) -> [Int] {
    steps.map { $0.row * columns + $0.column }
  }
}

extension UInt8 {
  /// The position of a code's neighbour in ``FlowNeighbors``; of several, that of the first.
  @inline(__always) var neighbor: Int { trailingZeroBitCount }
}

extension PaddedSurface {
  /// The codes of the steepest ways down; 0 where no neighbour is lower.
  func steepestDescent(on grid: RasterGrid, threads: Int?) -> [UInt8] {
    mappingRows(threads: threads) { row, line, output in
      let size = grid.cellSizeInMeters(row: row)
      let perWidth = Float(1 / size.width)
      let perHeight = Float(1 / size.height)
      let perDiagonal = Float(
        1 / (size.width * size.width + size.height * size.height).squareRoot())
      for column in 0..<columns {
        let center = line + column
        var steepest: Float = 0
        var code: UInt32 = 0
        // Comparisons with NaN are false: neighbours without an elevation receive nothing.
        func consider(_ offset: Int, _ perDistance: Float, _ neighborCode: UInt32) {
          let steepness = (center[0] - center[offset]) * perDistance
          let isSteeper = steepness > steepest
          steepest = isSteeper ? steepness : steepest
          code = isSteeper ? neighborCode : code
        }
        consider(1, perWidth, 1)
        consider(stride + 1, perDiagonal, 2)
        consider(stride, perHeight, 4)
        consider(stride - 1, perDiagonal, 8)
        consider(-1, perWidth, 16)
        consider(-stride - 1, perDiagonal, 32)
        consider(-stride, perHeight, 64)
        consider(-stride + 1, perDiagonal, 128)
        output[column] = UInt8(truncatingIfNeeded: code)
      }
    }
  }

  /// The codes of all lower neighbours of each cell, added up.
  func lowerNeighbors(threads: Int?) -> [UInt8] {
    mappingRows(threads: threads) { _, line, output in
      for column in 0..<columns {
        let center = line + column
        let z = center[0]
        var codes: UInt32 = center[1] < z ? 1 : 0
        codes |= center[stride + 1] < z ? 2 : 0
        codes |= center[stride] < z ? 4 : 0
        codes |= center[stride - 1] < z ? 8 : 0
        codes |= center[-1] < z ? 16 : 0
        codes |= center[-stride - 1] < z ? 32 : 0
        codes |= center[-stride] < z ? 64 : 0
        codes |= center[-stride + 1] < z ? 128 : 0
        output[column] = UInt8(truncatingIfNeeded: codes)
      }
    }
  }

  /// Codes computed row by row in parallel; `line` points at the row's first cell, with its ring around it.
  func mappingRows(
    threads: Int?,
    _ body:
      @Sendable (_ row: Int, _ line: UnsafePointer<Float>, UnsafeMutablePointer<UInt8>) -> Void
  ) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: rows * columns) { buffer, count in
      count = rows * columns
      guard let base = buffer.baseAddress else { return }
      let output = SharedPointer(base)
      forEachRow(threads: threads) { row, line in body(row, line, output.base + row * columns) }
    }
  }
}
