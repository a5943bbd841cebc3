import Foundation
import GeoRaster

extension Study {
  /// Writes each factor on the grid.
  func runFactors() throws {
    let files = configuration.factors.map { folder.raster("factors/\($0.name)") }
    try step(.factors, "factors", key: keys.factors, files: files) {
      _ = try buildStack(writes: true)
    }
  }

  /// The factors on the grid and the mapped cells.
  func stack() throws -> FactorStack {
    if let stackInMemory { return stackInMemory }
    return try readStack() ?? buildStack(writes: false)
  }

  private func buildStack(writes: Bool) throws -> FactorStack {
    var builder = try FactorBuilder(study: configuration, threads: options.threads)
    let inArea = try builder.area()
    let factors = try following(.factors) { progress in
      progress.totalUnitCount = Int64(configuration.factors.count)
      return try configuration.factors.map { definition in
        try builder.factor(definition, progress: .stage(of: progress))
      }
    }
    builder.warnings.forEach(warn)
    manifest.interpolations = builder.interpolations.isEmpty ? nil : builder.interpolations
    let stack = try FactorStack(grid: builder.grid, factors: factors, inArea: inArea)
    describe(stack)
    if writes {
      for factor in factors {
        try factor.raster.write(to: folder.raster("factors/\(factor.name)"))
      }
    }
    stackInMemory = stack
    return stack
  }

  /// The factors as an earlier run has written them, so that a single step does not derive them again.
  private func readStack() throws -> FactorStack? {
    guard manifest.steps["factors"] == keys.factors else { return nil }
    var builder = try FactorBuilder(study: configuration, threads: options.threads)
    let inArea = try builder.area()
    var factors: [ConditioningFactor] = []
    for definition in configuration.factors {
      if case .polygons = definition.source {
        // The names of text attributes are in the polygons, not in the raster of their codes.
        factors.append(try builder.factor(definition))
        continue
      }
      let raster = try Raster.read(folder.raster("factors/\(definition.name)"))
      guard raster.grid.agrees(with: builder.grid) else { return nil }
      factors.append(
        ConditioningFactor(
          definition: definition, raster: Raster(grid: builder.grid, values: raster.values),
          legend: try builder.legend(of: definition)))
    }
    let stack = try FactorStack(grid: builder.grid, factors: factors, inArea: inArea)
    describe(stack)
    stackInMemory = stack
    return stack
  }

  private func describe(_ stack: FactorStack) {
    manifest.grid = Manifest.GridFacts(
      rows: stack.grid.rows, columns: stack.grid.columns,
      cellWidth: stack.grid.geoTransform.cellWidth,
      cellHeight: stack.grid.geoTransform.cellHeight, crs: stack.grid.crs.wellKnownText,
      mappedCells: stack.cells.count, areaKm2: stack.areaInSquareKilometers,
      mappedWindow: stack.mappedWindow.map {
        .init(row: $0.row, column: $0.column, rows: $0.rows, columns: $0.columns)
      })
  }
}

extension FactorStack {
  /// The smallest rectangle that holds all mapped cells.
  var mappedWindow: Window? {
    // Cells are in row-major order.
    guard let first = cells.first, let last = cells.last else { return nil }
    var (west, east) = (grid.columns, 0)
    for cell in cells {
      west = min(west, cell % grid.columns)
      east = max(east, cell % grid.columns)
    }
    let north = first / grid.columns
    return Window(
      row: north, column: west, rows: last / grid.columns - north + 1, columns: east - west + 1)
  }
}
