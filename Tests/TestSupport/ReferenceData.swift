import Foundation

/// Reference values and real study areas, kept outside the package: `SCARP_REFERENCE_DATA` names their folder.
///
/// Tests that need them are skipped when it is not set: `@Test(.enabled(if: ReferenceData.isAvailable, ...))`.
public enum ReferenceData {
  /// Why a test was skipped.
  public static let comment = "set SCARP_REFERENCE_DATA to the folder with golden/ and data/"

  /// The folder, or `nil` when the variable is not set.
  public static var folder: URL? {
    ProcessInfo.processInfo.environment["SCARP_REFERENCE_DATA"].flatMap {
      $0.isEmpty ? nil : URL(fileURLWithPath: $0, isDirectory: true)
    }
  }

  /// Whether the folder is there.
  public static var isAvailable: Bool {
    folder.map { FileManager.default.fileExists(atPath: $0.appendingPathComponent("golden").path) }
      ?? false
  }

  /// A file below the folder, such as `data/kaghan_pakistan/elevation.tif`.
  public static func file(_ path: String) throws -> URL {
    guard let folder else { throw MissingReferenceData() }
    return folder.appendingPathComponent(path)
  }

  /// The values of `golden/NAME.json`.
  public static func golden(_ name: String) throws -> ReferenceValues {
    let data = try Data(contentsOf: file("golden/\(name).json"))
    return ReferenceValues(try JSONSerialization.jsonObject(with: data))
  }
}

/// Thrown when a test that is not guarded by ``ReferenceData/isAvailable`` asks for reference data.
public struct MissingReferenceData: Error {}

/// A JSON value, read by keys: `values["cases"].elements.first?["x"].floats`.
public struct ReferenceValues: @unchecked Sendable {
  private let value: Any?

  init(_ value: Any?) { self.value = value is NSNull ? nil : value }

  /// The member of an object; missing members have no value.
  public subscript(key: String) -> ReferenceValues {
    ReferenceValues((value as? [String: Any])?[key])
  }

  /// Whether there is a value (JSON's null counts as none).
  public var exists: Bool { value != nil }
  /// The keys of an object, sorted.
  public var keys: [String] { ((value as? [String: Any])?.keys.sorted()) ?? [] }
  /// The elements of a list.
  public var elements: [ReferenceValues] { ((value as? [Any]) ?? []).map(ReferenceValues.init) }
  /// A text.
  public var string: String? { value as? String }
  /// A number.
  public var double: Double? { (value as? NSNumber)?.doubleValue }
  /// A whole number.
  public var int: Int? { (value as? NSNumber)?.intValue }
  /// A truth value.
  public var bool: Bool? { (value as? NSNumber)?.boolValue }

  /// The numbers of a list, or of the `data` of `{"shape": [...], "data": [...]}`; null is NaN.
  public var doubles: [Double] {
    let list = (value as? [Any]) ?? ((value as? [String: Any])?["data"] as? [Any]) ?? []
    return list.map { ($0 as? NSNumber)?.doubleValue ?? .nan }
  }
  /// ``doubles`` in single precision.
  public var floats: [Float] { doubles.map(Float.init) }
  /// ``doubles`` as whole numbers.
  public var ints: [Int] { doubles.map { Int($0) } }
  /// The `shape` of `{"shape": [...], "data": [...]}`.
  public var shape: [Int] { self["shape"].ints }
}
