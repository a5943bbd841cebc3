/// Samples that must stay on one side: the members of a group, or one sample alone.
struct SampleUnit {
  var members: [Int]
  var landslides: Int
  var absences: Int { members.count - landslides }

  /// The number of members with this label.
  func count(of label: Bool) -> Int { label ? landslides : absences }

  /// One unit for each group, in the order of their first members; without groups one for each sample.
  static func units(labels: [Bool], groups: [Int]?) -> [SampleUnit] {
    if let groups {
      precondition(
        groups.count == labels.count, "\(labels.count) labels but \(groups.count) groups")
    }
    var positions: [Int: Int] = [:]
    var units: [SampleUnit] = []
    for (index, label) in labels.enumerated() {
      let landslides = label ? 1 : 0
      if let group = groups?[index] {
        if let position = positions[group] {
          units[position].members.append(index)
          units[position].landslides += landslides
          continue
        }
        positions[group] = units.count
      }
      units.append(SampleUnit(members: [index], landslides: landslides))
    }
    return units
  }

  /// Throws when fewer than `needed` units hold a label.
  static func check(_ units: [SampleUnit], needed: Int) throws {
    for label in [true, false] {
      let found = units.count { $0.count(of: label) > 0 }
      guard found >= needed else {
        throw FoldError.tooFewSamples(label: label, found: found, needed: needed)
      }
    }
  }
}
