#if SCARP_GDAL
  import CGDAL

  /// The palette, the names and the attribute table of a class map's band.
  struct ClassAttributeTable {
    /// By ascending class number.
    private let legend: [ClassLegendEntry]
    private let columns: [Column]

    /// A column and its values in the order of ``legend``.
    private struct Column {
      let name: String
      var usage = GFU_Generic
      let values: Values

      enum Values {
        case integers([Int])
        case reals([Double])
        case texts([String])
      }
    }

    init(
      values: [UInt8], grid: RasterGrid, legend: [ClassLegendEntry], attributes: [ClassAttribute]
    ) {
      let order = legend.indices.sorted { legend[$0].value < legend[$1].value }
      let sorted = order.map { legend[$0] }
      let extents = ClassExtents(values: values, grid: grid)
      func integers(_ number: (ClassLegendEntry) -> Int) -> Column.Values {
        .integers(sorted.map(number))
      }
      self.legend = sorted
      columns =
        [
          Column(name: "value", usage: GFU_MinMax, values: integers { Int($0.value) }),
          Column(
            name: "count", usage: GFU_PixelCount,
            values: integers { extents.cells[Int($0.value)] }),
          Column(
            name: "area_km2",
            // To a square metre, as programs show all digits.
            values: .reals(
              sorted.map { (extents.squareKilometers[Int($0.value)] * 1e6).rounded() / 1e6 })),
        ]
        + attributes.map { attribute in
          switch attribute.values {
          case .integers(let numbers):
            Column(name: attribute.name, values: .integers(order.map { numbers[$0] }))
          case .reals(let numbers):
            Column(name: attribute.name, values: .reals(order.map { numbers[$0] }))
          }
        }
        + [
          Column(
            name: "label", usage: GFU_Name, values: .texts(sorted.map { Self.cut($0.label) })),
          Column(name: "red", usage: GFU_Red, values: integers { Int($0.red) }),
          Column(name: "green", usage: GFU_Green, values: integers { Int($0.green) }),
          Column(name: "blue", usage: GFU_Blue, values: integers { Int($0.blue) }),
        ]
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
      GDALRATSetRowCount(table, Int32(legend.count))
      for (index, column) in columns.enumerated() {
        let position = Int32(index)
        switch column.values {
        case .integers(let numbers):
          _ = GDALRATCreateColumn(table, column.name, GFT_Integer, column.usage)
          for (row, number) in numbers.enumerated() {
            GDALRATSetValueAsInt(table, Int32(row), position, Int32(clamping: number))
          }
        case .reals(let numbers):
          _ = GDALRATCreateColumn(table, column.name, GFT_Real, column.usage)
          for (row, number) in numbers.enumerated() {
            GDALRATSetValueAsDouble(table, Int32(row), position, number)
          }
        case .texts(let texts):
          _ = GDALRATCreateColumn(table, column.name, GFT_String, column.usage)
          for (row, text) in texts.enumerated() {
            GDALRATSetValueAsString(table, Int32(row), position, text)
          }
        }
      }
      _ = GDALSetDefaultRAT(band, table)
    }

    /// XML holds no control characters.
    private static func cut(_ label: String) -> String {
      String(String.UnicodeScalarView(label.unicodeScalars.filter { $0.value >= 32 }))
    }
  }
#endif
