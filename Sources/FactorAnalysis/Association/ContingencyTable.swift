/// How often the classes of two factors occur together, and how strongly the factors are associated.
public struct ContingencyTable: Equatable, Sendable {
  /// The number of classes of the first factor.
  public let rows: Int
  /// The number of classes of the second factor.
  public let columns: Int
  /// The number of cells in each pair of classes, row after row.
  public private(set) var counts: [Int]

  /// No cells yet.
  ///
  /// - Precondition: neither number is below 0.
  public init(rows: Int, columns: Int) {
    precondition(
      rows >= 0 && columns >= 0, "\(rows) x \(columns) classes, expected numbers of 0 or more")
    self.rows = rows
    self.columns = columns
    counts = Array(repeating: 0, count: rows * columns)
  }

  /// Counts cells.
  ///
  /// - Parameters:
  ///   - first: the class of each cell in the first factor, from 0; cells below 0, which have no class, are left out.
  ///   - second: likewise in the second factor.
  /// - Precondition: as many of both, and each below its number of classes.
  public mutating func add(_ first: [Int], _ second: [Int]) {
    precondition(
      first.count == second.count, "\(first.count) and \(second.count) cells, expected as many")
    for (row, column) in zip(first, second) where row >= 0 && column >= 0 {
      precondition(
        row < rows && column < columns,
        "classes \(row) and \(column) are not below \(rows) and \(columns)")
      counts[row * columns + column] += 1
    }
  }

  /// Adds the cells that another table has counted.
  ///
  /// - Precondition: as many classes.
  public mutating func merge(_ other: ContingencyTable) {
    precondition(
      rows == other.rows && columns == other.columns,
      "\(other.rows) x \(other.columns) classes, expected \(rows) x \(columns)")
    for index in counts.indices { counts[index] += other.counts[index] }
  }

  /// The number of cells.
  public var total: Int { counts.reduce(0, +) }

  /// The statistic of the chi-square test of independence.
  ///
  /// ```
  /// chi2 = sum (observed - expected)^2 / expected,   expected = row total * column total / total
  /// ```
  ///
  /// - Returns: at least 0; classes without cells are left out. 0 without cells.
  public var chiSquare: Double {
    let (rowTotals, columnTotals) = totals
    let total = Double(total)
    var sum = 0.0
    for row in 0..<rows where rowTotals[row] > 0 {
      for column in 0..<columns where columnTotals[column] > 0 {
        let expected = Double(rowTotals[row]) * Double(columnTotals[column]) / total
        let difference = Double(counts[row * columns + column]) - expected
        sum += difference * difference / expected
      }
    }
    return sum
  }

  /// Cramer's V.
  ///
  /// ```
  /// V = sqrt( (chi2 / n) / (min(r, k) - 1) )
  /// ```
  ///
  /// with r and k the classes that occur. Source: Cramer (1946), Mathematical methods of statistics, Sect. 21.9. Not in the
  /// paper.
  ///
  /// - Returns: 0 (independent) to 1 (one factor's class follows from the other's); NaN when a factor has one class only.
  public var cramersV: Double {
    let (rows, columns) = occurringClasses
    let smaller = Double(min(rows, columns) - 1)
    return smaller > 0 ? min(1, chiSquare / Double(total) / smaller).squareRoot() : .nan
  }

  /// Cramer's V without the part that chance brings in: plain V of independent factors is above 0, the more the more classes.
  ///
  /// ```
  /// phi2' = max(0, chi2 / n - (r - 1)(k - 1) / (n - 1)),   r' = r - (r - 1)^2 / (n - 1),   k' likewise
  /// V' = sqrt( phi2' / (min(r', k') - 1) )
  /// ```
  ///
  /// Source: Bergsma (2013), A bias-correction for Cramer's V and Tschuprow's T.
  ///
  /// - Returns: 0 to 1; NaN when a factor has one class only, or each cell has a class of its own.
  public var correctedCramersV: Double {
    let (rows, columns) = occurringClasses
    guard min(rows, columns) > 1 else { return .nan }
    let (r, k, rest) = (Double(rows - 1), Double(columns - 1), Double(total - 1))
    let association = max(0, chiSquare / Double(total) - r * k / rest)
    let smaller = min(r - r * r / rest, k - k * k / rest)
    return smaller > 0 ? min(1, association / smaller).squareRoot() : .nan
  }

  /// The table with rows and columns exchanged.
  var transposed: ContingencyTable {
    var table = ContingencyTable(rows: columns, columns: rows)
    for row in 0..<rows {
      for column in 0..<columns {
        table.counts[column * rows + row] = counts[row * columns + column]
      }
    }
    return table
  }

  private var occurringClasses: (rows: Int, columns: Int) {
    let (rowTotals, columnTotals) = totals
    return (rowTotals.count { $0 > 0 }, columnTotals.count { $0 > 0 })
  }

  private var totals: (rows: [Int], columns: [Int]) {
    var totals = (
      rows: [Int](repeating: 0, count: rows), columns: [Int](repeating: 0, count: columns)
    )
    for row in 0..<rows {
      for column in 0..<columns {
        totals.rows[row] += counts[row * columns + column]
        totals.columns[column] += counts[row * columns + column]
      }
    }
    return totals
  }
}
