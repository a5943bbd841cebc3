import LearningCore
import Parallelism

/// A model to be fitted in a fold: to its training samples, and with encoders that are fitted to them as well.
///
/// Cross-validation, calibration, the search for hyperparameters and the jackknife are lists of these, so no label
/// of a validation sample can reach an encoder in one of them and not in another.
struct FoldFit: Sendable {
  /// The samples that the fold's indices refer to.
  let samples: SampleCollection
  /// The fold, purged of training samples if it is to be.
  let fold: Fold
  /// The model, and what the fit is called in messages.
  let place: FitPlace
  let hyperparameters: ModelHyperparameters
  /// Where the random numbers of a model's fit come from; members of an ensemble draw from streams of their own.
  let streams: @Sendable (ModelName) -> RandomStreams
  /// The positions of the factors that the model does not see.
  var omitted: [Int] = []

  /// No other fit of a step has it.
  var name: String { "\(place.model.rawValue), \(place.detail)" }

  /// Roughly how long it takes.
  fileprivate func cost(in analysis: Analysis) -> Double {
    if place.model == .ensemble {
      let ensemble = hyperparameters.ensemble
      let members = ensemble.members(among: analysis.models).map { of($0).cost(in: analysis) }
      return Double(1 + ensemble.innerFolds) * members.reduce(0, +)
    }
    let columns =
      analysis.encoded.columns - analysis.encoded.planeIndices(of: omitted).count
    return hyperparameters.cost(of: place.model, columns: columns, samples: fold.training.count)
  }

  /// Fits the model, on one thread.
  func result(in analysis: Analysis) throws -> FoldResult {
    if place.model == .ensemble {
      return try EnsembleFit(self, in: analysis).result { try $0.result(in: analysis) }
    }
    let training = samples.selecting(fold.training)
    let validation = samples.selecting(fold.validation)
    let factors = try analysis.encoded(for: training, threads: 1).omitting(omitted)
    let fitted = try place.fitted(
      hyperparameters, to: training, on: factors, streams: streams(place.model), threads: 1)
    return FoldResult(
      labels: validation.labels,
      probabilities: try fitted.probabilities(at: validation.cells, on: factors),
      warnings: place.warnings(of: fitted))
  }
}

/// What a model said of the validation samples of one fold.
struct FoldResult: Sendable {
  var labels: [Bool]
  var probabilities: [Double]
  var warnings: [String] = []
}

extension Analysis {
  /// The factors as models see them that are fitted to some samples.
  func encoded(for training: SampleCollection, threads: Int?) throws -> EncodedFactors {
    try EncodedFactors(
      stack: stack, statistics: statistics,
      landslides: training.samples.filter(\.isLandslide).map(\.cell), encoding: encoding,
      threads: threads)
  }

  /// Calls `body` for each of some fits side by side, the longest first.
  ///
  /// - Parameter body: makes the fit on one thread.
  /// - Returns: what `body` returns, in the order of the fits.
  /// - Throws: what `body` throws, and `CancellationError` when the calling task is cancelled.
  func map<Result: Sendable>(
    _ fits: [FoldFit], threads: Int?, progress: ProgressCounter,
    _ body: @Sendable (FoldFit) throws -> Result
  ) throws -> [Result] {
    try withUnsafeCurrentTask { task in
      let cancellation = TaskCancellation(of: task)
      return try Parallel.map(costs: fits.map { $0.cost(in: self) }, threads: threads) { index in
        if cancellation.isCancelled { throw CancellationError() }
        defer { progress.advance() }
        return try body(fits[index])
      }
    }
  }

  /// Makes fits side by side, each once: an ensemble among them uses the fits of its members in the same fold.
  ///
  /// - Parameter known: results by the names of their fits that need not be made again.
  func results(
    of fits: [FoldFit], known: [String: FoldResult] = [:], threads: Int?,
    progress: @escaping @Sendable (Double) -> Void
  ) throws -> [FoldResult] {
    let ensembles = fits.map { $0.place.model == .ensemble ? EnsembleFit($0, in: self) : nil }
    var names = Set(known.keys)
    let needed = zip(fits, ensembles).flatMap { fit, ensemble in
      ensemble.map { $0.members + $0.innerFits } ?? [fit]
    }.filter { names.insert($0.name).inserted }
    let made = try map(
      needed, threads: threads,
      progress: ProgressCounter(total: needed.count, report: progress)
    ) { try $0.result(in: self) }
    let results = known.merging(zip(needed.map(\.name), made)) { known, _ in known }
    func result(_ fit: FoldFit) throws -> FoldResult {
      try results[fit.name] ?? fit.result(in: self)
    }
    return try zip(fits, ensembles).map { fit, ensemble in
      try ensemble?.result(from: result) ?? result(fit)
    }
  }
}
