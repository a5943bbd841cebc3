/// The number that stands for NaN and infinite values in files: -9999, or the lowest Float where that is a value.
enum NoDataMarker {
  private static let usual: Float = -9999
  private static let other = -Float.greatestFiniteMagnitude

  /// A cell has the usual marker as its value.
  private struct IsValue: Error {}

  /// The marker for values that are all known.
  static func value(absentFrom values: [Float]) -> Float {
    values.contains(usual) ? other : usual
  }

  /// Calls `write` with the usual marker, and once more with the other one when that turns up among the values.
  static func choose(_ write: (_ marker: Float) throws -> Void) throws {
    do { try write(usual) } catch is IsValue { try write(other) }
  }

  /// The number in the file for a value.
  ///
  /// - Throws: to ``choose(_:)`` when the value is the usual marker.
  @inline(__always)
  static func stored(_ value: Float, marker: Float) throws -> Float {
    if value == marker, marker == usual { throw IsValue() }
    return value.magnitude <= .greatestFiniteMagnitude ? value : marker
  }
}
