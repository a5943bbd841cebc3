/// A pattern of `LIKE`: `%` stands for any characters, also none, and `_` for one.
struct TextPattern: Sendable, Equatable {
  private enum Piece: Equatable {
    case character(Character)
    case anyCharacter
    case anyText
  }

  private let pieces: [Piece]
  private let ignoresCase: Bool

  /// - Parameters:
  ///   - escape: the character after which `%`, `_` and itself stand for themselves.
  init(_ text: String, ignoresCase: Bool, escape: Character? = nil) {
    var pieces: [Piece] = []
    var isEscaped = false
    for character in ignoresCase ? text.lowercased() : text {
      if isEscaped {
        pieces.append(.character(character))
        isEscaped = false
      } else if character == escape {
        isEscaped = true
      } else if character == "%" {
        // Several in a row are one, so that a hostile pattern costs no more.
        if pieces.last != .anyText { pieces.append(.anyText) }
      } else {
        pieces.append(character == "_" ? .anyCharacter : .character(character))
      }
    }
    self.pieces = pieces
    self.ignoresCase = ignoresCase
  }

  /// Whether the whole text fits.
  ///
  /// - Complexity: O(characters x pattern) at worst: only the last `%` is ever taken back.
  func matches(_ text: String) -> Bool {
    let characters = Array(ignoresCase ? text.lowercased() : text)
    var (position, piece) = (0, 0)
    var retry: (position: Int, piece: Int)?
    while position < characters.count {
      let next = piece < pieces.count ? pieces[piece] : nil
      if next == .anyText {
        retry = (position, piece)
        piece += 1
      } else if next == .anyCharacter || next == .character(characters[position]) {
        position += 1
        piece += 1
      } else if let last = retry {
        retry = (last.position + 1, last.piece)
        position = last.position + 1
        piece = last.piece + 1
      } else {
        return false
      }
    }
    return pieces[piece...].allSatisfy { $0 == .anyText }
  }
}
