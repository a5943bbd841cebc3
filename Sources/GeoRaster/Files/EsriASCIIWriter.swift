import Foundation

extension EsriASCIIGrid {
  /// Writes a raster and its `.prj`; each number is the shortest that reads back as the same `Float`. NaN and
  /// infinite values become NoData.
  static func write(_ raster: Raster, style: Data?, to file: URL) throws {
    let noData = NoDataMarker.value(absentFrom: raster.values)
    // A decimal point in the header: programs that look only at the first rows must not take whole numbers
    // there for a raster of whole numbers.
    try write(grid: raster.grid, noData: "\(noData)", style: style, to: file) {
      index, text in
      let value = raster.values[index]
      append(value.isFinite ? value : noData, to: &text)
    }
  }

  /// Writes whole numbers of which `noData` marks cells without a value.
  static func write(
    classes values: [UInt8], grid: RasterGrid, noData: UInt8, style: Data, to file: URL
  ) throws {
    try write(grid: grid, noData: "\(noData)", style: style, to: file) { index, text in
      text.append(contentsOf: String(values[index]).utf8)
    }
  }

  private static func write(
    grid: RasterGrid, noData: String, style: Data?, to file: URL,
    appendValue: (Int, inout [UInt8]) -> Void
  ) throws {
    var text = Array(EsriASCIIHeader.text(of: grid, noData: noData).utf8)
    text.reserveCapacity(text.count + grid.count * 8)
    for row in 0..<grid.rows {
      for column in 0..<grid.columns {
        if column > 0 { text.append(32) }
        appendValue(row * grid.columns + column, &text)
      }
      text.append(10)
    }
    let raster = FileReplacement.Target(file)
    let projection = FileReplacement.Target(projectionFile(of: file))
    let styleTarget = FileReplacement.Target(RasterFile.style(of: file))
    let isUnknown = grid.crs.wellKnownText.isEmpty
    let targets = [styleTarget] + (isUnknown ? [] : [projection]) + [raster]
    let stale =
      [URL(fileURLWithPath: file.path + ".aux.xml"), styleTarget.file]
      + (isUnknown ? [projection.file] : [])
    try FileReplacement.replace(targets, removing: stale) {
      if let style { try FileReplacement.write(style, to: styleTarget) }
      if !isUnknown {
        try FileReplacement.write(Data((grid.crs.esriText + "\n").utf8), to: projection)
      }
      try FileReplacement.write(Data(text), to: raster)
    }
  }

  private static func append(_ value: Float, to text: inout [UInt8]) {
    // Whole numbers without ".0": half the bytes of a typical elevation or class raster.
    if let whole = Int32(exactly: value), value.sign == .plus || whole != 0 {
      text.append(contentsOf: String(whole).utf8)
    } else {
      text.append(contentsOf: value.description.utf8)
    }
  }
}

/// The number that stands for NaN in files.
enum NoDataMarker {
  /// -9999, or another number when that is a value of the raster.
  static func value(absentFrom values: [Float]) -> Float {
    values.contains(-9999) ? -Float.greatestFiniteMagnitude : -9999
  }
}
