/// Colours and dashes that tell series apart, also without seeing red or green, and in print.
enum ChartPalette {
  /// Light-mode values of the colours; the page defines `--s0` to `--s7` anew for dark mode.
  static let colors = [
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b8860b", "#56b4e9", "#6a3d9a", "#5d6673",
  ]
  private static let dashes: [String?] = [nil, "7 3", "2 3", "9 3 2 3"]

  /// The colour of a series.
  static func color(_ index: Int) -> String {
    let place = index % colors.count
    return "var(--s\(place),\(colors[place]))"
  }

  /// The dashes of a series' line: solid, until the colours begin again.
  static func dash(_ index: Int) -> String? { dashes[index / colors.count % dashes.count] }
}
