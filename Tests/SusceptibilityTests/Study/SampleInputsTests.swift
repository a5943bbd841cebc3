import HybridCNN
import Testing

@testable import Susceptibility

@Suite struct SampleInputsTests {
  /// The copied windows hold what the planes of the whole grid hold, also beyond the border and in both planes of an aspect.
  @Test(arguments: [EncodingOptions.weighted(.frequencyRatio), .raw(.minMax), .both(.minMax)])
  func windowsAreThoseOfThePlanes(encoding: EncodingOptions) throws {
    let encoded = try SmallStudy.encoded(encoding, factors: 6, in: "inputs")
    let planes = try encoded.planes()
    let channels =
      switch encoding {
      case .weighted: 6
      case .raw: 7
      // One factor has categories, which are seen once.
      case .both: 7 + 5
      }
    #expect(planes.channels == channels)
    // The aspect is a direction where it is sine and cosine.
    let names = encoded.columnNames
    let directions = names.indices.filter { names[$0].hasSuffix(" (sine)") }.map {
      DirectionChannels(sine: $0, cosine: $0 + 1)
    }
    #expect(directions.count == (encoding == .weighted(.frequencyRatio) ? 0 : 1))
    #expect(planes.directions == directions)
    let cells = [0, planes.columns - 1, 40 * planes.columns + 30, planes.cellCount - 1]
    let inputs = encoded.inputs(at: cells, window: 11)
    #expect(inputs.planes == planes.channels)
    var place = 0
    for cell in cells {
      for row in cell / planes.columns - 5...cell / planes.columns + 5 {
        for column in cell % planes.columns - 5...cell % planes.columns + 5 {
          let isInside =
            row >= 0 && column >= 0 && row < planes.rows && column < planes.columns
          for channel in 0..<planes.channels {
            let expected =
              isInside
              ? planes.values[(row * planes.columns + column) * planes.channels + channel]
              : planes.outside[channel]
            #expect(inputs.values[place] == expected)
            place += 1
          }
        }
      }
    }
    #expect(encoded.inputs(at: cells, window: 1).matrix == encoded.matrix(at: cells))
    let patches = try inputs.patches(1..<3)
    #expect(patches.cells == [60, 181])
    #expect(patches.planes.rows == 22)
    #expect(patches.planes.directions == directions)
    #expect(
      patches.planes.values == Array(inputs.values[121 * inputs.planes..<363 * inputs.planes]))
  }
}
