/// Colours and dashes that tell series apart, also without seeing red or green, and in print.
///
/// Near the palette of Okabe and Ito, moved apart until any two are 14 apart in CIE L\*a\*b\* as people with protanopia and
/// deuteranopia see them (Machado et al. 2009), and each has a contrast of 3 to the page.
enum ChartPalette {
  /// Light-mode values of the colours.
  static let colors = [
    "#1077bf", "#b74300", "#089d71", "#c579a7", "#bf8a10", "#129ed4", "#673792", "#5c6472",
  ]
  /// What the page has in their place in dark mode.
  static let darkColors = [
    "#4fbcfa", "#e38246", "#3bc497", "#e5a2ca", "#ebbb4b", "#8cd2fa", "#a689d0", "#8f9199",
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
