/// How many windows of one set share a cell with a window of another.
///
/// Windows of n x n cells share a cell when their centres are less than n rows and less than n columns apart. Where
/// many validation windows overlap training windows, a validation of models that see windows is optimistic.
///
/// - Parameters:
///   - validation: the row and column of the centre of each window that is counted.
///   - training: the centres of the windows that it may overlap.
///   - windowSize: n, at least 1.
/// - Returns: 0 to the number of validation windows; 0 without training windows.
/// - Throws: ``FoldError/windowSize(_:)`` for a window without cells.
public func overlappingWindowCount(
  validation: [(row: Int, column: Int)], training: [(row: Int, column: Int)], windowSize: Int
) throws -> Int {
  guard windowSize >= 1 else { throw FoldError.windowSize(windowSize) }
  let index = WindowIndex(training, size: windowSize)
  return validation.count(where: index.overlapsWindow(at:))
}

/// Centres of windows in square buckets as large as a window: what overlaps lies in a bucket or beside it.
struct WindowIndex {
  private struct Bucket: Hashable {
    let row: Int
    let column: Int
  }

  private let size: Int
  private var centers: [Bucket: [(row: Int, column: Int)]] = [:]

  init(_ cells: [(row: Int, column: Int)], size: Int) {
    self.size = size
    for cell in cells {
      centers[Bucket(row: bucket(cell.row), column: bucket(cell.column)), default: []].append(cell)
    }
  }

  func overlapsWindow(at cell: (row: Int, column: Int)) -> Bool {
    let (row, column) = (bucket(cell.row), bucket(cell.column))
    for rowStep in -1...1 {
      for columnStep in -1...1 {
        let near = Bucket(row: row &+ rowStep, column: column &+ columnStep)
        for center in centers[near] ?? []
        where isNear(center.row, cell.row) && isNear(center.column, cell.column) {
          return true
        }
      }
    }
    return false
  }

  private func isNear(_ a: Int, _ b: Int) -> Bool {
    let (difference, overflow) = a.subtractingReportingOverflow(b)
    return !overflow && difference.magnitude < size.magnitude
  }

  /// The quotient rounded down.
  private func bucket(_ position: Int) -> Int {
    position / size - (position % size < 0 ? 1 : 0)
  }
}
