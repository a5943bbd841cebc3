import Foundation

/// The reports that a whole study writes before its end.
struct EarlyReports {
  /// What of the study is still to come.
  var remaining: RemainingWork
  /// Whether a step has made something since the last report.
  var hasNews = false
  private var last: (end: ContinuousClock.Instant, duration: Duration)?

  /// Reports take at most this share of a study's time, the first one aside.
  private static let share = 0.05

  init(_ study: StudyConfiguration) {
    remaining = RemainingWork(
      steps: StudyStep.allCases.filter { step in
        switch step {
        case .factors, .analyze, .train, .evaluate, .map: true
        case .tune: study.tune != nil
        case .jackknife: study.jackknife.seeds > 0
        case .explain: !study.explain.isOff
        case .report: false
        }
      }, models: study.models)
  }

  /// Whether a report is due: there is news, and a report as slow as the last one is within its share of the time.
  var isDue: Bool {
    guard hasNews, let last else { return hasNews }
    return last.duration <= (ContinuousClock.now - last.end) * Self.share
  }

  /// Takes down a report that began at `start` and has just been written.
  mutating func wrote(since start: ContinuousClock.Instant) {
    hasNews = false
    last = (.now, ContinuousClock.now - start)
  }
}

extension Study {
  /// Writes report.html with what is known so far, when the whole study is run and there is something new.
  ///
  /// A report that cannot be made is told, and does not end the study: the one at the end does.
  func reportEarly(finished step: StudyStep? = nil, model: ModelName? = nil) {
    earlyReports?.remaining.steps.removeAll { $0 == step }
    earlyReports?.remaining.models.removeAll { $0 == model }
    // Before the samples there is no more to see than factors, which come soon after.
    guard let reports = earlyReports, reports.isDue, !reports.remaining.steps.contains(.analyze)
    else { return }
    let start = ContinuousClock.now
    do {
      try StudyReport(folder: folder.url, remaining: reports.remaining).writePage()
    } catch {
      options.observer(.warned("the report so far could not be written: \(error)"))
    }
    earlyReports?.wrote(since: start)
  }
}
