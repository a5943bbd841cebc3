/// Memory for numbers that kernels work in, freed with its owner. Threads that share one write to parts of their own.
package final class FloatBuffer: @unchecked Sendable {
  /// The first number.
  package let base: UnsafeMutablePointer<Float>
  /// How many numbers there are.
  package let count: Int

  /// Memory for `count` numbers, all 0, at the start of a cache line.
  package init(count: Int) {
    self.count = count
    let bytes = max(1, count) * MemoryLayout<Float>.stride
    let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    base = memory.bindMemory(to: Float.self, capacity: max(1, count))
    base.initialize(repeating: 0, count: max(1, count))
  }

  /// Memory with these numbers.
  package convenience init(_ values: [Float]) {
    self.init(count: values.count)
    values.withUnsafeBufferPointer { source in
      guard let first = source.baseAddress else { return }
      base.update(from: first, count: values.count)
    }
  }

  deinit { base.deallocate() }

  /// The numbers as an array.
  package var values: [Float] { Array(UnsafeBufferPointer(start: base, count: count)) }
}
