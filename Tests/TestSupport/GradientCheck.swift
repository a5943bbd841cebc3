import NeuralCore

/// Compares a layer's gradients with central differences along random directions.
///
/// The loss is `sum(r * y)` with a random r, summed in double precision. Single precision limits what differences
/// can show, so a result below 1e-2 passes; inputs should lie away from kinks and ties.
public struct GradientCheck {
  private let network: Network
  private let inputs: [Float]
  private let mode: PassMode
  private let weights: [Float]
  private let step: Float

  /// A check of `layer` with parameters and inputs drawn from `generator`.
  ///
  /// - Parameters:
  ///   - inputs: the samples; by default distinct values in random order, some way apart from each other and from 0.
  ///   - step: how far parameters or inputs move to either side.
  public init(
    _ layer: any Layer, samples: Int = 3, inputs: [Float]? = nil, mode: PassMode = .inference,
    step: Float = 2e-3, using generator: inout some RandomNumberGenerator
  ) {
    network = Network(layer, using: &generator)
    let count = samples * layer.inputShape.count
    self.inputs = inputs ?? Self.distinctValues(count, using: &generator)
    self.mode = mode
    self.step = step
    weights = (0..<samples * layer.outputShape.count).map { _ in
      Float.random(in: -1...1, using: &generator)
    }
  }

  /// The largest relative error over `directions` random directions of the parameters and of the inputs.
  public func largestError(
    directions: Int = 4, using generator: inout some RandomNumberGenerator
  ) -> Double {
    let (_, parameterGradients, inputGradients) = network.gradients(
      for: inputs, outputGradients: { _ in weights }, mode: mode)
    var largest = 0.0
    for _ in 0..<directions {
      if !network.parameters.isEmpty {
        let direction = Self.direction(network.parameters.count, using: &generator)
        largest = max(
          largest,
          error(
            of: parameterGradients, along: direction,
            plus: loss(Self.moved(network.parameters, step, direction), inputs),
            minus: loss(Self.moved(network.parameters, -step, direction), inputs)))
      }
      let direction = Self.direction(inputs.count, using: &generator)
      largest = max(
        largest,
        error(
          of: inputGradients, along: direction,
          plus: loss(network.parameters, Self.moved(inputs, step, direction)),
          minus: loss(network.parameters, Self.moved(inputs, -step, direction))))
    }
    return largest
  }

  private func loss(_ parameters: [Float], _ inputs: [Float]) -> Double {
    let outputs = Network(network.layer, parameters: parameters).outputs(for: inputs, mode: mode)
    return zip(outputs, weights).reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }

  /// The error relative to the length of the gradient, so that directions across it do not blow it up.
  private func error(
    of gradient: [Float], along direction: [Float], plus: Double, minus: Double
  ) -> Double {
    let difference = (plus - minus) / (2 * Double(step))
    let derivative = zip(gradient, direction).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    let length = gradient.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    return length > 0 ? abs(difference - derivative) / length : abs(difference)
  }

  private static func moved(_ values: [Float], _ step: Float, _ direction: [Float]) -> [Float] {
    zip(values, direction).map { $0 + step * $1 }
  }

  private static func direction(
    _ count: Int, using generator: inout some RandomNumberGenerator
  ) -> [Float] {
    (0..<count).map { _ in Bool.random(using: &generator) ? 1 : -1 }
  }

  /// Values between -2 and 2 that are at least 4 / (count + 1) apart from each other and half of that from 0.
  private static func distinctValues(
    _ count: Int, using generator: inout some RandomNumberGenerator
  ) -> [Float] {
    let width = 4 / Float(count + count % 2)
    return (0..<count).map { (Float($0) + 0.5) * width - 2 }.shuffled(using: &generator)
  }
}
