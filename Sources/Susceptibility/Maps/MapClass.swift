import GeoRaster

/// A class of a susceptibility map with its area and landslides.
struct MapClass {
  /// From 1, the least susceptible.
  let number: Int
  /// The number of classes.
  let count: Int
  let lower: Double
  let upper: Double
  let cells: Int
  let areaInSquareKilometers: Double
  /// Of the mapped area, 0...1.
  let share: Double
  let landslides: Int

  /// Landslides per km2; NaN for an empty class.
  var landslideDensity: Double {
    areaInSquareKilometers > 0 ? Double(landslides) / areaInSquareKilometers : .nan
  }

  /// The usual names of five classes, the least susceptible first; other numbers of classes are numbered.
  static func names(_ count: Int) -> [String] {
    count == 5
      ? ["very low", "low", "moderate", "high", "very high"] : (0..<count).map { "class \($0 + 1)" }
  }

  /// The class in the palette and the attribute table of the raster.
  var legend: ClassLegendEntry {
    let color = ColorRamp.susceptibility.colors(count)[number - 1]
    return ClassLegendEntry(
      value: UInt8(number), label: Self.names(count)[number - 1], red: color.red,
      green: color.green, blue: color.blue)
  }

  /// The columns of class_areas.csv.
  static let header = [
    "model", "class", "lower", "upper", "cells", "area_km2", "share", "landslides",
    "landslide_density",
  ]

  /// A row of class_areas.csv.
  func row(model: ModelName) -> [String] {
    [
      model.rawValue, "\(number)", ExactNumber.text(lower), ExactNumber.text(upper), "\(cells)",
      ExactNumber.text(areaInSquareKilometers), ExactNumber.text(share), "\(landslides)",
      ExactNumber.text(landslideDensity),
    ]
  }
}
