import ArgumentParser
import Foundation

/// `bench CASE`: times one piece of work and prints the result as one JSON object.
@main
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Time one piece of Scarp's work.",
    discussion: "Cases: \(BenchmarkCase.allCases.map(\.rawValue).joined(separator: ", "))")

  @Argument(help: "What to time.") var name: BenchmarkCase
  @Option(help: "How many threads to use.") var threads = 2
  @Option(help: "How many times to run it, after one run that is not counted.") var `repeat` = 5
  @Option(help: "Cells per side of a map, or rows of a table, where the case has one.")
  var size: Int?

  func validate() throws {
    guard threads >= 1, `repeat` >= 1, (size ?? 64) >= 64 else {
      throw ValidationError("threads and repeat are at least 1, size at least 64")
    }
  }

  func run() throws {
    let work = try name.prepared(BenchmarkOptions(threads: threads, size: size))
    let record = try Measurement.record(name.rawValue, threads: threads, repeats: `repeat`, work)
    print(record)
  }
}

extension BenchmarkCase: ExpressibleByArgument {}
