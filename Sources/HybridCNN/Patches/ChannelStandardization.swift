import NeuralCore

/// Brings each channel to mean 0 and standard deviation 1 before a network sees it.
///
/// ```
/// z = (x - mean) / deviation
/// ```
/// Not in the paper. A step of training moves every weight as far; channels of one size and around 0 make these steps
/// count alike. Mean and deviation are those of the cells of the training samples, and stay as they are. What few of these
/// cells or only their neighbours have, a rare category say, would lie as far out as it is rare; the deviation is so large
/// at least that no cell of the samples' windows is more than 15 of it from the mean.
///
/// Reference: LeCun et al. (1998), Efficient BackProp, sect. 4.3.
public struct ChannelStandardization: Equatable, Sendable {
  /// The mean of each channel.
  public let means: [Float]
  /// What stands for the standard deviation of each channel, above 0; 1 for a channel that is constant.
  public let deviations: [Float]
  /// 1 / deviation.
  let factors: [Float]

  /// Means and deviations that are known.
  ///
  /// - Precondition: there are as many of one as of the other.
  init(means: [Float], deviations: [Float]) {
    precondition(
      means.count == deviations.count, "\(means.count) means, \(deviations.count) deviations")
    self.means = means
    self.deviations = deviations
    factors = deviations.map { 1 / $0 }
  }

  /// Standardises the channels of some cells in place.
  ///
  /// Bounds: `values` `cells * means.count` numbers, the channels of a cell side by side.
  func apply(to values: UnsafeMutablePointer<Float>, cells: Int) {
    let channels = means.count
    means.withUnsafeBufferPointer { means in
      factors.withUnsafeBufferPointer { factors in
        for cell in 0..<cells {
          let base = values + cell * channels
          for channel in 0..<channels {
            base[channel] = (base[channel] - means[channel]) * factors[channel]
          }
        }
      }
    }
  }
}

extension ChannelStandardization {
  /// How far from 0 a value of the samples' windows may come to lie.
  private static let farthest = 15.0

  /// Means and standard deviations (over n) of the cells of some samples, the deviations held to what keeps their windows
  /// within 15.
  init(of samples: PatchBatch) {
    let channels = samples.planes.channels
    var means = [Double](repeating: 0, count: channels)
    var squares = means
    func forEachValue(_ body: (_ channel: Int, _ value: Double) -> Void) {
      for cell in samples.cells {
        for channel in 0..<channels {
          body(channel, Double(samples.planes.values[cell * channels + channel]))
        }
      }
    }
    let count = Double(max(1, samples.count))
    forEachValue { means[$0] += $1 / count }
    forEachValue { squares[$0] += ($1 - means[$0]) * ($1 - means[$0]) / count }
    let reaches = Self.reaches(of: samples, from: means)
    self.init(
      means: means.map { Float($0) },
      deviations: means.indices.map { channel in
        let deviation = max(squares[channel].squareRoot(), reaches[channel] / Self.farthest)
        // What rounding leaves of a constant channel is no deviation.
        return deviation > 1e-6 * abs(means[channel])
          && Float(deviation) >= .leastNormalMagnitude ? Float(deviation) : 1
      })
  }

  /// How far the windows of some samples reach from the means.
  private static func reaches(of samples: PatchBatch, from means: [Double]) -> [Double] {
    let channels = means.count
    let gather = PatchGather(
      planes: samples.planes, window: samples.window, readWidth: samples.window)
    var patch = [Float](repeating: 0, count: samples.window * samples.window * channels)
    var (least, most) = (means.map { Float($0) }, means.map { Float($0) })
    for cell in samples.cells {
      patch.withUnsafeMutableBufferPointer { patch in
        guard let base = patch.baseAddress else { return }
        gather.copyPatch(around: cell, orientation: .identity, to: base)
        for first in stride(from: 0, to: patch.count, by: channels) {
          for channel in 0..<channels {
            least[channel] = min(least[channel], base[first + channel])
            most[channel] = max(most[channel], base[first + channel])
          }
        }
      }
    }
    return means.indices.map { channel in
      max(Double(most[channel]) - means[channel], means[channel] - Double(least[channel]))
    }
  }
}

extension ChannelStandardization {
  private static let meanName = "input.mean"
  private static let deviationName = "input.deviation"

  /// As tensors of a file.
  var tensors: [NamedTensor] {
    [
      NamedTensor(name: Self.meanName, shape: [means.count], values: means),
      NamedTensor(name: Self.deviationName, shape: [deviations.count], values: deviations),
    ]
  }

  /// The standardisation among the tensors of a model, and the others.
  ///
  /// - Parameter isNeeded: whether the model was trained with one.
  /// - Throws: `NetworkTensorError` when one of the two is missing, of another shape or not finite;
  ///   ``NetworkError/hyperparameter(name:value:expected:)`` for a deviation that is not above 0.
  static func split(
    _ tensors: [NamedTensor], channels: Int, isNeeded: Bool
  ) throws -> (standardization: ChannelStandardization?, others: [NamedTensor]) {
    let found = tensors.split(names: [meanName, deviationName])
    guard isNeeded || !found.own.isEmpty else { return (nil, tensors) }
    let means = try found.own.values(meanName, shape: [channels], among: tensors)
    let deviations = try found.own.values(deviationName, shape: [channels], among: tensors)
    // Its inverse must be finite too.
    if let stray = deviations.first(where: { $0 < .leastNormalMagnitude }) {
      throw NetworkError.hyperparameter(
        name: deviationName, value: "\(stray)",
        expected: "numbers above 0 that single precision holds")
    }
    return (ChannelStandardization(means: means, deviations: deviations), found.others)
  }
}

extension KeyedDecodingContainer {
  /// Models that were written before there was a standardisation have none.
  ///
  /// The compiler takes this for every input scaling that a type of this module decodes.
  func decode(
    _ type: NetworkHyperparameters.InputScaling.Type, forKey key: Key
  ) throws -> NetworkHyperparameters.InputScaling {
    try decodeIfPresent(type, forKey: key) ?? .none
  }
}
