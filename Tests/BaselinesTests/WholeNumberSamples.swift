import LearningCore

/// The 24 samples of Scripts/reference-values/support_vectors.py, all exact in single precision.
enum WholeNumberSamples {
  static let samples = Matrix(
    (0..<24).map { (i: Int) -> [Float] in
      (0..<3).map { (c: Int) -> Float in
        let whole = (i * (7 + 4 * c) + 3 * c) % 17 - 8
        return Float(whole) / 8
      }
    })

  static let labels = (0..<24).map { (i: Int) -> Bool in
    let score: Float = samples[i, 0] * samples[i, 1] + 0.5 * samples[i, 2]
    return (score > 0) != (i % 7 == 0)
  }
}
