import Baselines
import GeoRaster

extension Manifest {
  /// What the random forest says of itself.
  public struct ForestFacts: Codable, Sendable, Equatable {
    /// The number of trees.
    public var trees: Int
    /// The splits and leaves of all trees.
    public var nodes: Int
    /// The share of training samples that the trees which have not seen them predict right at 0.5; none when every tree
    /// saw every sample.
    public var outOfBagAccuracy: Double?

    init(_ forest: RandomForestModel) {
      trees = forest.trees.count
      nodes = forest.trees.reduce(0) { $0 + $1.nodeCount }
      outOfBagAccuracy = forest.outOfBagAccuracy
    }

    enum CodingKeys: String, CodingKey {
      case trees, nodes
      case outOfBagAccuracy = "out_of_bag_accuracy"
    }
  }
}

extension RandomForestModel {
  /// importance_random-forest.csv, the most important first; the planes of a circular factor each by itself.
  func importanceTable(columns names: [String]) -> DelimitedTable {
    let order = names.indices.sorted { (-importances[$0], $0) < (-importances[$1], $1) }
    return DelimitedTable(
      header: ["factor", "impurity_decrease", "permutation_decrease"],
      rows: order.map { column in
        [
          names[column], ExactNumber.text(importances[column]),
          permutationImportances.map { ExactNumber.text($0[column]) } ?? "",
        ]
      })
  }
}
