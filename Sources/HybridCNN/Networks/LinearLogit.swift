import Baselines
import LearningCore
import NeuralCore

/// A linear function of a cell's own channels that is added to what a network says of a landslide.
///
/// ```
/// logit = network(window, cell) + b + w . x      x the channels of the cell
/// ```
/// Not in the paper. The coefficients are those of a logistic regression of the training samples, and stay as they are:
/// they are an offset, as in a generalised linear model, and the network learns what the regression leaves over. On
/// ground that no sample has seen the regression often holds better than the network does.
///
/// Reference: McCullagh and Nelder (1989), Generalized Linear Models, sect. 6.3, for offsets; Cheng et al. (2016), Wide &
/// Deep Learning for Recommender Systems, for a linear path beside a network (there both are trained together).
public struct LinearLogit: Equatable, Sendable {
  /// w: by how much the log-odds grow with each unit of a channel.
  public let coefficients: [Float]
  /// b: the log-odds where all channels are 0.
  public let intercept: Float

  /// A function with these coefficients.
  public init(coefficients: [Float], intercept: Float) {
    self.coefficients = coefficients
    self.intercept = intercept
  }

  /// The logit of the cell whose channels begin at `values`.
  ///
  /// Bounds: `values` as many numbers as there are coefficients.
  @inline(__always)
  func logit(of values: UnsafePointer<Float>) -> Float {
    var sum = intercept
    for channel in coefficients.indices { sum += coefficients[channel] * values[channel] }
    return sum
  }
}

extension LinearLogit {
  /// The ridge of the regression: weak against hundreds of samples, enough for classes that can be separated.
  private static let penalty = 1.0

  /// The logistic regression of the cells of some samples, as the network sees them.
  ///
  /// - Throws: `EstimatorError` and `LogisticRegressionError`, as ``Baselines/LogisticRegression`` does.
  init(
    fittedTo samples: PatchBatch, labels: [Bool],
    standardization: ChannelStandardization?,
    weighting: NetworkHyperparameters.ClassWeighting
  ) throws {
    let gather = PatchGather(
      planes: samples.planes, window: 1, readWidth: 1, standardization: standardization)
    let channels = samples.planes.channels
    let values = [Float](unsafeUninitializedCapacity: samples.count * channels) { buffer, count in
      if let base = buffer.baseAddress {
        for (place, cell) in samples.cells.enumerated() {
          gather.copyVector(of: cell, to: base + place * channels)
        }
      }
      count = samples.count * channels
    }
    // Nothing of a regression is random.
    var generator = SplitMix64(seed: 0)
    let model = try LogisticRegression(
      penalty: Self.penalty, classWeights: weighting == .balanced ? .balanced : .equal
    ).fitted(
      to: Matrix(rows: samples.count, columns: channels, values: values), labels: labels,
      using: &generator)
    self.init(
      coefficients: model.coefficients.map { Float($0) }, intercept: Float(model.intercept))
  }
}

extension LinearLogit {
  private static let weightName = "linear.weight"
  private static let biasName = "linear.bias"

  /// As tensors of a file, in PyTorch's layout.
  var tensors: [NamedTensor] {
    [
      NamedTensor(name: Self.weightName, shape: [1, coefficients.count], values: coefficients),
      NamedTensor(name: Self.biasName, shape: [1], values: [intercept]),
    ]
  }

  /// The function among the tensors of a model, and the others.
  ///
  /// - Throws: `NetworkTensorError` when one of the two is missing, of another shape or not finite.
  static func split(
    _ tensors: [NamedTensor], channels: Int
  ) throws -> (linear: LinearLogit?, others: [NamedTensor]) {
    let found = tensors.split(names: [weightName, biasName])
    guard !found.own.isEmpty else { return (nil, tensors) }
    let bias = try found.own.values(biasName, shape: [1], among: tensors)
    return (
      LinearLogit(
        coefficients: try found.own.values(weightName, shape: [1, channels], among: tensors),
        intercept: bias[0]),
      found.others
    )
  }
}

extension KeyedDecodingContainer {
  /// Models that were written before there was a linear path have none.
  ///
  /// The compiler takes this for every linear path that a type of this module decodes.
  func decode(
    _ type: NetworkHyperparameters.LinearPath.Type, forKey key: Key
  ) throws -> NetworkHyperparameters.LinearPath {
    try decodeIfPresent(type, forKey: key) ?? .none
  }
}
