/// How the values of a factor are put into classes.
public enum ClassScheme: Equatable, Sendable, Codable {
  /// Between these ascending breaks; n breaks make n + 1 classes. Classes without cells are kept.
  case breaks([Double])
  /// As many cells in each class; see ``Breaks/quantile(values:classes:)-([Float],_)``.
  case quantiles(Int)
  /// As wide a range in each class; see ``Breaks/equal(values:classes:)-([Float],_)``.
  case equal(Int)
  /// Least squared deviations; see ``Breaks/natural(values:classes:threads:)-([Float],_,_)``.
  case naturalBreaks(Int)
  /// Widths that grow by the same ratio; see ``Breaks/geometric(values:classes:)-([Float],_)``.
  case geometric(Int)
  /// Standard deviations about the mean; see ``Breaks/standardDeviation(values:classes:)-([Float],_)``.
  case standardDeviation(Int)
  /// Flat and the eight directions of a slope; see ``AspectSector``.
  case aspectSectors
  /// One class for each category code.
  case categories
}
