import Foundation

/// The triangle between a cell's centre, that of a neighbour that shares an edge, and that of one beside it.
///
/// Source: Tarboton (1997), A new method for the determination of flow directions, Eq. 1-6, with the sides of the cell
/// apart.
struct Facet {
  /// The steepness of the way down over the triangle.
  let steepness: Double
  /// The share of the water that goes to the diagonal neighbour.
  let diagonalShare: Double

  /// - Parameters:
  ///   - center: the elevation of the cell; so the others, which may be NaN.
  ///   - run: metres to the neighbour that shares an edge.
  ///   - rise: metres from there to the diagonal one.
  @inline(__always)
  init(center: Double, edge: Double, diagonal: Double, run: Double, rise: Double) {
    let length = (run * run + rise * rise).squareRoot()
    let toEdge = (center - edge) / run
    let toDiagonal = (center - diagonal) / length
    let across = (edge - diagonal) / rise
    // With a neighbour that has no elevation, the water goes to the other one or not at all.
    if edge.isNaN || across * run >= toEdge * rise && across > 0 {
      (steepness, diagonalShare) = (toDiagonal, 1)
    } else if diagonal.isNaN || across <= 0 {
      (steepness, diagonalShare) = (toEdge, 0)
    } else {
      steepness = (toEdge * toEdge + across * across).squareRoot()
      diagonalShare = atan2(across, toEdge) / atan2(rise, run)
    }
  }
}

/// The eight triangles around a cell: the neighbour that shares an edge, and the diagonal one.
enum Facets {
  static let neighbors: [(edge: Int, diagonal: Int)] = [
    (0, 1), (2, 1), (2, 3), (4, 3), (4, 5), (6, 5), (6, 7), (0, 7),
  ]
}

extension PaddedSurface {
  /// The codes of the one or two neighbours that receive water by ``FlowMethod/dInfinity``; 0 where none is lower.
  func infiniteDirections(on grid: RasterGrid, threads: Int?) -> [UInt8] {
    let offsets = neighborOffsets(stride: stride)
    return mappingRows(threads: threads) { row, line, output in
      let size = grid.cellSizeInMeters(row: row)
      for column in 0..<columns {
        let center = line + column
        var steepest = 0.0
        var code: UInt8 = 0
        for (edge, diagonal) in Facets.neighbors {
          // 0 and 4 are east and west.
          let isAlongRow = edge & 2 == 0
          let facet = Facet(
            center: Double(center[0]), edge: Double(center[offsets[edge]]),
            diagonal: Double(center[offsets[diagonal]]),
            run: isAlongRow ? size.width : size.height, rise: isAlongRow ? size.height : size.width)
          guard facet.steepness > steepest else { continue }
          steepest = facet.steepness
          code = 0
          if facet.diagonalShare < 1 { code |= 1 << UInt8(edge) }
          if facet.diagonalShare > 0 { code |= 1 << UInt8(diagonal) }
        }
        output[column] = code
      }
    }
  }
}
