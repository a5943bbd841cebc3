/// How many cells change their class when the same probabilities are classed in another way.
///
/// Classes are what planners read, and another scheme draws them elsewhere: what changes here is a choice, not a finding.
struct ClassStability: Equatable {
  let scheme: String
  let other: String
  /// The mapped cells.
  let cells: Int
  /// Cells in another class.
  let changed: Int
  /// Cells in a class that is not next to their own.
  let changedByMore: Int

  /// - Parameters: the classes of all cells, 0 where nothing is mapped.
  init(_ scheme: String, _ classes: [UInt8], _ other: String, _ otherClasses: [UInt8]) {
    precondition(
      classes.count == otherClasses.count,
      "\(classes.count) and \(otherClasses.count) cells, expected as many")
    self.scheme = scheme
    self.other = other
    var (cells, changed, changedByMore) = (0, 0, 0)
    for (a, b) in zip(classes, otherClasses) where a > 0 && b > 0 {
      cells += 1
      let distance = a > b ? a - b : b - a
      if distance > 0 { changed += 1 }
      if distance > 1 { changedByMore += 1 }
    }
    self.cells = cells
    self.changed = changed
    self.changedByMore = changedByMore
  }

  /// The columns of class_stability.csv.
  static let header = [
    "model", "method", "other_method", "cells", "changed", "changed_share",
    "changed_by_more_than_one",
  ]

  /// A row of class_stability.csv.
  func row(model: ModelName) -> [String] {
    [
      model.rawValue, scheme, other, "\(cells)", "\(changed)",
      ExactNumber.text(cells > 0 ? Double(changed) / Double(cells) : .nan), "\(changedByMore)",
    ]
  }
}

extension MapOptions.Scheme {
  /// The schemes that a map's own is compared with: the usual ones with as many classes.
  var alternatives: [MapOptions.Scheme] {
    let usual: [MapOptions.Scheme] = [.natural, .quantile, .equal, .geometric].map {
      .breaks($0, classes: classes)
    }
    let shares: [MapOptions.Scheme] =
      classes == MapOptions.usualShares.count ? [.landslideShares(MapOptions.usualShares)] : []
    return (usual + shares).filter { $0.name != name }
  }
}
