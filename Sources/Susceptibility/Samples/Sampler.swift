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
    var excluded: Manifest.ExcludedSamples
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
    var warnings = inventory.warnings
    guard !landslides.samples.isEmpty else {
      throw StudyError.noLandslides(
        file: study.inventory.vector, features: inventory.features.count,
        detail: "expected points or polygons inside the study area, in the CRS that the file states"
      )
    }
    let absences: Points
    switch study.absences {
    case .vector(let selection):
      let layer = try study.naming("absences") {
        try selection.layer(study: study, grid: stack.grid)
      }
      warnings += layer.warnings
      absences = try points(of: layer, selection: selection, isLandslide: false)
    case .sampled(let ratio, let minimumDistance):
      absences = try drawn(
        Int((Double(landslides.samples.count) * ratio).rounded()),
        awayFrom: study.inventory, minimumDistance: minimumDistance,
        landslideCells: Set(landslides.samples.map(\.cell)))
    }
    guard !absences.samples.isEmpty else {
      throw StudyError.tooFewSamples(
        what: "absences in mapped cells", found: 0, expected: "at least 2 (both classes are needed)"
      )
    }
    let landslideCells = Set(landslides.samples.map(\.cell))
    let shared = absences.samples.count { landslideCells.contains($0.cell) }
    if shared == absences.samples.count { throw StudyError.absencesAreLandslides(count: shared) }
    if shared > 0 {
      warnings.append(
        "\(shared) absences are in a cell with a landslide: no model can tell them apart")
    }
    if landslides.excluded > 0 || absences.excluded > 0 {
      warnings.append(
        "\(landslides.excluded) landslides and \(absences.excluded) absences are not in a mapped "
          + "cell and were left out")
    }
    let excluded = Manifest.ExcludedSamples(
      landslides: landslides.excluded, absences: absences.excluded,
      landslideIDs: Array(landslides.excludedIDs.prefix(1_000)))
    let samples = try split(SampleCollection(landslides.samples + absences.samples))
    return Result(samples: samples, excluded: excluded, warnings: warnings)
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

  // MARK: - Absences

  /// Distinct mapped cells, drawn without replacement, away from every feature of the inventory's file.
  private func drawn(
    _ count: Int, awayFrom inventory: VectorSelection, minimumDistance: Double,
    landslideCells: Set<Int>
  ) throws -> Points {
    let all = try VectorSelection(vector: inventory.vector, crs: inventory.crs)
      .layer(study: study, grid: stack.grid)
    let candidates = try candidates(
      awayFrom: all, minimumDistance: minimumDistance, landslideCells: landslideCells)
    guard candidates.count >= count, count > 0 else {
      throw StudyError.tooFewSamples(
        what: "cells for absences at least \(minimumDistance) m from every landslide",
        found: candidates.count,
        expected: "at least \(max(1, count)): lower absences.sample or absences.minimum-distance")
    }
    var generator = streams.stream("absences")
    var pool = candidates
    var points = Points()
    for drawn in 0..<count {
      pool.swapAt(drawn, drawn + generator.integer(below: pool.count - drawn))
      let cell = pool[drawn]
      points.samples.append(
        Sample(
          position: stack.grid.geoTransform.center(of: stack.grid.cell(at: cell)), cell: cell,
          isLandslide: false))
    }
    return points
  }

  /// Mapped cells whose centre is far enough from every feature.
  ///
  /// A sieve on the distance between cell centres first; cells within one cell's diagonal of the limit are
  /// measured exactly, to the geometry itself.
  private func candidates(
    awayFrom layer: VectorLayer, minimumDistance: Double, landslideCells: Set<Int>
  ) throws -> [Int] {
    let free = stack.cells.filter { !landslideCells.contains($0) }
    guard minimumDistance > 0 else { return free }
    let touched = try stack.grid.cells(touchedBy: layer)
    let size = stack.grid.centralCellSize
    let diagonal = (size.width * size.width + size.height * size.height).squareRoot()
    let distances =
      touched.contains(true)
      ? stack.grid.distanceTransform(to: touched, threads: threads).values
      : [Float](repeating: .infinity, count: stack.grid.count)
    // Features that lie outside the grid touch no cell but may be near its border.
    let index = FeatureDistance(layer: layer, grid: stack.grid, reach: minimumDistance)
    return free.filter { cell in
      let distance = Double(distances[cell])
      if distance >= minimumDistance + diagonal && !index.reachesBeyondGrid { return true }
      if distance + diagonal < minimumDistance { return false }
      return index.isFree(stack.grid.geoTransform.center(of: stack.grid.cell(at: cell)))
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
    case .squareBlocks:
      fold = try study.naming("split") {
        try Split.squareBlocks(
          coordinates: collection.coordinatesInMeters(on: stack.grid), labels: collection.labels,
          groups: collection.groups, trainingShare: study.split.training,
          blockSizeInMeters: study.split.blockSize ?? .nan, using: &generator)
      }
    }
    var result = collection
    for index in fold.training { result.samples[index].set = .training }
    for index in fold.validation { result.samples[index].set = .validation }
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
