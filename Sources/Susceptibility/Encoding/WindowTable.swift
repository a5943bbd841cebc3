import FactorAnalysis
import LearningCore
import Parallelism

/// What a model on tables sees of a cell.
enum TableView: Equatable, Sendable {
  /// Its own encoded factors: a column for each plane.
  case cell
  /// For each plane the value of the cell and the statistics of the window around it, side by side: value, mean,
  /// deviation, least, greatest.
  case window(Int)

  /// Cells of the side of the window; 1 for the cell alone.
  var window: Int {
    switch self {
    case .cell: 1
    case .window(let window): window
    }
  }

  /// The columns of each plane.
  var columnsOfPlane: Int {
    switch self {
    case .cell: 1
    case .window: 1 + WindowStatistics.count
    }
  }
}

extension SampleInputs {
  /// A row for each sample.
  func table(_ view: TableView) -> Matrix { view == .cell ? matrix : windowTable }
}

extension EncodedFactors {
  /// The names of the columns of a table.
  func columnNames(_ view: TableView) -> [String] {
    view == .cell ? columnNames : windowColumnNames
  }

  /// The rows of some cells.
  func table(_ view: TableView, at cells: [Int]) -> Matrix {
    view == .cell ? matrix(at: cells) : windowTable(at: cells, window: view.window)
  }

  /// The rows of the mapped cells in some rows of the grid.
  func table(
    _ view: TableView, rows: Range<Int>, threads: Int?
  ) -> (cells: [Int], table: Matrix) {
    guard view == .cell else {
      return windowTable(rows: rows, window: view.window, threads: threads)
    }
    let cells = cells(inRows: rows)
    return (cells, matrix(at: cells))
  }

  /// The mapped cells in some rows of the grid.
  private func cells(inRows rows: Range<Int>) -> [Int] {
    let columns = stack.grid.columns
    let first = stack.cells.partitioningIndex { $0 >= rows.lowerBound * columns }
    let end = stack.cells.partitioningIndex { $0 >= rows.upperBound * columns }
    return Array(stack.cells[first..<end])
  }
}

extension SampleInputs {
  /// A row for each sample, made of its window.
  var windowTable: Matrix {
    let statistics = WindowStatistics(window: window)
    let (size, width) = (window * window, 1 + WindowStatistics.count)
    var table = Matrix(rows: count, columns: planes * width)
    var plane = [Float](repeating: 0, count: size)
    for sample in 0..<count {
      for channel in 0..<planes {
        for place in 0..<size {
          plane[place] = values[(sample * size + place) * planes + channel]
        }
        let first = sample * table.columns + channel * width
        table.values[first] = plane[size / 2]
        statistics.forEachWindow(of: plane, rows: window, columns: window) { _, _, found in
          for index in found.indices { table.values[first + 1 + index] = found[index] }
        }
      }
    }
    return table
  }
}

extension EncodedFactors {
  /// The names of the columns of a window table.
  var windowColumnNames: [String] {
    columnNames.flatMap { name in [name] + WindowStatistics.names.map { "\(name) (\($0))" } }
  }

  /// The rows of some cells, each made of a window of its own.
  func windowTable(at cells: [Int], window: Int) -> Matrix {
    var values: [Float] = []
    for piece in Parallel.chunks(of: cells.count, size: SampleInputs.mostPatches) {
      values += inputs(at: Array(cells[piece]), window: window).windowTable.values
    }
    return Matrix(
      rows: cells.count, columns: columns * (1 + WindowStatistics.count), values: values)
  }

  /// The rows of the mapped cells in some rows of the grid, whose windows share their work: equal to
  /// ``windowTable(at:window:)`` to the last bit.
  func windowTable(rows: Range<Int>, window: Int, threads: Int?) -> (cells: [Int], table: Matrix) {
    let cells = cells(inRows: rows)
    let width = 1 + WindowStatistics.count
    var table = Matrix(rows: cells.count, columns: columns * width)
    let tableColumns = table.columns
    table.values.withUnsafeMutableBufferPointer { values in
      guard let base = values.baseAddress else { return }
      // Bounds: a factor writes the columns of its planes alone, in each of `cells.count` rows.
      let table = SharedPointer(base)
      let firstPlanes = encoders.indices.map { index in
        encoders[..<index].reduce(0) { $0 + $1.planeCount }
      }
      Parallel.forEach(encoders.count, threads: threads) { factor in
        fill(
          table, columns: tableColumns, from: firstPlanes[factor] * width, factor: factor,
          cells: cells, rows: rows, window: window)
      }
    }
    return (cells, table)
  }

  /// Writes the columns of one factor, from column `first` of a table.
  private func fill(
    _ table: SharedPointer<Float>, columns: Int, from first: Int, factor: Int, cells: [Int],
    rows: Range<Int>, window: Int
  ) {
    let (grid, margin) = (stack.grid, window / 2)
    let (high, wide) = (rows.count + 2 * margin, grid.columns + 2 * margin)
    var raw = [Float](repeating: .nan, count: high * wide)
    let source = stack.factors[factor].raster.values
    for row in max(0, rows.lowerBound - margin)..<min(grid.rows, rows.upperBound + margin) {
      let target = (row - rows.lowerBound + margin) * wide + margin
      raw.replaceSubrange(
        target..<target + grid.columns,
        with: source[row * grid.columns..<(row + 1) * grid.columns])
    }
    let encoder = encoders[factor]
    let width = 1 + WindowStatistics.count
    // The row of the table for each cell of the strip; -1 for cells that are not mapped.
    var places = [Int](repeating: -1, count: rows.count * grid.columns)
    for (place, cell) in cells.enumerated() {
      places[cell - rows.lowerBound * grid.columns] = place
    }
    for (index, encoded) in encoder.encode(raw, threads: 1).enumerated() {
      let plane = encoded.map { $0.isNaN ? encoder.outsideValues[index] : $0 }
      let column = first + index * width
      WindowStatistics(window: window).forEachWindow(of: plane, rows: high, columns: wide) {
        row, west, found in
        let place = places[row * grid.columns + west]
        guard place >= 0 else { return }
        let start = place * columns + column
        table[start] = plane[(row + margin) * wide + west + margin]
        for index in found.indices { table[start + 1 + index] = found[index] }
      }
    }
  }
}
