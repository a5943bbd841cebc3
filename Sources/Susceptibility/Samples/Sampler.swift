import Foundation
import GeoRaster
import LearningCore

/// Makes the samples of a study from its inventory: landslides, absences, and their split.
struct Sampler {
  let study: StudyConfiguration
  let stack: FactorStack
  let streams: RandomStreams
  let threads: Int?

  /// What was found.
  struct Result {
    var samples: SampleCollection
    /// The same landslides with other absences: the further sets of a study with replicates.
    var replicates: [SampleCollection] = []
    var excluded: Manifest.ExcludedSamples
    var landslides: Manifest.LandslideFacts?
    var absences: Manifest.AbsenceFacts?
    var warnings: [String]
  }

  /// Landslides and absences with their sets.
  ///
  /// - Throws: ``StudyError``, ``StudyFileError`` or `GeoRasterError`.
  func samples() throws -> Result {
    let (inventory, landslides) = try study.naming("inventory") {
      let layer = try study.inventory.layer(study: study, grid: stack.grid)
      return (layer, try points(of: layer, selection: study.inventory, isLandslide: true))
    }
    let facts = landslides.facts(cells: study.landslideCells)
    guard !landslides.samples.isEmpty else {
      throw StudyError.noLandslides(
        file: study.inventory.vector, features: inventory.features.count,
        detail: "expected points or polygons inside the study area, in the CRS that the file states"
      )
    }
    var result: Result
    switch study.absences {
    case .vector(let selection): result = try given(selection, landslides: landslides)
    case .sampled(let sampling): result = try drawn(sampling, landslides: landslides)
    }
    result.landslides = facts
    result.warnings =
      inventory.warnings + landslides.warnings + result.warnings
      + [facts.warning].compactMap { $0 }
    return result
  }

  struct Points {
    var samples: [Sample] = []
    var excluded = 0
    var excludedIDs: [String] = []
    /// Polygons whose centroid stands for cells that they have not.
    var smallPolygons = 0
    var warnings: [String] = []

    func facts(cells: LandslideCells) -> Manifest.LandslideFacts {
      Manifest.LandslideFacts(
        landslides: Set(samples.map(\.landslideID)).count, samples: samples.count,
        cells: cells.text, smallPolygons: smallPolygons)
    }
  }

  private func points(
    of layer: VectorLayer, selection: VectorSelection, isLandslide: Bool
  ) throws -> Points {
    var points = Points()
    let field = try selection.id.map { try layer.field(named: $0) }
    let sampling =
      isLandslide
      ? try LandslideSampling(study: study, stack: stack, streams: streams, threads: threads) : nil
    points.warnings = sampling?.warnings ?? []
    for (index, feature) in layer.features.enumerated() {
      // A feature whose id is missing is a landslide of its own.
      let id = field.flatMap { feature.attributes[$0]?.textValue } ?? "\(index + 1)"
      let inner = sampling?.cells(of: feature.geometry, index: index) ?? []
      for cell in inner {
        points.samples.append(
          Sample(
            position: stack.grid.geoTransform.center(of: stack.grid.cell(at: cell)), cell: cell,
            isLandslide: true, landslideID: id))
      }
      if !inner.isEmpty { continue }
      // A multipoint of one landslide gives a sample for each of its points, all with its id.
      for position in feature.geometry.samplePositions {
        guard let cell = stack.grid.cell(at: position).map({ stack.grid.index(of: $0) }),
          stack.mapped[cell]
        else {
          points.excluded += 1
          points.excludedIDs.append(id)
          continue
        }
        points.samples.append(
          Sample(
            position: position, cell: cell, isLandslide: isLandslide,
            landslideID: isLandslide ? id : ""))
        if isLandslide, study.landslideCells != .centroid, case .polygons = feature.geometry {
          points.smallPolygons += 1
        }
      }
    }
    return points
  }

  static func excluded(
    landslides: Points, absences: Points = Points()
  ) -> (facts: Manifest.ExcludedSamples, warnings: [String]) {
    let facts = Manifest.ExcludedSamples(
      landslides: landslides.excluded, absences: absences.excluded,
      landslideIDs: Array(landslides.excludedIDs.prefix(1_000)))
    guard facts.landslides > 0 || facts.absences > 0 else { return (facts, []) }
    return (
      facts,
      [
        "\(Prose.count(facts.landslides, "landslide")) and \(Prose.count(facts.absences, "absence")) "
          + "not in a mapped cell: left out"
      ]
    )
  }

  /// The absences of a file.
  private func given(_ selection: VectorSelection, landslides: Points) throws -> Result {
    let layer = try study.naming("absences") {
      try selection.layer(study: study, grid: stack.grid)
    }
    let absences = try points(of: layer, selection: selection, isLandslide: false)
    guard !absences.samples.isEmpty else {
      throw StudyError.tooFewSamples(
        what: "absences in mapped cells", found: 0, expected: "at least 2 (both classes are needed)"
      )
    }
    var warnings = layer.warnings
    let landslideCells = Set(landslides.samples.map(\.cell))
    let shared = absences.samples.count { landslideCells.contains($0.cell) }
    if shared == absences.samples.count { throw StudyError.absencesAreLandslides(count: shared) }
    if shared > 0 {
      warnings.append(
        "\(Prose.count(shared, "absence is", plural: "absences are")) in a cell with a landslide: no model "
          + "can tell them apart")
    }
    let excluded = Self.excluded(landslides: landslides, absences: absences)
    return Result(
      samples: try split(SampleCollection(landslides.samples + absences.samples)),
      excluded: excluded.facts, warnings: warnings + excluded.warnings)
  }
}
