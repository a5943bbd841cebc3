#if canImport(CGDAL)
  import CGDAL
  import Foundation
  import TestSupport
  import Testing

  @testable import GeoRaster

  /// Alignment against gdalwarp itself, with the exact transformation (`-et 0`) and the same target cells.
  @Suite struct GDALWarperTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// What `gdalwarp -r METHOD` makes of a file on a grid.
    private func gdalwarp(
      _ source: URL, _ method: String, onto grid: RasterGrid, _ options: [String] = []
    ) throws -> [Float] {
      let target = folder.file("\(UUID().uuidString).tif")
      let place = grid.geoTransform
      let arguments =
        ["-r", method, "-et", "0", "-ot", "Float32", "-dstnodata", "-9999", "-t_srs"]
        + [grid.crs.wellKnownText, "-te"]
        + [place.left, grid.bottom, grid.right, place.top].map { "\($0)" }
        + ["-ts", "\(grid.columns)", "\(grid.rows)"] + options
      GDALLibrary.quietly { _ in
        let parsed = OptionList.with(arguments) { GDALWarpAppOptionsNew($0, nil) }
        defer { GDALWarpAppOptionsFree(parsed) }
        var sources: [GDALDatasetH?] = [GDALOpen(source.path, GA_ReadOnly)]
        var failed: Int32 = 0
        GDALClose(GDALWarp(target.path, nil, 1, &sources, parsed, &failed))
        GDALClose(sources[0])
        #expect(failed == 0)
      }
      return try Raster.read(target).values
    }

    private static func grid(
      _ rows: Int, _ columns: Int, _ left: Double, _ top: Double, _ cell: Double, _ code: String
    ) throws -> RasterGrid {
      RasterGrid(
        rows: rows, columns: columns,
        geoTransform: GeoTransform(left: left, top: top, cellWidth: cell, cellHeight: cell),
        crs: code.isEmpty ? .unknown : try CoordinateReferenceSystem(userText: code))
    }

    private static let methods: [(Resampling, option: String)] = [
      (.nearest, "near"), (.mode, "mode"), (.bilinear, "bilinear"), (.cubic, "cubic"),
      (.average, "average"),
    ]

    /// Other cells of the same system, finer, about the same and coarser, partly beyond the raster: every bit is equal when
    /// gdalwarp is told the scale, which it would find anew for each of its pieces.
    @Test(.enabled(if: ReferenceData.isAvailable, Comment(rawValue: ReferenceData.comment)))
    func otherCellsOfAStudyAreaAreThoseOfGDALWarp() throws {
      let file = try ReferenceData.file("data/kaghan_pakistan/elevation.tif")
      let raster = try Raster.read(file)
      let targets = [
        try Self.grid(700, 600, 339_000, 3_847_000, 20, "EPSG:32643"),
        try Self.grid(600, 500, 339_261, 3_846_690, 30, "EPSG:32643"),
        try Self.grid(330, 280, 339_000, 3_847_000, 90, "EPSG:32643"),
      ]
      for target in targets {
        let scale = min(1, raster.grid.geoTransform.cellWidth / target.geoTransform.cellWidth)
        let options = ["-wo", "XSCALE=\(scale)", "-wo", "YSCALE=\(scale)"]
        for (method, option) in Self.methods {
          let ours = try raster.aligned(to: target, resampling: method, source: "a").values
          let theirs = try gdalwarp(file, option, onto: target, options)
          #expect(
            zip(ours, theirs).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) },
            "\(method), \(target.extentText)")
        }
      }
    }

    /// Degrees, and the neighbouring zone. Scarp transforms to within 0.01 cell: a centre so near to the edge of a cell may
    /// take the neighbour's value, and others change by about a hundredth of the step to the next cell.
    @Test(.enabled(if: ReferenceData.isAvailable, Comment(rawValue: ReferenceData.comment)))
    func otherSystemsOfAStudyAreaAreThoseOfGDALWarp() throws {
      let file = try ReferenceData.file("data/kaghan_pakistan/elevation.tif")
      let raster = try Raster.read(file)
      let columns = raster.grid.columns
      let steepest = (columns..<raster.values.count).reduce(Float(0)) { most, cell in
        let step = abs(raster.values[cell] - raster.values[cell - columns])
        return step > most ? step : most
      }
      let cases = [
        (try Self.grid(700, 700, 73.3, 34.7, 0.0003, "EPSG:4326"), scale: 1.0),
        (try Self.grid(330, 280, -210_000, 3_870_000, 90, "EPSG:32644"), 28.554923 / 90),
      ]
      for (target, scale) in cases {
        let options = ["-wo", "XSCALE=\(scale)", "-wo", "YSCALE=\(scale)"]
        for (method, option) in Self.methods {
          let ours = try raster.aligned(to: target, resampling: method, source: "a").values
          let theirs = try gdalwarp(file, option, onto: target, scale < 1 ? options : [])
          var (count, different, missing, most) = (0, 0, 0, Float(0))
          for (a, b) in zip(ours, theirs) {
            if a.isNaN != b.isNaN { missing += 1 }
            guard !a.isNaN, !b.isNaN else { continue }
            count += 1
            if a != b { different += 1 }
            most = max(most, abs(a - b))
          }
          #expect(count > 70_000 && missing < 5, "\(method): \(count), \(missing)")
          if [.nearest, .mode].contains(method) {
            #expect(Double(different) < 0.01 * Double(count), "\(method): \(different)")
          } else {
            #expect(most < 0.02 * steepest, "\(method): \(most)")
          }
        }
      }
    }

    /// gdalwarp 3.6.2 -r METHOD -te ... -tr ... -wo XSCALE=s -wo YSCALE=s, s = 10 / new cell size, on the same cells as
    /// an Esri ASCII grid.
    @Test(arguments: [
      (
        Resampling.bilinear, 20.0,
        [
          4.9795918, 5.6785712, 4.4897957, 4.375, .nan, 6, 3.4489796, 4.382979, .nan,
        ] as [Float]
      ),
      (
        .cubic, 20,
        [4.976732, 5.954442, 4.241042, 4.381284, .nan, 6.305082, 3.275789, 4.461144, .nan]
      ),
      (.average, 20, [5.25, 6, 3.5, 4.75, 4, 6.75, 2.75, 4.5, .nan]),
      (.mode, 20, [5, 7, 2, 6, 4, 8, 1, 5, .nan]),
      (.nearest, 20, [5, 7, 2, 6, .nan, 9, 7, 3, .nan]),
      (.bilinear, 30, [4.9743595, 5.240343, 4.017168, .nan]),
      (.cubic, 30, [5.037159, 5.2844324, 3.9063709, .nan]),
      (.average, 30, [4.7222223, 5.3055553, 3.8055556, 4.826087]),
      (.mode, 30, [5, 7, 6, 4]), (.nearest, 30, [5, 3, 1, .nan]),
      (
        .bilinear, 12.5,
        [
          5.366087, 6.549633, 5.883598, 3.2, 3.4361525, 4.2689815, 5.2269, 7.002985, 4.097619,
          4.39983, .nan, 5.85, 3.5912697, 4.7134328, 3.9, .nan,
        ]
      ),
      (
        .average, 12.5,
        [
          5.432, 7.0128, 5.9056, 2.8624, 2.92, 4.1001644, 5.2245989, 7.4448, 4.2, 4.3939393, 3.5,
          5.92, 3.688, 4.7952, 3.88, .nan,
        ]
      ),
    ])
    func smallCasesOfGDALWarp(method: Resampling, cell: Double, expected: [Float]) throws {
      let x = Float.nan
      let raster = Raster(
        grid: try Self.grid(6, 6, 0, 60, 10, ""),
        values: [
          3, 8, 1, 7, 7, 2, 5, 5, 9, 7, 3, 2, 6, 1, 4, 4, 8, 8, 6, 6, 4, x, 2, 9, 1, 1, 5, 5, x, x,
          2, 7, 5, 3, x, x,
        ])
      let places = [20: (3, 0.0, 60.0), 30: (2, -5, 65), 12.5: (4, 7, 53)]
      let (side, left, top) = try #require(places[cell])
      let target = try Self.grid(side, side, left, top, cell, "")
      let aligned = try raster.aligned(to: target, resampling: method, source: "a")
      for (found, expected) in zip(aligned.values, expected) {
        #expect(
          abs(found - expected) < 2e-6 || (found.isNaN && expected.isNaN),
          "\(aligned.values), \(expected)")
      }
    }

    /// The same heights with the place of the north-western centre and of its corner: GDAL's AREA_OR_POINT.
    @Test(.enabled(if: ReferenceData.isAvailable, Comment(rawValue: ReferenceData.comment)))
    func valuesAtCentresOfCellsLieHalfACellFurther() throws {
      let file = try ReferenceData.file("golden/geotiff/f32_pixel_is_point.tif")
      let raster = try Raster.read(file)
      let place = raster.grid.geoTransform
      let target = try Self.grid(
        9, 9, place.left + 4, place.top - 7, 13, raster.grid.crs.authorityCode ?? "")
      let ours = try raster.aligned(to: target, resampling: .bilinear, source: "a").values
      let theirs = try gdalwarp(file, "bilinear", onto: target)
      #expect(ours.contains { !$0.isNaN })
      #expect(
        zip(ours, theirs).allSatisfy { abs($0 - $1) < 1e-4 || ($0.isNaN && $1.isNaN) })
    }
  }
#endif
