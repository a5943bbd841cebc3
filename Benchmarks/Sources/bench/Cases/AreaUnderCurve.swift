import LearningCore
import Metrics

/// The area under the ROC curve of distinct scores, three in ten of which are landslides.
struct AreaUnderCurve: BenchmarkWork {
  private let labels: [Bool]
  private let scores: [Double]
  private var area = Double.nan

  init(_ options: BenchmarkOptions) {
    var generator = RandomStreams(seed: 3).stream("scores")
    let labels = (0..<options.rows).map { _ in generator.uniform() < 0.3 }
    scores = labels.map { generator.normal() + ($0 ? 1.2 : 0) }
    self.labels = labels
  }

  mutating func run() -> Double {
    Stopwatch.seconds { area = Metrics.areaUnderCurve(labels: labels, scores: scores) }
  }

  func facts(medianSeconds: Double) -> [(name: String, value: Fact)] {
    [("check", .number(area)), ("scores_per_s", .number(Double(scores.count) / medianSeconds))]
  }
}
