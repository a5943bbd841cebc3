/// The classes of many values at once: what ``FactorClasses/index(of:)`` gives, some ten times as fast.
struct ClassLookup: Sendable {
  /// The class of NaN.
  static let missing: Int32 = -1
  /// The class of a category that was not fitted.
  static let unknown: Int32 = -2

  private let table: Table

  private enum Table: Sendable {
    /// Limits between classes as the greatest Float not above them, so that comparing in Float is exact.
    case limits([Float])
    case sectors
    /// The class of each code from `first` on.
    case dense(first: Int, classes: [Int32])
    case sparse(codes: [Int])
  }

  init(_ classes: FactorClasses) {
    switch classes.kind {
    case .intervals(_, let upperLimits):
      table = .limits(upperLimits.dropLast().map(Self.floatNotAbove))
    case .sectors: table = .sectors
    case .categories(let codes, _): table = Self.table(of: codes)
    }
  }

  private static func table(of codes: [Int]) -> Table {
    guard let first = codes.first, let last = codes.last,
      case (let span, false) = last.subtractingReportingOverflow(first), span < 1 << 16
    else { return .sparse(codes: codes) }
    var classes = [Int32](repeating: unknown, count: span + 1)
    for (index, code) in codes.enumerated() { classes[code - first] = Int32(index) }
    return .dense(first: first, classes: classes)
  }

  static func floatNotAbove(_ limit: Double) -> Float {
    let nearest = Float(limit)
    return Double(nearest) > limit ? nearest.nextDown : nearest
  }

  /// Writes the class of each value.
  ///
  /// Bounds: `classes` has room for `values.count` elements.
  func classify(
    _ values: UnsafeBufferPointer<Float>, into classes: UnsafeMutablePointer<Int32>
  ) {
    switch table {
    case .limits(let limits): Self.classify(values, limits: limits, into: classes)
    case .sectors:
      for (index, value) in values.enumerated() {
        let sector = AspectSector(aspect: value)?.rawValue
        classes[index] = sector.map { Int32($0) } ?? (value.isNaN ? Self.missing : Self.unknown)
      }
    case .dense(let first, let table):
      for (index, value) in values.enumerated() {
        let offset = Double(value).rounded() - Double(first)
        let isInside = offset >= 0 && offset < Double(table.count)
        classes[index] =
          isInside ? table[Int(offset)] : (value.isNaN ? Self.missing : Self.unknown)
      }
    case .sparse(let codes):
      for (index, value) in values.enumerated() {
        classes[index] = Self.classify(value, codes: codes)
      }
    }
  }

  private static func classify(
    _ values: UnsafeBufferPointer<Float>, limits: [Float], into classes: UnsafeMutablePointer<Int32>
  ) {
    // Few limits: counting those below each value has no branches; many: bisection.
    if limits.count <= 32 {
      for index in 0..<values.count { classes[index] = values[index].isNaN ? missing : 0 }
      for limit in limits {
        for index in 0..<values.count { classes[index] &+= values[index] > limit ? 1 : 0 }
      }
    } else {
      for (index, value) in values.enumerated() {
        classes[index] =
          value.isNaN ? missing : Int32(limits.partitioningIndex { value <= $0 })
      }
    }
  }

  private static func classify(_ value: Float, codes: [Int]) -> Int32 {
    guard let code = Int(exactly: value.rounded()) else { return value.isNaN ? missing : unknown }
    let index = codes.partitioningIndex { $0 >= code }
    return index < codes.count && codes[index] == code ? Int32(truncatingIfNeeded: index) : unknown
  }
}

extension ClassLookup {
  /// Cells that one thread takes at a time.
  static let cellsPerPiece = 1 << 16
  /// Cells whose classes are held at once: they stay in the nearest cache.
  private static let cellsPerBlock = 1 << 12

  /// Calls `body` with the index of the first value and the classes of each block of `range`.
  func forEachBlock(
    of values: [Float], in range: Range<Int>,
    _ body: (_ start: Int, _ classes: UnsafeBufferPointer<Int32>) -> Void
  ) {
    values.withUnsafeBufferPointer { values in
      withUnsafeTemporaryAllocation(of: Int32.self, capacity: Self.cellsPerBlock) { classes in
        guard let base = classes.baseAddress else { return }
        for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.cellsPerBlock) {
          let end = min(start + Self.cellsPerBlock, range.upperBound)
          classify(UnsafeBufferPointer(rebasing: values[start..<end]), into: base)
          body(start, UnsafeBufferPointer(start: base, count: end - start))
        }
      }
    }
  }
}
