/// The two checksums of a PNG file.
package enum Checksum {
  /// CRC-32 with the polynomial 0xEDB88320, as PNG chunks carry it. Source: ISO 3309; RFC 1952, section 8.
  package static func crc32(_ bytes: [UInt8]) -> UInt32 {
    var register: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      register = crcTable[Int((register ^ UInt32(byte)) & 0xFF)] ^ (register >> 8)
    }
    return register ^ 0xFFFF_FFFF
  }

  /// Adler-32, as zlib streams carry it. Source: RFC 1950, section 8.2.
  package static func adler32(_ bytes: [UInt8]) -> UInt32 {
    var first: UInt32 = 1
    var second: UInt32 = 0
    for byte in bytes {
      first = (first + UInt32(byte)) % 65_521
      second = (second + first) % 65_521
    }
    return second << 16 | first
  }

  private static let crcTable: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in
      value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1
    }
  }
}
