import Foundation
import GeoRaster
import LearningCore

extension Sampler {
  /// Landslides and absences in training and validation samples.
  func split(_ collection: SampleCollection) throws -> SampleCollection {
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
    return try checked(result)
  }

  /// The same landslides in the same sets with as many other absences.
  ///
  /// A random split gives the absences at the same positions of the list the same sets; in a split by blocks an absence
  /// takes the set of the sample that is nearest to it.
  func replacingAbsences(
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
