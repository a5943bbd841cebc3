import Foundation
import GeoRaster

/// How many models see each cell in one of their two most susceptible classes; of fewer than four classes, in the most
/// susceptible one.
struct ModelAgreement {
  /// The number of models so far.
  private(set) var models = 0
  /// Of each cell; `nil` where a model has no value.
  private(set) var counts: [UInt8?]

  init(cells: Int) { counts = Array(repeating: 0, count: cells) }

  /// Takes the classes of a model in.
  ///
  /// - Parameter classes: how many there are.
  mutating func add(_ values: [UInt8], classes: Int) {
    precondition(values.count == counts.count, "\(values.count) cells, expected \(counts.count)")
    models += 1
    for (cell, value) in values.enumerated() {
      guard value > 0, let count = counts[cell] else {
        counts[cell] = nil
        continue
      }
      if Int(value) > classes - Self.highest(of: classes) { counts[cell] = count + 1 }
    }
  }

  /// How many classes count as susceptible: the upper two, of fewer than four the uppermost.
  private static func highest(of classes: Int) -> Int { classes < 4 ? 1 : 2 }

  /// Writes a class for each number of models, from 0.
  func write(on grid: RasterGrid, to file: URL) throws {
    let colors = ColorRamp.susceptibility.colors(models + 1)
    let legend = colors.enumerated().map { count, color in
      ClassLegendEntry(
        value: UInt8(clamping: count), label: "\(count) of \(models) models", red: color.red,
        green: color.green, blue: color.blue)
    }
    try RasterFile.writeClasses(
      values: counts.map { $0 ?? 255 }, grid: grid, legend: legend, noData: 255, to: file)
  }
}
