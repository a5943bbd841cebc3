import LearningCore

extension StudyResults {
  /// How the models were judged.
  var validationSentences: [MethodSentence] {
    var sentences: [MethodSentence] = []
    if !measures.isEmpty {
      sentences.append(
        MethodSentence(
          "Models were compared by the area under the receiver operating characteristic curve (AUC), "
            + "and, at a threshold of 0.5, by accuracy, sensitivity, specificity and kappa, besides the "
            + "root mean square error of the probabilities", .rocCurve, .kappa))
      let records = measures.values.compactMap { $0["validation"] }
      if records.contains(where: { $0.interval != nil }) {
        sentences.append(MethodSentence("95 % intervals of the AUC are DeLong's", .areaInterval))
      }
      if let replicates = methods?.evaluation.replicates, replicates > 0,
        records.contains(where: { $0.bootstrapInterval != nil })
      {
        sentences.append(
          MethodSentence(
            "Intervals by \(NumberText.count(replicates)) bootstrap replicates draw the samples of one "
              + "landslide together", .bootstrap))
      }
      if measures.count > 1, folder.file("model_comparisons.csv") != nil {
        sentences.append(
          MethodSentence(
            "Pairs of models were compared by DeLong's paired test and by McNemar's test",
            .areaInterval, .mcNemar))
      }
    }
    return sentences + crossValidationSentences + calibrationSentences
  }

  private var crossValidationSentences: [MethodSentence] {
    guard let methods, let folds, !folds.isEmpty else { return [] }
    let options = methods.crossValidation
    let schemes = options.schemes.filter { scheme in
      folds.contains { $0.scheme == scheme.rawValue }
    }
    guard !schemes.isEmpty else { return [] }
    let described = schemes.map { scheme(of: $0, options) }
    let repeats =
      options.repeats > 1 ? ", repeated \(NumberText.count(options.repeats)) times" : ""
    var sentences = [
      MethodSentence(
        "All samples were cross-validated by \(Prose.list(described.map(\.text)))\(repeats), encoders "
          + "and models being fitted anew in each fold", sources: described.flatMap(\.sources))
    ]
    if options.foldOptions.purges {
      sentences.append(
        MethodSentence(
          "Training samples whose window shares a cell with that of a validation sample of their fold "
            + "were taken out"))
    }
    return sentences
  }

  private func scheme(
    of scheme: FoldScheme, _ options: CrossValidationOptions
  ) -> (text: String, sources: [Reference]) {
    let folds = Prose.count(options.folds, "fold")
    let size = options.foldOptions.blockSize.map { NumberText.significant($0) } ?? "given"
    return switch scheme {
    case .random: ("\(folds) at random", [])
    case .spatialBlocks:
      ("\(folds) of spatial blocks (k-means of the coordinates)", [.spatialFolds])
    case .squareBlocks: ("\(folds) of square blocks of \(size) m", [.blockFolds])
    case .bufferedLeaveOneOut:
      (
        "leaving out single samples with a buffer of "
          + "\(NumberText.significant(options.foldOptions.buffer)) m", [.bufferedFolds]
      )
    case .distanceMatched:
      ("\(folds) matched to the distances of the map (kNNDM)", [.matchedFolds])
    }
  }

  private var calibrationSentences: [MethodSentence] {
    guard let calibration = methods?.calibration, calibration.isOn else { return [] }
    let methods: [CalibrationOptions.Method: (text: String, source: Reference)] = [
      .platt: ("Platt's sigmoid", .platt), .isotonic: ("isotonic regression", .isotonic),
      .temperature: ("a temperature", .temperature),
    ]
    var sentences =
      methods[calibration.method].map {
        [
          MethodSentence(
            "Probabilities were calibrated by \($0.text), fitted to out-of-fold probabilities of the "
              + "training samples in \(Prose.count(calibration.folds, "fold"))", $0.source)
        ]
      } ?? []
    if let prevalence = calibration.prevalence {
      sentences.append(
        MethodSentence(
          "They were brought to a prevalence of \(NumberText.significant(prevalence))", .prevalence)
      )
    }
    return sentences
  }

  /// The maps and what was made of them.
  var mapSentences: [MethodSentence] {
    guard let methods, classAreas != nil else { return [] }
    var sentences = [mapClasses(methods.map)]
    if models.contains(where: { folder.file("success_rate_\($0).csv") != nil }) {
      sentences.append(
        MethodSentence(
          "Success-rate and prediction-rate curves give the share of training and validation landslides "
            + "in the most susceptible part of the mapped area", .successRate))
    }
    if manifest["applicability"].exists {
      let facts = manifest["applicability"]
      sentences.append(
        MethodSentence(
          "\(NumberText.percent(facts["share_inside"].number)) of the mapped cells lie in the area of "
            + "applicability (folds: \(facts["folds"].plain ?? "none"), weights: "
            + "\(facts["weights"].plain ?? "equal"))", .applicability))
    }
    if let uncertainty = methods.uncertainty {
      sentences.append(
        MethodSentence(
          "The standard deviation of each cell's probability was mapped over "
            + Prose.list(uncertainty.sources.map(\.rawValue))))
    }
    return sentences
  }

  private func mapClasses(_ map: MapOptions) -> MethodSentence {
    let start = "The probability of every mapped cell was put into \(map.scheme.classes) classes"
    switch map.scheme {
    case .breaks(.natural, _):
      return MethodSentence(
        start + " by natural breaks of all mapped cells", .naturalBreaks, .jenks)
    case .breaks(let method, _): return MethodSentence(start + " (\(method.rawValue))")
    case .limits(let limits):
      return MethodSentence(
        start + " at \(Prose.list(limits.map { NumberText.significant($0) }))")
    case .landslideShares(let shares):
      return MethodSentence(
        start
          + " that hold \(Prose.list(shares.map { NumberText.percent($0, decimals: 0) })) of the "
          + "training landslides, the most susceptible first", .successRate)
    }
  }

  /// What the models have learned of the factors.
  var explanationSentences: [MethodSentence] {
    var sentences: [MethodSentence] = []
    if let jackknife, !jackknife.isEmpty {
      let facts = manifest["jackknife"]
      let seeds = Int(facts["seeds"].number ?? 1)
      let scheme = facts["validation"].plain ?? "split"
      sentences.append(
        MethodSentence(
          "The importance of factors was judged by refitting "
            + Prose.list(Array(Set(jackknife.map(\.model))).sorted().map(Self.title))
            + " without each of them: (AUC of all − AUC without)/AUC of all, "
            + (scheme == "split"
              ? "on the validation samples"
              : "over \(NumberText.count(facts["folds"].number)) folds (\(scheme))")
            + (seeds > 1 ? ", as means over \(seeds) seeds" : ""), .hybrid))
    }
    if let permutation, !permutation.isEmpty, let repeats = methods?.explain.repeats {
      sentences.append(
        MethodSentence(
          "Permutation importance is the decrease of the validation AUC when a factor is exchanged "
            + "among the samples, the mean of \(Prose.count(repeats, "repetition"))", .permutation))
    }
    if let effects, !effects.isEmpty {
      sentences.append(
        MethodSentence(
          "Effects of factors on the probability are accumulated local effects", .effects))
    }
    return sentences
  }

  /// What the models came to.
  var resultSentences: [MethodSentence] {
    let validation = models.compactMap { model -> String? in
      guard let record = measures[model]?["validation"], record.areaUnderCurve.isFinite else {
        return nil
      }
      let interval = record.interval.map {
        " (95 % interval \(NumberText.fixed($0.low, 3)) to \(NumberText.fixed($0.high, 3)))"
      }
      return "\(NumberText.fixed(record.areaUnderCurve, 3))\(interval ?? "") for "
        + Self.title(of: model)
    }
    guard !validation.isEmpty else { return [] }
    var sentences = [
      MethodSentence("On the validation samples the AUC was \(Prose.list(validation)) (Table 2)")
    ]
    for (scheme, areas) in foldAreas where scheme != FoldScheme.random.rawValue {
      sentences.append(
        MethodSentence(
          "In the cross-validation by \(scheme) it was "
            + Prose.list(
              areas.map {
                "\(NumberText.fixed($0.spread.mean.value, 3)) for \(Self.title(of: $0.model))"
              })
        ))
    }
    return sentences
  }

  /// For each scheme the spread of the AUC over its folds, model by model.
  var foldAreas: [(scheme: String, areas: [(model: String, spread: MeasureSpread)])] {
    let folds = folds ?? []
    let known = FoldScheme.allCases.map(\.rawValue)
    let schemes = known.filter { name in folds.contains { $0.scheme == name } }
    return schemes.map { scheme in
      (
        scheme,
        models.compactMap { model in
          let areas = folds.filter { $0.model == model && $0.scheme == scheme }
            .map(\.areaUnderCurve)
          return areas.isEmpty ? nil : (model, MeasureSpread(areas))
        }
      )
    }
  }
}
