/// `exp(x)` of eight numbers at once, for x from -87 to 88; smaller ones count as -87 (1.6e-38). Relative error 2e-7.
///
/// The range is cut down to |r| <= ln(2) / 2 by `x = n ln 2 + r`, and `2^n` is put into the exponent's bits. The
/// polynomial is that of Moshier's Cephes library, expf.
@inline(__always)
package func exponential(_ x: SIMD8<Float>) -> SIMD8<Float> {
  let bounded = x.replacing(with: -87, where: x .< -87)
  // Adding 1.5 * 2^23 leaves the nearest whole number in the low bits.
  let magic = SIMD8<Float>(repeating: 12_582_912)
  let shifted = bounded * 1.442_695_04 + magic
  let n = shifted - magic
  let r = bounded - n * 0.693_359_375 + n * 2.121_944_4e-4
  var p = SIMD8<Float>(repeating: 1.987_569_15e-4)
  p = p * r + 1.398_199_95e-3
  p = p * r + 8.333_451_9e-3
  p = p * r + 4.166_579_6e-2
  p = p * r + 1.666_666_55e-1
  p = p * r + 5.000_000_1e-1
  p = p * r * r + r + 1
  let bits = unsafeBitCast(shifted, to: SIMD8<UInt32>.self)
  let exponent = (bits &<< SIMD8<UInt32>(repeating: 23)) &+ SIMD8(repeating: 0x3F80_0000)
  return p * unsafeBitCast(exponent, to: SIMD8<Float>.self)
}
