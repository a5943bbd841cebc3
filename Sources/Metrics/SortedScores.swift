/// The scores of landslides and of absences, each in rising order: all that rank statistics need.
package struct SortedScores {
  /// Keys of the scores of the landslides, rising.
  private let positives: [UInt64]
  /// Keys of the scores of the absences, rising.
  private let negatives: [UInt64]

  var positiveCount: Int { positives.count }
  var negativeCount: Int { negatives.count }

  /// Samples that share one score.
  struct Tie {
    let score: Double
    let positives: Int
    let negatives: Int
  }

  /// Sorts the scores; `nil` when one is NaN, which has no rank.
  init?(labels: [Bool], scores: [Double]) {
    requireSameCount(labels.count, scores.count)
    var positives: [UInt64] = []
    var negatives: [UInt64] = []
    positives.reserveCapacity(scores.count)
    negatives.reserveCapacity(scores.count)
    for (label, score) in zip(labels, scores) {
      guard !score.isNaN else { return nil }
      if label { positives.append(Self.key(score)) } else { negatives.append(Self.key(score)) }
    }
    RadixSort.sort(&positives)
    RadixSort.sort(&negatives)
    self.positives = positives
    self.negatives = negatives
  }

  /// Calls `body` for each distinct score, the largest first.
  func forEachTie(_ body: (Tie) -> Void) {
    positives.withUnsafeBufferPointer { positives in
      negatives.withUnsafeBufferPointer { negatives in
        var p = positives.count
        var n = negatives.count
        while p > 0 || n > 0 {
          // At least one of the two is not used up, and both indices stay at or above 0.
          let key = max(p > 0 ? positives[p - 1] : 0, n > 0 ? negatives[n - 1] : 0)
          let (pBefore, nBefore) = (p, n)
          while p > 0 && positives[p - 1] == key { p -= 1 }
          while n > 0 && negatives[n - 1] == key { n -= 1 }
          body(Tie(score: Self.score(key), positives: pBefore - p, negatives: nBefore - n))
        }
      }
    }
  }

  /// The share of the other class that a sample of this score and label is in the right order with, ties counting half.
  func winShare(_ score: Double, _ label: Bool) -> Double {
    let key = Self.key(score)
    let others = label ? negatives : positives
    let below = Self.count(others, below: key)
    let tied = (key == .max ? others.count : Self.count(others, below: key + 1)) - below
    let won = label ? below : others.count - below - tied
    return (Double(won) + Double(tied) / 2) / Double(others.count)
  }

  private static func count(_ keys: [UInt64], below key: UInt64) -> Int {
    var (low, high) = (0, keys.count)
    while low < high {
      let middle = (low + high) / 2
      if keys[middle] < key { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private static let sign: UInt64 = 1 << 63

  /// Bits that compare as unsigned integers like the numbers do; both zeros get the same key.
  package static func key(_ score: Double) -> UInt64 {
    let bits = (score + 0).bitPattern
    return bits & sign == 0 ? bits | sign : ~bits
  }

  package static func score(_ key: UInt64) -> Double {
    Double(bitPattern: key & sign == 0 ? ~key : key & ~sign)
  }
}
