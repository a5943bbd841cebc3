import Foundation
import GeoRaster
import LearningCore

extension Sampler {
  /// Absences drawn from the cells that keep all rules; replicates differ in their absences alone.
  func drawn(_ sampling: AbsenceSampling, landslides: Points) throws -> Result {
    let count = Int((Double(landslides.samples.count) * sampling.ratio).rounded())
    guard count > 0 else {
      throw StudyError.tooFewSamples(
        what: "absences (absences.sample, \(sampling.ratio), times \(landslides.samples.count) "
          + "landslides)", found: 0, expected: "at least 2 (both classes are needed)")
    }
    var (candidates, warnings) = try self.candidates(sampling, landslides: landslides)
    var first = try split(
      SampleCollection(landslides.samples + absences(of: candidates, count: count)))
    if let limits = sampling.envelope {
      // A random split does not depend on where absences lie. In a split by blocks these ones help to decide which
      // landslides are for training, and that stays.
      let envelope = EnvironmentalEnvelope(
        limits, of: stack,
        landslides: first[.training].samples.filter(\.isLandslide).map(\.cell))
      candidates.keep(limits.text) { envelope.factorsBeyond($0) >= limits.factors }
      first = try replacingAbsences(
        of: first, by: absences(of: candidates, count: count))
      warnings.append(limits.danger)
    }
    let replicates = try (1..<max(1, sampling.replicates)).map { index in
      try replacingAbsences(
        of: first, by: absences(of: candidates, count: count, set: index))
    }
    if !replicates.isEmpty, 2 * count > candidates.cells.count {
      warnings.append(
        "each of the \(sampling.replicates) sets of absences takes \(count) of only "
          + "\(candidates.cells.count) cells, so the sets are much alike and their spread is too "
          + "small")
    }
    let excluded = Self.excluded(landslides: landslides)
    return Result(
      samples: first, replicates: replicates, excluded: excluded.facts,
      absences: Manifest.AbsenceFacts(
        drawn: count, replicates: sampling.replicates, rules: candidates.rules),
      warnings: excluded.warnings + warnings)
  }

  /// The cells that keep the rules that need no split: distance and slope.
  private func candidates(
    _ sampling: AbsenceSampling, landslides: Points
  ) throws -> (candidates: AbsenceCandidates, warnings: [String]) {
    var candidates = AbsenceCandidates(
      of: stack, landslideCells: Set(landslides.samples.map(\.cell)))
    if sampling.minimumDistance > 0 {
      let isFree = try distanceRule(sampling.minimumDistance)
      candidates.keep(
        "at least \(sampling.minimumDistance) m from every landslide", where: isFree)
    }
    guard let limits = sampling.slope else { return (candidates, []) }
    let slope = try slope(of: limits.source)
    candidates.keep(limits.text) { limits.contains(slope.raster.values[$0]) }
    return (candidates, slope.warnings)
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
    let layer = try VectorSelection(
      vector: study.inventory.vector, layer: study.inventory.layer, crs: study.inventory.crs
    ).layer(study: study, grid: stack.grid)
    let size = stack.grid.centralCellSize
    let diagonal = (size.width * size.width + size.height * size.height).squareRoot()
    let distances = try stack.grid.distance(to: layer, threads: threads).values
    let index = FeatureDistance(layer: layer, grid: stack.grid, reach: minimumDistance)
    let grid = stack.grid
    return { cell in
      let distance = Double(distances[cell])
      if distance >= minimumDistance + diagonal { return true }
      if distance + diagonal < minimumDistance { return false }
      return index.isFree(grid.geoTransform.center(of: grid.cell(at: cell)))
    }
  }
}
