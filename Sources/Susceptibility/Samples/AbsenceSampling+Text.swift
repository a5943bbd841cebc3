extension SlopeLimits {
  /// The limits in words.
  var text: String {
    switch (minimum, maximum) {
    case (let minimum?, let maximum?): "slope of \(minimum) to \(maximum) degrees"
    case (let minimum?, nil): "slope of at least \(minimum) degrees"
    case (nil, let maximum?): "slope of at most \(maximum) degrees"
    case (nil, nil): "any slope"
    }
  }

  /// Whether a slope in degrees is allowed; NaN is not.
  func contains(_ slope: Float) -> Bool {
    Double(slope) >= minimum ?? 0 && Double(slope) <= maximum ?? 90
  }
}

extension EnvelopeLimits {
  /// The rule in words.
  var text: String {
    "at least \(factors) \(factors == 1 ? "factor" : "factors") beyond the \(lower) to \(upper) "
      + "percentiles of the training landslides"
  }

  /// What the user should know about the results.
  var danger: String {
    "absences were drawn outside the environmental envelope of the training landslides (\(text)): "
      + "they are easier to tell from landslides than most of the map, so every measure, also the "
      + "cross-validated ones, is optimistic; compare with absences drawn without envelope"
  }
}
