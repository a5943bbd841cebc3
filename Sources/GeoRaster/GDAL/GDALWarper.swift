#if SCARP_GDAL
  import CGDAL
  import Foundation
  import Parallelism

  /// Resamples a raster onto another grid with GDAL's warper, in memory.
  struct GDALWarper {
    private let raster: Raster
    private let target: RasterGrid
    private let resampling: Resampling
    private let source: String
    /// Whether coordinates change; equal systems in different spellings are not transformed.
    private let changesSystem: Bool
    /// New cells in an old one, along columns and rows.
    ///
    /// GDAL would find them for each piece from its rounded extents: kernels of coarser cells would change between pieces.
    private let scale: (x: Double, y: Double)

    /// Rows of a piece. Fixed, because the transformation is approximated within a piece.
    private static let pieceRows = 256

    /// - Throws: ``GeoRasterError/transformation(from:to:reason:)``.
    init(
      from raster: Raster, to target: RasterGrid, resampling: Resampling, source: String
    ) throws {
      self.raster = raster
      self.target = target
      self.resampling = resampling
      self.source = source
      changesSystem = !raster.grid.crs.isSame(as: target.crs)
      scale = try Self.scale(from: raster.grid, to: target, changesSystem: changesSystem)
    }

    /// The scale at the centre of the new grid; 1 where that cannot be transformed.
    private static func scale(
      from old: RasterGrid, to new: RasterGrid, changesSystem: Bool
    ) throws -> (x: Double, y: Double) {
      let (row, column) = (Double(new.rows - 1) / 2, Double(new.columns - 1) / 2)
      // A step of half a cell to each side, along columns and along rows.
      let steps = [(0.0, -0.5), (0.0, 0.5), (-0.5, 0.0), (0.5, 0.0)].map {
        new.geoTransform.center(row: row + $0.0, column: column + $0.1)
      }
      var places: [Coordinate?] = steps
      if changesSystem {
        places = try CoordinateTransformation(from: new.crs, to: old.crs).transformed(steps)
      }
      let cells = places.compactMap { $0 }.map { old.geoTransform.position(of: $0) }
      guard cells.count == 4 else { return (1, 1) }
      func extent(_ value: KeyPath<(row: Double, column: Double), Double>) -> Double {
        let (a, b) = (
          cells[1][keyPath: value] - cells[0][keyPath: value],
          cells[3][keyPath: value] - cells[2][keyPath: value]
        )
        let extent = (a * a + b * b).squareRoot()
        // As in GDAL: what is nearly a whole number of cells is one.
        let whole = max(1, extent.rounded())
        return abs(extent - whole) < 0.05 ? whole : extent
      }
      return (1 / extent(\.column), 1 / extent(\.row))
    }

    /// - Throws: ``GeoRasterError``: `noOverlap`, `transformation`, `notSolvable`; `CancellationError`.
    func warped(threads: Int?, progress: Progress?) throws -> Raster {
      guard try overlaps() else {
        throw GeoRasterError.noOverlap(file: source, grid: target.extentText)
      }
      var result = Raster(grid: target, repeating: .nan)
      let pieces = Parallel.chunks(of: target.rows, size: Self.pieceRows)
      try raster.values.withUnsafeBufferPointer { input in
        try result.values.withUnsafeMutableBufferPointer { output in
          guard let inputBase = input.baseAddress, let outputBase = output.baseAddress else {
            return
          }
          // The warper reads the first and writes the second; each piece has rows of its own.
          let old = SharedPointer(UnsafeMutablePointer(mutating: inputBase))
          let new = SharedPointer(outputBase)
          try withUnsafeCurrentTask { task in
            let cancellation = WarpCancellation(progress, task: TaskCancellation(of: task))
            try Parallel.forEach(pieces.count, threads: threads, progress: progress) { index in
              try warp(old.base, to: new.base, rows: pieces[index], cancellation)
            }
          }
        }
      }
      return result
    }

    private func warp(
      _ old: UnsafeMutablePointer<Float>, to new: UnsafeMutablePointer<Float>, rows: Range<Int>,
      _ cancellation: WarpCancellation
    ) throws {
      var place = target.geoTransform
      place.top -= Double(rows.lowerBound) * place.cellHeight
      let piece = RasterGrid(
        rows: rows.count, columns: target.columns, geoTransform: place, crs: target.crs)
      try GDALLibrary.quietly { messages in
        func failure(_ step: String) -> GeoRasterError {
          .notSolvable(operation: "\(source): resampling", reason: messages.reason(else: step))
        }
        // Bounds: the data sets describe exactly the cells behind the two pointers.
        let input = try memoryDataSet(raster.grid, values: old)
        let output = try memoryDataSet(piece, values: new + rows.lowerBound * target.columns)
        try withExtendedLifetime((input, output, cancellation)) {
          guard let options = GDALCreateWarpOptions() else { throw failure("no memory") }
          defer { GDALDestroyWarpOptions(options) }
          options.pointee.hSrcDS = input.handle
          options.pointee.hDstDS = output.handle
          options.pointee.eResampleAlg = algorithm
          options.pointee.pfnProgress = { _, _, context in
            guard let context else { return 1 }
            let cancellation = Unmanaged<WarpCancellation>.fromOpaque(context)
            return cancellation.takeUnretainedValue().isCancelled ? 0 : 1
          }
          options.pointee.pProgressArg = Unmanaged.passUnretained(cancellation).toOpaque()
          for (name, value) in [("XSCALE", scale.x), ("YSCALE", scale.y)] where value.isNormal {
            options.pointee.papszWarpOptions = CSLSetNameValue(
              options.pointee.papszWarpOptions, name, "\(value)")
          }
          GDALWarpInitDefaultBandMapping(options, 1)
          GDALWarpInitSrcNoDataReal(options, .nan)
          GDALWarpInitDstNoDataReal(options, .nan)
          let exact = OptionList.with(changesSystem ? [] : ["SRC_METHOD=GEOTRANSFORM"]) {
            GDALCreateGenImgProjTransformer2(input.handle, output.handle, $0)
          }
          guard let exact else { throw failure("the coordinates cannot be transformed") }
          defer { GDALDestroyGenImgProjTransformer(exact) }
          let approximate = GDALCreateApproxTransformer(
            GDALGenImgProjTransform, exact, changesSystem ? 0.01 : 0)
          defer { GDALDestroyApproxTransformer(approximate) }
          options.pointee.pfnTransformer = GDALApproxTransform
          options.pointee.pTransformerArg = approximate
          guard let operation = GDALCreateWarpOperation(options) else { throw failure("warping") }
          defer { GDALDestroyWarpOperation(operation) }
          let status = GDALChunkAndWarpImage(
            operation, 0, 0, Int32(target.columns), Int32(rows.count))
          if cancellation.isCancelled { throw CancellationError() }
          guard status == CE_None else { throw failure("warping") }
        }
      }
    }

    private var algorithm: GDALResampleAlg {
      switch resampling {
      case .nearest: GRA_NearestNeighbour
      case .mode: GRA_Mode
      case .bilinear: GRA_Bilinear
      case .cubic: GRA_Cubic
      case .average: GRA_Average
      }
    }

    /// A data set over values that are already in memory.
    private func memoryDataSet(
      _ grid: RasterGrid, values: UnsafeMutablePointer<Float>
    ) throws -> GDALDataSet {
      let address = ["DATAPOINTER=\(UInt(bitPattern: values))"]
      guard let driver = GDALGetDriverByName("MEM"),
        let handle = GDALCreate(
          driver, "", Int32(grid.columns), Int32(grid.rows), 0, GDT_Float32, nil)
      else { throw GeoRasterError.notSolvable(operation: source, reason: "GDAL has no MEM format") }
      let dataSet = GDALDataSet(owning: handle)
      let place = grid.geoTransform
      var numbers = [place.left, place.cellWidth, 0, place.top, 0, -place.cellHeight]
      let added = OptionList.with(address) { GDALAddBand(handle, GDT_Float32, $0) }
      guard added == CE_None,
        GDALSetGeoTransform(handle, &numbers) == CE_None,
        let band = GDALGetRasterBand(handle, 1), GDALSetRasterNoDataValue(band, .nan) == CE_None
      else { throw GeoRasterError.notSolvable(operation: source, reason: "no memory") }
      if changesSystem {
        let reference = try SpatialReference(userText: grid.crs.wellKnownText)
        _ = reference.withHandle { GDALSetSpatialRef(handle, $0) }
      }
      return dataSet
    }

    /// Whether some place lies in both grids, as far as 33 x 33 places of each can tell.
    private func overlaps() throws -> Bool {
      let old = raster.grid
      guard changesSystem else {
        return old.geoTransform.left < target.right && target.geoTransform.left < old.right
          && old.bottom < target.geoTransform.top && target.bottom < old.geoTransform.top
      }
      let there = try CoordinateTransformation(from: target.crs, to: old.crs)
      if Self.places(of: target, through: there).contains(where: { old.cell(at: $0) != nil }) {
        return true
      }
      let back = try CoordinateTransformation(from: old.crs, to: target.crs)
      return Self.places(of: old, through: back).contains { target.cell(at: $0) != nil }
    }

    private static func places(
      of grid: RasterGrid, through transformation: CoordinateTransformation
    ) -> [Coordinate] {
      let steps = 0...32
      let points = steps.flatMap { row in
        steps.map { column in
          grid.geoTransform.center(
            row: Double(grid.rows - 1) * Double(row) / 32,
            column: Double(grid.columns - 1) * Double(column) / 32)
        }
      }
      return transformation.transformed(points).compactMap { $0 }
    }
  }

  /// Asks, from inside GDAL and from any thread, whether a warp should stop.
  private final class WarpCancellation: Sendable {
    private let progress: Progress?
    private let task: TaskCancellation

    init(_ progress: Progress?, task: TaskCancellation) {
      self.progress = progress
      self.task = task
    }

    var isCancelled: Bool { progress?.isCancelled == true || task.isCancelled }
  }
#endif
