import Foundation
import Testing

@testable import Susceptibility

@Suite struct PaperTextTests {
  @Test func latexIsEscaped() {
    #expect(
      LaTeXText.escaped("50% of A_b & {C} #1 $x ~ ^ \\end")
        == "50\\% of A\\_b \\& \\{C\\} \\#1 \\$x \\textasciitilde{} \\textasciicircum{} "
        + "\\textbackslash{}end")
    #expect(
      LaTeXText.escaped("Müller, Milà, Łódź, Ångström")
        == #"M{\"u}ller, Mil{\`a}, {\L}{\'o}d{\'z}, {\r A}ngstr{\"o}m"#)
    // An accent in two scalars is the same letter.
    #expect(LaTeXText.escaped("u\u{308}") == #"{\"u}"#)
    #expect(LaTeXText.escaped("\u{ED}") == #"{\'\i}"#)
    #expect(LaTeXText.escaped("1 × 2 ≤ 3\u{2009}000 −1") == #"1 $\times$ 2 $\leq$ 3\,000 $-$1"#)
    #expect(LaTeXText.escaped("a\u{202E}b\nc") == "a b c")
    #expect(LaTeXText.escaped("山") == "山")
  }

  @Test func markdownIsEscaped() {
    #expect(
      MarkdownText.escaped("a_b * [c](d) | `e` <f> #g @h $i$")
        == "a\\_b \\* \\[c\\](d) \\| \\`e\\` \\<f\\> \\#g \\@h \\$i\\$")
    #expect(
      MarkdownText.escaped("- not a list\n# not a heading") == "\\- not a list \\# not a heading")
  }

  @Test func wordsAreJoined() {
    #expect(Prose.list([]) == "")
    #expect(Prose.list(["a"]) == "a")
    #expect(Prose.list(["a", "b", "c"]) == "a, b and c")
    #expect(Prose.count(1, "fold") == "1 fold")
    #expect(Prose.count(5, "fold") == "5 folds")
  }

  @Test func authorsStandAsInSentences() {
    #expect(Reference.horn.citation == "Horn 1981")
    #expect(Reference.zevenbergenThorne.citation == "Zevenbergen and Thorne 1987")
    #expect(Reference.priorityFlood.citation == "Barnes et al. 2014")
    #expect(
      Reference.horn.entry
        == "Horn, B. K. P. (1981). Hill shading and the reflectance map. Proceedings of the IEEE 69(1), 14–47."
    )
  }

  /// Text that would break a format in any place that a study fills in.
  @Test func filesHoldTogetherWhateverNamesAre() throws {
    let name = "A_b & 50% {x} #1 \\end{document} $y$ | ü \"q\" <s>"
    let methods = MethodText(
      title: name,
      paragraphs: [
        MethodParagraph(
          heading: name,
          sentences: [MethodSentence(name, .horn, .matchedFolds), MethodSentence(name)])
      ], cautions: [name])
    let tables = [
      PaperTable(
        label: "results", caption: "Table 2. \(name)",
        columns: [.init(title: name, isNumber: false), .init(title: "AUC")],
        rows: [[name, "0.9"], ["b", "1"]])
    ]
    let files = try PaperFiles(methods: methods, tables: tables)
    let texts = Dictionary(uniqueKeysWithValues: files.files.map { ($0.name, $0.text) })
    #expect(Set(texts.keys) == ["methods.md", "methods.tex", "tables.tex", "references.bib"])
    for (file, text) in texts where file != "methods.md" {
      try LaTeXCheck(text).check(file)
    }
    let latex = try LaTeXCheck(#require(texts["methods.tex"]))
    let bibliography = try #require(texts["references.bib"])
    #expect(latex.citedKeys == ["horn1981", "linnenbrink2024"])
    #expect(LaTeXCheck.keys(ofBibliography: bibliography) == latex.citedKeys)
    #expect(
      bibliography.contains(
        "author = {Linnenbrink, J. and Mil{\\`a}, C. and Ludwig, M. and Meyer, H.},"))
    #expect(bibliography.contains("title = {{Hill shading and the reflectance map}},"))
    #expect(bibliography.contains("pages = {14--47},"))
    #expect(texts["tables.tex"]?.contains("\\begin{tabular}{lr}") == true)
    let markdown = try #require(texts["methods.md"])
    #expect(markdown.contains("(Horn 1981; Linnenbrink et al. 2024). "))
    let rows = markdown.split(separator: "\n").filter { $0.hasPrefix("|") }
    #expect(rows.count == 4)
    for row in rows {
      // Bars that a backslash does not hold back.
      #expect(row.replacing("\\|", with: "").count { $0 == "|" } == 3, "\(row)")
    }
  }

  /// Each work that could be cited, through the same check.
  @Test func allWorksAreWellFormed() throws {
    let works: [Reference] = [
      .horn, .zevenbergenThorne, .riley, .weiss, .wilson, .priorityFlood, .breaching, .singleFlow,
      .quinn, .freeman, .tarboton, .wetness, .streamPower, .distanceTransform, .vegetationIndex,
      .inverseDistance, .kriging, .groundMotion, .siteAmplification, .naturalBreaks, .jenks,
      .frequencyRatio, .weightsOfEvidence, .informationValue, .collinearity, .hybrid, .adagrad,
      .adam, .decoupledDecay, .dropout, .randomForest, .extraTrees, .supportVectors, .platt, .lin,
      .ridge, .randomSearch, .nestedSearch, .spatialFolds, .blockFolds, .bufferedFolds,
      .matchedFolds, .rocCurve, .kappa, .areaInterval, .bootstrap, .mcNemar, .isotonic,
      .temperature, .prevalence, .successRate, .applicability, .permutation, .effects,
    ]
    #expect(Set(works.map(\.key)).count == works.count)
    for work in works {
      #expect(work.key.wholeMatch(of: /[a-z]+[0-9]{4}/) != nil, "\(work.key)")
      #expect(work.key.hasSuffix("\(work.year)"))
      #expect(work.doi.isEmpty || work.doi.hasPrefix("10."))
      #expect(work.authors.allSatisfy { $0.contains(", ") }, "\(work.key)")
    }
    let text = MethodText(
      title: "x",
      paragraphs: [MethodParagraph(heading: "x", sentences: [MethodSentence("x", sources: works)])],
      cautions: [])
    for (file, text) in try PaperFiles(methods: text, tables: []).files where file != "methods.md" {
      try LaTeXCheck(text).check(file)
    }
  }
}

/// What can be said of LaTeX without running it.
struct LaTeXCheck {
  /// The text without comments.
  let text: String

  init(_ text: String) {
    self.text = text.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.hasPrefix("%") }.joined(separator: "\n")
  }

  /// Braces pair, environments close, and no character that LaTeX reads otherwise is left.
  func check(_ file: String) throws {
    let plain = text.replacing(#/\\[\\{}$&#%_]/#, with: "")
    var depth = 0
    for character in plain {
      if character == "{" { depth += 1 }
      if character == "}" { depth -= 1 }
      #expect(depth >= 0, "\(file)")
    }
    #expect(depth == 0, "\(file)")
    #expect(plain.count { $0 == "$" }.isMultiple(of: 2), "\(file)")
    let begun = plain.matches(of: /\\begin\{([a-z]+)\}/).map(\.1)
    let ended = plain.matches(of: /\\end\{([a-z]+)\}/).map(\.1)
    #expect(begun.sorted() == ended.sorted(), "\(file)")
    let words = plain.replacing(/\\(cite|label)\{[^}]*\}/, with: "").replacing(
      /\$[^$]*\$/, with: "")
    for character in ["%", "#", "_", "^", "&"] {
      // Cells of tables are set apart by " & "; accents have ^ behind a backslash; @ and # are not of bibliographies.
      let found = words.replacing(" & ", with: "").replacing("\\^", with: "").contains(character)
      #expect(!found, "\(file): \(character)")
    }
    #expect(!plain.contains("<%") && !plain.contains("%>") && !plain.contains("{{{"), "\(file)")
  }

  var citedKeys: Set<String> {
    Set(
      text.matches(of: /\\cite\{([^}]*)\}/).flatMap { $0.1.split(separator: ",").map(String.init) })
  }

  static func keys(ofBibliography text: String) -> Set<String> {
    Set(text.matches(of: /@[a-z]+\{([a-z0-9]+),/).map { String($0.1) })
  }
}
