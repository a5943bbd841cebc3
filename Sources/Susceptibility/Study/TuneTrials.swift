import Foundation
import LearningCore

extension TuneOptions {
  /// What is tried for a model: settings of those of the hyperparameters that it has.
  ///
  /// A random search draws distinct combinations; where there are fewer than it asks for it has fewer. The same streams
  /// give the same trials.
  func trials(for model: ModelName, streams: RandomStreams) -> [[HyperparameterSetting]] {
    guard case .random(let count) = search else { return combinations(for: model) }
    var generator = streams.stream("trials.\(model.rawValue)")
    var trials: [[HyperparameterSetting]] = []
    var known: Set<String> = []
    for _ in 0..<100 * count where trials.count < count {
      let trial = parameters(of: model).map { $0.drawn(using: &generator) }
      if known.insert(trial.text).inserted { trials.append(trial) }
    }
    return trials
  }

  /// All combinations of the values that a model knows, the last hyperparameter varying fastest.
  func combinations(for model: ModelName) -> [[HyperparameterSetting]] {
    parameters(of: model).reduce([[]]) { sofar, parameter in
      sofar.flatMap { settings in
        parameter.examples.map {
          settings + [HyperparameterSetting(name: parameter.name, value: $0)]
        }
      }
    }
  }

  private func parameters(of model: ModelName) -> [TunedHyperparameter] {
    grid.filter { model.hyperparameterNames.contains($0.name) }
  }
}

extension [HyperparameterSetting] {
  /// The settings as they stand in tune.csv.
  var text: String { map { "\($0.name)=\($0.value)" }.joined(separator: "; ") }
}

extension TunedHyperparameter {
  fileprivate func drawn(using generator: inout some RandomNumberGenerator) -> HyperparameterSetting
  {
    switch candidates {
    case .values(let values):
      HyperparameterSetting(name: name, value: values[generator.integer(below: values.count)])
    case .range(let range):
      HyperparameterSetting(name: name, value: .number(range.value(at: generator.uniform())))
    }
  }
}

extension HyperparameterRange {
  /// The number at a fraction of the range, 0..<1.
  func value(at fraction: Double) -> Double {
    guard let step else {
      let value = scaled(from: from, to: to, fraction)
      // Four digits are finer than any effect, and can be read.
      return min(max(Double(String(format: "%.4g", value)) ?? value, from), to)
    }
    let count = ((to - from) / step * (1 + 1e-12)).rounded(.down)
    // Each number stands for half a step to either side, so that the ends are as likely as the rest.
    let low = scale == .log ? max(from - step / 2, from / 2) : from - step / 2
    let value = scaled(from: low, to: from + (count + 0.5) * step, fraction)
    return from + min(max(((value - from) / step).rounded(), 0), count) * step
  }

  private func scaled(from low: Double, to high: Double, _ fraction: Double) -> Double {
    scale == .log
      ? low * pow(high / low, fraction) : low + (high - low) * fraction
  }
}
