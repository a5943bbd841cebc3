import LearningCore

/// A fold of training samples that trials are scored by.
struct TuneSplit: Sendable {
  /// Such as `fold 2` or `outer fold 1, fold 2`.
  let title: String
  /// The samples that the fold's indices refer to.
  let samples: SampleCollection
  let fold: Fold
  /// Which stream of a model's fits it draws from; the same for all trials, so that they differ in nothing else.
  let stream: Int

  var training: SampleCollection { samples.selecting(fold.training) }
  /// Those of the validation samples.
  var labels: [Bool] { samples.selecting(fold.validation).labels }
}

/// The folds of a search: loop 0 is over the training samples, and in a nested search loop k over those of outer fold k.
struct TuneLoops {
  let plan: TuneOptions
  /// The outer folds; none unless the search is nested.
  let outer: [TuneSplit]
  private let samples: SampleCollection
  private let make: (SampleCollection, RandomStreams) throws -> [Fold]
  private let streams: RandomStreams

  /// - Parameter make: the folds of some samples.
  init(
    _ plan: TuneOptions, over samples: SampleCollection, streams: RandomStreams,
    make: @escaping (SampleCollection, RandomStreams) throws -> [Fold]
  ) throws {
    (self.plan, self.samples, self.streams, self.make) = (plan, samples, streams, make)
    guard plan.isNested else {
      outer = []
      return
    }
    outer = try make(samples, streams.substreams("tune.outer")).enumerated().map { index, fold in
      TuneSplit(
        title: "outer fold \(index + 1)", samples: samples, fold: fold, stream: 1_000_000 + index)
    }
  }

  /// Loops whose fits are made at once, so that no thread is idle between them. Folds of single samples are so many
  /// that those of one loop keep every thread busy, and the folds of all loops would take memory of their third power.
  var batches: [[Int]] {
    let loops = Array(0...outer.count)
    return plan.scheme.isPooled ? loops.map { [$0] } : [loops]
  }

  /// The folds of a loop.
  func folds(of loop: Int) throws -> [TuneSplit] {
    let (title, samples, streams) =
      loop == 0
      ? ("fold", samples, streams.substreams("tune"))
      : (
        "\(outer[loop - 1].title), fold", outer[loop - 1].training,
        streams.substreams("tune.inner", index: loop - 1)
      )
    return try make(samples, streams).enumerated().map { index, fold in
      TuneSplit(
        title: "\(title) \(index + 1)", samples: samples, fold: fold,
        stream: 10_000 * loop + index)
    }
  }

  /// The number of fits of a search with so many trials; at most so many where folds are of single samples, as outer
  /// folds may leave fewer of them.
  func fitCount(trials: Int) throws -> Int {
    let final = plan.models.count * outer.count
    if plan.scheme.isPooled {
      return try trials * folds(of: 0).count * (1 + outer.count) + final
    }
    return trials * plan.folds * (1 + outer.count) + final
  }
}
