#if SCARP_GDAL
  import CGDAL

  /// The palette, the names and the attribute table of a class map's band.
  struct ClassAttributeTable {
    private let legend: [ClassLegendEntry]
    private let extents: ClassExtents

    init(values: [UInt8], grid: RasterGrid, legend: [ClassLegendEntry]) {
      self.legend = legend.sorted { $0.value < $1.value }
      extents = ClassExtents(values: values, grid: grid)
    }

    /// Gives a band all three. What fails leaves a message with GDAL, which the caller looks at.
    func attach(to band: GDALRasterBandH) {
      attachPalette(to: band)
      attachNames(to: band)
      attachTable(to: band)
    }

    private func attachPalette(to band: GDALRasterBandH) {
      guard let palette = GDALCreateColorTable(GPI_RGB) else { return }
      defer { GDALDestroyColorTable(palette) }
      for entry in legend {
        var color = GDALColorEntry(
          c1: Int16(entry.red), c2: Int16(entry.green), c3: Int16(entry.blue), c4: 255)
        GDALSetColorEntry(palette, Int32(entry.value), &color)
      }
      _ = GDALSetRasterColorTable(band, palette)
    }

    private func attachNames(to band: GDALRasterBandH) {
      var names = [String](repeating: "", count: Int(legend.last?.value ?? 0) + 1)
      for entry in legend { names[Int(entry.value)] = Self.cut(entry.label) }
      OptionList.with(names) { _ = GDALSetRasterCategoryNames(band, $0) }
    }

    private func attachTable(to band: GDALRasterBandH) {
      guard let table = GDALCreateRasterAttributeTable() else { return }
      defer { GDALDestroyRasterAttributeTable(table) }
      let columns: [(String, GDALRATFieldType, GDALRATFieldUsage)] = [
        ("value", GFT_Integer, GFU_MinMax), ("count", GFT_Integer, GFU_PixelCount),
        ("area_km2", GFT_Real, GFU_Generic), ("label", GFT_String, GFU_Name),
        ("red", GFT_Integer, GFU_Red), ("green", GFT_Integer, GFU_Green),
        ("blue", GFT_Integer, GFU_Blue),
      ]
      for (name, type, usage) in columns { _ = GDALRATCreateColumn(table, name, type, usage) }
      GDALRATSetRowCount(table, Int32(legend.count))
      for (index, entry) in legend.enumerated() {
        let row = Int32(index)
        let value = Int(entry.value)
        GDALRATSetValueAsInt(table, row, 0, Int32(value))
        GDALRATSetValueAsInt(table, row, 1, Int32(clamping: extents.cells[value]))
        GDALRATSetValueAsDouble(table, row, 2, extents.squareKilometers[value])
        GDALRATSetValueAsString(table, row, 3, Self.cut(entry.label))
        GDALRATSetValueAsInt(table, row, 4, Int32(entry.red))
        GDALRATSetValueAsInt(table, row, 5, Int32(entry.green))
        GDALRATSetValueAsInt(table, row, 6, Int32(entry.blue))
      }
      _ = GDALSetDefaultRAT(band, table)
    }

    /// XML holds no control characters.
    private static func cut(_ label: String) -> String {
      String(String.UnicodeScalarView(label.unicodeScalars.filter { $0.value >= 32 }))
    }
  }
#endif
