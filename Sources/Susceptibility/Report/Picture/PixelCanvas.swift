import Foundation

/// Pixels to draw on, white at first. What lies outside is not drawn.
struct PixelCanvas {
  let width: Int
  let height: Int
  /// Red, green and blue of each pixel, row after row from the top.
  private var pixels: [UInt8]

  /// - Precondition: `width` and `height` are at least 1.
  init(width: Int, height: Int) {
    precondition(width > 0 && height > 0, "\(width) x \(height) pixels, expected at least 1 x 1")
    self.width = width
    self.height = height
    pixels = Array(repeating: 255, count: 3 * width * height)
  }

  /// The bytes of a PNG file.
  func png() -> Data { PNGImage.encode(width: width, height: height, colors: pixels) }

  /// Lays a colour over a pixel.
  ///
  /// - Parameter coverage: 0 leaves the pixel, 255 replaces it.
  mutating func blend(_ color: PaletteColor, x: Int, y: Int, coverage: UInt8 = 255) {
    guard (0..<width).contains(x), (0..<height).contains(y) else { return }
    let place = 3 * (y * width + x)
    let share = Int(coverage) * Int(color.opacity) / 255
    for (offset, part) in [color.red, color.green, color.blue].enumerated() {
      let old = Int(pixels[place + offset])
      pixels[place + offset] = UInt8(old + (Int(part) - old) * share / 255)
    }
  }

  /// Fills a rectangle.
  mutating func fill(_ color: PaletteColor, x: Int, y: Int, width: Int, height: Int) {
    for row in y..<y + max(height, 0) {
      for column in x..<x + max(width, 0) { blend(color, x: column, y: row) }
    }
  }

  /// Writes a line of text; `y` is its top.
  mutating func write(
    _ text: String, x: Int, y: Int, color: PaletteColor, in letters: Lettering = .standard
  ) {
    var left = x
    for glyph in letters.glyphs(of: text) {
      for (index, coverage) in glyph.coverage.enumerated() where coverage > 0 {
        blend(color, x: left + index % glyph.width, y: y + index / glyph.width, coverage: coverage)
      }
      left += glyph.width
    }
  }

  /// Lays a map on the canvas, each of its pixels `scale` wide and high.
  mutating func draw(_ picture: MapPicture, x: Int, y: Int, scale: Int) {
    for row in 0..<picture.height {
      for column in 0..<picture.width {
        fill(
          picture.palette[Int(picture.pixels[row * picture.width + column])],
          x: x + column * scale, y: y + row * scale, width: scale, height: scale)
      }
    }
  }
}
