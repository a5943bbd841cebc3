import Foundation
import Parallelism

/// A smooth random function of the plane that looks alike at several scales.
///
/// Octaves of gradient noise (Perlin 1985, An image synthesizer), each with half the wavelength of the one before and
/// `gain` times its height. Mean 0, standard deviation about 1. Values depend on the place alone, so a field has the same
/// shape on any grid.
package struct FractalNoise: Sendable {
  let seed: UInt64
  /// Metres between the largest hills.
  let wavelength: Double
  let octaves: Int
  let gain: Double

  package init(seed: UInt64, wavelength: Double, octaves: Int = 5, gain: Double = 0.5) {
    self.seed = seed
    self.wavelength = wavelength
    self.octaves = octaves
    self.gain = gain
  }

  /// The value at a place in metres.
  package func value(x: Double, y: Double) -> Double {
    var sum = 0.0
    var squares = 0.0
    var height = 1.0
    // Each octave is turned, or the lattices of all of them would lie on each other.
    var (u, v) = (x / wavelength, y / wavelength)
    for octave in 0..<octaves {
      sum += height * lattice(u + 17.3, v - 5.7, octave: octave)
      squares += height * height
      height *= gain
      (u, v) = (1.6 * u + 1.2 * v, -1.2 * u + 1.6 * v)
    }
    return sum / (Self.latticeDeviation * squares.squareRoot())
  }

  /// The values at the centres of `count` x `count` cells whose north-west corner is the origin; y is to the south.
  package func field(count: Int, cellSize: Double, threads: Int?) -> [Float] {
    simulatedField(count: count, cellSize: cellSize, threads: threads) {
      Float(value(x: $0, y: $1))
    }
  }

  /// The standard deviation of one octave, measured.
  private static let latticeDeviation = 0.25

  private func lattice(_ x: Double, _ y: Double, octave: Int) -> Double {
    let (left, top) = (x.rounded(.down), y.rounded(.down))
    let (u, v) = (x - left, y - top)
    let (column, row) = (Int64(left), Int64(top))
    func corner(_ east: Int64, _ south: Int64) -> Double {
      let direction = Self.directions[hash(column &+ east, row &+ south, octave) & 63]
      return direction.x * (u - Double(east)) + direction.y * (v - Double(south))
    }
    let (blendX, blendY) = (Self.ease(u), Self.ease(v))
    let north = corner(0, 0) + blendX * (corner(1, 0) - corner(0, 0))
    let south = corner(0, 1) + blendX * (corner(1, 1) - corner(0, 1))
    return north + blendY * (south - north)
  }

  private static func ease(_ t: Double) -> Double { t * t * t * (t * (t * 6 - 15) + 10) }

  private static let directions: [SIMD2<Double>] = (0..<64).map {
    let angle = 2 * Double.pi * Double($0) / 64
    return SIMD2(cos(angle), sin(angle))
  }

  private func hash(_ column: Int64, _ row: Int64, _ octave: Int) -> Int {
    var z = seed &+ UInt64(bitPattern: column) &* 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &+ UInt64(bitPattern: row) &* 0xC2B2_AE3D_27D4_EB4F
    z = (z ^ (z >> 27)) &+ UInt64(octave) &* 0x1656_67B1_9E37_79F9
    z = (z ^ (z >> 31)) &* 0x94D0_49BB_1331_11EB
    return Int(truncatingIfNeeded: z >> 40)
  }
}

/// A function of the place evaluated at the centres of `count` x `count` cells, row-major; x is metres east and y metres
/// south of the north-west corner.
func simulatedField(
  count: Int, cellSize: Double, threads: Int?, _ body: @Sendable (Double, Double) -> Float
) -> [Float] {
  [Float](unsafeUninitializedCapacity: count * count) { buffer, initialized in
    initialized = count * count
    guard let base = buffer.baseAddress else { return }
    // Bounds: each index writes one row of `count` elements.
    let output = SharedPointer(base)
    Parallel.forEach(count, threads: threads) { row in
      for column in 0..<count {
        output[row * count + column] = body(
          (Double(column) + 0.5) * cellSize, (Double(row) + 0.5) * cellSize)
      }
    }
  }
}

/// 0 below `low`, 1 above `high`, and a smooth rise between.
func smoothStep(_ low: Double, _ high: Double, _ value: Double) -> Double {
  let t = min(max((value - low) / (high - low), 0), 1)
  return t * t * (3 - 2 * t)
}
