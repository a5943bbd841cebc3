/// What is measured beside the paper's measures: the key `evaluation`.
public struct EvaluationOptions: Sendable, Equatable, Codable {
  /// What a missed landslide costs, in false alarms; `nil` leaves out the threshold of least cost.
  public var costRatio: Double?
  /// The partial AUC is taken over false positive rates from 0 to this one.
  public var partialRate: Double
  /// Replicates of the bootstrap interval of the AUC; 0 turns it off.
  public var replicates: Int

  /// No costs, a partial AUC up to 0.2, and 1000 replicates.
  public init(costRatio: Double? = nil, partialRate: Double = 0.2, replicates: Int = 1000) {
    self.costRatio = costRatio
    self.partialRate = partialRate
    self.replicates = replicates
  }

  init(_ node: StudyNode) throws {
    let members = try node.members(
      ["cost-ratio", "partial-auc", "bootstrap"],
      "{ cost-ratio: 5, partial-auc: 0.2, bootstrap: 1000 }")
    self.init(
      costRatio: try members["cost-ratio"]?.number(
        in: 1e-6...1e6, "what a missed landslide costs, in false alarms, above 0"),
      partialRate: try members["partial-auc"]?.number(
        in: 0.001...1, "the greatest false positive rate, 0.001 to 1") ?? 0.2,
      replicates: try members["bootstrap"].map { node in
        let expected = "100 to 1000000 replicates, or 0, which turns the interval off"
        let replicates = try node.integer(in: 0...1_000_000, expected)
        guard replicates == 0 || replicates >= 100 else {
          throw node.error("expected \(expected), found \(replicates)")
        }
        return replicates
      } ?? 1000)
  }
}
