import Foundation

/// The types of numbers a safetensors file may hold.
enum SafetensorsType: String, CaseIterable {
  case float64 = "F64"
  case float32 = "F32"
  case float16 = "F16"
  case brainFloat16 = "BF16"
  case int64 = "I64"
  case int32 = "I32"
  case int16 = "I16"
  case int8 = "I8"
  case unsigned64 = "U64"
  case unsigned32 = "U32"
  case unsigned16 = "U16"
  case unsigned8 = "U8"
  case boolean = "BOOL"

  /// Bytes per number.
  var size: Int {
    switch self {
    case .float64, .int64, .unsigned64: 8
    case .float32, .int32, .unsigned32: 4
    case .float16, .brainFloat16, .int16, .unsigned16: 2
    case .int8, .unsigned8, .boolean: 1
    }
  }

  /// The numbers in a range of bytes, rounded to single precision.
  ///
  /// - Throws: ``SafetensorsError/boolean(name:byte:)`` for truth values other than 0 and 1.
  func values(in data: Data, range: Range<Int>, name: String) throws -> [Float] {
    try data.withUnsafeBytes { bytes in
      let part = UnsafeRawBufferPointer(rebasing: bytes[range])
      if self == .boolean, let byte = part.first(where: { $0 > 1 }) {
        throw SafetensorsError.boolean(name: name, byte: byte)
      }
      return (0..<part.count / size).map { value(Self.bits(part, at: $0 * size, size: size)) }
    }
  }

  /// Little-endian bytes as one number.
  private static func bits(_ bytes: UnsafeRawBufferPointer, at start: Int, size: Int) -> UInt64 {
    var bits: UInt64 = 0
    for index in 0..<size { bits |= UInt64(bytes[start + index]) << UInt64(8 * index) }
    return bits
  }

  private func value(_ bits: UInt64) -> Float {
    switch self {
    case .float64: Float(Double(bitPattern: bits))
    case .float32: Float(bitPattern: UInt32(truncatingIfNeeded: bits))
    case .float16: Self.half(UInt16(truncatingIfNeeded: bits))
    // A brain float is the upper half of a float.
    case .brainFloat16: Float(bitPattern: UInt32(truncatingIfNeeded: bits) << 16)
    case .int64: Float(Int64(bitPattern: bits))
    case .int32: Float(Int32(truncatingIfNeeded: bits))
    case .int16: Float(Int16(truncatingIfNeeded: bits))
    case .int8: Float(Int8(truncatingIfNeeded: bits))
    case .unsigned64, .unsigned32, .unsigned16, .unsigned8, .boolean: Float(bits)
    }
  }

  /// IEEE half precision: 1 sign, 5 exponent, 10 fraction bits. (`Float16` is not there on every platform.)
  private static func half(_ bits: UInt16) -> Float {
    let sign: Float = bits & 0x8000 == 0 ? 1 : -1
    let exponent = Int(bits >> 10 & 0x1F)
    let fraction = Float(bits & 0x3FF)
    switch exponent {
    case 0: return sign * fraction * 0x1p-24
    case 31: return fraction == 0 ? sign * .infinity : .nan
    default:
      return sign * (1 + fraction * 0x1p-10)
        * Float(sign: .plus, exponent: exponent - 15, significand: 1)
    }
  }
}
