/// The largest difference of two lists relative to the largest magnitude in `expected`; infinite when lengths differ
/// or one has NaN where the other has not.
public func relativeDifference(_ actual: [Double], _ expected: [Double]) -> Double {
  guard actual.count == expected.count else { return .infinity }
  let scale = expected.reduce(0) { $1.isNaN ? $0 : max($0, abs($1)) }
  let difference = largestDifference(actual, expected)
  return scale > 0 ? difference / scale : difference
}

/// The largest absolute difference of two lists; infinite when lengths differ or one has NaN where the other has not.
public func largestDifference(_ actual: [Double], _ expected: [Double]) -> Double {
  guard actual.count == expected.count else { return .infinity }
  return zip(actual, expected).reduce(0) { largest, pair in
    if pair.0.isNaN && pair.1.isNaN { return largest }
    if pair.0 == pair.1 { return largest }
    let difference = abs(pair.0 - pair.1)
    return difference.isNaN ? .infinity : max(largest, difference)
  }
}

/// ``relativeDifference(_:_:)-([Double],_)`` for single precision against reference values in double precision.
public func relativeDifference(_ actual: [Float], _ expected: [Double]) -> Double {
  relativeDifference(actual.map(Double.init), expected)
}

/// ``largestDifference(_:_:)-([Double],_)`` for single precision against reference values in double precision.
public func largestDifference(_ actual: [Float], _ expected: [Double]) -> Double {
  largestDifference(actual.map(Double.init), expected)
}
