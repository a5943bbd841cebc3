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
    result.warnings = inventory.warnings + result.warnings
    return result
  }

  private struct Points {
    var samples: [Sample] = []
    var excluded = 0
    var excludedIDs: [String] = []
  }

  private func points(
    of layer: VectorLayer, selection: VectorSelection, isLandslide: Bool
  ) throws -> Points {
    var points = Points()
    let field = try selection.id.map { try layer.field(named: $0) }
    for (index, feature) in layer.features.enumerated() {
      // A feature whose id is missing is a landslide of its own.
      let id = field.flatMap { feature.attributes[$0]?.textValue } ?? "\(index + 1)"
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
      }
    }
    return points
  }

  private static func excluded(
    landslides: Points, absences: Points = Points()
  ) -> (facts: Manifest.ExcludedSamples, warnings: [String]) {
    let facts = Manifest.ExcludedSamples(
      landslides: landslides.excluded, absences: absences.excluded,
      landslideIDs: Array(landslides.excludedIDs.prefix(1_000)))
    guard facts.landslides > 0 || facts.absences > 0 else { return (facts, []) }
    return (
      facts,
      [
        "\(facts.landslides) landslides and \(facts.absences) absences are not in a mapped cell "
          + "and were left out"
      ]
    )
  }

  // MARK: - Absences

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
        "\(shared) absences are in a cell with a landslide: no model can tell them apart")
    }
    let excluded = Self.excluded(landslides: landslides, absences: absences)
    return Result(
      samples: try split(SampleCollection(landslides.samples + absences.samples)),
      excluded: excluded.facts, warnings: warnings + excluded.warnings)
  }

  /// Absences drawn from the cells that keep all rules; replicates differ in their absences alone.
  private func drawn(_ sampling: AbsenceSampling, landslides: Points) throws -> Result {
    let count = Int((Double(landslides.samples.count) * sampling.ratio).rounded())
    guard count > 0 else {
      throw StudyError.tooFewSamples(
        what: "absences (absences.sample, \(sampling.ratio), times \(landslides.samples.count) "
          + "landslides)", found: 0, expected: "at least 2 (both classes are needed)")
    }
    var candidates = AbsenceCandidates(
      of: stack, landslideCells: Set(landslides.samples.map(\.cell)))
    if sampling.minimumDistance > 0 {
      let isFree = try distanceRule(sampling.minimumDistance)
      candidates.keep(
        "at least \(sampling.minimumDistance) m from every landslide", where: isFree)
    }
    var excluded = Self.excluded(landslides: landslides)
    if let limits = sampling.slope {
      let slope = try slope(of: limits.source)
      excluded.warnings += slope.warnings
      candidates.keep(limits.text) { limits.contains(slope.raster.values[$0]) }
    }
    var first = try split(
      SampleCollection(landslides.samples + absences(of: candidates, count: count)))
    if let limits = sampling.envelope {
      // The split does not depend on where absences lie (blocks: little), so these ones only say which landslides
      // are for training.
      let envelope = EnvironmentalEnvelope(
        limits, of: stack,
        landslides: first[.training].samples.filter(\.isLandslide).map(\.cell))
      candidates.keep(limits.text) { envelope.factorsBeyond($0) >= limits.factors }
      first = try replacingAbsences(
        of: first, by: absences(of: candidates, count: count))
      excluded.warnings.append(limits.danger)
    }
    let replicates = try (1..<max(1, sampling.replicates)).map { index in
      try replacingAbsences(
        of: first, by: absences(of: candidates, count: count, set: index))
    }
    if !replicates.isEmpty, 2 * count > candidates.cells.count {
      excluded.warnings.append(
        "each of the \(sampling.replicates) sets of absences takes \(count) of only "
          + "\(candidates.cells.count) cells, so the sets are much alike and their spread is too "
          + "small")
    }
    return Result(
      samples: first, replicates: replicates, excluded: excluded.facts,
      absences: Manifest.AbsenceFacts(
        drawn: count, replicates: sampling.replicates, rules: candidates.rules),
      warnings: excluded.warnings)
  }

  /// A set of absences, each at the centre of its cell; every set has a stream of its own.
  private func absences(
    of candidates: AbsenceCandidates, count: Int, set: Int = 0
  ) throws -> [Sample] {
    var generator = streams.stream("absences", index: set)
    return try candidates.drawn(count, using: &generator).map { cell in
      Sample(
        position: stack.grid.geoTransform.center(of: stack.grid.cell(at: cell)), cell: cell,
        isLandslide: false)
    }
  }

  /// The slope in degrees that limits look at.
  private func slope(of source: SlopeLimits.Source) throws -> (raster: Raster, warnings: [String]) {
    switch source {
    case .dem(let dem):
      return try study.naming("absences.slope.from") {
        var builder = try FactorBuilder(study: study, threads: threads)
        return (try builder.slope(of: dem), builder.warnings)
      }
    case .factor(let name):
      guard let factor = stack.factors.first(where: { $0.name == name }) else {
        throw StudyError.input(
          file: study.file, key: "absences.slope",
          problem: "there is no factor \"\(name)\"; expected one whose values are degrees")
      }
      if let cell = stack.cells.first(where: { !(0...90).contains(factor.raster.values[$0]) }) {
        throw StudyError.input(
          file: study.file, key: "absences.slope",
          problem: "the factor \"\(name)\" has the value \(factor.raster.values[cell]); expected "
            + "degrees, 0 to 90 (from: DEM derives them)")
      }
      return (factor.raster, [])
    }
  }

  /// Whether a cell's centre is far enough from every feature of the inventory's file.
  ///
  /// A sieve on the distance between cell centres first; cells within one cell's diagonal of the limit are
  /// measured exactly, to the geometry itself.
  private func distanceRule(_ minimumDistance: Double) throws -> (Int) -> Bool {
    let layer = try VectorSelection(vector: study.inventory.vector, crs: study.inventory.crs)
      .layer(study: study, grid: stack.grid)
    let touched = try stack.grid.cells(touchedBy: layer)
    let size = stack.grid.centralCellSize
    let diagonal = (size.width * size.width + size.height * size.height).squareRoot()
    let distances =
      touched.contains(true)
      ? stack.grid.distanceTransform(to: touched, threads: threads).values
      : [Float](repeating: .infinity, count: stack.grid.count)
    // Features that lie outside the grid touch no cell but may be near its border.
    let index = FeatureDistance(layer: layer, grid: stack.grid, reach: minimumDistance)
    let grid = stack.grid
    return { cell in
      let distance = Double(distances[cell])
      if distance >= minimumDistance + diagonal && !index.reachesBeyondGrid { return true }
      if distance + diagonal < minimumDistance { return false }
      return index.isFree(grid.geoTransform.center(of: grid.cell(at: cell)))
    }
  }

  // MARK: - Split

  private func split(_ collection: SampleCollection) throws -> SampleCollection {
    var generator = streams.stream("split")
    let fold: Fold
    switch study.split.method {
    case .random:
      fold = try study.naming("split") {
        try Split.random(
          labels: collection.labels, groups: collection.groups,
          trainingShare: study.split.training, using: &generator)
      }
    case .spatialBlocks:
      fold = try study.naming("split") {
        try Split.spatialBlocks(
          coordinates: collection.coordinates, labels: collection.labels,
          groups: collection.groups, trainingShare: study.split.training, using: &generator)
      }
    }
    var result = collection
    for index in fold.training { result.samples[index].set = .training }
    for index in fold.validation { result.samples[index].set = .validation }
    return try checked(result)
  }

  /// The same landslides in the same sets with as many other absences.
  ///
  /// A random split gives the absences at the same positions of the list the same sets; in a split by blocks an absence
  /// takes the set of the sample that is nearest to it.
  private func replacingAbsences(
    of collection: SampleCollection, by absences: [Sample]
  ) throws -> SampleCollection {
    let before = collection.samples
    let landslides = before.filter(\.isLandslide)
    var placed = absences
    for index in placed.indices {
      if study.split.method == .random {
        placed[index].set = before[landslides.count + index].set
      } else {
        placed[index].set = before.nearest(to: placed[index].position).set
      }
    }
    return try checked(SampleCollection(landslides + placed))
  }

  private func checked(_ result: SampleCollection) throws -> SampleCollection {
    for set in SampleSet.allCases {
      let labels = result[set].labels
      guard labels.contains(true), labels.contains(false) else {
        throw StudyError.tooFewSamples(
          what: "landslides and absences in the \(set.rawValue) set",
          found: min(labels.filter { $0 }.count, labels.filter { !$0 }.count),
          expected: "at least 1 of each: the study needs more samples or another split")
      }
    }
    return result
  }
}

extension [Sample] {
  /// The first of the samples that lie nearest to a place.
  ///
  /// - Precondition: not empty.
  fileprivate func nearest(to place: Coordinate) -> Sample {
    var best = (index: 0, distance: Double.infinity)
    for (index, sample) in enumerated() {
      let dx = sample.position.x - place.x
      let dy = sample.position.y - place.y
      let distance = dx * dx + dy * dy
      if distance < best.distance { best = (index, distance) }
    }
    return self[best.index]
  }
}
