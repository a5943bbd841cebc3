import LearningCore
import Parallelism

/// A random forest: the mean of trees, each grown on its own bootstrap sample and looking at a few factors at each split.
///
/// Source: Breiman (2001), Random Forests, Machine Learning 45, 5-32; the paper compares its network with one
/// (Sect. 3.3). As in scikit-learn, the forest's probability is the mean of the trees' leaf shares, sizes of nodes count
/// distinct samples, and thresholds lie midway between neighbouring values of the node. With random thresholds and
/// without bootstrap samples it is a forest of extremely randomised trees: Geurts, Ernst and Wehenkel (2006), Machine
/// Learning 63, 3-42.
public struct RandomForest: Estimator, Equatable {
  /// How many factors are looked at for each split, drawn anew each time.
  public enum MaximumFeatures: Equatable, Sendable, Codable {
    /// The whole part of the square root of their number, at least one.
    case squareRoot
    /// All of them.
    case all
    /// This many, at least one; all when there are fewer.
    case count(Int)
    /// This share of them (above 0, at most 1), rounded down, at least one.
    case share(Double)
  }

  /// Which thresholds of a column are tried at a split.
  public enum Splits: Equatable, Sendable, Codable {
    /// ``exact`` up to 50,000 samples, above ``histogram(bins:)`` with 256 bins.
    case automatic
    /// Midway between any two neighbouring values of the node.
    case exact
    /// Midway between neighbouring bins: columns with more distinct values are first cut into so many bins (2...65,536)
    /// that hold about as many samples each.
    case histogram(bins: Int)
    /// One for each column, drawn evenly between the least and the largest value of the node.
    case random

    fileprivate static let largestExactCount = 50_000

    /// The number of bins for a table with `rows` samples; `nil` for all distinct values.
    fileprivate func bins(rows: Int) -> Int? {
      switch self {
      case .automatic: rows > Self.largestExactCount ? 256 : nil
      case .exact, .random: nil
      case .histogram(let bins): bins
      }
    }
  }

  /// The number of trees, at least 1.
  public var trees: Int
  /// How many factors are looked at for each split.
  public var maximumFeatures: MaximumFeatures
  /// The largest number of splits from the root to a leaf, at least 1; `nil` for no limit.
  public var maximumDepth: Int?
  /// The least number of distinct samples in a leaf, at least 1.
  public var minimumLeafSize: Int
  /// The least number of distinct samples in a node that is split, at least 2.
  public var minimumSplitSize: Int
  /// Whether each tree's samples are drawn with replacement, or without.
  public var bootstrap: Bool
  /// How many samples are drawn for each tree, as a share of them, above 0 and at most 1; rounded, at least one. All of
  /// them without replacement is to see every sample.
  public var subsample: Double
  /// Which thresholds of a column are tried at a split.
  public var splits: Splits
  /// What a split makes smaller.
  public var impurity: Impurity
  /// How much the samples of each class count.
  public var classWeights: ClassWeights
  /// Whether the fit also finds out how much worse trees predict the samples that they have not seen when a column is
  /// exchanged among these (``RandomForestModel/permutationImportances``).
  public var permutationImportance: Bool
  /// The number of threads; `nil` for all cores. The model does not depend on it.
  public var threads: Int?

  /// Hyperparameters of a forest; see the properties of the same names.
  public init(
    trees: Int = 500, maximumFeatures: MaximumFeatures = .squareRoot, maximumDepth: Int? = nil,
    minimumLeafSize: Int = 1, minimumSplitSize: Int = 2, bootstrap: Bool = true,
    subsample: Double = 1, splits: Splits = .automatic, impurity: Impurity = .gini,
    classWeights: ClassWeights = .equal, permutationImportance: Bool = false, threads: Int? = nil
  ) {
    self.trees = trees
    self.maximumFeatures = maximumFeatures
    self.maximumDepth = maximumDepth
    self.minimumLeafSize = minimumLeafSize
    self.minimumSplitSize = minimumSplitSize
    self.bootstrap = bootstrap
    self.subsample = subsample
    self.splits = splits
    self.impurity = impurity
    self.classWeights = classWeights
    self.permutationImportance = permutationImportance
    self.threads = threads
  }

  /// Trees are grown in packs of this many, whatever the number of threads.
  private static let packSize = 8

  /// Grows the forest.
  ///
  /// - Parameters:
  ///   - samples: n rows of finite values, a column for each factor.
  ///   - labels: n labels; `true` means landslide.
  ///   - generator: gives one number, from which each tree's own stream derives.
  /// - Throws: ``EstimatorError`` for no samples, one class, values that are not finite (row and column are named) and
  ///   hyperparameters out of range.
  /// - Complexity: about trees * n * log(n) * features per split.
  public func fitted(
    to samples: Matrix, labels: [Bool], using generator: inout some RandomNumberGenerator
  ) throws -> RandomForestModel {
    try EstimatorError.check(samples, labels: labels)
    let rules = try rules(columns: samples.columns, labels: labels)
    let ranked = RankedColumns(
      samples, bins: splits.bins(rows: samples.rows), threads: threads)
    let streams = RandomStreams(seed: generator.next())
    let packs = Parallel.chunks(of: trees, size: Self.packSize)
    let grown = Parallel.map(packs.count, threads: threads) { index in
      TreePack(
        packs[index], columns: ranked, samples: samples, labels: labels, rules: rules,
        streams: streams)
    }
    return RandomForestModel(
      columns: samples.columns, trees: grown.flatMap(\.trees),
      importances: TreePack.importances(grown, columns: samples.columns),
      permutationImportances: permutationImportance
        ? TreePack.permutationImportances(grown, columns: samples.columns) : nil,
      outOfBagAccuracy: TreePack.outOfBagAccuracy(grown, labels: labels))
  }

  private func rules(columns: Int, labels: [Bool]) throws -> TreeRules {
    try EstimatorError.require(trees >= 1, "trees", trees, expected: "at least 1")
    try EstimatorError.require(
      (maximumDepth ?? 1) >= 1, "maximumDepth", maximumDepth ?? 0, expected: "at least 1")
    try EstimatorError.require(
      minimumLeafSize >= 1, "minimumLeafSize", minimumLeafSize, expected: "at least 1")
    try EstimatorError.require(
      minimumSplitSize >= 2, "minimumSplitSize", minimumSplitSize, expected: "at least 2")
    try EstimatorError.require(
      subsample > 0 && subsample <= 1, "subsample", subsample,
      expected: "a share above 0 and at most 1")
    if case .histogram(let bins) = splits {
      try EstimatorError.require(
        (2...65_536).contains(bins), "splits", "histogram with \(bins) bins",
        expected: "2 to 65,536 bins")
    }
    let weights = try classWeights.resolved(labels: labels)
    return TreeRules(
      featuresPerSplit: try featuresPerSplit(of: columns), maximumDepth: maximumDepth ?? .max,
      // Sizes beyond the number of samples mean the same as that number; the bound keeps twice the size in range.
      minimumLeafSize: min(minimumLeafSize, labels.count),
      minimumSplitSize: minimumSplitSize, bootstrap: bootstrap,
      draws: max(1, Int((subsample * Double(labels.count)).rounded())),
      drawsThresholds: splits == .random, measuresPermutations: permutationImportance,
      impurity: impurity,
      absenceWeight: weights.absence, landslideWeight: weights.landslide)
  }

  private func featuresPerSplit(of columns: Int) throws -> Int {
    switch maximumFeatures {
    case .squareRoot: return max(1, Int(Double(columns).squareRoot()))
    case .all: return columns
    case .count(let count):
      try EstimatorError.require(
        count >= 1, "maximumFeatures", count, expected: "at least 1")
      return min(count, columns)
    case .share(let share):
      try EstimatorError.require(
        share > 0 && share <= 1, "maximumFeatures", share,
        expected: "a share above 0 and at most 1")
      return max(1, Int(share * Double(columns)))
    }
  }
}
