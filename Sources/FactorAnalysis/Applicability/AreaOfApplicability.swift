import LearningCore
import Parallelism

/// Where a model is asked about cells like those it was fitted to, and where it has to guess.
///
/// Columns are standardised by the training samples (mean 0, sample standard deviation 1) and multiplied by their
/// weights. The dissimilarity of a sample x is its distance to the nearest training sample in units of the mean distance
/// between training samples; it is 0 at a training sample and has no upper bound.
///
/// ```
/// DI(x) = min over j of |x - t_j| / mean over i of ( mean over j != i of |t_i - t_j| )
/// ```
///
/// The threshold comes from the training samples themselves, each compared with the samples of other folds: the upper
/// whisker of their dissimilarities, the largest one that is not above the upper hinge by more than 1.5 times the
/// distance between the hinges (Tukey; `boxplot.stats` of R). A cell belongs to the area of applicability when its
/// dissimilarity is at most the threshold: there the cross-validated measures can be expected to hold.
///
/// Source: Meyer and Pebesma (2021), Predicting into unknown space?, Methods in Ecology and Evolution 12, Sect. 2;
/// `trainDI` and `aoa` of the R package CAST. Unlike CAST, which stops, columns that do not vary are left out.
///
/// ```swift
/// let area = try AreaOfApplicability(training: samples, folds: folds)
/// let inside = try area.dissimilarities(of: cells).map(area.contains)
/// ```
public struct AreaOfApplicability: Sendable {
  /// Samples up to this dissimilarity belong to the area, at least 0.
  public let threshold: Double
  /// The dissimilarity of each training sample to those of other folds, at least 0.
  public let trainingDissimilarities: [Double]
  /// The mean distance between training samples in weighted standard deviations, above 0.
  public let meanTrainingDistance: Double
  /// The columns that are the same in all training samples and so take no part.
  public let constantColumns: [Int]

  private let scaling: WeightedScaling
  private let nearest: NearestRow

  /// The area around some training samples.
  ///
  /// - Parameters:
  ///   - training: n x k, a row for each sample, as the model sees them.
  ///   - weights: the importance of each of the k columns, in any unit; negative ones count as 0. `nil`, or none above
  ///     0: all count the same.
  ///   - folds: the fold of each of the n samples in the cross-validation whose measures are reported. `nil`: each
  ///     sample is compared with all others.
  ///   - threads: `nil` means one for each core; the result does not depend on it.
  /// - Throws: ``FactorAnalysisError/tooFewForDistances(samples:)`` below 2 samples,
  ///   ``FactorAnalysisError/notFinite(factor:row:)``, ``FactorAnalysisError/weightNotFinite(position:)``,
  ///   ``FactorAnalysisError/samplesAlike`` when no column with a weight varies, and
  ///   ``FactorAnalysisError/oneFold`` when all samples are in one.
  /// - Precondition: as many weights as columns, and as many folds as samples.
  /// - Complexity: O(n² k).
  public init(
    training: Matrix, weights: [Double]? = nil, folds: [Int]? = nil, threads: Int? = nil
  ) throws {
    if let folds {
      precondition(
        folds.count == training.rows, "\(folds.count) folds for \(training.rows) samples")
    }
    guard training.rows > 1 else {
      throw FactorAnalysisError.tooFewForDistances(samples: training.rows)
    }
    let scaling = try WeightedScaling(training, weights: weights)
    let scaled = try scaling.scaled(training)
    let columns = scaling.columns
    let folds = folds ?? Array(0..<training.rows)
    guard folds.contains(where: { $0 != folds[0] }) else { throw FactorAnalysisError.oneFold }
    let found = Parallel.map(training.rows, threads: threads) { row in
      Self.distances(from: row, in: scaled, columns: columns, folds: folds)
    }
    let meanDistance =
      found.reduce(0) { $0 + $1.mean } / Double(training.rows)
    guard meanDistance > 0 else { throw FactorAnalysisError.samplesAlike }
    trainingDissimilarities = found.map { $0.nearest / meanDistance }
    threshold = Self.upperWhisker(of: trainingDissimilarities)
    meanTrainingDistance = meanDistance
    constantColumns = scaling.constantColumns
    self.scaling = scaling
    nearest = NearestRow(scaled, columns: columns)
  }

  /// The dissimilarity of each sample to the training samples, at least 0.
  ///
  /// - Parameter samples: m x k, scaled and encoded like the training samples.
  /// - Throws: ``FactorAnalysisError/notFinite(factor:row:)``.
  /// - Precondition: as many columns as the training samples have.
  /// - Complexity: O(m n k).
  public func dissimilarities(of samples: Matrix, threads: Int? = nil) throws -> [Double] {
    let scaled = try scaling.scaled(samples)
    let pieces = Parallel.chunks(of: samples.rows, size: 1 << 10)
    return Parallel.map(pieces.count, threads: threads) { piece in
      nearest.squaredDistances(to: scaled, rows: pieces[piece]).map {
        Double($0).squareRoot() / meanTrainingDistance
      }
    }.flatMap { $0 }
  }

  /// Whether a sample of this dissimilarity belongs to the area.
  public func contains(_ dissimilarity: Double) -> Bool { dissimilarity <= threshold }

  /// The mean distance from a training sample to all others, and the least to one of another fold.
  private static func distances(
    from row: Int, in scaled: [Float], columns: Int, folds: [Int]
  ) -> (mean: Double, nearest: Double) {
    var sum = 0.0
    var least = Float.infinity
    scaled.withUnsafeBufferPointer { scaled in
      for other in folds.indices where other != row {
        // As NearestRow adds them up, so that equal distances are equal there and here.
        var squared: Float = 0
        for column in 0..<columns {
          let difference = scaled[row * columns + column] - scaled[other * columns + column]
          squared += difference * difference
        }
        sum += Double(squared).squareRoot()
        if folds[other] != folds[row] { least = min(least, squared) }
      }
    }
    return (sum / Double(folds.count - 1), Double(least).squareRoot())
  }

  /// The largest value that is no outlier above the upper hinge.
  ///
  /// - Precondition: `values` is not empty and has no NaN.
  static func upperWhisker(of values: [Double]) -> Double {
    let sorted = values.sorted()
    let count = sorted.count
    // Tukey's hinges: medians of the halves, both with the median itself when the count is odd.
    let depth = Double((count + 3) / 2) / 2
    func value(atDepth depth: Double) -> Double {
      let (below, above) = (Int(depth.rounded(.down)), Int(depth.rounded(.up)))
      return (sorted[below - 1] + sorted[above - 1]) / 2
    }
    let lower = value(atDepth: depth)
    let upper = value(atDepth: Double(count + 1) - depth)
    let limit = upper + 1.5 * (upper - lower)
    return sorted.last { $0 <= limit } ?? upper
  }
}
