import FactorAnalysis

/// The levels of a factor whose effects are accumulated, in order, and the samples of each step between two of them.
struct EffectLevels: Equatable, Sendable {
  /// A class, or a value.
  struct Level: Equatable, Sendable {
    /// The class's name; empty for a value.
    var label = ""
    /// In the factor's unit: the upper limit of the class, the code of the category, the middle of the sector, or the value;
    /// `nil` for flat cells.
    let value: Double?
    /// What a model sees of it, one for each plane.
    let encoded: [Float]
    /// The samples of the class, or between this value and the one before.
    let count: Int
  }

  let levels: [Level]
  /// One fewer than levels: positions of the samples of the step to the next level.
  let steps: [[Int]]
  /// How many samples each level stands for when effects are centred.
  let weights: [Double]

  /// The greatest number of steps between values.
  static let mostSteps = 20

  /// The levels of a factor.
  ///
  /// - Parameter values: the factor's value of each sample, finite. Classes without samples are left out.
  init(of encoder: FactorEncoder, values: [Float]) {
    if let classes = encoder.classes {
      self.init(classes, encoder, values: values)
    } else if encoder.isDirection {
      self.init(sectors: values, encoder)
    } else {
      self.init(values, encoder)
    }
  }

  private init(_ classes: FactorClasses, _ encoder: FactorEncoder, values: [Float]) {
    let members = Dictionary(
      grouping: values.indices.filter { classes.index(of: values[$0]) != nil },
      by: { classes.index(of: values[$0]) ?? 0 })
    let found = members.keys.sorted().map { index in
      let samples = members[index] ?? []
      return (
        level: Level(
          label: classes.label(index),
          value: Self.value(classes, index),
          encoded: encoder.encode([values[samples[0]]], threads: 1).map { $0[0] },
          count: samples.count),
        samples: samples
      )
    }
    let isOrdered = classes.scheme != .categories && classes.scheme != .aspectSectors
    self.init(
      classes: isOrdered
        ? found
        : found.enumerated().sorted {
          ($0.element.level.encoded[0], $0.offset) < ($1.element.level.encoded[0], $1.offset)
        }.map(\.element))
  }

  /// Aspect as sine and cosine: the sectors, flat first, at their middle.
  private init(sectors values: [Float], _ encoder: FactorEncoder) {
    let members = Dictionary(
      grouping: values.indices.filter { AspectSector(aspect: values[$0]) != nil },
      by: { AspectSector(aspect: values[$0]) ?? .flat })
    self.init(
      classes: AspectSector.allCases.compactMap { sector in
        guard let samples = members[sector] else { return nil }
        let middle = Self.middle(sector)
        return (
          level: Level(
            label: sector.label, value: middle,
            encoded: encoder.encode([Float(middle ?? -1)], threads: 1).map { $0[0] },
            count: samples.count),
          samples: samples
        )
      })
  }

  private init(classes: [(level: Level, samples: [Int])]) {
    levels = classes.map(\.level)
    steps = zip(classes, classes.dropFirst()).map { ($0.samples + $1.samples).sorted() }
    weights = classes.map { Double($0.level.count) }
  }

  private init(_ values: [Float], _ encoder: FactorEncoder) {
    let sorted = values.sorted()
    var edges: [Float] = []
    for step in 0...Self.mostSteps where !sorted.isEmpty {
      let edge = sorted[step * (sorted.count - 1) / Self.mostSteps]
      if edge != edges.last { edges.append(edge) }
    }
    let limits = edges.dropFirst()
    var steps = [[Int]](repeating: [], count: limits.count)
    for (sample, value) in values.enumerated() where !steps.isEmpty {
      let index = limits.firstIndex { value <= $0 } ?? limits.endIndex - 1
      steps[index - 1].append(sample)
    }
    let counts = steps.map { Double($0.count) }
    self.steps = steps
    levels = edges.enumerated().map { index, edge in
      Level(
        value: Double(edge), encoded: encoder.encode([edge], threads: 1).map { $0[0] },
        count: index == 0 ? 0 : steps[index - 1].count)
    }
    // Between two values the effect is taken as a straight line.
    weights = edges.indices.map {
      (($0 > 0 ? counts[$0 - 1] : 0) + ($0 < counts.count ? counts[$0] : 0)) / 2
    }
  }

  private static func value(_ classes: FactorClasses, _ index: Int) -> Double? {
    if classes.scheme == .aspectSectors {
      return AspectSector(rawValue: index).flatMap(middle)
    }
    return classes.code(index).map(Double.init) ?? classes.upper(index)
  }

  /// Degrees clockwise from north.
  private static func middle(_ sector: AspectSector) -> Double? {
    sector.upper.map { $0 - 22.5 }
  }
}
