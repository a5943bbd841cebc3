import Parallelism

extension NetworkModel {
  /// How many cells are evaluated at a time.
  static let patchesPerPiece = 1 << 14

  /// The probabilities of the mapped cells of some rows, patch by patch; NaN elsewhere.
  ///
  /// For networks with an activation other than the rectifier, which is built into the loops of ``MapEvaluation``.
  /// Parameters, result and errors are those of `MapEvaluation.probabilities`.
  func patchProbabilities(
    of rows: Range<Int>, planes: FeaturePlanes, firstRow: Int, mapped: [Bool], stepRows: Int,
    threads: Int?, finished: (Int) throws -> Void
  ) throws -> [Float] {
    let columns = planes.columns
    // Planes of a strip reach as far as its windows do or end at the border, so a patch finds what it would in the
    // planes of the whole area.
    let first = (rows.lowerBound - firstRow) * columns
    var results = [Float](repeating: .nan, count: mapped.count)
    try finished(0)
    for step in Parallel.chunks(of: rows.count, size: min(stepRows, rows.count)) {
      for piece in Parallel.chunks(of: step.count * columns, size: Self.patchesPerPiece) {
        let start = step.lowerBound * columns
        let cells = (start + piece.lowerBound..<start + piece.upperBound).filter { mapped[$0] }
        let patches = try PatchBatch(
          planes: planes, cells: cells.map { first + $0 }, window: window)
        for (cell, probability) in zip(cells, probabilities(for: patches, threads: threads)) {
          results[cell] = Float(probability)
        }
      }
      try finished(step.upperBound)
    }
    return results
  }
}
