import LearningCore
import Parallelism

/// A fitted random forest.
public struct RandomForestModel: Classifier, Equatable {
  /// The number of factors it was fitted to.
  public let columns: Int
  /// The trees, in the order of their random streams.
  public let trees: [DecisionTree]
  /// How much the splits on each factor lowered the impurity (mean decrease in impurity), summing to 1.
  ///
  /// All 0 when no tree has a split. Factors with many distinct values are favoured; the jackknife is not.
  public let importances: [Double]
  /// How much the share of samples that a tree predicts right at 0.5 falls, in the mean over the trees, when the column is
  /// exchanged among the samples that the tree has not seen; about 0 or a little below for a column that says nothing.
  ///
  /// `nil` unless the fit was asked for it, and when every tree saw every sample. Source: Breiman (2001), Sect. 10.
  public let permutationImportances: [Double]?
  /// The share of training samples that the trees which have not seen them predict right at 0.5, 0...1.
  ///
  /// `nil` when every tree saw every sample, as without bootstrap samples and subsamples.
  public let outOfBagAccuracy: Double?

  init(
    columns: Int, trees: [DecisionTree], importances: [Double], permutationImportances: [Double]?,
    outOfBagAccuracy: Double?
  ) {
    self.columns = columns
    self.trees = trees
    self.importances = importances
    self.permutationImportances = permutationImportances
    self.outOfBagAccuracy = outOfBagAccuracy
  }

  /// The mean over the trees of the share of landslides in a sample's leaf, 0...1; `.nan` for a row
  /// with a value that is not finite.
  ///
  /// - Precondition: as many columns as the model was fitted to.
  public func probabilities(for samples: Matrix) -> [Double] {
    probabilities(for: samples, threads: nil)
  }

  /// ``probabilities(for:)`` on a number of threads; `nil` for all cores. The result does not depend on it.
  ///
  /// Where rows repeat, as on a map of classed factors, each distinct row is evaluated once.
  public func probabilities(for samples: Matrix, threads: Int?) -> [Double] {
    requireColumns(samples.columns, columns)
    let walk = ForestWalk(self)
    if let distinct = DistinctRows(samples) {
      return distinct.expanded(walk.probabilities(for: distinct.samples, threads: threads))
    }
    return walk.probabilities(for: samples, threads: threads)
  }
}

extension RandomForestModel: Codable {
  private enum CodingKeys: String, CodingKey {
    case columns, trees, importances, permutationImportances, outOfBagAccuracy
  }

  /// Reads a model and checks it.
  ///
  /// - Throws: `DecodingError` when the trees are none or broken, use a column that is not there, or the numbers are out of
  ///   range.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let columns = try container.decode(Int.self, forKey: .columns)
    let trees = try container.decode([DecisionTree].self, forKey: .trees)
    let importances = try container.decode([Double].self, forKey: .importances)
    let permutations = try container.decodeIfPresent(
      [Double].self, forKey: .permutationImportances)
    let accuracy = try container.decodeIfPresent(Double.self, forKey: .outOfBagAccuracy)
    let path = decoder.codingPath
    try requireDecoded(columns > 0, at: path, "\(columns) columns, expected at least 1")
    try requireDecoded(!trees.isEmpty, at: path, "no trees")
    for (index, tree) in trees.enumerated() {
      try requireDecoded(
        tree.nodes.allSatisfy { $0.feature < columns }, at: path,
        "tree \(index) splits on a column that is not in 0..<\(columns)")
    }
    try requireDecoded(
      importances.count == columns && importances.allSatisfy { $0 >= 0 && $0 <= 1 }, at: path,
      "importances are \(importances), expected \(columns) of 0...1")
    try requireDecoded(
      permutations.map { $0.count == columns && $0.allSatisfy { abs($0) <= 1 } } ?? true, at: path,
      "permutation importances are \(permutations ?? []), expected \(columns) of -1...1")
    try requireDecoded(
      accuracy.map { $0 >= 0 && $0 <= 1 } ?? true, at: path,
      "the out-of-bag accuracy is \(accuracy ?? .nan)")
    self.init(
      columns: columns, trees: trees, importances: importances,
      permutationImportances: permutations, outOfBagAccuracy: accuracy)
  }
}
