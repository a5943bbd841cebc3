import Foundation
import GeoRaster
import TestSupport
import Testing

@testable import Susceptibility

@Suite struct StationInterpolationTests {
  private let grid = RasterGrid(
    rows: 20, columns: 20,
    geoTransform: GeoTransform(left: 0, top: 20_000, cellWidth: 1_000, cellHeight: 1_000),
    crs: .unknown)

  /// 25 stations whose PGA falls with the distance to (10 km, 10 km), on soft ground in the west.
  private func stations(_ change: (inout [Feature]) -> Void = { _ in }) -> VectorLayer {
    var features = (0..<25).map { (index: Int) -> Feature in
      let place = Coordinate(
        x: Double(index % 5) * 4_000 + 2_100, y: Double(index / 5) * 4_000 + 1_700)
      let (dx, dy) = ((place.x - 10_000) / 1_000, (place.y - 10_000) / 1_000)
      let rock = exp(-1 - 0.9 * log((dx * dx + dy * dy + 4.5 * 4.5).squareRoot()))
      let wiggle = 1 + 0.05 * sin(Double(index))
      let vs30 = place.x < 10_000 ? 300.0 : 760
      return Feature(
        geometry: .points([place]),
        attributes: [
          "code": .text("ST\(index)"), "vs30": .number(vs30),
          "pga": .number(rock * wiggle * SiteAmplification.factor(vs30: vs30)),
        ])
    }
    change(&features)
    return VectorLayer(
      source: "stations.csv", crs: .unknown, fields: ["code", "pga", "vs30"], features: features)
  }

  private func trend(site: SiteVelocity? = nil, log: Bool? = nil) -> PointInterpolation {
    PointInterpolation(
      method: .krigingWithTrend, isLogarithmic: log,
      source: .point(x: 10_000, y: 10_000, crs: nil), siteVelocity: site)
  }

  private func interpolation(
    _ layer: VectorLayer, _ options: PointInterpolation
  ) throws -> StationInterpolation {
    try StationInterpolation(
      layer: layer, value: "pga", options, crs: .unknown, url: { URL(fileURLWithPath: $0) },
      threads: 2)
  }

  @Test func theTrendIsInterpolatedAsALogarithmAndReported() throws {
    let rock = stations { features in
      for index in features.indices {
        guard case .number(let vs30)? = features[index].attributes["vs30"],
          case .number(let pga)? = features[index].attributes["pga"]
        else { return }
        features[index].attributes["pga"] = .number(pga / SiteAmplification.factor(vs30: vs30))
      }
    }
    let made = try interpolation(rock, trend())
    let facts = try made.facts(threads: 2)
    #expect(facts.isLogarithmic && facts.positions == 25)
    #expect(abs((facts.trend?.slope ?? 0) + 0.9) < 0.1)
    #expect(facts.rmseOfLogarithm.value < 0.1)
    let raster = try made.raster(on: grid)
    #expect(raster.values.allSatisfy { $0 > 0 && $0 < 1 })
    let inverse = try interpolation(rock, PointInterpolation()).facts()
    #expect(facts.rmseOfLogarithm.value < 0.5 * inverse.rmseOfLogarithm.value)
    let left = try made.leftOutStations()
    #expect(left[3].station == "feature 4 (code ST3)")
    #expect(
      abs(left[3].error.value - (left[3].interpolated.value - left[3].measured.value)) < 1e-15)
  }

  /// Reduced to rock at the stations and amplified in the cells, both from one raster or from the stations' column.
  @Test func siteVelocitiesAreTakenOutAndPutBack() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("vs30.asc")
    let velocities = Raster(
      grid: grid, values: (0..<grid.count).map { $0 % 20 < 10 ? 300 : 760 })
    try velocities.write(to: file)
    let byRaster = try interpolation(stations(), trend(site: SiteVelocity(raster: file.path)))
    let byColumn = try interpolation(
      stations(), trend(site: SiteVelocity(raster: file.path, attribute: "vs30")))
    let without = try interpolation(stations(), trend())
    #expect(try byRaster.facts().rmseOfLogarithm.value < without.facts().rmseOfLogarithm.value)
    let raster = try byRaster.raster(on: grid)
    #expect(raster.values == (try byColumn.raster(on: grid)).values)
    // The jump of the ground is in the map: 0.6 ln(760 / 300) between neighbouring columns.
    let jump = log(Double(raster[10, 9] / raster[10, 10]))
    #expect(abs(jump - 0.6 * log(760.0 / 300)) < 0.1)

    let outside = stations { $0[7].geometry = .points([Coordinate(x: -50_000, y: 0)]) }
    #expect {
      try interpolation(outside, trend(site: SiteVelocity(raster: file.path)))
    } throws: {
      "\($0)".contains("feature 8 (code ST7)") && "\($0)".contains("station-vs30")
    }
  }

  /// Boore et al. (2014), Eq. 6, by hand: (Vs30 / 760)^-0.6.
  @Test func amplificationFollowsItsFormula() {
    #expect(SiteAmplification.factor(vs30: 760) == 1)
    #expect(abs(SiteAmplification.factor(vs30: 190) - 2.29739670999407) < 1e-12)
    #expect(SiteAmplification.factor(vs30: 9_000) == SiteAmplification.factor(vs30: 1_500))
    #expect(SiteAmplification.factor(vs30: 20) == SiteAmplification.factor(vs30: 150))
    #expect(SiteAmplification.factor(vs30: 0).isNaN)
    #expect(SiteAmplification.factor(vs30: .nan).isNaN)
  }

  @Test(arguments: [0.0, -0.2])
  func aValueWithoutLogarithmIsNamed(value: Double) throws {
    let layer = stations { $0[11].attributes["pga"] = .number(value) }
    #expect { try interpolation(layer, trend()) } throws: {
      "\($0)".contains("feature 12 (code ST11)") && "\($0)".contains("pga > 0")
    }
    // Values themselves have no such limit.
    #expect(try interpolation(layer, trend(log: false)).facts().positions == 25)
    #expect(
      try interpolation(layer, PointInterpolation()).facts().rmseOfLogarithm.value.isNaN)
  }

  @Test func aSourceFarFromAllStationsIsToldOf() throws {
    let far = PointInterpolation(
      method: .krigingWithTrend, source: .point(x: 10_000, y: 900_000, crs: nil))
    let warnings = try interpolation(stations(), far).warnings
    #expect(warnings.count == 1 && warnings[0].contains("times the extent of the points"))
    #expect(try interpolation(stations(), trend()).warnings.isEmpty)
    #expect(try interpolation(stations(), PointInterpolation()).warnings.isEmpty)
  }

  @Test func missingValuesAndRepeatedPositionsAreLeftOutAndAveraged() throws {
    let layer = stations {
      $0[2].attributes["pga"] = .null
      $0.append($0[5])
    }
    let facts = try interpolation(layer, trend()).facts()
    #expect(facts.positions == 24)
    #expect(throws: GeoRasterError.self) {
      try interpolation(
        stations { features in
          for index in features.indices { features[index].attributes["pga"] = .null }
        }, trend())
    }
  }

  @Test func fewStationsSayWhatToDo() throws {
    for count in [1, 2, 3] {
      let layer = stations { $0 = Array($0.prefix(count)) }
      #expect { try interpolation(layer, trend()) } throws: {
        "\($0)".contains("expected at least 4")
      }
      #expect(try interpolation(layer, PointInterpolation()).raster(on: grid).values[0] > 0)
      // Three on a line, as far from each other, have no pair within half the largest distance.
      let kriging = PointInterpolation(method: .kriging)
      if count < 3 {
        #expect(try interpolation(layer, kriging).raster(on: grid).values[0].isFinite)
      } else {
        #expect { try interpolation(layer, kriging) } throws: {
          "\($0)".contains("3 positions") && "\($0)".contains("inverse distance")
        }
      }
    }
  }

  @Test func deviationsNeedKriging() throws {
    #expect(throws: GeoRasterError.self) {
      try interpolation(stations(), PointInterpolation()).standardDeviation(on: grid)
    }
    for options in [trend(), PointInterpolation(method: .kriging)] {
      let deviation = try interpolation(stations(), options).standardDeviation(on: grid)
      #expect(deviation.values.allSatisfy { $0 > 0 && $0.isFinite })
    }
  }
}
