/// Reads filter expressions by recursive descent: or, and, not, comparison.
struct FilterParser {
  private let expression: String
  private let tokens: [FilterToken]
  private var next = 0
  private var depth = 0
  /// No expression by hand nests deeper; a hostile one must not exhaust the stack.
  private static let maximumDepth = 100

  init(_ expression: String) throws {
    self.expression = expression
    tokens = try FilterToken.tokens(of: expression)
  }

  mutating func whole() throws -> FilterCondition {
    let condition = try either()
    guard case .end = tokens[next].kind else { throw expected("AND, OR or the end") }
    return condition
  }

  private mutating func either() throws -> FilterCondition {
    var parts = [try both()]
    while takeKeyword("OR") { parts.append(try both()) }
    return parts.count == 1 ? parts[0] : .any(parts)
  }

  private mutating func both() throws -> FilterCondition {
    var parts = [try negation()]
    while takeKeyword("AND") { parts.append(try negation()) }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private mutating func negation() throws -> FilterCondition {
    guard depth < Self.maximumDepth else {
      throw expected("at most \(Self.maximumDepth) nested conditions")
    }
    depth += 1
    defer { depth -= 1 }
    if takeKeyword("NOT") { return .not(try negation()) }
    if takeSymbol("(") {
      let inner = try either()
      guard takeSymbol(")") else { throw expected("\")\"") }
      return inner
    }
    return try comparison()
  }

  private mutating func comparison() throws -> FilterCondition {
    let field: String
    switch tokens[next].kind {
    case .word(let word) where !FilterToken.keywords.contains(word.uppercased()): field = word
    case .quotedName(let name): field = name
    default: throw expected("a field")
    }
    next += 1
    if takeKeyword("IS") {
      let isNegated = takeKeyword("NOT")
      guard takeKeyword("NULL") else { throw expected("NULL") }
      return isNegated ? .not(.isNull(field: field)) : .isNull(field: field)
    }
    let isNegated = takeKeyword("NOT")
    if let condition = try worded(field) { return isNegated ? .not(condition) : condition }
    guard !isNegated else { throw expected("IN, BETWEEN, LIKE or ILIKE") }
    guard case .symbol(let symbol) = tokens[next].kind,
      let operation = Self.operators[symbol]
    else { throw expected("a comparison (=, !=, <, <=, >, >=), IN, BETWEEN, LIKE or IS") }
    next += 1
    return .comparison(field: field, operation, try literal())
  }

  /// A comparison by a word that may follow NOT; `nil` when none is next.
  private mutating func worded(_ field: String) throws -> FilterCondition? {
    if takeKeyword("IN") { return .isIn(field: field, try list()) }
    if takeKeyword("BETWEEN") {
      let lower = try literal()
      guard takeKeyword("AND") else { throw expected("AND") }
      return .all([
        .comparison(field: field, .greaterOrEqual, lower),
        .comparison(field: field, .lessOrEqual, try literal()),
      ])
    }
    for (keyword, ignoresCase) in [("LIKE", false), ("ILIKE", true)] where takeKeyword(keyword) {
      let text = try self.text("a pattern in single quotes")
      var escape: Character?
      if takeKeyword("ESCAPE") {
        let character = try self.text("one character in single quotes")
        guard character.count == 1 else {
          next -= 1
          throw expected("one character in single quotes")
        }
        escape = character.first
      }
      return .isLike(
        field: field, TextPattern(text, ignoresCase: ignoresCase, escape: escape))
    }
    return nil
  }

  private mutating func text(_ what: String) throws -> String {
    guard case .text(let text) = tokens[next].kind else { throw expected(what) }
    next += 1
    return text
  }

  private static let operators: [String: FilterOperator] = {
    let spelled = FilterOperator.allCases.map { ($0.rawValue, $0) }
    return Dictionary(uniqueKeysWithValues: spelled + [("==", .equal), ("<>", .unequal)])
  }()

  private mutating func list() throws -> [AttributeValue] {
    guard takeSymbol("(") else { throw expected("\"(\"") }
    var values = [try literal()]
    while takeSymbol(",") { values.append(try literal()) }
    guard takeSymbol(")") else { throw expected("\",\" or \")\"") }
    return values
  }

  private mutating func literal() throws -> AttributeValue {
    switch tokens[next].kind {
    case .number(let number):
      next += 1
      return .number(number)
    case .text(let text):
      next += 1
      return .text(text)
    default: throw expected("a number or a text in single quotes")
    }
  }

  private mutating func takeKeyword(_ keyword: String) -> Bool {
    guard case .word(let word) = tokens[next].kind, word.uppercased() == keyword else {
      return false
    }
    next += 1
    return true
  }

  private mutating func takeSymbol(_ symbol: String) -> Bool {
    guard tokens[next].kind == .symbol(symbol) else { return false }
    next += 1
    return true
  }

  private func expected(_ what: String) -> GeoRasterError {
    .invalidFilter(expression: expression, position: tokens[next].position, expected: what)
  }
}

/// A word, name, literal or symbol of a filter expression.
struct FilterToken {
  enum Kind: Equatable {
    case word(String)
    case quotedName(String)
    case text(String)
    case number(Double)
    case symbol(String)
    case end
  }

  let kind: Kind
  /// Characters before it.
  let position: Int

  static let keywords: Set = ["AND", "OR", "NOT", "IN", "IS", "NULL"]

  /// All tokens, closed by ``Kind/end``, so that looking ahead never leaves the list.
  static func tokens(of expression: String) throws -> [FilterToken] {
    let characters = Array(expression)
    var tokens: [FilterToken] = []
    var position = 0
    while position < characters.count {
      let start = position
      let character = characters[position]
      if character.isWhitespace {
        position += 1
        continue
      }
      let kind: Kind?
      if character == "'" || character == "\"" {
        let content = quoted(characters, &position)
        kind = content.map { character == "'" ? .text($0) : .quotedName($0) }
      } else if character.isLetter || character == "_" {
        kind = .word(run(characters, &position) { $0.isLetter || $0.isNumber || $0 == "_" })
      } else if character.isNumber || "+-.".contains(character) {
        kind = number(characters, &position)
      } else {
        kind = symbol(characters, &position)
      }
      guard let kind else {
        throw GeoRasterError.invalidFilter(
          expression: expression, position: start,
          expected: "a field, an operator, a number or a closed quote")
      }
      tokens.append(FilterToken(kind: kind, position: start))
    }
    return tokens + [FilterToken(kind: .end, position: characters.count)]
  }

  private static func run(
    _ characters: [Character], _ position: inout Int, while belongs: (Character) -> Bool
  ) -> String {
    let start = position
    while position < characters.count, belongs(characters[position]) { position += 1 }
    return String(characters[start..<position])
  }

  /// The content of quotes; a doubled quote stands for one. `nil` when they are not closed.
  private static func quoted(_ characters: [Character], _ position: inout Int) -> String? {
    let quote = characters[position]
    position += 1
    var content = ""
    while position < characters.count {
      let character = characters[position]
      position += 1
      if character == quote {
        guard position < characters.count, characters[position] == quote else { return content }
        position += 1
      }
      content.append(character)
    }
    return nil
  }

  /// A number with its sign; a sign inside it belongs to an exponent.
  private static func number(_ characters: [Character], _ position: inout Int) -> Kind? {
    var text = String(characters[position])
    position += 1
    while position < characters.count {
      let character = characters[position]
      let isSign = (character == "+" || character == "-") && text.last?.lowercased() == "e"
      guard character.isLetter || character.isNumber || character == "." || isSign else { break }
      text.append(character)
      position += 1
    }
    return AttributeValue.number(spelledBy: text).map(Kind.number)
  }

  private static func symbol(_ characters: [Character], _ position: inout Int) -> Kind? {
    for length in [2, 1] where position + length <= characters.count {
      let text = String(characters[position..<position + length])
      if ["==", "!=", "<>", "<=", ">=", "=", "<", ">", "(", ")", ","].contains(text) {
        position += length
        return .symbol(text)
      }
    }
    return nil
  }
}
