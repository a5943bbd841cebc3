import DenseAlgebra
import Parallelism

extension NetworkModel {
  /// The probability of a landslide in an area of any size, strip by strip from the north.
  ///
  /// The caller makes the planes of one strip at a time, from files say, and takes its probabilities; so memory is
  /// bounded by ``mapMemory(columns:stripRows:threads:)``, however many rows there are. Probabilities are those of
  /// ``probabilityMap(over:mapped:stripRows:threads:isCancelled:progress:)`` within rounding.
  ///
  /// - Parameters:
  ///   - rows: the rows of the whole area.
  ///   - columns: its columns.
  ///   - stripRows: the rows of a strip; see ``stripRows(within:columns:threads:)``.
  ///   - threads: the number of threads; `nil`: one for each core. The result does not depend on it.
  ///   - isCancelled: asked before each strip; the default asks the current task.
  ///   - progress: told the finished share of rows, 0 to 1, after each strip.
  ///   - planes: makes the planes of these rows: a strip's and those that its windows reach, as far as the area goes.
  ///   - mapped: which cells of a strip to evaluate, row-major.
  ///   - receive: takes the probabilities of a strip, row-major; NaN where not mapped.
  /// - Throws: ``NetworkError`` for planes or a mask that do not fit and for lengths that are not 1 to 2^20, `CancellationError`, what the
  ///   closures throw.
  public func probabilityStrips(
    rows: Int, columns: Int, stripRows: Int, threads: Int? = nil,
    isCancelled: () -> Bool = { Task.isCancelled }, progress: ((Double) -> Void)? = nil,
    planes: (_ rows: Range<Int>) throws -> FeaturePlanes,
    mapped: (_ rows: Range<Int>) throws -> [Bool],
    receive: (_ rows: Range<Int>, _ probabilities: [Float]) throws -> Void
  ) throws {
    for (name, length) in [("rows", rows), ("columns", columns), ("stripRows", stripRows)] {
      try Self.check(length: length, name: name)
    }
    let reach = architecture.kind.hasSpatialBranch ? window / 2 : 0
    var evaluation = MapEvaluation(self, threads: threads)
    for range in Parallel.chunks(of: rows, size: stripRows) {
      if isCancelled() { throw CancellationError() }
      let seen = max(0, range.lowerBound - reach)..<min(rows, range.upperBound + reach)
      let strip = try planes(seen)
      try check(strip)
      guard strip.rows == seen.count, strip.columns == columns else {
        throw NetworkError.planeSize(
          found: strip.values.count, expected: seen.count * columns * channels)
      }
      let mask = try mapped(range)
      try receive(
        range,
        BLAS.holdingOneThread {
          try evaluation.probabilities(
            of: range, planes: strip, firstRow: seen.lowerBound, mapped: mask)
        })
      progress?(Double(range.upperBound) / Double(rows))
    }
  }
}
