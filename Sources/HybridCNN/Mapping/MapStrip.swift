/// A strip of an area that is evaluated: what its windows see, which cells count, where results go.
///
/// Bounds: `mapped` and `results` have `rows.count * planes.columns` elements.
struct MapStrip: @unchecked Sendable {
  /// Counted on the whole area.
  let rows: Range<Int>
  let planes: PlaneRows
  let mapped: UnsafePointer<Bool>
  let results: UnsafeMutablePointer<Float>

  /// Whether a cell counts; both counted on the whole area.
  @inline(__always)
  func isMapped(row: Int, column: Int) -> Bool {
    mapped[(row - rows.lowerBound) * planes.columns + column]
  }

  /// Where a row's results go.
  func results(row: Int) -> UnsafeMutablePointer<Float> {
    results + (row - rows.lowerBound) * planes.columns
  }
}
