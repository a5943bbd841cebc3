import Parallelism

extension FactorClasses {
  /// The number of values in each class; NaN and unknown categories count nowhere.
  public func counts(of values: [Float], threads: Int? = nil) -> [Int] {
    let lookup = ClassLookup(self)
    let classCount = count
    let chunks = Parallel.chunks(of: values.count, size: max(ClassLookup.cellsPerPiece, count))
    var pieces = [Int](repeating: 0, count: chunks.count * classCount)
    pieces.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      // Each piece counts in its own `classCount` elements.
      let counts = SharedPointer(base)
      Parallel.forEach(chunks.count, threads: threads) { piece in
        let own = counts.base + piece * classCount
        lookup.forEachBlock(of: values, in: chunks[piece]) { _, classes in
          for index in classes where index >= 0 { own[Int(index)] += 1 }
        }
      }
    }
    return (0..<classCount).map { index in
      stride(from: index, to: pieces.count, by: classCount).reduce(0) { $0 + pieces[$1] }
    }
  }

  /// The class of each value, from 0; -1 for NaN and unknown categories.
  public func indices(of values: [Float], threads: Int? = nil) -> [Int] {
    let lookup = ClassLookup(self)
    let chunks = Parallel.chunks(of: values.count, size: ClassLookup.cellsPerPiece)
    return Array(unsafeUninitializedCapacity: values.count) { buffer, initialized in
      initialized = values.count
      guard let base = buffer.baseAddress else { return }
      // Each piece writes the elements of its own range.
      let indices = SharedPointer(base)
      Parallel.forEach(chunks.count, threads: threads) { piece in
        lookup.forEachBlock(of: values, in: chunks[piece]) { start, classes in
          for (offset, index) in classes.enumerated() {
            (indices.base + start + offset).initialize(to: max(-1, Int(index)))
          }
        }
      }
    }
  }
}
