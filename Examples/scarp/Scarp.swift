import ArgumentParser
import Foundation
import GeoRaster
import Susceptibility

/// The command line of Scarp: reads arguments, calls the library, prints.
@main
struct Scarp: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scarp",
    abstract:
      "Landslide susceptibility mapping: from a DEM, layers and an inventory to a validated map.",
    discussion: """
      Begin with `scarp simulate DIR` (a made-up area) or `scarp init DIR` (a commented study file), \
      then `scarp run DIR/study.yaml` and open results/report.html.

      Exit status: 0 done, 1 a run failed, 2 wrong arguments or study file.
      """,
    version: Study.version,
    subcommands: [
      InitCommand.self, SimulateCommand.self, RunCommand.self, FactorsCommand.self,
      AnalyzeCommand.self, TuneCommand.self, TrainCommand.self, EvaluateCommand.self,
      MapCommand.self, JackknifeCommand.self, ExplainCommand.self, ReportCommand.self,
      TerrainCommand.self,
      DistanceCommand.self, InterpolateCommand.self, BreaksCommand.self, PredictCommand.self,
    ])

  static func main() {
    var command: any ParsableCommand
    do {
      command = try parseAsRoot()
    } catch {
      exitWhenAskedFor(error)
      Console.error(fullMessage(for: error))
      Foundation.exit(2)
    }
    do {
      try command.run()
    } catch {
      exitWhenAskedFor(error)
      Console.error("Error: \(Console.message(of: error))")
      Foundation.exit(status(of: error))
    }
  }

  /// Help and the version come as errors too, from parsing or from running: print them and end well.
  private static func exitWhenAskedFor(_ error: any Error) {
    if exitCode(for: error).isSuccess { exit(withError: error) }
  }

  /// 2 when the arguments or the study file are wrong, else 1.
  private static func status(of error: any Error) -> Int32 {
    switch error {
    case is StudyFileError, is ValidationError: 2
    case StudyError.otherResults, StudyError.notCalibrated: 2
    // A study wraps these in an error of its own: here they are about an argument, such as --value.
    case let error as GeoRasterError where error.isOfArguments: 2
    default: 1
    }
  }
}
