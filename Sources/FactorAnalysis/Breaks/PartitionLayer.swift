import Parallelism

/// One layer of ``FisherPartition``: the best start of the last class for each end, by divide and conquer.
///
/// Bounds: all buffers have one element for each number of values, 0 to count; pieces stay within 1...count.
struct PartitionLayer<Sum: PrefixSum>: @unchecked Sendable {
  let candidateSums: CandidateSums<Sum>
  let next: UnsafeMutableBufferPointer<Sum>
  let starts: UnsafeMutableBufferPointer<Int32>

  /// Ends to solve, and the starts that can be best for them.
  private struct Piece {
    var ends: ClosedRange<Int>
    var starts: ClosedRange<Int>
  }

  /// The first levels one after the other, then the pieces that they leave side by side.
  func fill(ends: ClosedRange<Int>, starts: ClosedRange<Int>, threads: Int?) {
    var pieces = [Piece(ends: ends, starts: starts)]
    for _ in 0..<4 where ends.count > 10_000 {
      var halves: [Piece] = []
      for piece in pieces { divide(piece, into: &halves) }
      pieces = halves
    }
    let independent = pieces
    Parallel.forEach(independent.count, threads: threads) { index in
      var stack = [independent[index]]
      while let piece = stack.popLast() { divide(piece, into: &stack) }
    }
  }

  /// Solves the middle end of a piece and appends what is left of it on both sides.
  private func divide(_ piece: Piece, into rest: inout [Piece]) {
    let end = piece.ends.lowerBound + (piece.ends.upperBound - piece.ends.lowerBound) / 2
    let candidates = piece.starts.lowerBound...min(piece.starts.upperBound, end - 1)
    let (start, sum) = candidateSums.optimum(end: end, starts: candidates)
    next[end] = sum
    starts[end] = Int32(truncatingIfNeeded: start)
    if piece.ends.lowerBound < end {
      rest.append(
        Piece(ends: piece.ends.lowerBound...end - 1, starts: piece.starts.lowerBound...start))
    }
    if end < piece.ends.upperBound {
      rest.append(
        Piece(ends: end + 1...piece.ends.upperBound, starts: start...piece.starts.upperBound))
    }
  }
}
