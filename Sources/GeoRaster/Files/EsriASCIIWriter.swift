import Foundation

extension EsriASCIIGrid {
  /// Writes rows of values and the `.prj`; each number is the shortest that reads back as the same `Float`.
  ///
  /// - Parameter produce: gives rows, from north to south, in arrays of one or more.
  static func write(
    grid: RasterGrid, marker: Float, style: Data?, to file: URL,
    _ produce: RasterFile.Producer
  ) throws {
    // A decimal point in the header: programs that look only at the first rows must not take whole numbers
    // there for a raster of whole numbers.
    try write(grid: grid, noData: "\(marker)", style: style, to: file) { text in
      try produce { values in
        try text.append(count: values.count, columns: grid.columns) { index, text in
          append(try NoDataMarker.stored(values[index], marker: marker), to: &text)
        }
      }
    }
  }

  /// Writes whole numbers of which `noData` marks cells without a value.
  static func write(
    classes values: [UInt8], grid: RasterGrid, noData: UInt8, style: Data, to file: URL
  ) throws {
    try write(grid: grid, noData: "\(noData)", style: style, to: file) { text in
      try text.append(count: values.count, columns: grid.columns) { index, text in
        text.append(contentsOf: String(values[index]).utf8)
      }
    }
  }

  private static func write(
    grid: RasterGrid, noData: String, style: Data?, to file: URL,
    appendValues: (inout GrowingText) throws -> Void
  ) throws {
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
      var text = try GrowingText(raster)
      text.append(EsriASCIIHeader.text(of: grid, noData: noData))
      try appendValues(&text)
      try text.finish()
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

/// A text file that is written from its beginning to its end, a megabyte at a time.
private struct GrowingText {
  private let target: FileReplacement.Target
  private let handle: FileHandle
  private var text: [UInt8] = []

  init(_ target: FileReplacement.Target) throws {
    self.target = target
    try FileReplacement.write(Data(), to: target)
    do {
      handle = try FileHandle(forWritingTo: target.temporary)
    } catch {
      throw Self.unwritable(target, error)
    }
  }

  mutating func append(_ line: String) { text.append(contentsOf: line.utf8) }

  /// Appends whole rows of values, separated by spaces.
  mutating func append(
    count: Int, columns: Int, _ appendValue: (Int, inout [UInt8]) throws -> Void
  ) throws {
    for row in 0..<count / columns {
      for column in 0..<columns {
        if column > 0 { text.append(32) }
        try appendValue(row * columns + column, &text)
      }
      text.append(10)
      if text.count > 1 << 20 { try flush() }
    }
  }

  mutating func finish() throws {
    try flush()
    do { try handle.close() } catch { throw Self.unwritable(target, error) }
  }

  private mutating func flush() throws {
    do { try handle.write(contentsOf: text) } catch { throw Self.unwritable(target, error) }
    text.removeAll(keepingCapacity: true)
  }

  private static func unwritable(
    _ target: FileReplacement.Target, _ error: any Error
  ) -> GeoRasterError {
    .unwritable(file: target.file.path, reason: error.localizedDescription)
  }
}
