import Yams

/// A value in a study file together with its key path, so that each problem names its place.
struct StudyNode {
  let node: Node
  let path: String
  let file: String

  /// An error at this place.
  func error(_ problem: String) -> StudyFileError {
    StudyFileError(file: file, key: path, line: node.mark?.line, problem: problem)
  }

  private func wrong(expected: String) -> StudyFileError {
    error("expected \(expected), found \(shown)")
  }

  /// The value in a form that fits a message.
  private var shown: String {
    switch node {
    case .scalar(let scalar): scalar.string.isEmpty ? "nothing" : "\"\(scalar.string)\""
    case .sequence(let sequence): "a list of \(sequence.count)"
    case .mapping(let mapping):
      "{ " + mapping.keys.compactMap(\.string).joined(separator: ", ") + " }"
    case .alias: "an alias"
    }
  }

  /// What was expected, with the ends of the range where it does not say the upper one.
  private static func text<Bound>(_ expected: String, _ range: ClosedRange<Bound>) -> String {
    expected.contains("\(range.upperBound)")
      ? expected : "\(expected) (\(range.lowerBound) to \(range.upperBound))"
  }

  // MARK: - Scalars

  /// A non-empty text.
  func text(_ expected: String = "a text") throws -> String {
    guard case .scalar(let scalar) = node, !scalar.string.isEmpty else {
      throw wrong(expected: expected)
    }
    return scalar.string
  }

  /// A finite number in `range`.
  func number(in range: ClosedRange<Double>, _ expected: String) throws -> Double {
    guard case .scalar(let scalar) = node, let value = Double(scalar.string), value.isFinite else {
      throw wrong(expected: expected)
    }
    guard range.contains(value) else { throw wrong(expected: Self.text(expected, range)) }
    return value
  }

  /// A whole number in `range`.
  func integer(in range: ClosedRange<Int>, _ expected: String) throws -> Int {
    guard case .scalar(let scalar) = node, let value = Int(scalar.string) else {
      throw wrong(expected: expected)
    }
    guard range.contains(value) else { throw wrong(expected: Self.text(expected, range)) }
    return value
  }

  /// true or false.
  func bool() throws -> Bool {
    guard case .scalar = node, let value = node.bool else {
      throw wrong(expected: "true or false")
    }
    return value
  }

  /// One of the raw values of an enum.
  func choice<Choice: RawRepresentable & CaseIterable>(of type: Choice.Type) throws -> Choice
  where Choice.RawValue == String {
    let expected = "one of " + type.allCases.map(\.rawValue).joined(separator: ", ")
    guard let value = Choice(rawValue: try text(expected)) else { throw wrong(expected: expected) }
    return value
  }

  // MARK: - Containers

  /// The elements of a list.
  func list(_ expected: String) throws -> [StudyNode] {
    guard case .sequence(let sequence) = node else { throw wrong(expected: expected) }
    return sequence.enumerated().map {
      StudyNode(node: $0.element, path: "\(path)[\($0.offset)]", file: file)
    }
  }

  /// The members of a mapping; keys other than `allowed` are errors.
  func members(_ allowed: [String], _ expected: String) throws -> StudyMembers {
    guard case .mapping(let mapping) = node else { throw wrong(expected: expected) }
    var members: [String: StudyNode] = [:]
    for (key, value) in mapping {
      guard let name = key.string, allowed.contains(name) else {
        throw StudyFileError(
          file: file, key: path.isEmpty ? key.string ?? "" : path, line: key.mark?.line,
          problem: "unknown key \"\(key.string ?? "")\"; expected one of "
            + allowed.joined(separator: ", "))
      }
      if value.isMissing { continue }
      members[name] = StudyNode(
        node: value, path: path.isEmpty ? name : "\(path).\(name)", file: file)
    }
    return StudyMembers(parent: self, members: members)
  }

  /// The members of a mapping whose keys the user chooses, in the order of the file.
  func entries(_ expected: String) throws -> [(name: String, value: StudyNode)] {
    guard case .mapping(let mapping) = node else { throw wrong(expected: expected) }
    return try mapping.map { key, value in
      guard let name = key.string, !name.isEmpty else { throw wrong(expected: expected) }
      return (name, StudyNode(node: value, path: "\(path).\(name)", file: file))
    }
  }

  /// Whether the value is a mapping with a key.
  func has(_ key: String) -> Bool {
    if case .mapping(let mapping) = node {
      mapping.keys.contains { $0.string == key }
    } else {
      false
    }
  }

  /// Whether the value is a mapping.
  var isMapping: Bool { if case .mapping = node { true } else { false } }
  /// Whether the value is a list.
  var isList: Bool { if case .sequence = node { true } else { false } }
}

/// The members of a mapping by name.
struct StudyMembers {
  let parent: StudyNode
  fileprivate let members: [String: StudyNode]

  /// A member that may be missing.
  subscript(name: String) -> StudyNode? { members[name] }

  /// The names that are there, sorted.
  var names: [String] { members.keys.sorted() }

  /// A member that must be there.
  func required(_ name: String, _ expected: String) throws -> StudyNode {
    guard let node = members[name] else {
      throw parent.error("the key \"\(name)\" is missing; expected \(expected)")
    }
    return node
  }
}

extension Node {
  /// `key:` with nothing after it, or null.
  fileprivate var isMissing: Bool {
    guard case .scalar(let scalar) = self else { return false }
    return scalar.style == .plain && ["", "~", "null"].contains(scalar.string)
  }
}
