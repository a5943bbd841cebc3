import ArgumentParser
import Foundation
import Susceptibility

/// `scarp init`: a commented study file to start from.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Write a commented study.yaml to start from.")

  @Argument(help: "The folder.") var folder: String
  @OptionGroup var common: CommonOptions

  func run() throws {
    let file = try newStudyFile(in: folder, overwrites: common.overwrite)
    try Data(StudyConfiguration.template.utf8).write(to: file, options: .atomic)
    Console.print("wrote \(file.path): put your files beside it, name them in it, then run")
    Console.print("scarp run \(file.path)")
  }
}

/// `scarp simulate`: a made-up study area.
struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate", abstract: "Make up a study area as ordinary files with a study.yaml.")

  @Argument(help: "The folder.") var folder: String
  @Option(parsing: .unconditional, help: "Rows and columns of 30 m cells.") var size = 512
  @Option(parsing: .unconditional, help: "Landslides.") var landslides = 621
  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard (64...4096).contains(size) else {
      throw ValidationError("--size is \(size), expected 64 to 4096 cells along a side")
    }
    guard (1...size * size / 4).contains(landslides) else {
      throw ValidationError(
        "--landslides is \(landslides), expected 1 to \(size * size / 4), a quarter of the cells")
    }
  }

  func run() throws {
    let file = try newStudyFile(in: folder, overwrites: common.overwrite)
    let display = ProgressDisplay(isQuiet: common.quiet)
    let area = try display.follow("simulate") { progress in
      let area = try SimulatedArea(
        size: size, seed: common.seed ?? 7, landslides: landslides, threads: common.threads,
        progress: progress)
      try area.write(to: URL(fileURLWithPath: folder, isDirectory: true))
      return area
    }
    Console.print("wrote \(file.path)")
    Console.print(
      "best possible AUC (of the probability that the landslides were drawn from): "
        + String(format: "%.3f", area.bestPossibleAreaUnderCurve))
  }
}

/// Makes the folder; an existing study file is kept unless it may be replaced.
private func newStudyFile(in folder: String, overwrites: Bool) throws -> URL {
  let url = URL(fileURLWithPath: folder, isDirectory: true)
  let file = url.appendingPathComponent("study.yaml")
  if FileManager.default.fileExists(atPath: file.path), !overwrites {
    throw ValidationError("\(file.path) is there already; choose another folder, or --overwrite")
  }
  do {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  } catch {
    throw StudyError.unwritable(folder: url.path, reason: error.localizedDescription)
  }
  return file
}
