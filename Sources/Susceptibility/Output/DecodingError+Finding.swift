import Foundation

extension DecodingError {
  /// What was found in JSON, and where, as people say it.
  var finding: String {
    switch self {
    case .keyNotFound(let key, let context):
      "no \"\(Self.path(context.codingPath + [key]))\""
    case .typeMismatch(_, let context):
      "another kind of value in \"\(Self.path(context.codingPath))\""
    case .valueNotFound(_, let context): "nothing in \"\(Self.path(context.codingPath))\""
    case .dataCorrupted(let context): context.debugDescription
    @unknown default: "JSON of another kind"
    }
  }

  private static func path(_ keys: [any CodingKey]) -> String {
    keys.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
  }
}

extension StudyError {
  /// A file that no model can be read from.
  static func notAModel(file: URL, found: String) -> StudyError {
    unusableModel(
      file: file.path,
      reason:
        "is not a model that scarp wrote: found \(found), expected a model_MODEL.safetensors or "
        + "model_MODEL.json as scarp train leaves it; fit it again, or copy it whole")
  }
}
