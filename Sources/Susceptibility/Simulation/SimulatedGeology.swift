import Foundation
import LearningCore

/// Which rock lies where: folded layers cut by faults, with intrusions and lava; and how fast the land rises.
struct SimulatedGeology: Sendable {
  let faults: [SimulatedFault]
  private let extent: Double
  private let strike: Double
  private let folds: FractalNoise
  private let crumples: FractalNoise
  private let plutons: FractalNoise
  private let lavas: FractalNoise
  private let uplifts: FractalNoise
  /// How much stronger than its group a rock is from place to place: jointing and weathering.
  let strength: FractalNoise

  /// - Parameter extent: metres along a side of the area.
  init(extent: Double, streams: RandomStreams) {
    self.extent = extent
    var generator = streams.stream("geology")
    strike = .pi * generator.uniform()
    func noise(_ share: Double, octaves: Int) -> FractalNoise {
      FractalNoise(seed: generator.next(), wavelength: extent * share, octaves: octaves)
    }
    folds = noise(0.5, octaves: 3)
    crumples = noise(0.07, octaves: 4)
    plutons = noise(0.45, octaves: 5)
    lavas = noise(0.3, octaves: 6)
    uplifts = noise(0.6, octaves: 2)
    strength = FractalNoise(seed: generator.next(), wavelength: 1_200, octaves: 4, gain: 0.6)
    faults = SimulatedFault.system(extent: extent, strike: strike, streams: streams)
  }

  /// The rock at a place, in metres east and south; sediments of the valleys come later.
  func rock(x: Double, y: Double) -> RockGroup {
    let pluton = plutons.value(x: x, y: y)
    if pluton > 1.25 { return .granite }
    if lavas.value(x: x, y: y) > 1.35 { return .basalt }
    let across = (y * cos(strike) - x * sin(strike)) / extent
    var phase = 1.6 * across + 0.22 * folds.value(x: x, y: y) + 0.035 * crumples.value(x: x, y: y)
    for fault in faults { phase += fault.displacement * fault.side(x: x, y: y) }
    // Up the layers and down again: anticlines and synclines.
    let turn = (phase - phase.rounded(.down)) * 2
    var height = turn < 1 ? turn : 2 - turn
    for layer in RockGroup.layers {
      height -= layer.share
      if height < 0 { return layer.group }
    }
    return RockGroup.layers[RockGroup.layers.count - 1].group
  }

  /// Rising of the land relative to its mean, above 0; one side of the main fault rises faster.
  func uplift(x: Double, y: Double) -> Double {
    let regional = exp(0.45 * uplifts.value(x: x, y: y))
    return regional * (1 + 0.3 * (faults.first?.side(x: x, y: y) ?? 0))
  }
}
