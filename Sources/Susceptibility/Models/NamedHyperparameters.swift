import HybridCNN

/// A value of a hyperparameter in a study file.
public enum HyperparameterValue: Sendable, Equatable, Codable, CustomStringConvertible {
  /// A number.
  case number(Double)
  /// A word, such as the name of an optimizer.
  case text(String)
  /// A list of numbers, such as the filters of two convolutions.
  case list([Double])

  init(_ node: StudyNode) throws {
    if node.isList {
      self = .list(
        try node.list("a list of numbers").map { try $0.number(in: -1e12...1e12, "a number") })
    } else {
      let text = try node.text("a number, a word or a list of numbers")
      self = Double(text).map { $0.isFinite ? .number($0) : .text(text) } ?? .text(text)
    }
  }

  /// What was found, what was expected and what to do.
  public var description: String {
    switch self {
    case .number(let number):
      number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
    case .text(let text): text
    case .list(let list): list.map { "\(Self.number($0))" }.joined(separator: " ")
    }
  }

  /// The value as it stands in a study file.
  var shown: String {
    guard case .list(let list) = self else { return description }
    return "[" + list.map { "\(Self.number($0))" }.joined(separator: ", ") + "]"
  }
}

/// A hyperparameter with a value.
public struct HyperparameterSetting: Sendable, Equatable {
  /// Its name in study.yaml.
  public var name: String
  /// Its value.
  public var value: HyperparameterValue
}

/// What a setting cannot be.
struct HyperparameterError: Error, Equatable, CustomStringConvertible {
  let name: String
  let expected: String
  let found: HyperparameterValue

  var description: String { "\(name): expected \(expected), found \(found.shown)" }
}

/// A hyperparameter by name: how a value from a study file is put into place.
struct NamedHyperparameter<Target>: Sendable {
  let name: String
  let expected: String
  /// Whether only whole numbers fit.
  var isWhole = false
  /// Returns whether the value fits.
  let set: @Sendable (inout Target, HyperparameterValue) -> Bool

  /// A number in a range.
  static func number(
    _ name: String, _ path: WritableKeyPath<Target, Double> & Sendable,
    in range: ClosedRange<Double>, _ expected: String
  ) -> Self {
    Self(name: name, expected: expected) { target, value in
      guard case .number(let number) = value, range.contains(number) else { return false }
      target[keyPath: path] = number
      return true
    }
  }

  /// A whole number in a range.
  static func integer(
    _ name: String, _ path: WritableKeyPath<Target, Int> & Sendable, in range: ClosedRange<Int>,
    _ expected: String
  ) -> Self {
    Self(name: name, expected: expected, isWhole: true) { target, value in
      guard case .number(let number) = value, let integer = Int(exactly: number),
        range.contains(integer)
      else { return false }
      target[keyPath: path] = integer
      return true
    }
  }

  /// One of the raw values of an enum.
  static func choice<Choice: RawRepresentable & CaseIterable & Sendable>(
    _ name: String, _ path: WritableKeyPath<Target, Choice> & Sendable
  ) -> Self where Choice.RawValue == String {
    let choices = Dictionary(uniqueKeysWithValues: Choice.allCases.map { ($0.rawValue, $0) })
    let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    return Self(name: name, expected: "one of \(names)") { target, value in
      guard case .text(let text) = value, let choice = choices[text] else { return false }
      target[keyPath: path] = choice
      return true
    }
  }

  /// One of a few words, each of which stands for a value.
  static func words<Value: Sendable>(
    _ name: String, _ path: WritableKeyPath<Target, Value> & Sendable,
    _ words: [(word: String, value: Value)]
  ) -> Self {
    Self(name: name, expected: "one of \(words.map(\.word).joined(separator: ", "))") {
      target, value in
      guard case .text(let text) = value, let found = words.first(where: { $0.word == text })
      else { return false }
      target[keyPath: path] = found.value
      return true
    }
  }

  /// The same hyperparameter of a part of something larger.
  func within<Whole>(
    _ path: WritableKeyPath<Whole, Target> & Sendable
  ) -> NamedHyperparameter<Whole> {
    NamedHyperparameter<Whole>(name: name, expected: expected, isWhole: isWhole) {
      whole, value in set(&whole[keyPath: path], value)
    }
  }

  /// A list of `count` whole numbers from 1.
  static func counts(
    _ name: String, _ path: WritableKeyPath<Target, [Int]> & Sendable, count: Int
  ) -> Self {
    Self(name: name, expected: "a list of \(count) whole numbers from 1 to 4096") { target, value in
      guard case .list(let list) = value, list.count == count else { return false }
      let integers = list.compactMap { Int(exactly: $0) }.filter { (1...4096).contains($0) }
      guard integers.count == count else { return false }
      target[keyPath: path] = integers
      return true
    }
  }
}
