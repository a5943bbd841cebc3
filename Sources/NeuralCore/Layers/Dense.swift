import DenseAlgebra

/// A fully connected layer.
///
/// ```
/// y[n, o] = b[o] + sum over i of x[n, i] w[o, i]
/// ```
/// Parameters: weight (outputs, inputs), bias (outputs).
public struct Dense: Layer {
  /// The number of values that go in.
  public let inputs: Int
  /// The number of values that come out.
  public let outputs: Int
  /// Whether a bias is added.
  public let hasBias: Bool
  /// The first part of the parameters' names.
  public let name: String

  /// A layer from `inputs` to `outputs` values.
  ///
  /// - Precondition: both are positive.
  public init(name: String = "dense", inputs: Int, outputs: Int, hasBias: Bool = true) {
    precondition(
      inputs > 0 && outputs > 0, "\(inputs) inputs and \(outputs) outputs, expected at least 1")
    self.name = name
    self.inputs = inputs
    self.outputs = outputs
    self.hasBias = hasBias
  }

  /// The shape of one sample that goes in.
  public var inputShape: FeatureShape { .vector(inputs) }
  /// The shape of one sample that comes out.
  public var outputShape: FeatureShape { .vector(outputs) }

  /// The parameters, in the order of the flat buffer.
  public var parameters: [ParameterTensor] {
    let weight = ParameterTensor(
      name: "\(name).weight", shape: [outputs, inputs], fanIn: inputs, fanOut: outputs)
    let bias = ParameterTensor(
      name: "\(name).bias", shape: [outputs], fanIn: inputs, fanOut: outputs, isBias: true)
    return hasBias ? [weight, bias] : [weight]
  }

  /// Computes the outputs of a batch; see ``Layer``.
  public func forward(_ pass: ForwardPass) {
    if hasBias {
      Rows.fill(
        pass.output, rows: pass.count, with: pass.parameters + outputs * inputs, count: outputs)
    }
    BLAS.gemm(
      transposeB: true, m: pass.count, n: outputs, k: inputs, a: pass.input, lda: inputs,
      b: pass.parameters, ldb: inputs, beta: hasBias ? 1 : 0, c: pass.output, ldc: outputs)
  }

  /// Computes the gradients of a batch; see ``Layer``.
  public func backward(_ pass: BackwardPass) {
    let forward = pass.forward
    BLAS.gemm(
      transposeA: true, m: outputs, n: inputs, k: forward.count, a: pass.outputGradient,
      lda: outputs, b: forward.input, ldb: inputs, c: pass.parameterGradients, ldc: inputs)
    if hasBias {
      Rows.sum(
        pass.outputGradient, rows: forward.count,
        into: pass.parameterGradients + outputs * inputs, count: outputs)
    }
    guard let inputGradient = pass.inputGradient else { return }
    BLAS.gemm(
      m: forward.count, n: inputs, k: outputs, a: pass.outputGradient, lda: outputs,
      b: forward.parameters, ldb: inputs, c: inputGradient, ldc: inputs)
  }
}
