import GeoRaster
import LearningCore
import Testing

@testable import Susceptibility

@Suite struct StoppingBlocksTests {
  /// Ten samples around each place, every second one a landslide where there are some.
  private func samples(around places: [(x: Double, y: Double, hasLandslides: Bool)])
    -> SampleCollection
  {
    SampleCollection(
      places.enumerated().flatMap { place, center in
        (0..<10).map { index in
          Sample(
            position: Coordinate(x: center.x + Double(index % 3), y: center.y + Double(index / 3)),
            cell: 10 * place + index, isLandslide: center.hasLandslides && index % 2 == 0,
            landslideID: "\(place)-\(index)")
        }
      })
  }

  private func blocks(_ samples: SampleCollection) throws -> StoppingBlocks {
    try StoppingBlocks(of: samples, count: 3, streams: RandomStreams(seed: 1))
  }

  @Test func eachPlaceIsABlock() throws {
    let found = try blocks(
      samples(around: [(0, 0, true), (1000, 0, true), (0, 1000, true)]))
    #expect(found.note == nil)
    #expect(Set(found.ofSample) == [0, 1, 2])
    for place in 0..<3 { #expect(Set(found.ofSample[10 * place..<10 * place + 10]).count == 1) }
  }

  /// A place without landslides cannot say when a network has learned enough of them: it is learned from.
  @Test func aBlockOfOneClassStopsNoNetwork() throws {
    let found = try blocks(
      samples(around: [(0, 0, true), (1000, 0, false), (0, 1000, true)]))
    #expect(
      found.note
        == "early-stopping: 1 of 3 blocks of ground with landslides or absences alone stop no network"
    )
    #expect(found.ofSample[10..<20].allSatisfy { $0 == -1 })
    #expect(Set(found.ofSample[0..<10]).union(found.ofSample[20..<30]) == [0, 1])
  }

  /// Without the block there would be no landslide to learn.
  @Test func theOnlyBlockWithLandslidesStopsNoNetwork() {
    #expect(throws: StoppingBlocksError.self) {
      try blocks(samples(around: [(0, 0, true), (1000, 0, false), (0, 1000, false)]))
    }
  }
}
