import LearningCore
import TestSupport
import Testing

@testable import HybridCNN

@Suite struct ChannelClassesTests {
  @Test func classesAreFoundAndContinuousChannelsAreNot() throws {
    let (rows, columns) = (300, 300)
    var random = SplitMix64(seed: 1)
    var values: [Float] = []
    for cell in 0..<rows * columns {
      // The third channel has one value too many, the last one in the last cell.
      values += [
        Float(random.integer(below: 48)) / 7, Float(random.uniform()), Float(min(cell, 47)),
      ]
    }
    values[values.count - 1] = 48
    let planes = try FeaturePlanes(
      rows: rows, columns: columns, channels: 3, values: values, outside: [0, 0, 0])
    var mapped = [Bool](repeating: true, count: rows * columns)
    let classes = classes(of: planes, mapped: mapped, threads: 2)
    #expect(classes.values[0] == (0..<48).map { Float($0) / 7 })
    #expect(classes.values[1] == nil)
    #expect(classes.values[2] == nil)
    #expect(classes.cellCount == rows * columns)
    mapped[mapped.count - 1] = false
    let without = self.classes(of: planes, mapped: mapped, threads: 1)
    #expect(without.values[2] == (0..<48).map(Float.init))
    #expect(without.values[0] == classes.values[0])
  }

  @Test func nothingMappedHasNoClasses() throws {
    let planes = try randomPlanes(rows: 2, columns: 2, channels: 2)
    let classes = classes(of: planes, mapped: [false, false, false, false], threads: nil)
    #expect(classes.values == [[], []])
    #expect(classes.cellCount == 0)
  }

  private func classes(of planes: FeaturePlanes, mapped: [Bool], threads: Int?) -> ChannelClasses {
    var results = [Float](repeating: 0, count: mapped.count)
    return planes.values.withUnsafeBufferPointer { values in
      mapped.withUnsafeBufferPointer { mapped in
        results.withUnsafeMutableBufferPointer { results in
          guard let values = values.baseAddress, let mask = mapped.baseAddress,
            let results = results.baseAddress
          else { return ChannelClasses(continuous: 0) }
          let rows = PlaneRows(
            values: values, rows: 0..<planes.rows, columns: planes.columns,
            channels: planes.channels, outside: planes.outside)
          return ChannelClasses(
            MapStrip(rows: 0..<planes.rows, planes: rows, mapped: mask, results: results),
            threads: threads)
        }
      }
    }
  }
}
