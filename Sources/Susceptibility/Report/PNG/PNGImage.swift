import Foundation

/// A colour of a palette: red, green, blue and opacity, each 0 to 255.
public struct PaletteColor: Hashable, Sendable {
  /// Red, 0 to 255.
  public var red: UInt8
  /// Green, 0 to 255.
  public var green: UInt8
  /// Blue, 0 to 255.
  public var blue: UInt8
  /// Opacity: 0 is transparent, 255 opaque.
  public var opacity: UInt8

  /// The colour of its parts, each 0 to 255.
  public init(red: UInt8, green: UInt8, blue: UInt8, opacity: UInt8 = 255) {
    self.red = red
    self.green = green
    self.blue = blue
    self.opacity = opacity
  }

  /// The opaque colour of `0xRRGGBB`.
  public init(hex: UInt32) {
    self.init(
      red: UInt8(truncatingIfNeeded: hex >> 16), green: UInt8(truncatingIfNeeded: hex >> 8),
      blue: UInt8(truncatingIfNeeded: hex))
  }

  /// Transparent: what has no value.
  public static let clear = PaletteColor(red: 0, green: 0, blue: 0, opacity: 0)

  /// `#rrggbb`, for SVG and CSS.
  public var hexText: String {
    "#" + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// Whether a dark rim tells it from what lies around it better than a white one.
  var isLight: Bool {
    0.299 * Double(red) + 0.587 * Double(green) + 0.114 * Double(blue) > 170
  }

  /// The colour made darker: 1 leaves it, 0 is black.
  func shaded(_ light: Double) -> PaletteColor {
    func scaled(_ part: UInt8) -> UInt8 { UInt8(min(max(Double(part) * light, 0), 255)) }
    return PaletteColor(
      red: scaled(red), green: scaled(green), blue: scaled(blue), opacity: opacity)
  }

  /// The colour a `fraction` (0...1) of the way to another, part by part.
  func mixed(with other: PaletteColor, fraction: Double) -> PaletteColor {
    func between(_ a: UInt8, _ b: UInt8) -> UInt8 {
      UInt8(min(max((Double(a) + (Double(b) - Double(a)) * fraction).rounded(), 0), 255))
    }
    return PaletteColor(
      red: between(red, other.red), green: between(green, other.green),
      blue: between(blue, other.blue), opacity: between(opacity, other.opacity))
  }
}

/// Writes pictures as PNG files: of at most 256 colours by a palette and one byte for each pixel, of any by three.
///
/// Source: Portable Network Graphics (W3C Recommendation, second edition), colour types 3 and 2, filter 0.
package enum PNGImage {
  private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// The bytes of a PNG file with a palette.
  ///
  /// - Parameters:
  ///   - pixels: `width * height` positions in the palette, row after row from the top.
  ///   - palette: 1 to 256 colours.
  /// - Precondition: sizes agree and all pixels lie in the palette.
  package static func encode(
    width: Int, height: Int, pixels: [UInt8], palette: [PaletteColor]
  ) -> Data {
    precondition(
      (1...256).contains(palette.count), "a palette has 1 to 256 colours, found \(palette.count)")
    precondition(
      pixels.allSatisfy { Int($0) < palette.count },
      "a pixel is beyond the \(palette.count) colours of the palette")
    return file(width: width, height: height, colorType: 3, bytesPerPixel: 1, pixels) { file in
      append(chunk: "PLTE", palette.flatMap { [$0.red, $0.green, $0.blue] }, to: &file)
      if palette.contains(where: { $0.opacity < 255 }) {
        append(chunk: "tRNS", palette.map(\.opacity), to: &file)
      }
    }
  }

  /// The bytes of a PNG file without a palette.
  ///
  /// - Parameter colors: `width * height` times red, green and blue, row after row from the top.
  /// - Precondition: sizes agree.
  package static func encode(width: Int, height: Int, colors: [UInt8]) -> Data {
    file(width: width, height: height, colorType: 2, bytesPerPixel: 3, colors) { _ in }
  }

  private static func file(
    width: Int, height: Int, colorType: UInt8, bytesPerPixel: Int, _ bytes: [UInt8],
    appendPalette: (inout [UInt8]) -> Void
  ) -> Data {
    precondition(
      width > 0 && height > 0 && bytes.count == bytesPerPixel * width * height,
      "\(width) x \(height) pixels of \(bytesPerPixel) bytes, found \(bytes.count) bytes")
    var file = signature
    let header = bigEndian(UInt32(width)) + bigEndian(UInt32(height)) + [8, colorType, 0, 0, 0]
    append(chunk: "IHDR", header, to: &file)
    appendPalette(&file)
    let lines = scanlines(width: bytesPerPixel * width, bytes: bytes)
    append(chunk: "IDAT", zlibStream(of: lines), to: &file)
    append(chunk: "IEND", [], to: &file)
    return Data(file)
  }

  /// Each row with the number of its filter (0: none) before it.
  private static func scanlines(width: Int, bytes: [UInt8]) -> [UInt8] {
    var lines: [UInt8] = []
    lines.reserveCapacity(bytes.count + bytes.count / width)
    for start in stride(from: 0, to: bytes.count, by: width) {
      lines.append(0)
      lines += bytes[start..<start + width]
    }
    return lines
  }

  /// RFC 1950: header, deflated data, Adler-32 of what was deflated.
  private static func zlibStream(of bytes: [UInt8]) -> [UInt8] {
    [0x78, 0x9C] + Deflate.compressed(bytes) + bigEndian(Checksum.adler32(bytes))
  }

  private static func append(chunk name: String, _ content: [UInt8], to file: inout [UInt8]) {
    let body = Array(name.utf8) + content
    file += bigEndian(UInt32(content.count)) + body + bigEndian(Checksum.crc32(body))
  }

  private static func bigEndian(_ value: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }
}
