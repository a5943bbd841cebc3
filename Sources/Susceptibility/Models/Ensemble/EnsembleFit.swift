import LearningCore

/// An ensemble in a fold: its members fitted there and, when it is stacked, in inner folds of the training samples, whose
/// out-of-fold probabilities give the weights. Nothing that is learned has seen a validation sample.
struct EnsembleFit: Sendable {
  /// The members in the fold.
  let members: [FoldFit]
  private let inner: [InnerFold]
  /// Those of the training samples.
  private let labels: [Bool]
  private let place: FitPlace
  private let planProblem: String?

  private struct InnerFold: Sendable {
    /// One for each member.
    let fits: [FoldFit]
    let fold: Fold
  }

  init(_ fit: FoldFit, in analysis: Analysis) {
    let options = fit.hyperparameters.ensemble
    place = fit.place
    members = options.members(among: analysis.models).map { fit.of($0) }
    let training = fit.samples.selecting(fit.fold.training)
    labels = training.labels
    guard options.method == .stacked else {
      (inner, planProblem) = ([], nil)
      return
    }
    do {
      let plan = try analysis.planner.plan(
        options.scheme, of: training, count: options.folds,
        streams: fit.streams(.ensemble).substreams("inner"),
        window: fit.hyperparameters.largestWindow(among: analysis.models))
      inner = plan.enumerated().map { [members] index, fold in
        InnerFold(
          fits: members.map { $0.inner(fold, number: index + 1, of: training) }, fold: fold)
      }
      planProblem = nil
    } catch {
      (inner, planProblem) = ([], "\(error)")
    }
  }

  /// The fits in inner folds.
  var innerFits: [FoldFit] { inner.flatMap(\.fits) }

  /// The weights of the members.
  ///
  /// - Parameter results: those of ``innerFits``, in their order.
  /// - Returns: equal weights when they cannot be fitted, and then why.
  func pool(of results: [FoldResult]) -> (pool: LogarithmicPool, warning: String?) {
    let equal = LogarithmicPool(equal: members.count)
    if let planProblem { return (equal, warning(planProblem)) }
    guard !inner.isEmpty else { return (equal, nil) }
    let probabilities = members.indices.map { member in
      inner.indices.flatMap { results[$0 * members.count + member].probabilities }
    }
    do {
      let held = inner.flatMap(\.fold.validation).map { labels[$0] }
      return (try LogarithmicPool(probabilities: probabilities, labels: held), nil)
    } catch {
      return (equal, warning("\(error)"))
    }
  }

  private func warning(_ problem: String) -> String {
    "\(place): no weights could be fitted, so all members count the same: \(problem)"
  }

  /// What the ensemble says of the validation samples.
  ///
  /// - Parameter result: gives the results of ``members`` and ``innerFits``.
  func result(from result: (FoldFit) throws -> FoldResult) rethrows -> FoldResult {
    let innerResults = try innerFits.map(result)
    let (pool, warning) = pool(of: innerResults)
    let results = try members.map(result)
    return FoldResult(
      labels: results[0].labels, probabilities: pool.pooled { results[$0].probabilities },
      warnings: (results + innerResults).flatMap(\.warnings) + [warning].compactMap { $0 })
  }
}

extension FoldFit {
  /// The same for another model.
  func of(_ model: ModelName) -> FoldFit {
    FoldFit(
      samples: samples, fold: fold, place: FitPlace(model: model, detail: place.detail),
      hyperparameters: hyperparameters, streams: streams, omitted: omitted)
  }

  /// The model in an inner fold of the training samples.
  fileprivate func inner(_ fold: Fold, number: Int, of training: SampleCollection) -> FoldFit {
    let detail = (place.detail.isEmpty ? [] : [place.detail]) + ["inner fold \(number)"]
    return FoldFit(
      samples: training, fold: fold,
      place: FitPlace(model: place.model, detail: detail.joined(separator: ", ")),
      hyperparameters: hyperparameters,
      streams: { [streams] in streams($0).substreams("inner", index: number) }, omitted: omitted)
  }
}
