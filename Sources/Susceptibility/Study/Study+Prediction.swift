import Foundation
import GeoRaster

extension Study {
  /// The landslide probability of every mapped cell of a study, by a model that another run has saved.
  ///
  /// The model's own encoders are used: classes that it has not seen count as average.
  ///
  /// - Parameters:
  ///   - modelFile: a model_MODEL.safetensors or model_MODEL.json.
  ///   - study: an area with the same factors by name; its inventory is not used.
  ///   - calibrated: `false` for what stands in susceptibility_MODEL of the model's study, `true` for what stands in
  ///     susceptibility_MODEL_calibrated.
  ///   - threads: `nil` means one for each core.
  /// - Returns: the map, and what the user should know about it.
  /// - Throws: ``StudyError/unusableModel(file:reason:)`` when the file is no model or the study lacks one of its factors;
  ///   ``StudyError/notCalibrated(file:)`` when the model's study had no calibration and one is asked for;
  ///   ``StudyError/constantMap(place:model:probability:)``, ``StudyError/undefinedMap(place:model:cells:)``.
  public static func prediction(
    of modelFile: URL, for study: StudyConfiguration, calibrated: Bool = false,
    threads: Int? = nil,
    progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) throws -> (map: Raster, warnings: [String]) {
    let (model, description) = try ModelName.load(modelFile)
    guard !calibrated || description.calibration != nil else {
      throw StudyError.notCalibrated(file: modelFile.path)
    }
    let definitions = try description.factors.map { name in
      guard let definition = study.factors.first(where: { $0.name == name }) else {
        throw StudyError.unusableModel(
          file: modelFile.path,
          reason: "needs a factor \"\(name)\", but \(study.file) has "
            + study.factors.map(\.name).joined(separator: ", "))
      }
      return definition
    }
    var builder = try FactorBuilder(study: study, threads: threads)
    let inArea = try builder.area()
    var factors: [ConditioningFactor] = []
    for definition in definitions {
      factors.append(try builder.factor(definition))
      progress(0.5 * Double(factors.count) / Double(definitions.count))
    }
    let stack = try FactorStack(
      grid: builder.grid, factors: factors, inArea: inArea, requiresVariation: false)
    let encoded = EncodedFactors(stack: stack, encoders: description.encoders, threads: threads)
    let map = try model.map(over: encoded, threads: threads, progress: { progress(0.5 + $0 / 2) })
    try StudyError.checkMap(
      map.probability, at: stack.cells, model: description.model,
      place: "\(description.model.title) of \(modelFile.path)")
    return (
      Raster(
        grid: stack.grid,
        values: calibrated
          ? description.calibration?.mapped(map.probability) ?? map.probability
          : map.probability),
      builder.warnings + [cellSizeWarning(description, stack.grid)].compactMap { $0 }
    )
  }

  private static func cellSizeWarning(_ model: ModelDescription, _ grid: RasterGrid) -> String? {
    let size = grid.centralCellSize
    guard let width = model.cellSizeInMeters.first, let height = model.cellSizeInMeters.last,
      abs(size.width / width - 1) > 0.05 || abs(size.height / height - 1) > 0.05
    else { return nil }
    return "the model was fitted on cells of \(width) x \(height) m, the grid has "
      + "\(size.width) x \(size.height) m: windows and terrain factors mean something else there"
  }
}
