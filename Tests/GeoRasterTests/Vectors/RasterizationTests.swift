import Foundation
import Testing

@testable import GeoRaster

@Suite struct RasterizationTests {
  private let grid = RasterGrid(
    rows: 13, columns: 17,
    geoTransform: GeoTransform(left: 100, top: 50, cellWidth: 2, cellHeight: 3), crs: .unknown)

  /// A repeatable stream of numbers in 0..<1.
  private struct Numbers {
    var state: UInt64
    mutating func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / Double(1 << 53)
    }
  }

  /// Places around the grid, also outside of it.
  private func place(_ numbers: inout Numbers) -> Coordinate {
    Coordinate(
      x: 100 + 34 * (numbers.next() * 1.6 - 0.3), y: 50 - 39 * (numbers.next() * 1.6 - 0.3))
  }

  /// Whether a segment and a cell share a place: the part of the segment within each pair of edges must overlap.
  private func touches(_ a: Coordinate, _ b: Coordinate, _ cell: Cell) -> Bool {
    let p = grid.geoTransform.position(of: a)
    let q = grid.geoTransform.position(of: b)
    var low = 0.0
    var high = 1.0
    for (start, end, edge) in [
      (p.row, q.row, Double(cell.row)), (p.column, q.column, Double(cell.column)),
    ] {
      if start == end {
        if start < edge || start >= edge + 1 { return false }
        continue
      }
      let first = (edge - start) / (end - start)
      let second = (edge + 1 - start) / (end - start)
      low = max(low, min(first, second))
      high = min(high, max(first, second))
    }
    return low <= high
  }

  private func cells(of mask: [Bool]) -> [Cell] {
    mask.indices.filter { mask[$0] }.map { grid.cell(at: $0) }
  }

  @Test func linesTouchTheCellsTheyPass() {
    var numbers = Numbers(state: 3)
    for _ in 0..<400 {
      let a = place(&numbers)
      let b = place(&numbers)
      let found = grid.cells(touchedBy: .lines([[a, b]]))
      let expected = (0..<grid.count).map { touches(a, b, grid.cell(at: $0)) }
      #expect(found == expected, "\(a) \(b)")
      #expect(grid.cells(touchedBy: .lines([[b, a]])) == found)
    }
  }

  @Test func linesAlongAndThroughCornersTouchTheOwnersOfTheirPlaces() {
    let square = RasterGrid(
      rows: 3, columns: 3, geoTransform: .init(left: 0, top: 3, cellWidth: 1, cellHeight: 1),
      crs: .unknown)
    func touched(_ x0: Double, _ y0: Double, _ x1: Double, _ y1: Double) -> [Int] {
      let mask = square.cells(touchedBy: .lines([[.init(x: x0, y: y0), .init(x: x1, y: y1)]]))
      return mask.indices.filter { mask[$0] }
    }
    #expect(touched(0, 3, 3, 0) == [0, 4, 8])
    #expect(touched(1, 3, 1, 0) == [1, 4, 7])
    #expect(touched(0, 2, 3, 2) == [3, 4, 5])
    #expect(touched(0.5, 2.5, 0.5, 2.5) == [0])
    #expect(touched(1, 1, 1, 1) == [7])
    // Against the diagonal the corner itself belongs to the cell south-east of it.
    #expect(touched(0, 0.5, 0.5, 0) == [6])
    #expect(touched(-5, 1.5, 9, 1.5) == [3, 4, 5])
    #expect(touched(3, 3, 3, 0) == [])
  }

  @Test func pointsTouchTheirCell() {
    let points = Geometry.points([
      .init(x: 100, y: 50), .init(x: 133.9, y: 11.1), .init(x: 134, y: 20),
    ])
    #expect(
      cells(of: grid.cells(touchedBy: points)) == [
        .init(row: 0, column: 0), .init(row: 12, column: 16),
      ])
  }

  @Test func polygonsMaskTheCentresInside() throws {
    var numbers = Numbers(state: 11)
    for corners in 3..<40 {
      let outer = (0..<corners).map { _ in place(&numbers) }
      let hole = (0..<3).map { _ in place(&numbers) }
      let shape = Geometry.polygons([[outer, hole], [hole.map { .init(x: $0.x + 7, y: $0.y) }]])
      let layer = VectorLayer(
        source: "a", crs: .unknown, fields: [], features: [Feature(geometry: shape)])
      let inside = (0..<grid.count).map {
        shape.contains(grid.geoTransform.center(of: grid.cell(at: $0)))
      }
      #expect(try grid.mask(insideOf: layer) == inside)
      let touched = grid.cells(touchedBy: shape)
      guard case .polygons(let polygons) = shape else { continue }
      let edges = polygons.flatMap { $0 }.flatMap { Array(RingEdges($0)) }
      for index in 0..<grid.count {
        let meets = edges.contains { touches($0.0, $0.1, grid.cell(at: index)) }
        #expect(touched[index] == (inside[index] || meets))
      }
    }
  }

  @Test func neighbouringPolygonsShareNoCell() throws {
    // The common edge runs through centres of cells: x = 105, 107, ... are centres.
    let left: [Coordinate] = [
      .init(x: 90, y: 60), .init(x: 105, y: 60), .init(x: 105, y: 0), .init(x: 90, y: 0),
    ]
    let right: [Coordinate] = [
      .init(x: 105, y: 60), .init(x: 150, y: 60), .init(x: 150, y: 0), .init(x: 105, y: 0),
    ]
    func layer(_ ring: [Coordinate]) -> VectorLayer {
      VectorLayer(
        source: "a", crs: .unknown, fields: [], features: [Feature(geometry: .polygons([[ring]]))])
    }
    let first = try grid.mask(insideOf: layer(left))
    let second = try grid.mask(insideOf: layer(right))
    #expect(zip(first, second).allSatisfy { $0 != $1 })
    #expect(first.filter { $0 }.count == 2 * 13)
  }

  @Test func strangeCoordinatesTouchNothingAndDoNotTrap() throws {
    let strange = [
      Double.nan, .infinity, -.infinity, 1e300, -1e300, 1.7e308, -1.7e308, 1e18, 0, 110, 30,
    ]
    for x in strange {
      for y in strange {
        let far = Coordinate(x: x, y: y)
        let near = Coordinate(x: 110, y: 30)
        let ring = [near, far, .init(x: -y, y: x), .init(x: 120, y: 20)]
        _ = grid.cells(touchedBy: .points([far]))
        _ = grid.cells(touchedBy: .lines([[near, far], [far, .init(x: y, y: x)], [far]]))
        _ = grid.cells(touchedBy: .polygons([[ring], [[far]], [[]], []]))
        let layer = VectorLayer(
          source: "a", crs: .unknown, fields: ["v"],
          features: [Feature(geometry: .polygons([[ring]]), attributes: ["v": .number(1)])])
        _ = try grid.mask(insideOf: layer)
        _ = try grid.burn(layer, attribute: "v")
        _ = Geometry.polygons([[ring]]).representativePoint
      }
    }
    let far = Geometry.lines([[.init(x: 110, y: 30), .init(x: .nan, y: 20)]])
    #expect(!grid.cells(touchedBy: far).contains(true))
    // A line to a place far away still touches its cells in the grid.
    let long = Geometry.lines([[.init(x: 110.5, y: 30.5), .init(x: 1e12, y: 30.5)]])
    #expect(cells(of: grid.cells(touchedBy: long)).count == 12)
  }

  @Test func layersWithoutPolygonsMaskNothing() {
    let layer = VectorLayer(
      source: "a", crs: .unknown, fields: [],
      features: [Feature(geometry: .points([.init(x: 1, y: 1)]))])
    #expect(throws: GeoRasterError.self) { try grid.mask(insideOf: layer) }
  }

  @Test func attributesAreBurnedLastFeatureOnTop() throws {
    func square(_ x: Double, _ value: AttributeValue) -> Feature {
      Feature(
        geometry: .polygons([
          [
            [
              .init(x: x, y: 50), .init(x: x + 4, y: 50), .init(x: x + 4, y: 44),
              .init(x: x, y: 44),
            ]
          ]
        ]), attributes: ["Code": value])
    }
    func layer(_ features: [Feature]) -> VectorLayer {
      VectorLayer(source: "a", crs: .unknown, fields: ["Code"], features: features)
    }
    let numbers = try grid.burn(
      layer([square(100, .number(7)), square(102, .text(" 2.5")), square(104, .null)]),
      attribute: "code")
    #expect(numbers.legend.isEmpty)
    #expect(numbers.raster[1, 0] == 7 && numbers.raster[1, 1] == 2.5 && numbers.raster[0, 2] == 2.5)
    #expect(numbers.raster[0, 3].isNaN && numbers.raster[2, 0].isNaN)
    let names = try grid.burn(
      layer([square(100, .text("schist")), square(106, .text("gneiss")), square(112, .number(3))]),
      attribute: "Code")
    #expect(names.legend == [1: "3", 2: "gneiss", 3: "schist"])
    #expect(names.raster[0, 0] == 3 && names.raster[0, 3] == 2 && names.raster[0, 6] == 1)
    #expect(throws: GeoRasterError.self) {
      try grid.burn(layer([square(100, .null)]), attribute: "Code")
    }
    #expect(throws: GeoRasterError.self) { try grid.burn(layer([]), attribute: "age") }
  }
}
