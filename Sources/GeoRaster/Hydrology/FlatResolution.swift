/// Gives directions to cells that have no lower neighbour but lie on level ground with an outlet.
///
/// Two distances are counted in cells over a piece of level ground: to the nearest cell that drains (counted twice, so
/// that it always wins), and from the nearest higher ground. Their difference falls towards the outlet along the
/// middle of the ground.
///
/// Source: Barnes, Lehman and Mulla (2014), An efficient assignment of drainage direction over flat surfaces.
struct FlatResolution {
  private let surface: PaddedSurface
  private let offsets: [Int]

  init(_ surface: PaddedSurface) {
    self.surface = surface
    offsets = surface.neighborOffsets
  }

  /// - Parameter codes: `rows * columns` directions, 0 where no neighbour is lower.
  func resolve(_ codes: inout [UInt8]) {
    let undrained = undrainedCells(codes)
    if undrained.isEmpty { return }
    var state = State(count: surface.values.count)
    for cell in undrained { state.kind[cell] = .undrained }
    for cell in undrained where state.kind[cell] == .undrained {
      let flat = collectFlat(from: cell, &state)
      guard countSteps(from: flat.filter { drainsNextDoor($0, state) }, \.toOutlet, &state) > 0
      else { continue }
      let highest = countSteps(from: flat.filter(isBelowHigherGround), \.fromHigher, &state)
      for cell in flat {
        let row = cell / surface.stride - 1
        codes[row * surface.columns + cell % surface.stride - 1] =
          direction(of: cell, highest: highest, state)
      }
    }
  }

  private enum Kind: UInt8 { case other, undrained, flat }

  private struct State {
    var kind: [Kind]
    /// Steps from a cell to the nearest one that drains, from 1; 0 when not counted.
    var toOutlet: [UInt32]
    /// Steps from the nearest higher ground, from 1; 0 when there is none.
    var fromHigher: [UInt32]

    init(count: Int) {
      kind = Array(repeating: .other, count: count)
      toOutlet = Array(repeating: 0, count: count)
      fromHigher = Array(repeating: 0, count: count)
    }
  }

  /// Cells without a direction that are not outlets, as indices of the padded surface.
  private func undrainedCells(_ codes: [UInt8]) -> [Int] {
    var cells: [Int] = []
    for row in 0..<surface.rows {
      for column in 0..<surface.columns where codes[row * surface.columns + column] == 0 {
        let cell = (row + 1) * surface.stride + column + 1
        let isInside = offsets.allSatisfy { !surface.values[cell + $0].isNaN }
        if isInside && !surface.values[cell].isNaN { cells.append(cell) }
      }
    }
    return cells
  }

  private func collectFlat(from seed: Int, _ state: inout State) -> [Int] {
    var flat = [seed]
    state.kind[seed] = .flat
    var position = 0
    while position < flat.count {
      let cell = flat[position]
      position += 1
      for offset in offsets
      where state.kind[cell + offset] == .undrained
        && surface.values[cell + offset] == surface.values[cell]
      {
        state.kind[cell + offset] = .flat
        flat.append(cell + offset)
      }
    }
    return flat
  }

  private func drainsNextDoor(_ cell: Int, _ state: State) -> Bool {
    offsets.contains {
      state.kind[cell + $0] == .other && surface.values[cell + $0] == surface.values[cell]
    }
  }

  private func isBelowHigherGround(_ cell: Int) -> Bool {
    offsets.contains { surface.values[cell + $0] > surface.values[cell] }
  }

  /// Counts the steps to each cell of a flat from the nearest of `seeds`; returns the largest count, 0 without seeds.
  private func countSteps(
    from seeds: [Int], _ steps: WritableKeyPath<State, [UInt32]>, _ state: inout State
  ) -> Int {
    var front = seeds
    var count: UInt32 = 0
    for cell in seeds { state[keyPath: steps][cell] = 1 }
    while !front.isEmpty {
      count += 1
      var next: [Int] = []
      for cell in front {
        for offset in offsets
        where state.kind[cell + offset] == .flat
          && surface.values[cell + offset] == surface.values[cell]
          && state[keyPath: steps][cell + offset] == 0
        {
          state[keyPath: steps][cell + offset] = count + 1
          next.append(cell + offset)
        }
      }
      front = next
    }
    return Int(count)
  }

  /// The neighbour on the same ground whose way out is shortest; of equals one that shares an edge.
  private func direction(of cell: Int, highest: Int, _ state: State) -> UInt8 {
    var best = Int.max
    var code: UInt8 = 0
    for neighbor in [0, 2, 4, 6, 1, 3, 5, 7] {
      let other = cell + offsets[neighbor]
      guard surface.values[other] == surface.values[cell] else { continue }
      let drains = state.kind[other] == .other
      guard drains || state.toOutlet[other] > 0 else { continue }
      let way =
        drains ? 0 : 2 * Int(state.toOutlet[other]) + highest - Int(state.fromHigher[other])
      if way < best {
        best = way
        code = 1 << UInt8(neighbor)
      }
    }
    return code
  }
}
