import ArgumentParser
import Foundation
import Susceptibility

/// Options that every command takes.
struct CommonOptions: ParsableArguments {
  @Option(help: "Threads (default: one for each core). Results do not depend on it.")
  var threads: Int?

  @Option(help: "The seed, instead of the study's.")
  var seed: UInt64?

  @Flag(help: "Show no progress.")
  var quiet = false

  @Flag(help: "Replace results of other inputs.")
  var overwrite = false

  func validate() throws {
    if let threads, !(1...4096).contains(threads) {
      throw ValidationError("--threads is \(threads), expected 1 to 4096")
    }
    if let seed, seed > UInt64(Int64.max) {
      throw ValidationError("--seed is \(seed), expected 0 to \(Int64.max)")
    }
  }
}

/// Arguments of the commands that work on a study.
struct StudyArguments: ParsableArguments {
  @Argument(help: "The study file.", completion: .file(extensions: ["yaml", "yml"]))
  var study: String

  @Option(help: "The output folder, relative to the current folder (default: the study's).")
  var output: String?

  @OptionGroup var common: CommonOptions

  /// The study with the options applied.
  func makeStudy() throws -> Study {
    var configuration = try StudyConfiguration(file: URL(fileURLWithPath: study))
    if let seed = common.seed { configuration.seed = seed }
    let display = ProgressDisplay(isQuiet: common.quiet)
    return try Study(
      configuration,
      options: StudyOptions(
        outputFolder: output.map { URL(fileURLWithPath: $0, isDirectory: true) },
        threads: common.threads, overwrites: common.overwrite,
        command: (["scarp"] + CommandLine.arguments.dropFirst()).joined(separator: " "),
        observer: display.receive))
  }
}
