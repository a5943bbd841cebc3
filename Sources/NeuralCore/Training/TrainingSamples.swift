/// Samples with labels that a network is trained on or judged by.
public protocol TrainingSamples: Sendable {
  /// The class of each sample, from 0.
  var labels: [Int] { get }
  /// How many values a sample has, for a check against the network; `nil` (the default) when it always fits.
  var inputCount: Int? { get }

  /// Writes the inputs of the samples at `indices`, in that order, as ``Layer`` says.
  ///
  /// - Parameters:
  ///   - seed: where the random changes of training samples (flips, say) come from; `nil`: no changes.
  ///   - destination: room for `indices.count` samples.
  func copyInputs(
    of indices: ArraySlice<Int>, seed: UInt64?, to destination: UnsafeMutablePointer<Float>)
}

extension TrainingSamples {
  /// Not known.
  public var inputCount: Int? { nil }
}

/// Samples whose inputs lie in an array, one after the other.
public struct ArraySamples: TrainingSamples {
  /// The class of each sample, from 0.
  public let labels: [Int]
  private let inputs: [Float]

  /// How many values a sample has.
  public var inputCount: Int? { labels.isEmpty ? nil : inputs.count / labels.count }

  /// Samples with these inputs.
  ///
  /// - Precondition: `inputs` holds the same number of values for each label.
  public init(inputs: [Float], labels: [Int]) {
    precondition(
      labels.isEmpty ? inputs.isEmpty : inputs.count % labels.count == 0,
      "\(inputs.count) values for \(labels.count) samples")
    self.inputs = inputs
    self.labels = labels
  }

  /// Copies the inputs of some samples; see ``TrainingSamples``.
  public func copyInputs(
    of indices: ArraySlice<Int>, seed: UInt64?, to destination: UnsafeMutablePointer<Float>
  ) {
    let size = labels.isEmpty ? 0 : inputs.count / labels.count
    inputs.withUnsafeBufferPointer { source in
      guard let base = source.baseAddress else { return }
      for (place, index) in indices.enumerated() {
        (destination + place * size).update(from: base + index * size, count: size)
      }
    }
  }
}
