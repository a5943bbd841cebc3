/// A tensor that a layer learns: its name, its shape as PyTorch has it, and how it lies in memory.
///
/// Convolution weights are kept as (kernel rows, kernel columns, input channels, output channels), which is what one
/// matrix product needs; files and callers see PyTorch's (output, input, kernel rows, kernel columns).
public struct ParameterTensor: Equatable, Sendable {
  /// Such as `conv2d_1.weight`.
  public let name: String
  /// The lengths in PyTorch's order.
  public let shape: [Int]
  /// For each axis in memory, slowest first, the axis of `shape` that it is.
  public let memoryOrder: [Int]
  /// How many inputs each output depends on.
  public let fanIn: Int
  /// How many outputs each input goes to.
  public let fanOut: Int
  /// Whether it multiplies (a weight) or is added (a bias).
  public let isBias: Bool

  /// A tensor of `shape`; in memory its axes come in `memoryOrder` (by default as they are).
  ///
  /// - Precondition: `memoryOrder` has each axis of `shape` once.
  public init(
    name: String, shape: [Int], memoryOrder: [Int]? = nil, fanIn: Int, fanOut: Int,
    isBias: Bool = false
  ) {
    let order = memoryOrder ?? Array(shape.indices)
    precondition(
      order.sorted() == Array(shape.indices), "\(order) does not order the axes of \(shape)")
    self.name = name
    self.shape = shape
    self.memoryOrder = order
    self.fanIn = fanIn
    self.fanOut = fanOut
    self.isBias = isBias
  }

  /// The number of values.
  public var count: Int { shape.reduce(1, *) }

  /// Values as they lie in memory, from values in PyTorch's order.
  func toMemory(_ values: ArraySlice<Float>) -> [Float] {
    let base = values.startIndex
    return positions().map { values[base + $0] }
  }

  /// Values in PyTorch's order, from values as they lie in memory.
  func fromMemory(_ values: ArraySlice<Float>) -> [Float] {
    var result = [Float](repeating: 0, count: count)
    for (value, position) in zip(values, positions()) { result[position] = value }
    return result
  }

  /// For each place in memory, the place of its value in PyTorch's order.
  private func positions() -> [Int] {
    var strides = [Int](repeating: 1, count: shape.count)
    for axis in shape.indices.dropLast().reversed() {
      strides[axis] = strides[axis + 1] * shape[axis + 1]
    }
    return memoryOrder.reduce([0]) { positions, axis in
      positions.flatMap { position in (0..<shape[axis]).map { position + $0 * strides[axis] } }
    }
  }
}

/// A named tensor in PyTorch's layout.
public struct NamedTensor: Equatable, Sendable {
  /// Such as `conv2d_1.weight`.
  public let name: String
  /// The lengths, slowest first; empty for a single number.
  public let shape: [Int]
  /// The values, row-major.
  public let values: [Float]

  /// A tensor of `shape`.
  ///
  /// - Precondition: `values` has as many elements as `shape` says.
  public init(name: String, shape: [Int], values: [Float]) {
    precondition(
      values.count == shape.reduce(1, *),
      "\(name): \(values.count) values do not fill the shape \(shape)")
    self.name = name
    self.shape = shape
    self.values = values
  }
}
