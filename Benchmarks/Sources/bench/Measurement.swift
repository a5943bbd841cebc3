import Foundation

/// Runs work several times and says how long it took.
enum Measurement {
  /// One JSON object: the contract that scripts read.
  static func record(
    _ name: String, threads: Int, repeats: Int, _ work: any BenchmarkWork
  ) throws -> String {
    var work = work
    _ = try work.run()
    let seconds = try (0..<repeats).map { _ in try work.run() }
    // Before the facts, some of which check the result in ways that need memory of their own.
    let peak = peakMemoryInMegabytes
    let facts: [(name: String, value: Fact)] =
      [
        ("case", .text(name)), ("threads", .number(Double(threads))),
        ("runs", .number(Double(repeats))), ("median_s", .number(seconds.median)),
        ("min_s", .number(seconds.min() ?? .nan)), ("max_s", .number(seconds.max() ?? .nan)),
        ("peak_rss_mb", .number(peak)),
      ] + (try work.facts(medianSeconds: seconds.median))
    let fields = facts.map { "\"\($0.name)\": \($0.value.json)" }
    return "{\(fields.joined(separator: ", "))}"
  }

  /// The most memory that this process has held so far, in units of 10^6 bytes.
  private static var peakMemoryInMegabytes: Double {
    var usage = rusage()
    #if os(macOS)
      getrusage(RUSAGE_SELF, &usage)
      return Double(usage.ru_maxrss) / 1e6
    #else
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      return Double(usage.ru_maxrss) * 1024 / 1e6
    #endif
  }
}

extension Fact {
  fileprivate var json: String {
    switch self {
    case .number(let value): Self.text(value)
    case .numbers(let values): "[\(values.map(Self.text).joined(separator: ", "))]"
    case .text(let text): "\"\(text)\""
    }
  }

  private static func text(_ value: Double) -> String {
    guard value.isFinite else { return "null" }
    return value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
  }
}
