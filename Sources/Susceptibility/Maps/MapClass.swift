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
  let mappedCells: Int

  /// Landslides per km2; NaN for an empty class.
  var landslideDensity: Double {
    areaInSquareKilometers > 0 ? Double(landslides) / areaInSquareKilometers : .nan
  }

  /// The name that the field uses, for five classes; otherwise the number.
  var label: String {
    count == Self.names.count ? Self.names[number - 1] : "class \(number) of \(count)"
  }

  private static let names = ["very low", "low", "moderate", "high", "very high"]

  /// From green by yellow to red; tells apart for most colour-blind readers.
  private static let colors: [(UInt8, UInt8, UInt8)] = [
    (26, 150, 65), (166, 217, 106), (255, 255, 191), (253, 174, 97), (215, 25, 28),
  ]

  private var color: (UInt8, UInt8, UInt8) {
    let position = count > 1 ? Double(number - 1) / Double(count - 1) * 4 : 4
    let low = Self.colors[min(4, Int(position))]
    let high = Self.colors[min(4, Int(position) + 1)]
    let part = position - position.rounded(.down)
    func mixed(_ a: UInt8, _ b: UInt8) -> UInt8 {
      UInt8((Double(a) + part * (Double(b) - Double(a))).rounded())
    }
    return (mixed(low.0, high.0), mixed(low.1, high.1), mixed(low.2, high.2))
  }

  /// The class in the palette and the attribute table of the raster.
  var legend: ClassLegendEntry {
    ClassLegendEntry(
      value: UInt8(number), label: label, red: color.0, green: color.1, blue: color.2)
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
