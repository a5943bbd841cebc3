import Foundation
import LearningCore

/// A fault: a wavy line with one side thrown up.
struct SimulatedFault: Sendable {
  /// The middle of the line, in metres east and south.
  let center: SIMD2<Double>
  /// The azimuth of the line, in radians from east to south.
  let angle: Double
  let length: Double
  private let direction: SIMD2<Double>
  /// How far the layers are shifted across it, in periods of the folds.
  let displacement: Double
  /// Metres to the side of the straight line, at equal distances along it.
  private let offsets: [Double]

  init(
    center: SIMD2<Double>, angle: Double, length: Double, displacement: Double, seed: UInt64
  ) {
    self.center = center
    self.angle = angle
    self.length = length
    direction = SIMD2(cos(angle), sin(angle))
    self.displacement = displacement
    let waviness = FractalNoise(seed: seed, wavelength: length / 3, octaves: 5, gain: 0.45)
    offsets = (0...Self.steps).map { step in
      let along = (Double(step) / Double(Self.steps) - 0.5) * Self.reach * length
      return 0.03 * length * waviness.value(x: along, y: 0)
    }
  }

  /// Points of the line, about `spacing` metres apart.
  func line(spacing: Double) -> [SIMD2<Double>] {
    let steps = max(2, Int(length / spacing))
    return (0...steps).map { step in
      let along = (Double(step) / Double(steps) - 0.5) * length
      let across = offset(along)
      return center
        + SIMD2(
          along * cos(angle) - across * sin(angle), along * sin(angle) + across * cos(angle))
    }
  }

  /// -1 on one side and 1 on the other, with a step of some hundred metres; fades out beyond the ends.
  func side(x: Double, y: Double) -> Double {
    let d = SIMD2(x, y) - center
    let along = d.x * direction.x + d.y * direction.y
    let fade = 1 - smoothStep(0.4 * length, 0.6 * length, abs(along))
    if fade == 0 { return 0 }
    let across = d.y * direction.x - d.x * direction.y
    return tanh((across - offset(along)) / 60) * fade
  }

  private static let steps = 600
  /// How far offsets are known, as a multiple of the length.
  private static let reach = 1.2

  private func offset(_ along: Double) -> Double {
    let position = (along / (Self.reach * length) + 0.5) * Double(Self.steps)
    let step = min(max(Int(min(max(position, 0), 1e6)), 0), Self.steps - 1)
    let share = min(max(position - Double(step), 0), 1)
    return offsets[step] + share * (offsets[step + 1] - offsets[step])
  }

  /// The main fault near the middle, its companions beside it, and a cross fault.
  static func system(extent: Double, strike: Double, streams: RandomStreams) -> [SimulatedFault] {
    var generator = streams.stream("faults")
    let middle = SIMD2(extent / 2, extent / 2)
    let across = SIMD2(-sin(strike), cos(strike))
    let offsets = [0.0, 0.24, -0.27, 0.42]
    var faults = offsets.enumerated().map { index, offset in
      SimulatedFault(
        center: middle + across * extent * (offset + 0.05 * generator.normal())
          + SIMD2(cos(strike), sin(strike)) * extent * 0.12 * generator.normal(),
        angle: strike + 0.08 * generator.normal(),
        length: extent * (index == 0 ? 0.95 : 0.35 + 0.3 * generator.uniform()),
        displacement: index == 0 ? 0.22 : 0.16 * (generator.uniform() < 0.5 ? -1 : 1),
        seed: generator.next())
    }
    faults.append(
      SimulatedFault(
        center: middle
          + SIMD2(extent * 0.15 * generator.normal(), extent * 0.15 * generator.normal()),
        angle: strike + 1.0 + 0.25 * generator.uniform(), length: extent * 0.4, displacement: 0.12,
        seed: generator.next()))
    return faults
  }
}
