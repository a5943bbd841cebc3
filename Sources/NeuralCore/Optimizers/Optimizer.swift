/// A rule that moves parameters against their gradients.
///
/// A rule is a value; what it remembers from step to step is an ``OptimizerState``. Each parameter is updated on its
/// own, so ranges of the buffer can be updated side by side.
public protocol Optimizer: Sendable {
  /// How fast it learns before a schedule scales it.
  var learningRate: Float { get }
  /// How many numbers it remembers per parameter, 0 to 2.
  var memoryCount: Int { get }
  /// What these numbers are at the start.
  var initialMemory: Float { get }

  /// Updates the parameters of one range.
  ///
  /// - Parameters:
  ///   - step: 1 for the first update.
  ///   - rate: what the schedule multiplies the learning rate with.
  func update(_ range: OptimizerRange, step: Int, rate: Float)
}

/// A range of parameters with what belongs to them; all pointers have `count` elements.
///
/// `first` and `second` are what the optimizer remembers; those it does not need point to the parameters.
public struct OptimizerRange {
  /// The number of samples.
  public let count: Int
  /// The parameters.
  public let parameters: UnsafeMutablePointer<Float>
  /// The gradients of the parameters.
  public let gradients: UnsafePointer<Float>
  /// The first remembered number of each parameter.
  public let first: UnsafeMutablePointer<Float>
  /// The second remembered number of each parameter.
  public let second: UnsafeMutablePointer<Float>
}

/// What an optimizer remembers from step to step.
public struct OptimizerState: Sendable {
  /// The number of updates so far.
  public private(set) var steps = 0
  private var memory: [[Float]]

  /// The state before the first step for `count` parameters.
  public init(for optimizer: some Optimizer, count: Int) {
    memory = (0..<optimizer.memoryCount).map { _ in
      [Float](repeating: optimizer.initialMemory, count: count)
    }
  }

  /// One update of all parameters.
  ///
  /// - Precondition: as many gradients as parameters, and as many as the state was made for.
  public mutating func update(
    _ parameters: inout [Float], gradients: [Float], with optimizer: some Optimizer,
    rate: Float = 1
  ) {
    precondition(
      parameters.count == gradients.count && memory.allSatisfy { $0.count == parameters.count },
      "\(gradients.count) gradients and a state of \(memory.first?.count ?? 0) "
        + "for \(parameters.count) parameters")
    steps += 1
    let step = steps
    withMemory { first, second in
      parameters.withUnsafeMutableBufferPointer { parameters in
        gradients.withUnsafeBufferPointer { gradients in
          guard let values = parameters.baseAddress, let slopes = gradients.baseAddress else {
            return
          }
          optimizer.update(
            OptimizerRange(
              count: parameters.count, parameters: values, gradients: slopes,
              first: first ?? values, second: second ?? values),
            step: step, rate: rate)
        }
      }
    }
  }

  private mutating func withMemory(
    _ body: (UnsafeMutablePointer<Float>?, UnsafeMutablePointer<Float>?) -> Void
  ) {
    var first = memory.first ?? []
    var second = memory.count > 1 ? memory[1] : []
    memory = memory.map { _ in [] }
    first.withUnsafeMutableBufferPointer { a in
      second.withUnsafeMutableBufferPointer { b in body(a.baseAddress, b.baseAddress) }
    }
    if !memory.isEmpty { memory[0] = first }
    if memory.count > 1 { memory[1] = second }
  }
}
