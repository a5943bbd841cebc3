import Foundation
import LearningCore
import Susceptibility
import Testing

@Suite struct PNGImageTests {
  // Check values of the catalogue of CRC algorithms and of RFC 1950's Adler-32 ("Wikipedia" is the usual example).
  @Test func checksumsEqualPublishedValues() {
    #expect(Checksum.crc32(Array("123456789".utf8)) == 0xCBF4_3926)
    #expect(Checksum.crc32(Array("IEND".utf8)) == 0xAE42_6082)
    #expect(Checksum.adler32(Array("Wikipedia".utf8)) == 0x11E6_0398)
    #expect(Checksum.adler32([]) == 1)
    #expect(Checksum.crc32([]) == 0)
  }

  @Test(arguments: ["empty", "one", "run", "rows", "all", "random", "far", "rare"])
  func compressedBytesInflateToThemselves(kind: String) throws {
    var generator = SplitMix64(seed: 5)
    let bytes: [UInt8] =
      switch kind {
      case "empty": []
      case "one": [42]
      case "run": Array(repeating: 7, count: 5000)
      case "rows": (0..<200).flatMap { _ in (0..<97).map { UInt8($0 % 13) } }
      case "all": (0..<1024).map { UInt8($0 % 256) }
      case "random": (0..<20_000).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
      // A repetition beyond the window must not be used.
      case "far":
        Array("landslide".utf8)
          + (0..<33_000).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
          + Array("landslide".utf8)
      // Counts that grow like Fibonacci numbers ask for words longer than 15 bits.
      default:
        (0..<22).flatMap { symbol -> [UInt8] in
          var (a, b) = (1, 1)
          for _ in 0..<symbol { (a, b) = (b, a + b) }
          return (0..<a).flatMap { [UInt8(symbol), UInt8(truncatingIfNeeded: 100 + $0 * 7 % 150)] }
        }
      }
    #expect(try Inflater.inflated(Deflate.compressed(bytes)) == bytes)
  }

  @Test func runsAndRepeatedRowsBecomeSmall() {
    #expect(Deflate.compressed(Array(repeating: 3, count: 100_000)).count < 600)
    let row = (0..<480).map { UInt8($0 * $0 % 251) }
    #expect(Deflate.compressed((0..<480).flatMap { _ in row }).count < 4000)
  }

  @Test func fileHasTheChunksOfAPalettePicture() throws {
    let palette = [PaletteColor.clear, PaletteColor(hex: 0x102030), PaletteColor(hex: 0xFFEEDD)]
    let file = [UInt8](
      PNGImage.encode(width: 3, height: 2, pixels: [0, 1, 2, 2, 1, 0], palette: palette))
    #expect(Array(file.prefix(8)) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    let chunks = try chunks(of: Array(file.dropFirst(8)))
    #expect(chunks.map(\.name) == ["IHDR", "PLTE", "tRNS", "IDAT", "IEND"])
    #expect(chunks[0].content == [0, 0, 0, 3, 0, 0, 0, 2, 8, 3, 0, 0, 0])
    #expect(chunks[1].content == [0, 0, 0, 0x10, 0x20, 0x30, 0xFF, 0xEE, 0xDD])
    #expect(chunks[2].content == [0, 255, 255])
    let stream = chunks[3].content
    #expect((Int(stream[0]) * 256 + Int(stream[1])) % 31 == 0)
    let lines: [UInt8] = [0, 0, 1, 2, 0, 2, 1, 0]
    #expect(try Inflater.inflated(Array(stream.dropFirst(2).dropLast(4))) == lines)
    #expect(bigEndian(stream.suffix(4)) == Checksum.adler32(lines))
  }

  @Test func opaquePaletteHasNoTransparency() throws {
    let file = [UInt8](
      PNGImage.encode(width: 1, height: 1, pixels: [0], palette: [PaletteColor(hex: 0)]))
    #expect(
      try chunks(of: Array(file.dropFirst(8))).map(\.name) == ["IHDR", "PLTE", "IDAT", "IEND"])
  }

  private func chunks(of bytes: [UInt8]) throws -> [(name: String, content: [UInt8])] {
    var chunks: [(name: String, content: [UInt8])] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      let length = Int(bigEndian(rest.prefix(4)))
      let body = Array(rest.dropFirst(4).prefix(4 + length))
      try #require(body.count == 4 + length)
      #expect(bigEndian(rest.dropFirst(8 + length).prefix(4)) == Checksum.crc32(body))
      chunks.append((String(decoding: body.prefix(4), as: UTF8.self), Array(body.dropFirst(4))))
      rest = rest.dropFirst(12 + length)
    }
    return chunks
  }

  private func bigEndian(_ bytes: some Sequence<UInt8>) -> UInt32 {
    bytes.reduce(0) { $0 << 8 | UInt32($1) }
  }
}
