import FactorAnalysis
import GeoRaster
import LearningCore
import Testing

@testable import Susceptibility

/// A 1 x n grid of 30 m cells with factors given by their values.
private func stack(_ factors: [String: [Float]], categorical: Set<String> = []) throws
  -> FactorStack
{
  let count = factors.values.first?.count ?? 0
  let grid = RasterGrid(
    rows: 1, columns: count,
    geoTransform: GeoTransform(left: 0, top: 30, cellWidth: 30, cellHeight: 30), crs: .unknown)
  return try FactorStack(
    grid: grid,
    factors: factors.sorted { $0.key < $1.key }.map { name, values in
      ConditioningFactor(
        definition: FactorDefinition(
          name: name, source: .raster(file: "\(name).tif", band: 1),
          isCategorical: categorical.contains(name)),
        raster: Raster(grid: grid, values: values))
    }, inArea: Array(repeating: true, count: count))
}

@Suite struct AbsenceCandidatesTests {
  @Test func everyRuleSaysWhatItLeft() throws {
    var candidates = AbsenceCandidates(
      of: try stack(["a": [0, 1, 2, 3, 4, 5]]), landslideCells: [0, 3])
    candidates.keep("even") { $0 % 2 == 0 }
    #expect(candidates.cells == [2, 4])
    #expect(candidates.rules.map(\.cellsLeft) == [4, 2])
    var generator = SplitMix64(seed: 1)
    #expect(Set(try candidates.drawn(2, using: &generator)) == [2, 4])
    let error = #expect(throws: StudyError.self) { try candidates.drawn(3, using: &generator) }
    #expect(
      error?.description.contains(
        "4 after \"mapped cells without a landslide\", 2 after \"even\"") == true)
    #expect(throws: StudyError.self) { try candidates.drawn(0, using: &generator) }
  }
}

@Suite struct EnvironmentalEnvelopeTests {
  /// numpy.percentile([3, 1, 4, 1, 5], [0, 10, 50, 97.5, 100]) of NumPy 2.4: 1, 1, 3, 4.9, 5.
  @Test func percentilesAreNumPys() {
    let sorted = [1.0, 1, 3, 4, 5]
    let found = [0, 10, 50, 97.5, 100].map { EnvironmentalEnvelope.percentile($0, of: sorted) }
    for (value, expected) in zip(found, [1, 1, 3, 4.9, 5]) {
      #expect(abs(value - expected) < 1e-12)
    }
    #expect(EnvironmentalEnvelope.percentile(97.5, of: [7]) == 7)
  }

  /// Landslides in cells 2 to 4: a from 2 to 4, b from 8 to 9.
  @Test func factorsBeyondTheRangeAreCounted() throws {
    let stack = try stack(
      [
        "a": [0, 1, 2, 3, 4, 5], "b": [9, 7, 8, 9, 8, 9.5], "c": [1, 2, 3, 4, 5, 6],
      ], categorical: ["c"])
    let envelope = EnvironmentalEnvelope(
      EnvelopeLimits(lower: 0, upper: 100), of: stack, landslides: [2, 3, 4])
    #expect((0..<6).map(envelope.factorsBeyond) == [1, 2, 0, 0, 0, 2])
  }

  @Test func oneLandslideIsARangeOfOneValue() throws {
    let envelope = EnvironmentalEnvelope(
      EnvelopeLimits(), of: try stack(["a": [0, 1, 2]]), landslides: [1])
    #expect((0..<3).map(envelope.factorsBeyond) == [1, 0, 1])
  }
}

@Suite struct FactorSeparationTests {
  private static func separation(
    _ values: [Float], landslides: Int, categorical: Bool = false
  ) throws -> FactorSeparation {
    let stack = try stack(["f": values], categorical: categorical ? ["f"] : [])
    return FactorSeparation(
      of: stack,
      statistics: try FactorStatistics(
        of: stack, encoding: .weighted(.frequencyRatio), threads: 1),
      training: SampleCollection(
        values.indices.map {
          Sample(position: Coordinate(x: 0, y: 0), cell: $0, isLandslide: $0 < landslides)
        }))
  }

  /// 12 landslides that all lie lower than 12 absences.
  @Test func aFactorThatSeparatesIsNamed() throws {
    let found = try Self.separation((0..<24).map(Float.init), landslides: 12)
    #expect(found.areas["f"]?.value == 1)
    #expect(found.warnings.count == 1)
    #expect(found.warnings[0].hasPrefix("f alone separates landslides from absences: its AUC"))
  }

  @Test func aFactorThatOverlapsIsNotNamed() throws {
    let found = try Self.separation((0..<24).map { Float($0 % 12) }, landslides: 12)
    #expect(found.areas["f"]?.value == 0.5)
    #expect(found.warnings.isEmpty)
  }

  @Test func fewSamplesProveNothing() throws {
    #expect(try Self.separation([1, 2, 3, 4], landslides: 2).warnings.isEmpty)
  }

  @Test func aClassOfOneLabelIsNamed() throws {
    let values = [Float](repeating: 3, count: 12) + (0..<12).map { Float(4 + $0 % 5) }
    let found = try Self.separation(values, landslides: 12, categorical: true)
    #expect(found.areas.isEmpty)
    #expect(found.warnings.first?.contains("class \"3\" holds 100.0 % of the landslides") == true)
  }

  @Test func oneLabelSaysNothing() throws {
    #expect(try Self.separation([1, 2, 3], landslides: 3).warnings.isEmpty)
    #expect(FactorSeparation.separation(labels: [true], values: [1]).isNaN)
  }
}

@Suite struct MeasureSpreadTests {
  @Test func undefinedValuesAreLeftOut() {
    let spread = MeasureSpread([1, .nan, 3])
    #expect(spread.count == 2 && spread.mean.value == 2)
    #expect(abs(spread.deviation.value - 2.0.squareRoot()) < 1e-15)
    #expect(spread.least.value == 1 && spread.greatest.value == 3)
    #expect(MeasureSpread([]).mean.value.isNaN && MeasureSpread([1]).deviation.value.isNaN)
  }
}
