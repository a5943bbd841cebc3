extension Parallel {
  /// The results of `body` for each index of `costs`, in order; the most costly begin first.
  ///
  /// So the last to end are short, and threads wait for each other at most as long as one of these takes (Graham 1969,
  /// the rule of the longest processing time). Costs decide no result.
  ///
  /// - Parameter costs: how long each takes, in any unit.
  package static func map<Result: Sendable>(
    costs: [Double], threads: Int? = nil, _ body: @Sendable (Int) throws -> Result
  ) throws -> [Result] {
    let order = costs.indices.sorted { (-costs[$0], $0) < (-costs[$1], $1) }
    let results = try map(order.count, threads: threads) { try body(order[$0]) }
    var places = order
    for (place, index) in order.enumerated() { places[index] = place }
    return places.map { results[$0] }
  }
}
