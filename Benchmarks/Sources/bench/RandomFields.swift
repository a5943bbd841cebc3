import LearningCore

/// Made-up factors: smooth random fields with noise, from a fixed seed.
///
/// Fields are made one at a time and written to their place, so that making the data takes little more memory than the
/// data.
struct RandomFields {
  let rows: Int
  let columns: Int
  let count: Int
  let seed: UInt64

  /// The fields scaled to 0-1, the fields of each cell side by side.
  func continuous() -> [Float] {
    interleaved { field, _ in
      let (low, high) = (field.min() ?? 0, field.max() ?? 1)
      for cell in field.indices { field[cell] = (field[cell] - low) / (high - low) }
    }
  }

  /// Each field in `classes` quantile classes, each class a number of 0-1 as frequency ratios are after scaling.
  func encoded(classes: Int) -> [Float] {
    interleaved { field, index in
      let sorted = field.sorted()
      let breaks = (1..<classes).map { sorted[$0 * sorted.count / classes] }
      var generator = RandomStreams(seed: seed).stream("ratios", index: index)
      var ratios = (0..<classes).map { _ in Float(generator.uniform()) }
      (ratios[0], ratios[classes - 1]) = (0, 1)
      for cell in field.indices {
        let value = field[cell]
        field[cell] = ratios[breaks.count { value > $0 }]
      }
    }
  }

  private func interleaved(_ finish: (inout [Float], Int) -> Void) -> [Float] {
    var result = [Float](repeating: 0, count: rows * columns * count)
    for index in 0..<count {
      var field = field(index)
      finish(&field, index)
      for (cell, value) in field.enumerated() { result[cell * count + index] = value }
    }
    return result
  }

  /// A bilinear surface through standard normal numbers, one every 16 cells, plus 10 % noise; row-major.
  private func field(_ index: Int) -> [Float] {
    var generator = RandomStreams(seed: seed).stream("field", index: index)
    let (knotRows, knotColumns) = (rows / 16 + 2, columns / 16 + 2)
    let knots = (0..<knotRows * knotColumns).map { _ in Float(generator.normal()) }
    let down = Self.places(rows, knots: knotRows)
    let across = Self.places(columns, knots: knotColumns)
    var values: [Float] = []
    values.reserveCapacity(rows * columns)
    for (top, fy) in down {
      for (left, fx) in across {
        let corner = top * knotColumns + left
        let upper = (1 - fx) * knots[corner] + fx * knots[corner + 1]
        let lower = (1 - fx) * knots[corner + knotColumns] + fx * knots[corner + knotColumns + 1]
        let noise = 0.1 * Float(generator.normal())
        values.append((1 - fy) * upper + fy * lower + noise)
      }
    }
    return values
  }

  /// For each cell along a side, the knot before it and how far it is towards the next.
  private static func places(_ cells: Int, knots: Int) -> [(knot: Int, fraction: Float)] {
    (0..<cells).map { cell in
      let place = Float(cell) / Float(max(1, cells - 1)) * Float(knots - 1)
      let knot = min(Int(place), knots - 2)
      return (knot, place - Float(knot))
    }
  }
}
