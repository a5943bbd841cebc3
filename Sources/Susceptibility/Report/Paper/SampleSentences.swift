import FactorAnalysis
import GeoRaster

extension StudyResults {
  /// Where the study is, and what was counted.
  var areaSentences: [MethodSentence] {
    let grid = manifest["grid"]
    guard let rows = grid["rows"].number, let columns = grid["columns"].number else { return [] }
    var text =
      "The study area \(name) was described by a grid of \(NumberText.count(rows)) rows and "
      + "\(NumberText.count(columns)) columns"
    if let crs = grid["crs"].plain.map(Self.crsName), !crs.isEmpty { text += " in \(crs)" }
    if let width = grid["cell_width"].number, let height = grid["cell_height"].number {
      text +=
        ", with cells of \(NumberText.significant(width, 6)) × \(NumberText.significant(height, 6)) "
        + Self.unit(ofSystem: grid["crs"].plain ?? "")
    }
    var sentences = [MethodSentence(text)]
    if let area = methods?.area {
      sentences.append(MethodSentence("Only cells whose centre lies inside \(area.vector) count"))
    }
    if let exclude = methods?.exclude {
      sentences.append(
        MethodSentence("Cells whose centre lies inside \(exclude.vector) were left out"))
    }
    if let cells = grid["mapped_cells"].number {
      sentences.append(
        MethodSentence(
          "\(NumberText.count(cells)) cells (\(NumberText.significant(grid["area_km2"].number, 4)) "
            + "km²) had a value of every factor and were mapped"))
    }
    return sentences
  }

  /// The unit of the coordinates of a system.
  private static func unit(ofSystem text: String) -> String {
    let system = CoordinateReferenceSystem(wellKnownText: text)
    if system.isUnknown { return "units of the coordinate system" }
    if system.isGeographic { return "degrees" }
    return system.metersPerUnit == 1 ? "m" : "units of \(system.metersPerUnit) m"
  }

  /// Landslides, absences and how they were split.
  var sampleSentences: [MethodSentence] {
    guard let methods, let samples else { return [] }
    return inventorySentences(methods) + absenceSentences(methods)
      + [splitSentence(methods.split, samples)]
  }

  private func inventorySentences(_ methods: StudyConfiguration) -> [MethodSentence] {
    let landslides = manifest["landslides"]
    var text =
      landslides["landslides"].number.map { "\(NumberText.count($0)) landslides" } ?? "Landslides"
    text += " of \(methods.inventory.vector)"
    if let condition = methods.inventory.condition { text += " (\(condition))" }
    let sample =
      switch methods.landslideCells {
      case .centroid: "the cell of its point or centroid"
      case .highest: "its highest cell"
      case .all: "all of its cells"
      case .drawn(let count): "up to \(Prose.count(count, "cell")) drawn from it"
      }
    text += " were used, each represented by \(sample)"
    if let count = landslides["samples"].number { text += " (\(NumberText.count(count)) samples)" }
    var sentences = [MethodSentence(text)]
    if let excluded = manifest["excluded_samples"]["landslides"].number, excluded > 0 {
      sentences.append(
        MethodSentence(
          excluded == 1
            ? "1 landslide outside the mapped cells was left out"
            : "\(NumberText.count(excluded)) landslides outside the mapped cells were left out"))
    }
    return sentences
  }

  private func absenceSentences(_ methods: StudyConfiguration) -> [MethodSentence] {
    switch methods.absences {
    case .vector(let selection):
      return [
        MethodSentence(
          "Non-landslide samples are those of \(selection.vector)"
            + (selection.condition.map { " (\($0))" } ?? ""))
      ]
    case .sampled(let sampling):
      var rules = ["in cells without a landslide"]
      if sampling.minimumDistance > 0 {
        rules.append(
          "at least \(NumberText.significant(sampling.minimumDistance)) m from every feature of the "
            + "inventory")
      }
      if let slope = sampling.slope { rules.append("in cells with a \(slope.text)") }
      if let envelope = sampling.envelope { rules.append("in cells with \(envelope.text)") }
      let drawn = manifest["absences"]["drawn"].number.map(NumberText.count) ?? "Some"
      var sentences = [
        MethodSentence(
          "\(drawn) non-landslide samples (\(NumberText.significant(sampling.ratio)) for each "
            + "landslide sample) were drawn at random without replacement, \(Prose.list(rules))")
      ]
      if sampling.replicates > 1 {
        sentences.append(
          MethodSentence(
            "\(sampling.replicates) sets of them were drawn independently, and every model was refitted "
              + "to each set"))
      }
      return sentences
    }
  }

  private func splitSentence(
    _ split: SplitOptions, _ samples: [SampleRecord]
  ) -> MethodSentence {
    func count(_ isLandslide: Bool, _ isTraining: Bool) -> String {
      NumberText.count(
        samples.count { $0.isLandslide == isLandslide && $0.isTraining == isTraining })
    }
    let method: (text: String, sources: [Reference]) =
      switch split.method {
      case .random: ("at random", [])
      case .spatialBlocks: ("by k-means blocks of their coordinates", [.spatialFolds])
      case .squareBlocks:
        (
          "by square blocks of \(NumberText.significant(split.blockSize)) m", [.blockFolds]
        )
      }
    return MethodSentence(
      "Samples were split \(method.text) into \(count(true, true)) landslides and \(count(false, true)) "
        + "absences for training and \(count(true, false)) and \(count(false, false)) for validation, "
        + "samples of one cell or one landslide staying together", sources: method.sources)
  }

  /// What the models saw of the factors, and how far these repeat each other.
  var encodingSentences: [MethodSentence] {
    guard let methods else { return [] }
    var sentences: [MethodSentence] = []
    switch methods.encoding {
    case .raw(let scale):
      sentences.append(
        MethodSentence(
          "Models saw the values of continuous factors, \(Self.text(of: scale)), the sine and "
            + "cosine of the aspect, and the frequency ratios of categories; the classes of continuous "
            + "factors (Table 1) describe them and were not seen", .frequencyRatio))
    case .both(let scale):
      sentences.append(
        MethodSentence(
          "Models saw, side by side, the values of continuous factors, \(Self.text(of: scale)), the sine "
            + "and cosine of the aspect, and the frequency ratios of the classes of all factors "
            + "(Table 1)", .frequencyRatio))
    case .weighted(let weighting):
      let named: (text: String, source: Reference) =
        switch weighting {
        case .frequencyRatio: ("frequency ratio", .frequencyRatio)
        case .weightsOfEvidence: ("weight of evidence", .weightsOfEvidence)
        case .informationValue: ("information value", .informationValue)
        }
      sentences.append(
        MethodSentence(
          "Factors were put into classes (Table 1); each class was replaced by its \(named.text), "
            + "normalised to 0–1 for each factor", named.source))
    }
    let usesNaturalBreaks = methods.factors.contains {
      if case .naturalBreaks = $0.classScheme { true } else { false }
    }
    if usesNaturalBreaks {
      sentences.append(
        MethodSentence(
          "Natural breaks are those of least squared deviations over all mapped cells",
          .naturalBreaks, .jenks))
    }
    if methods.smoothing > 0 {
      sentences.append(
        MethodSentence(
          "\(NumberText.significant(methods.smoothing)) landslides spread evenly over the cells "
            + "smoothed the class weights"))
    }
    sentences.append(
      MethodSentence(
        methods.encoderFit == .training
          ? "Class weights were fitted to the training landslides alone, and anew inside each fold"
          : "Class weights were fitted to the whole inventory, validation landslides included"))
    return sentences + collinearitySentences(methods.vif)
  }

  private static func text(of scale: FactorEncoder.Scale) -> String {
    switch scale {
    case .minMax: "scaled to 0–1 after clipping at their 0.5 and 99.5 percentiles"
    case .fullRange: "scaled to 0–1 between their least and greatest value"
    case .zScore: "standardised"
    case .robust: "standardised after clipping at their 0.5 and 99.5 percentiles"
    }
  }

  private func collinearitySentences(_ options: CollinearityOptions) -> [MethodSentence] {
    let values = (collinearity ?? []).map(\.varianceInflationFactor)
    guard let least = values.min(), let greatest = values.max() else { return [] }
    let suspects = (collinearity ?? []).filter(\.isSuspect).map(\.factor)
    var sentences = [
      MethodSentence(
        "Variance inflation factors of the encoded training samples were "
          + "\(NumberText.fixed(least, 3)) to \(NumberText.fixed(greatest, 3)); a factor with a "
          + "tolerance below 0.1 or a variance inflation factor above 10 was held to be collinear, "
          + (suspects.isEmpty
            ? "which none was"
            : "which \(Prose.list(suspects)) "
              + (suspects.count == 1 ? "was" : "were")),
        .collinearity)
    ]
    let hasAspect = methods?.factors.contains(where: \.isAspect) == true
    if hasAspect, methods?.encoding.scale != nil {
      sentences.append(
        MethodSentence(
          "That of the aspect, which has two columns, is the square root of the generalised factor",
          .generalizedCollinearity))
    }
    if options.removes {
      let removed = (methods?.factors ?? []).map(\.name).filter { name in
        !(collinearity ?? []).contains { $0.factor == name }
      }
      sentences.append(
        MethodSentence(
          "Factors above \(NumberText.significant(options.maximum)) were removed, the worst first: "
            + (removed.isEmpty ? "none had to be" : Prose.list(removed))))
    }
    return sentences
  }
}
