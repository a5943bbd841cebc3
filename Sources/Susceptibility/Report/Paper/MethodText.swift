/// A sentence of the methods, without its full stop, and the works that it rests on.
struct MethodSentence: Equatable, Sendable {
  let text: String
  let sources: [Reference]

  init(_ text: String, _ sources: Reference...) { self.init(text, sources: sources) }

  init(_ text: String, sources: [Reference]) {
    self.text = text
    self.sources = sources
  }
}

/// Sentences about one part of a study.
struct MethodParagraph: Equatable, Sendable {
  let heading: String
  let sentences: [MethodSentence]
}

/// The methods section of a paper, composed of what a study did and found.
struct MethodText: Equatable, Sendable {
  let title: String
  let paragraphs: [MethodParagraph]
  /// What a reviewer has to know.
  let cautions: [String]

  /// Each work that a sentence names once, by its key.
  var references: [Reference] {
    var known: [String: Reference] = [:]
    for source in paragraphs.flatMap(\.sentences).flatMap(\.sources) {
      known[source.key] = source
    }
    return known.values.sorted { $0.key < $1.key }
  }
}

/// Words put together.
enum Prose {
  /// a; a and b; a, b and c.
  static func list(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " and " + last
  }

  /// The number with its noun: 1 tree, 500 trees.
  static func count(_ number: Int, _ noun: String, plural: String? = nil) -> String {
    "\(NumberText.count(number)) \(number == 1 ? noun : plural ?? noun + "s")"
  }
}
