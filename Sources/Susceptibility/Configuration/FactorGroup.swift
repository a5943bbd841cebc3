/// Factors that are left out or changed together, such as all that describe the terrain.
public struct FactorGroup: Sendable, Equatable, Codable {
  /// The name, which stands where a factor's does in tables.
  public var name: String
  /// The names of the factors.
  public var factors: [String]

  /// A group of factors.
  public init(name: String, factors: [String]) {
    self.name = name
    self.factors = factors
  }

  /// Reads `{ terrain: [slope, aspect], ... }`.
  ///
  /// - Parameter known: the names of the study's factors.
  static func list(_ node: StudyNode, among known: [String]) throws -> [FactorGroup] {
    let expected = "names with lists of factors, such as { terrain: [slope, aspect] }"
    return try node.entries(expected).map { name, node in
      guard !known.contains(name) else {
        throw node.error("is the name of a factor too; expected a name of its own")
      }
      let members = try node.list("a list of factors").map { node in
        let factor = try node.text("a factor")
        guard known.contains(factor) else {
          throw node.error(
            "\"\(factor)\" is no factor; expected one of \(known.joined(separator: ", "))")
        }
        return factor
      }
      guard !members.isEmpty, Set(members).count == members.count else {
        throw node.error("expected at least one factor, each once")
      }
      guard members.count < known.count else {
        throw node.error("holds every factor; expected that one is left")
      }
      return FactorGroup(name: name, factors: members)
    }
  }
}

/// One factor or a group, by the positions of its factors in a stack.
struct FactorSelection: Equatable, Sendable {
  let name: String
  let factors: [Int]

  /// Each of some factors by itself, then each group.
  ///
  /// Groups hold those of their factors that are there: some may have been removed for their collinearity. A group of
  /// none or all of them is left out and told.
  static func all(
    _ factors: [String], groups: [FactorGroup]
  ) -> (selections: [FactorSelection], warnings: [String]) {
    var selections = factors.indices.map { FactorSelection(name: factors[$0], factors: [$0]) }
    var warnings: [String] = []
    for group in groups {
      let present = factors.indices.filter { group.factors.contains(factors[$0]) }
      guard !present.isEmpty, present.count < factors.count else {
        warnings.append(
          "the group \(group.name) was left out: it holds "
            + (present.isEmpty ? "none" : "all") + " of the factors that the models see")
        continue
      }
      selections.append(FactorSelection(name: group.name, factors: present))
    }
    return (selections, warnings)
  }
}
