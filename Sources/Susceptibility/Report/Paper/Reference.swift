/// A work that a sentence of the methods rests on.
struct Reference: Equatable, Sendable {
  /// What kind of work it is, as BibTeX calls it.
  enum Kind: String { case article, inproceedings, incollection, book, misc }

  /// What it is cited by: the first author's name in plain letters, and the year.
  let key: String
  let kind: Kind
  /// "Family, Given" of each author.
  let authors: [String]
  let year: Int
  let title: String
  /// The journal, the book or the publisher.
  let container: String
  var volume = ""
  var number = ""
  /// First and last page with a hyphen, or the number of the article.
  var pages = ""
  /// The digital object identifier; none for works without one.
  var doi = ""

  /// The names as they stand in a sentence: Horn; Zevenbergen and Thorne; Barnes et al.
  private var names: String {
    let families = authors.map { String($0.prefix { $0 != "," }) }
    return switch families.count {
    case 1: families[0]
    case 2: families.joined(separator: " and ")
    default: (families.first ?? "") + " et al."
    }
  }

  /// The citation without brackets: Horn 1981.
  var citation: String { "\(names) \(year)" }

  /// The entry of a list of references, without its identifier.
  var entry: String {
    var place = container
    if !volume.isEmpty { place += " \(volume)" }
    if !number.isEmpty { place += "(\(number))" }
    if !pages.isEmpty { place += ", " + pages.replacing("-", with: "–") }
    return "\(authors.joined(separator: "; ")) (\(year)). \(title). \(place)."
  }

  /// The fields of a BibTeX entry.
  var fields: [(name: String, value: String)] {
    let containerName =
      switch kind {
      case .article: "journal"
      case .inproceedings, .incollection: "booktitle"
      case .book: "publisher"
      case .misc: "howpublished"
      }
    return [
      ("author", authors.joined(separator: " and ")), ("title", title), (containerName, container),
      ("year", "\(year)"), ("volume", volume), ("number", number),
      ("pages", pages.replacing("-", with: "–")), ("doi", doi),
    ].filter { !$0.1.isEmpty }
  }
}
