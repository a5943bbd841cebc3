/// A node of a well-known text: `KEYWORD["name", number, ..., CHILD[...]]`.
struct WellKnownTextNode: Equatable {
  var keyword: String
  var texts: [String] = []
  var numbers: [Double] = []
  var children: [WellKnownTextNode] = []

  /// Reads a whole text; `nil` when it is not one.
  init?(parsing text: String) {
    var scanner = Scanner(text: Array(text.unicodeScalars))
    guard let node = scanner.node(depth: 0) else { return nil }
    self = node
  }

  fileprivate init(keyword: String) { self.keyword = keyword }

  /// The first child with this keyword.
  func child(_ keyword: String) -> WellKnownTextNode? {
    children.first { $0.keyword == keyword }
  }

  /// The horizontal part of a compound system and the system inside a bound one; others as they are.
  var horizontal: WellKnownTextNode {
    switch keyword {
    case "COMPD_CS", "COMPOUNDCRS":
      return children.first { $0.keyword.hasPrefix("PROJ") || $0.keyword.hasPrefix("GEOG") } ?? self
    case "BOUNDCRS":
      return child("SOURCECRS")?.children.first?.horizontal ?? self
    default:
      return self
    }
  }

  /// Metres in one unit, of the system itself or (WKT 2) of its first axis; `nil` when it says neither.
  var linearUnit: Double? {
    let keywords: Set = ["UNIT", "LENGTHUNIT"]
    let own = children.last { keywords.contains($0.keyword) }
    return own?.numbers.first ?? child("AXIS")?.child("LENGTHUNIT")?.numbers.first
  }

  /// `AUTHORITY["EPSG","32643"]` or `ID["EPSG",32643]` as `EPSG:32643`.
  var authorityCode: String? {
    guard let node = child("AUTHORITY") ?? child("ID"), let authority = node.texts.first else {
      return nil
    }
    if node.texts.count > 1 { return "\(authority):\(node.texts[1])" }
    return node.numbers.first.flatMap { Int(exactly: $0) }.map { "\(authority):\($0)" }
  }
}

private struct Scanner {
  /// No real text nests deeper; a hostile one must not exhaust the stack.
  private static let maximumDepth = 32

  let text: [Unicode.Scalar]
  var position = 0

  init(text: [Unicode.Scalar]) { self.text = text }

  private var current: Unicode.Scalar? { position < text.count ? text[position] : nil }

  private mutating func skipSpace() {
    while let scalar = current, scalar.properties.isWhitespace { position += 1 }
  }

  private mutating func word() -> String {
    skipSpace()
    var word = String.UnicodeScalarView()
    while let scalar = current, !"[](),\"".unicodeScalars.contains(scalar),
      !scalar.properties.isWhitespace
    {
      word.append(scalar)
      position += 1
    }
    return String(word)
  }

  private mutating func quoted() -> String? {
    position += 1
    var content = String.UnicodeScalarView()
    while let scalar = current {
      position += 1
      if scalar == "\"" {
        guard current == "\"" else { return String(content) }
        position += 1
      }
      content.append(scalar)
    }
    return nil
  }

  mutating func node(depth: Int) -> WellKnownTextNode? {
    guard depth < Self.maximumDepth else { return nil }
    var node = WellKnownTextNode(keyword: word().uppercased())
    skipSpace()
    guard !node.keyword.isEmpty, current == "[" || current == "(" else { return nil }
    position += 1
    while true {
      skipSpace()
      guard let scalar = current else { return nil }
      switch scalar {
      case "]", ")":
        position += 1
        return node
      case ",":
        position += 1
      case "\"":
        guard let text = quoted() else { return nil }
        node.texts.append(text)
      default:
        let start = position
        let text = word()
        skipSpace()
        if current == "[" || current == "(" {
          position = start
          guard let child = self.node(depth: depth + 1) else { return nil }
          node.children.append(child)
        } else if let number = Double(text) {
          node.numbers.append(number)
        } else if !text.isEmpty {
          node.texts.append(text)
        } else {
          return nil
        }
      }
    }
  }
}
