import Parallelism

/// The level bottoms of all depressions, the lowest first: pieces of ground without lower neighbours that are no outlets.
struct DepressionBottoms: Sendable {
  /// Rows that are searched by themselves; ground that reaches beyond them waits for the end.
  private static let stripRows = 256

  private var bottoms: [Bottom] = []

  private struct Bottom: Sendable {
    let level: Float
    /// The first of them is that with the least index.
    let cells: [UInt32]
  }

  init(_ surface: PaddedSurface, on grid: RasterGrid, threads: Int?) {
    let codes = surface.steepestDescent(on: grid, threads: threads)
    var isOpen = surface.marks(codes, of: true, others: false, threads: threads)
    let strips = Parallel.chunks(of: surface.rows, size: Self.stripRows)
    surface.values.withUnsafeBufferPointer { levels in
      codes.withUnsafeBufferPointer { codes in
        isOpen.withUnsafeMutableBufferPointer { isOpen in
          guard let levels = levels.baseAddress, let codes = codes.baseAddress,
            let isOpen = isOpen.baseAddress
          else { return }
          let finder = BottomFinder(
            levels: levels, codes: codes, isOpen: isOpen, stride: surface.stride)
          let found = Parallel.map(strips.count, threads: threads) { finder.find(in: strips[$0]) }
          var crossing: [UInt32] = []
          for strip in found {
            for bottom in strip.bottoms { add(bottom, levels) }
            crossing += strip.crossing
          }
          for cell in crossing { isOpen[Int(cell)] = true }
          // Of a piece the cell with the least index comes first.
          for cell in crossing where isOpen[Int(cell)] {
            if let bottom = finder.bottom(around: Int(cell)) { add(bottom, levels) }
          }
        }
      }
    }
    bottoms.sort { ($0.level, $0.cells[0]) < ($1.level, $1.cells[0]) }
  }

  private mutating func add(_ cells: [UInt32], _ levels: UnsafePointer<Float>) {
    bottoms.append(Bottom(level: levels[Int(cells[0])], cells: cells))
  }

  var count: Int { bottoms.count }

  subscript(index: Int) -> [UInt32] { bottoms[index].cells }
}
