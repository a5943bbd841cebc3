import LearningCore
import TestSupport
import Testing

@testable import HybridCNN

@Suite struct ChannelClassesTests {
  @Test func classesAreFoundAndContinuousChannelsAreNot() throws {
    let (rows, columns) = (300, 300)
    var random = SplitMix64(seed: 1)
    var values: [Float] = []
    for _ in 0..<rows * columns {
      values += [Float(random.integer(below: 48)) / 7, Float(random.uniform()), 2.5]
    }
    // A channel with one value too many, the last one in the last cell.
    for cell in 0..<rows * columns { values[cell * 3 + 2] = Float(min(cell, 47)) }
    values[values.count - 1] = 48
    let planes = try FeaturePlanes(
      rows: rows, columns: columns, channels: 3, values: values, outside: [0, 0, 0])
    let mapped = [Bool](repeating: true, count: rows * columns)
    let classes = try ChannelClasses(planes: planes, mapped: mapped, threads: 2)
    let found = try #require(classes.values[0])
    #expect(found.sorted() == (0..<48).map { Float($0) / 7 })
    for (index, value) in found.enumerated() {
      #expect(classes.index(of: value, channel: 0) == index)
    }
    #expect(classes.values[1] == nil)
    #expect(classes.values[2] == nil)
    var less = mapped
    less[less.count - 1] = false
    let without = try ChannelClasses(planes: planes, mapped: less, threads: 1)
    #expect(without.values[2] == (0..<48).map(Float.init))
    #expect(without.values[0] == found)
  }

  @Test func nothingMappedHasNoClasses() throws {
    let planes = try randomPlanes(rows: 2, columns: 2, channels: 2)
    let classes = try ChannelClasses(
      planes: planes, mapped: [false, false, false, false], threads: nil)
    #expect(classes.values == [[], []])
  }
}
