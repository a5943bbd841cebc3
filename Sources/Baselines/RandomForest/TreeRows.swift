/// The samples of a tree as rows of ranks, those of a node side by side.
///
/// Moving whole rows at each split costs less than it saves: a node's samples are read one after the other, column by
/// column, instead of being picked from all over the table. Nodes of even depth lie in one half of the storage, their
/// children in the other.
///
/// A row holds a rank for each column and then the sample's code: twice its count in the bootstrap sample, plus 1 for a
/// landslide.
final class TreeRows {
  /// The elements of a row: the columns, the code, and up to three unused ones.
  let stride: Int
  /// Where a row holds the code.
  let codePlace: Int
  private let halves: [UnsafeMutablePointer<UInt32>]

  init(rows: Int, columns: Int) {
    codePlace = columns
    stride = (columns + 1 + 3) / 4 * 4
    let size = max(1, rows) * stride
    halves = (0..<2).map { _ in
      let half = UnsafeMutablePointer<UInt32>.allocate(capacity: size)
      half.initialize(repeating: 0, count: size)
      return half
    }
  }

  deinit { for half in halves { half.deallocate() } }

  /// The rows of a node that begins at row `start` of its depth's half.
  func rows(from start: Int, depth: Int) -> UnsafeMutablePointer<UInt32> {
    halves[depth & 1] + start * stride
  }

  /// Copies the rows of a node to the other half, those whose rank is at most `rank` to the front, the others from the
  /// back.
  ///
  /// - Returns: where the back begins, and the counts of the front.
  func partition(
    from start: Int, to end: Int, depth: Int, column: Int, rank: UInt32
  ) -> (middle: Int, front: NodeCounts) {
    let source = rows(from: 0, depth: depth)
    let target = rows(from: 0, depth: depth + 1)
    var front = start
    var back = end
    var total: UInt32 = 0
    var landslides: UInt32 = 0
    // front <= back: each row takes one place, and there are end - start of both.
    for index in start..<end {
      let row = source + index &* stride
      let goesFront: UInt32 = row[column] <= rank ? 1 : 0
      back &-= Int(1 &- goesFront)
      let place = goesFront == 1 ? front : back
      front &+= Int(goesFront)
      let copy = target + place &* stride
      var part = 0
      while part < stride {
        // Rows have a multiple of four elements.
        let four = UnsafeRawPointer(row + part).loadUnaligned(as: SIMD4<UInt32>.self)
        UnsafeMutableRawPointer(copy + part).storeBytes(of: four, as: SIMD4<UInt32>.self)
        part &+= 4
      }
      let code = row[codePlace]
      let multiplicity = (code >> 1) & (0 &- goesFront)
      total &+= multiplicity
      landslides &+= multiplicity & (0 &- (code & 1))
    }
    return (front, NodeCounts(total: Int(total), landslides: Int(landslides)))
  }
}
