extension StudyResults {
  /// The methods section of a paper on this study: sentences on what was done and found, and on nothing else.
  var methodText: MethodText {
    let factors = methods?.factors ?? []
    let factorSentences =
      factors.isEmpty
      ? []
      : [
        MethodSentence(
          "\(Prose.count(factors.count, "conditioning factor was", plural: "conditioning factors were")) "
            + "used: \(Prose.list(factors.map(\.name))) (Table 1)")
      ]
        + FactorSentences(factors: factors, interpolations: manifest["interpolations"]).sentences
    let paragraphs = [
      ("Study area", areaSentences), ("Conditioning factors", factorSentences),
      ("Landslides and absences", sampleSentences),
      ("Encoding and collinearity", encodingSentences), ("Models", modelSentences),
      ("Validation", validationSentences), ("Maps", mapSentences),
      ("Importance of the factors", explanationSentences), ("Results", resultSentences),
      ("Software", softwareSentences),
    ]
    return MethodText(
      title: name,
      paragraphs: paragraphs.filter { !$0.1.isEmpty }.map {
        MethodParagraph(heading: $0.0, sentences: $0.1)
      }, cautions: cautions)
  }

  private var softwareSentences: [MethodSentence] {
    guard let version = manifest["scarp_version"].plain else { return [] }
    return [
      MethodSentence(
        "Everything was computed with Scarp \(version)"
          + (manifest["seed"].plain.map { ", seed \($0)" } ?? "")
          + (manifest["command"].plain.flatMap { $0.isEmpty ? nil : " (\($0))" } ?? ""))
    ]
  }

  /// What makes the measures better than they are, and every warning of the run.
  private var cautions: [String] {
    var cautions: [String] = []
    if methods?.encoderFit == .inventory {
      cautions.append(
        "Class weights come from all landslides, validation included: every measure is too good.")
    }
    if case .sampled(let sampling) = methods?.absences, sampling.envelope != nil {
      cautions.append(
        "Absences were drawn outside the landslides' envelope: they are easier to tell from landslides "
          + "than most of the map, and every measure is optimistic.")
    }
    if let meaning = manifest["leak_audit"]["meaning"].plain, !meaning.isEmpty {
      cautions.append(meaning)
    }
    return cautions + manifest["warnings"].elements.map(\.summary).filter { !$0.isEmpty }
  }

  /// The name in a well-known text, or the start of another text.
  static func crsName(_ text: String) -> String {
    let parts = text.split(separator: "\"", maxSplits: 2, omittingEmptySubsequences: false)
    return parts.count == 3 && text.contains("[") ? String(parts[1]) : String(text.prefix(80))
  }
}
