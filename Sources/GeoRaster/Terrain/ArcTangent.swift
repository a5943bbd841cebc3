/// The angle whose tangent is `opposite / adjacent`, in degrees, for numbers of at least 0; 0 for 0 / 0.
///
/// Branch-free, so that loops over cells run several cells at a time. The largest error is 2e-5 degrees: the
/// polynomial (fitted on 0...tan(pi/8), error 2e-8 rad) is less than a rounding of a `Float` away.
@inline(__always)
func arcTangentInDegrees(opposite: Float, adjacent: Float) -> Float {
  let larger = max(opposite, adjacent)
  let smaller = min(opposite, adjacent)
  // Beyond tan(pi/8), atan(x) = pi/4 + atan((x - 1) / (x + 1)).
  let isBeyond = smaller > 0.414_213_56 * larger
  let numerator = isBeyond ? smaller - larger : smaller
  let denominator = isBeyond ? smaller + larger : larger
  let x = numerator / (denominator > 0 ? denominator : 1)
  let z = x * x
  let series = ((0.080_603_09 * z - 0.138_798_5) * z + 0.199_779_26) * z - 0.333_329_56
  let degrees = (x + x * z * series) * 57.295_78 + (isBeyond ? 45 : 0)
  return opposite > adjacent ? 90 - degrees : degrees
}
