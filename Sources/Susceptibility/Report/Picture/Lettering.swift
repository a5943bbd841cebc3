/// The letters of pictures, each a small grey picture of its own.
///
/// DejaVu Sans, whose licence lets anyone use and change it, drawn by `Scripts/glyphs.py`. Characters beyond ASCII are few:
/// what pictures say is names of classes, numbers and units.
struct Lettering: Sendable {
  /// One character.
  struct Glyph: Sendable {
    let width: Int
    /// `width * height` of how much of a pixel is ink, 0 to 255, row after row.
    let coverage: ArraySlice<UInt8>
  }

  /// Pixels from line to line.
  let height: Int
  private let glyphs: [UInt16: Glyph]

  /// The letters that come with the library.
  static let standard = Lettering(PackageResources.Letters_glyphs)

  /// - Parameter bytes: see `Scripts/glyphs.py`; what is cut off is left out.
  init(_ bytes: [UInt8]) {
    let height = Int(bytes.first ?? 1)
    var glyphs: [UInt16: Glyph] = [:]
    var position = 1
    while position + 3 <= bytes.count {
      let code = UInt16(bytes[position]) << 8 | UInt16(bytes[position + 1])
      let width = Int(bytes[position + 2])
      let end = position + 3 + width * height
      guard end <= bytes.count else { break }
      glyphs[code] = Glyph(width: width, coverage: bytes[position + 3..<end])
      position = end
    }
    self.height = height
    self.glyphs = glyphs
  }

  /// The glyphs of a text; a character that there is no glyph for is a question mark.
  func glyphs(of text: String) -> [Glyph] {
    text.unicodeScalars.compactMap { scalar in
      UInt16(exactly: scalar.value).flatMap { glyphs[$0] } ?? glyphs[63]
    }
  }

  /// The width of a text in pixels.
  func width(of text: String) -> Int { glyphs(of: text).reduce(0) { $0 + $1.width } }
}
