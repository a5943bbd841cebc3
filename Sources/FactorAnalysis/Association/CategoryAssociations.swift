import Parallelism

/// How strongly pairs of categorical factors go together, counted in one pass over samples or cells.
///
/// ```swift
/// var associations = try CategoryAssociations(names: ["lithology", "land use"], classCounts: [11, 7])
/// associations.add([lithology.indices(of: rocks), landUse.indices(of: uses)])
/// let strength = associations.coefficients()[0][1]
/// ```
///
/// Counts are whole numbers, so chunks and threads change nothing.
public struct CategoryAssociations: Equatable, Sendable {
  /// The names of the factors.
  public let names: [String]
  /// For each factor the tables with itself and the factors before it.
  private var tables: [ContingencyTable]

  /// No cells yet.
  ///
  /// - Parameter classCounts: the number of classes of each factor.
  /// - Throws: ``FactorAnalysisError/noFactors``.
  /// - Precondition: a number of classes for each name.
  public init(names: [String], classCounts: [Int]) throws {
    guard !names.isEmpty else { throw FactorAnalysisError.noFactors }
    precondition(
      names.count == classCounts.count,
      "\(names.count) names need as many numbers of classes, found \(classCounts.count)")
    self.names = names
    tables = Self.pairs(names.count).map {
      ContingencyTable(rows: classCounts[$0.first], columns: classCounts[$0.second])
    }
  }

  /// Counts cells.
  ///
  /// - Parameters:
  ///   - indices: for each factor the class of each cell, from 0, as of ``FactorClasses/indices(of:threads:)``. A cell
  ///     that has no class, below 0, is left out of the pairs of that factor.
  ///   - threads: `nil` means one for each core.
  /// - Precondition: a list for each factor, all of the same length, each class below its factor's number.
  public mutating func add(_ indices: [[Int]], threads: Int? = nil) {
    precondition(
      indices.count == names.count, "\(indices.count) lists for \(names.count) factors")
    let pairs = Self.pairs(names.count)
    let counted = tables
    tables.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      // Each pair writes its own table.
      let tables = SharedPointer(base)
      Parallel.forEach(pairs.count, threads: threads) { index in
        var table = counted[index]
        table.add(indices[pairs[index].first], indices[pairs[index].second])
        tables[index] = table
      }
    }
  }

  /// The table of two factors: classes of the first in rows.
  public func table(_ first: Int, _ second: Int) -> ContingencyTable {
    precondition(
      names.indices.contains(first) && names.indices.contains(second),
      "factors \(first) and \(second) are not in 0..<\(names.count)")
    let table = tables[Self.position(max(first, second), min(first, second))]
    return first >= second ? table : table.transposed
  }

  /// Cramer's V of each pair, row after row; NaN in the rows and columns of factors with one class.
  ///
  /// - Parameter isCorrected: whether the part that chance brings in is taken away; see ``ContingencyTable/correctedCramersV``.
  public func coefficients(isCorrected: Bool = false) -> [[Double]] {
    let values = tables.map { isCorrected ? $0.correctedCramersV : $0.cramersV }
    return names.indices.map { row in
      names.indices.map { values[Self.position(max(row, $0), min(row, $0))] }
    }
  }

  private static func pairs(_ count: Int) -> [(first: Int, second: Int)] {
    (0..<count).flatMap { first in (0...first).map { (first, $0) } }
  }

  /// Where the table of two factors is, the later one first.
  private static func position(_ later: Int, _ earlier: Int) -> Int {
    later * (later + 1) / 2 + earlier
  }
}
