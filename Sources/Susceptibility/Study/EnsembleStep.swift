import Foundation
import GeoRaster
import LearningCore

extension Study {
  /// Puts the fitted members together and writes the ensemble; its map is made of theirs.
  func trainEnsemble(_ analysis: Analysis) throws {
    let names = try hyperparameters().ensemble.members(among: analysis.models)
    let fits = SharedFits(
      FoldFit(
        samples: analysis.samples,
        fold: Fold(training: analysis.samples.indices(of: .training), validation: []),
        place: FitPlace(model: .ensemble), hyperparameters: try hyperparameters(),
        streams: { [streams] in streams.substreams("train.\($0.rawValue)") }),
      on: analysis.encoded, in: analysis, threads: options.threads,
      known: Dictionary(
        uniqueKeysWithValues: try names.map { ($0, try ModelName.load(modelFile($0)).model) }))
    let ensemble = try fits.ensemble(progress: progress(.train))
    fits.warnings.forEach(warn)
    if let idle = ensemble.membersWithoutWeight { warn(idle) }
    let map = try ensemble.map { try susceptibility(names[$0]).values }
    manifest.ensemble = Manifest.EnsembleFacts(
      ensemble, options: try hyperparameters().ensemble)
    try write(ensemble, map, .ensemble, analysis)
  }
}
