import NeuralCore

/// A network's weights, laid out for the evaluation of a whole map.
struct MapWeights: Sendable {
  let architecture: NetworkArchitecture
  /// (kernel rows, kernel columns, channels) x filters.
  let conv1: FloatBuffer
  let conv1Bias: FloatBuffer
  /// One matrix of filters x filters for each kernel element, row-major.
  let conv2: FloatBuffer
  let conv2Bias: FloatBuffer
  /// channels x (positions, filters): the first 1D convolution as one matrix with a band of weights.
  let signal1: FloatBuffer
  /// The first 1D bias for each position.
  let signal1Bias: FloatBuffer
  /// (kernel, filters) x filters.
  let signal2: FloatBuffer
  let signal2Bias: FloatBuffer
  /// (spatial position, filter), then (spectral position, filter) x hidden; this and what follows is padded with zeros
  /// to `paddedHidden` columns.
  let hidden: FloatBuffer
  let hiddenBias: FloatBuffer
  /// How much more each hidden value says landslide than not.
  let output: FloatBuffer
  let outputBias: Float
  /// What is added to the logit.
  let linear: LinearLogit?

  init(_ model: NetworkModel) {
    let (architecture, tensors) = (model.architecture, model.tensors)
    linear = model.linear.map { $0.ofPlainChannels(model.standardization) }
    let values = Dictionary(uniqueKeysWithValues: tensors.map { ($0.name, $0.values) })
    func tensor(_ name: String) -> [Float] { values[name] ?? [] }
    self.architecture = architecture
    // Channels go in as they are: what they are standardised by is part of the first weights.
    let scaling = model.standardization
    let spatial = FirstWeights(
      kernelMajor(tensor("conv2d_1.weight"), outputs: architecture.filters2D[0]),
      bias: tensor("conv2d_1.bias"), channels: architecture.channels, of: scaling)
    conv1 = FloatBuffer(spatial.weights)
    conv1Bias = FloatBuffer(spatial.bias)
    conv2 = FloatBuffer(kernelMajor(tensor("conv2d_2.weight"), outputs: architecture.filters2D[1]))
    conv2Bias = FloatBuffer(tensor("conv2d_2.bias"))
    let bias = tensor("conv1d_1.bias")
    let spectral = FirstWeights(
      architecture.band(tensor("conv1d_1.weight")),
      bias: (0..<max(0, architecture.signalLength)).flatMap { _ in bias },
      channels: architecture.channels, of: scaling)
    signal1 = FloatBuffer(spectral.weights)
    signal1Bias = FloatBuffer(spectral.bias)
    signal2 = FloatBuffer(
      kernelMajor(
        tensor("conv1d_2.weight"), outputs: architecture.filters1D[1],
        kernelCount: architecture.kernelSize))
    signal2Bias = FloatBuffer(tensor("conv1d_2.bias"))
    hidden = FloatBuffer(architecture.positionMajor(tensor("fc1.weight")))
    let width = architecture.hidden
    let padding = [Float](repeating: 0, count: architecture.paddedHidden - width)
    hiddenBias = FloatBuffer(tensor("fc1.bias") + padding)
    let last = tensor("fc2.weight")
    output = FloatBuffer((0..<width).map { last[width + $0] - last[$0] } + padding)
    let lastBias = tensor("fc2.bias")
    outputBias = lastBias[1] - lastBias[0]

    func kernelMajor(_ weight: [Float], outputs: Int, kernelCount: Int? = nil) -> [Float] {
      let kernelCount = kernelCount ?? architecture.kernelSize * architecture.kernelSize
      return transposed(weight, outputs: outputs, kernelCount: kernelCount)
    }
  }
}

/// The weights that channels meet first, such that plain channels give what standardised ones give by the network's.
///
/// ```
/// w . (x - mean) / deviation + b  =  (w / deviation) . x + (b - w . mean / deviation)
/// ```
private struct FirstWeights {
  private(set) var weights: [Float]
  private(set) var bias: [Float]

  /// - Parameter weights: (anything, channels) x as many outputs as there are biases.
  init(
    _ weights: [Float], bias: [Float], channels: Int, of standardization: ChannelStandardization?
  ) {
    self.weights = weights
    self.bias = bias
    guard let standardization, !bias.isEmpty else { return }
    var sums = bias.map { Double($0) }
    for row in 0..<weights.count / bias.count {
      let channel = row % channels
      for output in bias.indices {
        let weight = weights[row * bias.count + output] * standardization.factors[channel]
        self.weights[row * bias.count + output] = weight
        sums[output] -= Double(weight) * Double(standardization.means[channel])
      }
    }
    self.bias = sums.map { Float($0) }
  }
}

extension LinearLogit {
  /// The function of plain channels that is this one of standardised channels.
  fileprivate func ofPlainChannels(_ standardization: ChannelStandardization?) -> LinearLogit {
    guard let standardization else { return self }
    let plain = zip(coefficients, standardization.factors).map { $0 * $1 }
    let shift = zip(plain, standardization.means).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
    return LinearLogit(coefficients: plain, intercept: Float(Double(intercept) - shift))
  }
}

/// (outputs, inputs, kernel) as (kernel, inputs, outputs).
private func transposed(_ weight: [Float], outputs: Int, kernelCount: Int) -> [Float] {
  let inputs = weight.count / (outputs * kernelCount)
  var result = weight
  for output in 0..<outputs {
    for input in 0..<inputs {
      for element in 0..<kernelCount {
        result[(element * inputs + input) * outputs + output] =
          weight[(output * inputs + input) * kernelCount + element]
      }
    }
  }
  return result
}

extension NetworkArchitecture {
  /// The number of positions after the first 1D convolution.
  var signalLength: Int { channels + 2 * padding1D - kernelSize + 1 }

  /// The spatial features of a cell: positions x filters.
  var spatialPositions: Int {
    kind.hasSpatialBranch ? pooledWidths.second * pooledWidths.second : 0
  }
  /// The spectral positions of a cell.
  var spectralPositions: Int { kind.hasSpectralBranch ? spectralLength : 0 }
  /// The number of spatial features.
  var spatialCount: Int { spatialPositions * filters2D[1] }
  /// The number of features that the fully connected layers take.
  var featureCount: Int { spatialCount + spectralPositions * filters1D[1] }

  /// (filters, 1, kernel) as channels x (positions, filters), zero off the band.
  fileprivate func band(_ weight: [Float]) -> [Float] {
    guard kind.hasSpectralBranch else { return [] }
    let filters = filters1D[0]
    var result = [Float](repeating: 0, count: channels * signalLength * filters)
    for position in 0..<signalLength {
      for element in 0..<kernelSize {
        let channel = position + element - padding1D
        guard (0..<channels).contains(channel) else { continue }
        for filter in 0..<filters {
          result[(channel * signalLength + position) * filters + filter] =
            weight[filter * kernelSize + element]
        }
      }
    }
    return result
  }

  /// (hidden, features) with features as (filter, position) of both branches, as (position, filter) x paddedHidden.
  fileprivate func positionMajor(_ weight: [Float]) -> [Float] {
    var result = [Float](repeating: 0, count: featureCount * paddedHidden)
    let blocks = [
      (start: 0, positions: spatialPositions, filters: filters2D[1]),
      (start: spatialCount, positions: spectralPositions, filters: filters1D[1]),
    ]
    for block in blocks {
      for position in 0..<block.positions {
        for filter in 0..<block.filters {
          let from = block.start + filter * block.positions + position
          let to = block.start + position * block.filters + filter
          for unit in 0..<hidden {
            result[to * paddedHidden + unit] = weight[unit * featureCount + from]
          }
        }
      }
    }
    return result
  }
}
