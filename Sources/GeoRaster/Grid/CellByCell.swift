import Foundation
import Parallelism

/// Combines the values of two bands cell by cell, in parallel.
///
/// - Parameter progress: gets a unit for each chunk of cells.
/// - Throws: `CancellationError`.
/// - Precondition: there are as many of both.
@inline(__always)
func combined(
  _ first: [Float], _ second: [Float], threads: Int?, progress: Progress? = nil,
  _ body: @Sendable (Float, Float) -> Float
) throws -> [Float] {
  precondition(
    first.count == second.count, "\(first.count) values and \(second.count), expected as many")
  let chunks = Parallel.chunks(of: first.count, size: 65_536)
  return try [Float](unsafeUninitializedCapacity: first.count) { buffer, count in
    guard let base = buffer.baseAddress else { return }
    // Bounds: each chunk reads and writes the elements of its own range.
    let output = SharedPointer(base)
    try first.withUnsafeBufferPointer { first in
      try second.withUnsafeBufferPointer { second in
        nonisolated(unsafe) let (first, second) = (first, second)
        try Parallel.forEach(chunks.count, threads: threads, progress: progress) { chunk in
          for index in chunks[chunk] {
            output.base[index] = body(first[index], second[index])
          }
        }
      }
    }
    count = first.count
  }
}
