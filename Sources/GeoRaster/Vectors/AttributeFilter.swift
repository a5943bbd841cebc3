import Foundation

/// A condition on the attributes of features: `year > 2005 AND kind IN ('slide', 'flow')`.
///
/// Comparisons are `FIELD OPERATOR LITERAL` with `=` (also `==`), `!=` (also `<>`), `<`, `<=`, `>`, `>=`, and after a field
/// `[NOT] IN (...)`, `[NOT] BETWEEN a AND b`, `[NOT] LIKE 'pattern' [ESCAPE 'c']`, `[NOT] ILIKE` and `IS [NOT] NULL`; they are joined by
/// `AND`, `OR`, `NOT` and parentheses (`NOT` binds before `AND`, `AND` before `OR`). Keywords are free in letter case. A
/// field with other characters than letters, digits and `_` stands in double quotes, a text in single quotes (`''` for
/// a quote in it). In a pattern `%` stands for any characters and `_` for one; `ILIKE` does not look at letter case.
///
/// Numbers compare as numbers, also when one side is a text that spells one; texts compare by their characters, with
/// letter case. A comparison with null is unknown as in SQL: it does not match, nor does its `NOT`. GDAL selects the same
/// features of a GeoPackage, whose SQL is SQLite's, but for `LIKE` there, which does not look at letter case; of other
/// formats it compares texts with `=` without letter case, and takes null for a value under `NOT`.
public struct AttributeFilter: Sendable, Equatable {
  /// The expression as it was given.
  public let expression: String
  private let condition: FilterCondition

  /// Reads an expression.
  ///
  /// - Throws: ``GeoRasterError/invalidFilter(expression:position:expected:)`` with the character where it stops making
  ///   sense.
  public init(parsing expression: String) throws {
    self.expression = expression
    var parser = try FilterParser(expression)
    condition = try parser.whole()
  }

  private init(expression: String, condition: FilterCondition) {
    self.expression = expression
    self.condition = condition
  }

  /// The names of the fields in the expression, sorted.
  public var fields: [String] { condition.fields.sorted() }

  /// Whether the condition holds.
  ///
  /// - Throws: ``GeoRasterError/missingAttribute(file:name:available:)`` when there is no attribute of a field's name.
  public func matches(_ attributes: [String: AttributeValue]) throws -> Bool {
    try condition.evaluate { name in
      if let value = attributes[name] { return value }
      let available = attributes.keys.sorted()
      let field = try FieldNames.field(named: name, in: available, source: "where")
      return attributes[field] ?? .null
    } ?? false
  }

  /// The filter with its fields spelled as a layer spells them.
  func resolved(fields: [String], source: String) throws -> AttributeFilter {
    AttributeFilter(
      expression: expression,
      condition: try condition.renamed {
        try FieldNames.field(named: $0, in: fields, source: source)
      })
  }
}

/// The tree of an expression. Its depth is bounded by the parser.
indirect enum FilterCondition: Sendable, Equatable {
  case comparison(field: String, FilterOperator, AttributeValue)
  case isIn(field: String, [AttributeValue])
  case isNull(field: String)
  case isLike(field: String, TextPattern)
  case not(FilterCondition)
  case all([FilterCondition])
  case any([FilterCondition])

  var fields: Set<String> {
    switch self {
    case .comparison(let field, _, _), .isIn(let field, _), .isNull(let field),
      .isLike(let field, _):
      [field]
    case .not(let inner): inner.fields
    case .all(let parts), .any(let parts): parts.reduce(into: []) { $0.formUnion($1.fields) }
    }
  }

  func renamed(_ name: (String) throws -> String) rethrows -> FilterCondition {
    switch self {
    case .comparison(let field, let operation, let literal):
      .comparison(field: try name(field), operation, literal)
    case .isIn(let field, let literals): .isIn(field: try name(field), literals)
    case .isNull(let field): .isNull(field: try name(field))
    case .isLike(let field, let pattern): .isLike(field: try name(field), pattern)
    case .not(let inner): .not(try inner.renamed(name))
    case .all(let parts): .all(try parts.map { try $0.renamed(name) })
    case .any(let parts): .any(try parts.map { try $0.renamed(name) })
    }
  }

  /// `nil` is SQL's unknown.
  func evaluate(_ value: (String) throws -> AttributeValue) rethrows -> Bool? {
    switch self {
    case .comparison(let field, let operation, let literal):
      return operation.holds(try value(field), literal)
    case .isIn(let field, let literals):
      let found = try value(field)
      if found == .null { return nil }
      return literals.contains { FilterOperator.equal.holds(found, $0) ?? false }
    case .isNull(let field):
      return try value(field) == .null
    case .isLike(let field, let pattern):
      return try value(field).textValue.map { pattern.matches($0) }
    case .not(let inner):
      return try inner.evaluate(value).map { !$0 }
    case .all(let parts):
      let results = try parts.map { try $0.evaluate(value) }
      return results.contains(false) ? false : results.contains(nil) ? nil : true
    case .any(let parts):
      let results = try parts.map { try $0.evaluate(value) }
      return results.contains(true) ? true : results.contains(nil) ? nil : false
    }
  }
}

/// The comparisons of a filter.
enum FilterOperator: String, Sendable, CaseIterable {
  case equal = "="
  case unequal = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="

  /// `nil` when the value is null.
  func holds(_ value: AttributeValue, _ literal: AttributeValue) -> Bool? {
    if value == .null { return nil }
    if let (a, b) = Self.numbers(value, literal) { return compare(a, b) }
    if case .text(let a) = value, case .text(let b) = literal { return compare(a, b) }
    // A number and a text that spells none have no order.
    return self == .unequal
  }

  /// Both sides as numbers: when one is a number and the other is one or spells one.
  private static func numbers(
    _ value: AttributeValue, _ literal: AttributeValue
  ) -> (Double, Double)? {
    if case .text = value, case .text = literal { return nil }
    guard let a = value.numericValue, let b = literal.numericValue else { return nil }
    return (a, b)
  }

  private func compare<Value: Comparable>(_ a: Value, _ b: Value) -> Bool {
    switch self {
    case .equal: a == b
    case .unequal: a != b
    case .less: a < b
    case .lessOrEqual: a <= b
    case .greater: a > b
    case .greaterOrEqual: a >= b
    }
  }
}
