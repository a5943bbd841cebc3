import LearningCore

/// Models fitted to the same samples, each once: an ensemble is made of the fits of its members, and its map of their maps.
final class SharedFits {
  private let fit: FoldFit
  private let factors: EncodedFactors
  private let analysis: Analysis
  private let threads: Int?
  private var models: [ModelName: any SusceptibilityClassifier]
  private var maps: [ModelName: [Float]] = [:]
  /// What the user should know about the fits.
  private(set) var warnings: [String] = []

  /// - Parameters:
  ///   - fit: of any model; its fold's training samples are what all are fitted to.
  ///   - factors: as the models see them.
  ///   - known: models that are fitted already.
  init(
    _ fit: FoldFit, on factors: EncodedFactors, in analysis: Analysis, threads: Int?,
    known: [ModelName: any SusceptibilityClassifier] = [:]
  ) {
    (self.fit, self.factors, self.analysis) = (fit, factors, analysis)
    self.threads = threads
    models = known
  }

  /// A model fitted to the samples.
  ///
  /// - Throws: as ``FitPlace/fitted(_:)``.
  func fitted(
    _ name: ModelName, progress: @escaping @Sendable (Double) -> Void
  ) throws -> any SusceptibilityClassifier {
    if let known = models[name] { return known }
    let model: any SusceptibilityClassifier
    if name == .ensemble {
      model = try ensemble(progress: progress)
    } else {
      let place = fit.of(name).place
      model = try place.fitted(
        fit.hyperparameters, to: fit.samples.selecting(fit.fold.training), on: factors,
        streams: fit.streams(name), threads: threads, progress: progress)
      warnings += place.warnings(of: model)
    }
    models[name] = model
    return model
  }

  /// The ensemble of the study, its members those of ``fitted(_:progress:)``.
  func ensemble(progress: @escaping @Sendable (Double) -> Void) throws -> EnsembleClassifier {
    let ensemble = EnsembleFit(fit.of(.ensemble), in: analysis)
    let members = try ensemble.members.map {
      ($0.place.model, try fitted($0.place.model, progress: { _ in }))
    }
    let inner = try analysis.results(of: ensemble.innerFits, threads: threads, progress: progress)
    let (pool, warning) = ensemble.pool(of: inner)
    warnings += inner.flatMap(\.warnings) + [warning].compactMap { $0 }
    return EnsembleClassifier(
      method: fit.hyperparameters.ensemble.method,
      members: members.map { EnsembleClassifier.Member(name: $0.0, model: $0.1) }, pool: pool)
  }

  /// What a fitted model says of every mapped cell. Maps of members are kept until the ensemble's has been made.
  func map(
    _ name: ModelName, progress: @escaping @Sendable (Double) -> Void
  ) throws -> [Float] {
    if let known = maps[name] { return known }
    let model = try fitted(name, progress: { progress(0.8 * $0) })
    if let ensemble = model as? EnsembleClassifier {
      return try ensemble.map { try map(ensemble.members[$0].name, progress: { _ in }) }.probability
    }
    let made = try model.map(
      over: factors, threads: threads, progress: { progress(0.8 + 0.2 * $0) }
    ).probability
    if analysis.models.contains(.ensemble) { maps[name] = made }
    return made
  }
}
