import Foundation
import GeoRaster
import TemporaryFiles

/// One self-contained HTML page with all tables and figures of a study, made of the files in its output folder alone.
///
/// ```swift
/// try StudyReport(folder: URL(fileURLWithPath: "results")).write()  // results/report.html
/// ```
///
/// It can be made after each step: what a study has not written yet is left out, with a sentence that says so. The page
/// loads nothing from the network and has no scripts; it follows the reader's choice of light or dark, and prints.
public struct StudyReport {
  private let results: StudyResults

  /// Reads the tables of a study.
  ///
  /// - Parameters:
  ///   - folder: the study's output folder.
  ///   - remaining: what is still to come of a study that runs; `nil` for one that has ended.
  /// - Throws: ``ReportError`` when the folder holds no results, or a file is not what a study writes, and
  ///   `GeoRasterError` for a file that is no table; the error names the file.
  public init(folder: URL, remaining: RemainingWork? = nil) throws {
    results = try StudyResults(folder: folder, remaining: remaining)
  }

  /// The page.
  ///
  /// - Throws: ``ReportError`` and `GeoRasterError` for a table or a raster that is not what a study writes.
  public func html() throws -> String { try html(of: sections()) }

  private func html(of sections: [ReportSection]) throws -> String {
    try ReportPage().html(
      title: "\(results.name): landslide susceptibility"
        + (results.remaining == nil ? "" : " (unfinished)"), subtitle: results.subtitle,
      footer: "Made by Scarp of the files in the study's output folder. "
        + "Susceptibility says where landslides are likelier than elsewhere, not when one will occur.",
      sections: sections)
  }

  private func sections() throws -> [ReportSection] {
    let elevation = try results.elevation()
    let maps = try results.modelMaps(elevation: elevation)
    let sections: [ReportSection?] =
      [
        results.overviewSection(),
        try results.studyAreaSection(elevation: elevation),
        results.auditSection(),
        results.absencesSection(),
        try results.factorMapsSection(),
        try results.collinearitySection(),
        results.frequencyRatioSection(),
        results.tuningSection(),
        results.hyperparametersSection(),
        results.trainingSection(),
        results.measuresSection(),
        results.ensembleSection(),
        try results.comparisonsSection(),
        try results.curvesSection(),
        try results.precisionRecallSection(),
        try results.calibrationSection(),
        results.mapsSection(maps),
        try results.reliabilitySection(),
        try results.classAreasSection(),
        results.successRateSection(maps),
        results.distributionSection(maps),
        results.crossValidationSection(),
        results.jackknifeSection(),
        try results.importanceSection(),
        results.permutationSection(),
        results.effectsSection(),
        results.methodsSection(),
        results.provenanceSection(),
      ]
    return sections.compactMap { $0 }
  }

  /// Writes the page to `report.html` in the folder, beside it first and renamed when whole; and its figures and tables as
  /// files of their own to `report/figures` and `report/tables`, methods and results for a paper to `report`.
  ///
  /// - Throws: what ``html()`` throws, and ``ReportError/unwritable(file:reason:)``.
  public func write() throws {
    let sections = try sections()
    let page = try html(of: sections)
    let paper = try PaperFiles(methods: results.methodText, tables: results.paperTables)
    do {
      try ReportFiles(of: sections).write(to: results.folder.url)
      for (name, text) in paper.files {
        try TemporaryFile.write(
          Data(text.utf8), to: results.folder.url.appendingPathComponent("report/\(name)"))
      }
    } catch {
      throw ReportError.unwritable(
        file: results.folder.url.appendingPathComponent("report").path,
        reason: error.localizedDescription)
    }
    try write(page)
  }

  /// Writes the page alone.
  ///
  /// - Throws: as ``write()``.
  public func writePage() throws { try write(html()) }

  private func write(_ page: String) throws {
    let file = results.folder.url.appendingPathComponent("report.html")
    do {
      try TemporaryFile.write(Data(page.utf8), to: file)
    } catch {
      throw ReportError.unwritable(file: file.path, reason: error.localizedDescription)
    }
  }
}

extension StudyResults {
  /// The study's name; the folder's when the manifest has none.
  var name: String {
    manifest["name"].plain.flatMap { $0.isEmpty ? nil : $0 } ?? folder.url.lastPathComponent
  }

  /// The name of a model for people; its name in the files when it is not one of Scarp's.
  static func title(of model: String) -> String { ModelName(rawValue: model)?.title ?? model }

  /// What stands below the title.
  fileprivate var subtitle: String {
    [
      manifest["created"].plain.map { "Made \($0)" },
      manifest["scarp_version"].plain.map { "Scarp \($0)" },
      manifest["seed"].plain.map { "seed \($0)" },
    ].compactMap { $0 }.joined(separator: " · ")
  }

  /// The factor that holds heights, for the relief behind maps.
  fileprivate func elevation() throws -> RasterThumbnail? {
    guard let factor = folder.factorNames.first(where: ElevationName.isOne) else { return nil }
    return try folder.factorBand(factor).map {
      try thumbnail(of: $0, by: .mean)
    }
  }
}

/// What a factor of heights is called, as far as one can guess.
enum ElevationName {
  private static let usual = ["elevation", "dem", "altitude", "dtm", "height"]

  static func isOne(_ factor: String) -> Bool { usual.contains(factor.lowercased()) }
}
