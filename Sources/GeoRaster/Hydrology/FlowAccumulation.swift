extension FlowDirections {
  /// The number of cells whose water passes through each cell, itself included; 0 where there is no elevation.
  ///
  /// - Complexity: O(cells), on one thread.
  public func accumulatedCells() -> [Int] {
    accumulated(isValid.map { $0 ? 1 : 0 })
  }

  /// The area in square metres whose water passes through each cell, itself included; NaN where there is no elevation.
  ///
  /// Cells of degree grids have the area of their row.
  ///
  /// - Complexity: O(cells), on one thread.
  public func contributingAreas() -> [Double] {
    accumulated(grid.cellAreas(where: isValid))
  }

  /// The cells with an elevation in an order in which every cell comes before the one that its water goes to.
  ///
  /// - Complexity: O(cells), on one thread.
  public func downstreamOrder() -> [Int] {
    var waiting = donorCounts(of: codes, columns: grid.columns)
    let finished = UInt8.max
    var order: [Int] = []
    order.reserveCapacity(grid.count)
    for source in codes.indices where waiting[source] == 0 && isValid[source] {
      var cell = source
      while waiting[cell] == 0 {
        waiting[cell] = finished
        order.append(cell)
        guard let next = receiver(of: cell) else { break }
        waiting[next] -= 1
        cell = next
      }
    }
    return order
  }

  /// Adds up what each cell gives along the ways of the water.
  @inline(__always)
  private func accumulated<Amount: AdditiveArithmetic>(_ own: [Amount]) -> [Amount] {
    let offsets = FlowNeighbors.offsets(columns: grid.columns)
    var total = own
    var waiting = donorCounts(of: codes, columns: grid.columns)
    let finished = UInt8.max
    // Bounds: codes never point out of the grid.
    codes.withUnsafeBufferPointer { codes in
      total.withUnsafeMutableBufferPointer { total in
        waiting.withUnsafeMutableBufferPointer { waiting in
          for source in codes.indices where waiting[source] == 0 {
            var cell = source
            while waiting[cell] == 0 {
              waiting[cell] = finished
              let code = codes[cell]
              if code == 0 { break }
              let receiver = cell + offsets[code.neighbor]
              total[receiver] += total[cell]
              waiting[receiver] -= 1
              cell = receiver
            }
          }
        }
      }
    }
    return total
  }
}

extension Raster {
  /// The number of cells whose water passes through each cell, itself included.
  ///
  /// Depressions are filled first; then each cell gives all its water to one neighbour. See
  /// ``FlowDirections/accumulatedCells()`` for whole numbers (a `Float` holds them exactly up to 16,777,216).
  ///
  /// - Returns: from 1; NaN where the elevation is NaN or infinite.
  /// - Complexity: O(cells); the same for any number of threads.
  public func flowAccumulation(threads: Int? = nil) -> Raster {
    let directions = fillingDepressions(threads: threads).flowDirections(threads: threads)
    let counts = directions.accumulatedCells()
    return Raster(grid: grid, values: counts.map { $0 > 0 ? Float($0) : .nan })
  }

  /// The cells that a stream runs through: those with a catchment of at least `minimumAreaInSquareKilometers`.
  ///
  /// Depressions are filled first and each cell gives its water to one neighbour, so streams are one cell wide.
  ///
  /// - Parameter minimumAreaInSquareKilometers: above 0.
  /// - Returns: `grid.count` flags; false where there is no elevation.
  /// - Throws: ``GeoRasterError/argument(name:value:expected:)`` for an area that is not a number above 0.
  public func streams(
    minimumAreaInSquareKilometers: Double = 1, threads: Int? = nil
  ) throws -> [Bool] {
    guard minimumAreaInSquareKilometers > 0, minimumAreaInSquareKilometers.isFinite else {
      throw GeoRasterError.argument(
        name: "minimum area of a stream", value: "\(minimumAreaInSquareKilometers) km2",
        expected: "a number above 0")
    }
    let directions = fillingDepressions(threads: threads).flowDirections(threads: threads)
    let threshold = minimumAreaInSquareKilometers * 1_000_000
    return directions.contributingAreas().map { $0 >= threshold }
  }
}

extension RasterGrid {
  /// The area of each cell in square metres, NaN for cells that are not valid.
  func cellAreas(where isValid: [Bool]) -> [Double] {
    var areas: [Double] = []
    areas.reserveCapacity(count)
    for row in 0..<rows {
      let area = cellAreaInSquareMeters(row: row)
      for column in 0..<columns { areas.append(isValid[row * columns + column] ? area : .nan) }
    }
    return areas
  }
}

/// How many neighbours give water to each cell; `codes` may have several bits set.
func donorCounts(of codes: [UInt8], columns: Int) -> [UInt8] {
  let offsets = FlowNeighbors.offsets(columns: columns)
  var counts = [UInt8](repeating: 0, count: codes.count)
  // Bounds: codes never point out of the grid.
  counts.withUnsafeMutableBufferPointer { counts in
    for cell in codes.indices {
      var remaining = codes[cell]
      while remaining != 0 {
        counts[cell + offsets[remaining.neighbor]] &+= 1
        remaining &= remaining - 1
      }
    }
  }
  return counts
}
