extension StudyResults {
  /// What was done, in sentences for a paper, and the works that they rest on; `nil` when nothing is known of it.
  func methodsSection() -> ReportSection? {
    let text = methodText
    // Before its end a study has not done all that it was asked to do.
    guard remaining == nil, !text.paragraphs.isEmpty else { return nil }
    let paragraphs = text.paragraphs.map { paragraph in
      ReportBlock.paragraph(
        "\(paragraph.heading). "
          + paragraph.sentences.map { sentence in
            let cited = sentence.sources.map(\.citation).joined(separator: "; ")
            return sentence.text + (cited.isEmpty ? "." : " (\(cited)).")
          }.joined(separator: " "))
    }
    let references = text.references.map {
      $0.entry + ($0.doi.isEmpty ? "" : " doi:\($0.doi)")
    }
    return ReportSection(
      identifier: "methods", title: "Methods, for a paper",
      sources: [
        "report/methods.md", "report/methods.tex", "report/tables.tex", "report/references.bib",
      ],
      blocks: paragraphs
        + (references.isEmpty ? [] : [.details(summary: "References", [.list(references)])]))
  }
}
