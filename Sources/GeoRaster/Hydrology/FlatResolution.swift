import Foundation
import Parallelism

/// Gives directions to cells that have no lower neighbour but lie on level ground with an outlet.
///
/// Two distances are counted in cells over a piece of level ground: to the nearest cell that drains (counted twice, so
/// that it always wins), and from the nearest higher ground. Their difference falls towards the outlet along the
/// middle of the ground.
///
/// Source: Barnes, Lehman and Mulla (2014), An efficient assignment of drainage direction over flat surfaces.
struct FlatResolution {
  /// Rows that are searched by themselves; ground that reaches beyond them waits for the end.
  private static let stripRows = 256

  let surface: PaddedSurface

  /// - Parameter codes: `rows * columns` directions, 0 where no neighbour is lower.
  func resolve(_ codes: inout [UInt8], threads: Int?, progress: Progress?) throws {
    progress?.totalUnitCount = 10
    let strips = Parallel.chunks(of: surface.rows, size: Self.stripRows)
    var marks = surface.marks(
      codes, of: LevelGround.unvisited, others: 0, threads: threads)
    var crossing = [[UInt32]](repeating: [], count: strips.count)
    try surface.values.withUnsafeBufferPointer { levels in
      try marks.withUnsafeMutableBufferPointer { marks in
        try codes.withUnsafeMutableBufferPointer { codes in
          try crossing.withUnsafeMutableBufferPointer { crossing in
            guard let levels = levels.baseAddress, let marks = marks.baseAddress,
              let codes = codes.baseAddress, let crossing = crossing.baseAddress
            else { return }
            // Bounds: each strip reads and writes marks and codes of its own rows, and its own element of `crossing`.
            nonisolated(unsafe) let base = levels
            let (sharedMarks, sharedCodes) = (SharedPointer(marks), SharedPointer(codes))
            let sharedCrossing = SharedPointer(crossing)
            let (stride, columns) = (surface.stride, surface.columns)
            try Parallel.forEach(
              strips.count, threads: threads, progress: .stage(of: progress, units: 9)
            ) { strip in
              let rows = strips[strip]
              var ground = LevelGround(
                levels: base, marks: sharedMarks.base, codes: sharedCodes.base, stride: stride)
              for row in rows {
                let start = (row + 1) * stride + 1
                for cell in start..<start + columns
                where sharedMarks[cell] == LevelGround.unvisited {
                  let crosses = ground.resolve(from: cell, rows: rows)
                  if crosses { sharedCrossing[strip].append(UInt32(cell)) }
                }
              }
            }
            var ground = LevelGround(levels: base, marks: marks, codes: codes, stride: stride)
            for cells in UnsafeBufferPointer(start: crossing, count: strips.count) {
              for cell in cells where marks[Int(cell)] == LevelGround.crossing {
                try Progress.advance(progress, to: 9)
                _ = ground.resolve(from: Int(cell), rows: nil)
              }
            }
          }
        }
      }
    }
    progress?.completedUnitCount = 10
  }
}
