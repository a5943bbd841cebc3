/// Sorts order-preserving keys by their digits: a fixed number of passes, whatever the order was.
package enum RadixSort {
  /// Below this count the comparison sort of the standard library is as fast.
  private static let smallest = 512
  private static let digitBits = 11
  private static let digits = 6  // 6 * 11 >= 64 bits
  private static let buckets = 1 << digitBits

  /// Sorts `keys` in rising order. Digits that all keys share are skipped: numbers that came from single precision
  /// need four passes, probabilities from double precision six.
  package static func sort(_ keys: inout [UInt64]) {
    guard keys.count >= smallest else { return keys.sort() }
    let count = keys.count
    let histograms = histograms(of: keys)
    keys = [UInt64](unsafeUninitializedCapacity: count) { scratch, initialized in
      keys.withUnsafeMutableBufferPointer { source in
        var from = source
        var into = scratch
        for digit in 0..<digits {
          let histogram = histograms[digit * buckets..<(digit + 1) * buckets]
          if histogram.contains(where: { $0 == count }) { continue }
          scatter(from, into, digit: digit, histogram)
          swap(&from, &into)
        }
        // `from` holds the result; both buffers have `count` elements.
        if from.baseAddress != scratch.baseAddress {
          _ = scratch.update(fromContentsOf: from)
        }
      }
      initialized = count
    }
  }

  private static func histograms(of keys: [UInt64]) -> [Int] {
    var histograms = [Int](repeating: 0, count: digits * buckets)
    histograms.withUnsafeMutableBufferPointer { histograms in
      // A digit is below `buckets`, so digit * buckets + value is in bounds.
      for key in keys {
        for digit in 0..<digits {
          let value = Int((key >> (digit * digitBits)) & UInt64(buckets - 1))
          histograms[digit * buckets + value] += 1
        }
      }
    }
    return histograms
  }

  private static func scatter(
    _ source: UnsafeMutableBufferPointer<UInt64>, _ target: UnsafeMutableBufferPointer<UInt64>,
    digit: Int, _ histogram: ArraySlice<Int>
  ) {
    var positions: [Int] = []
    positions.reserveCapacity(buckets)
    var next = 0
    for bucketCount in histogram {
      positions.append(next)
      next += bucketCount
    }
    guard let from = source.baseAddress, let into = target.baseAddress else { return }
    positions.withUnsafeMutableBufferPointer { positions in
      let shift = UInt64(digit * digitBits)
      // Each position stays below the start of the next bucket, the last below the count of keys.
      for index in 0..<source.count {
        let key = from[index]
        let bucket = Int((key >> shift) & UInt64(buckets - 1))
        into[positions[bucket]] = key
        positions[bucket] += 1
      }
    }
  }
}
