/// Samples that a model is fitted to or predicts for: rows of a table, patches of a stack of planes.
public protocol SampleBatch: Sendable {
  /// The number of samples.
  var count: Int { get }

  /// The samples at `indices`, in that order; an index may occur more than once.
  ///
  /// - Precondition: each index is in `0..<count`.
  func selecting(_ indices: [Int]) -> Self
}
