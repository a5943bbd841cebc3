/// The places where one column can part the samples of a node, in rising order of the column's values.
///
/// They are gathered first and judged afterwards, in loops without branches: which place is best so far cannot be
/// predicted, and a wrong prediction costs more than judging a few places.
struct SplitCandidates {
  /// Room for as many places as there are samples in the table, made once for each thread's trees.
  final class Storage {
    fileprivate let totals: UnsafeMutablePointer<Double>
    fileprivate let landslides: UnsafeMutablePointer<Double>
    fileprivate let purities: UnsafeMutablePointer<Double>
    fileprivate let places: UnsafeMutablePointer<UInt64>

    init(rows: Int) {
      totals = .allocate(capacity: rows + 1)
      landslides = .allocate(capacity: rows + 1)
      purities = .allocate(capacity: rows + 1)
      places = .allocate(capacity: rows + 1)
    }

    deinit {
      totals.deallocate()
      landslides.deallocate()
      purities.deallocate()
      places.deallocate()
    }
  }

  private let totals: UnsafeMutablePointer<Double>
  private let landslides: UnsafeMutablePointer<Double>
  private let purities: UnsafeMutablePointer<Double>
  private let places: UnsafeMutablePointer<UInt64>
  private(set) var count = 0

  @inline(__always)
  init(_ storage: Storage) {
    totals = storage.totals
    landslides = storage.landslides
    purities = storage.purities
    places = storage.places
  }

  /// Notes a place; the next one overwrites it unless it is `kept`.
  ///
  /// - Parameters:
  ///   - rank, next: the ranks on both sides of the place.
  ///   - total, landslides: bootstrap counts on the left.
  @inline(__always)
  mutating func note(rank: UInt64, next: UInt64, total: Int, landslides: Int, kept: Bool) {
    // Fewer are kept than there are samples, so `count` stays within the storage.
    totals[count] = Double(total)
    self.landslides[count] = Double(landslides)
    places[count] = rank << 32 | next
    count &+= kept ? 1 : 0
  }

  /// The purest place, the first of equals, or `nil` when there is none.
  func best(of node: NodeCounts, rules: TreeRules) -> (purity: Double, rank: UInt32, next: UInt32)?
  {
    guard count > 0 else { return nil }
    if rules.impurity == .gini {
      judgeByGini(node, rules)
    } else {
      judgeByEntropy(node, rules)
    }
    var highest = -Double.infinity
    var index = 0
    while index < count {
      highest = purities[index] > highest ? purities[index] : highest
      index &+= 1
    }
    index = 0
    while index < count - 1 && purities[index] != highest { index &+= 1 }
    let place = places[index]
    return (highest, UInt32(place >> 32), UInt32(truncatingIfNeeded: place))
  }

  /// The two fractions of the purities over one denominator: one division instead of two. With equal class weights
  /// numerator and denominator are whole numbers, exact for nodes of up to 200,000 samples, so equals are equal.
  private func judgeByGini(_ node: NodeCounts, _ rules: TreeRules) {
    let (absenceWeight, landslideWeight) = (rules.absenceWeight, rules.landslideWeight)
    let whole = Double(node.landslides)
    let rest = Double(node.total - node.landslides)
    for index in 0..<count {
      let leftCount = landslides[index]
      let left = leftCount * landslideWeight
      let right = (whole - leftCount) * landslideWeight
      let leftAbsences = totals[index] - leftCount
      let leftWeight = left + leftAbsences * absenceWeight
      let rightWeight = right + (rest - leftAbsences) * absenceWeight
      purities[index] =
        2 * (left * left * rightWeight + right * right * leftWeight) / (leftWeight * rightWeight)
    }
  }

  private func judgeByEntropy(_ node: NodeCounts, _ rules: TreeRules) {
    for index in 0..<count {
      let leftCount = landslides[index]
      let left = leftCount * rules.landslideWeight
      let right = (Double(node.landslides) - leftCount) * rules.landslideWeight
      let leftAbsences = totals[index] - leftCount
      let rightAbsences = Double(node.total - node.landslides) - leftAbsences
      purities[index] =
        TreeRules.purity(
          .entropy, landslides: left, weight: left + leftAbsences * rules.absenceWeight)
        + TreeRules.purity(
          .entropy, landslides: right, weight: right + rightAbsences * rules.absenceWeight)
    }
  }
}

/// The bootstrap counts of a node: all of its samples, and its landslides.
struct NodeCounts {
  var total: Int
  var landslides: Int
}
