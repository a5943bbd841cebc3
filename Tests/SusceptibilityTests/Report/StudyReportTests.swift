import Foundation
import GeoRaster
import Metrics
import Testing

@testable import Susceptibility

@Suite struct StudyReportTests {
  private static let sections = [
    "overview", "area", "audit", "factors", "vif", "frequency-ratio", "training", "measures", "roc",
    "comparisons", "precision-recall", "calibration",
    "maps", "classes", "success-rate", "distribution", "cross-validation", "jackknife",
    "provenance",
  ]

  private func withStudy(
    factor: String = "lithology", label: String = "shale", _ body: (StudyFolder) throws -> Void
  ) throws {
    let study = try StudyFolder(factor: factor, label: label)
    defer { study.remove() }
    try body(study)
  }

  @Test func wholeStudyGivesEverySection() throws {
    try withStudy { study in
      let html = try StudyReport(folder: study.url).html()
      for section in Self.sections { #expect(html.contains("<section id=\"\(section)\">")) }
      #expect(!html.contains("class=\"notice missing\""))
      for text in [
        "Test of lithology", "0.896", "0.856 – 0.936", "Hybrid CNN (best)", "Suspect",
        "40 rows × 50 columns",
        "3 landslides lie outside", "scarp run study.yaml", "Test grid", "limestone", "DeLong",
        "Cortes and Vapnik 1995", "0.896 (0.856–0.936)",
        "landslides per km²", "relative decrease of the AUC", "0.200", "≤ 1060", "jackknife.csv",
        "123 kB", "Validation is fair.", "No leak.", "654", "58 of 60", "Nearer than the map.",
        "0.432", "0.846 – 0.926", "0.617", "0.0078", "AP 0.880",
        "0.046", "Validation set, after calibration", "41.5", "elevation 0.97", "1 pair at 0.7",
        "elevation and lithology: −0.77", "1.333",
      ] { #expect(html.contains(text), "\(text)") }
      #expect(!html.contains("svm_calibrated: "), "a calibrated map is no model")
    }
  }

  @Test func pageLoadsNothing() throws {
    try withStudy { study in
      let html = try StudyReport(folder: study.url).html()
      #expect(!html.contains("<script"))
      #expect(!html.contains("<link"))
      #expect(!html.contains("@import"))
      #expect(!html.contains("url("))
      for part in html.components(separatedBy: "=\"http").dropFirst() {
        #expect(part.hasPrefix("://www.w3.org/2000/svg\""))
      }
      for attribute in ["src=\"", " href=\""] {
        for part in html.components(separatedBy: attribute).dropFirst() {
          #expect(part.hasPrefix("#") || part.hasPrefix("data:image/png;base64,"))
        }
      }
    }
  }

  @Test func markupAndNumbersAreWellFormed() throws {
    try withStudy { study in
      let html = try StudyReport(folder: study.url).html()
      for element in [
        "section", "svg", "figure", "table", "details", "text", "title", "tr", "td", "th", "div",
        "desc", "main", "figcaption",
      ] {
        let opened =
          html.components(separatedBy: "<\(element)>").count
          + html.components(separatedBy: "<\(element) ").count - 2
        #expect(opened == html.components(separatedBy: "</\(element)>").count - 1, "\(element)")
      }
      for bad in ["=\"nan", "=\"inf", "NaN", ">nan", ">inf", "Optional("] {
        #expect(!html.contains(bad), "\(bad)")
      }
    }
  }

  @Test func pageIsReadByKeyboardAndEar() throws {
    try withStudy { study in
      let html = try StudyReport(folder: study.url).html()
      #expect(html.contains("<a class=\"skip\" href=\"#content\">"))
      #expect(html.contains("<main id=\"content\""))
      func count(_ text: String) -> Int { html.components(separatedBy: text).count - 1 }
      let wide = count(SVGDrawing.wideClass)
      #expect(wide > 0 && count("<div class=\"pan\"") == wide)
      #expect(count("tabindex=\"0\" role=\"region\"") == count("<table") + wide)
      #expect(html.contains("<th scope=\"row\" class=\"text\">"))
      for svg in html.components(separatedBy: "<svg ").dropFirst() {
        #expect(svg.prefix(400).contains("role=\"img\"") && svg.contains("aria-label=\""))
        #expect(svg.components(separatedBy: "</svg>")[0].contains("<desc>"))
      }
    }
  }

  @Test(arguments: [
    "<script>alert(1)<_script>", "\"\u{301} onload=\"alert(1)", "'><img src=x onerror=alert(1)>",
    "{{name}}{{{svg}}}", "&lt;b&gt;",
  ])
  func namesFromFilesAreHarmless(name: String) throws {
    try withStudy(factor: name, label: name) { study in
      let html = try StudyReport(folder: study.url).html()
      #expect(!html.contains("<script"))
      #expect(!html.contains("<img"))
      let isPlain = name.unicodeScalars.allSatisfy { !"<>&\"'".unicodeScalars.contains($0) }
      #expect((Data(html.utf8).range(of: Data(name.utf8)) != nil) == isPlain)
    }
  }

  @Test(arguments: [
    ["jackknife.csv"], ["cross_validation.csv"], ["vif.csv"], ["frequency_ratio.csv"],
    ["samples.csv"], ["metrics.json"], ["class_areas.csv"], ["manifest.json"],
    ["training_hybrid.csv"], ["factors"], ["susceptibility_hybrid.asc", "susceptibility_svm.asc"],
    ["classes_hybrid.asc", "classes_svm.asc"], ["roc_hybrid_training.csv"],
  ])
  func missingFilesAreLeftOut(names: [String]) throws {
    try withStudy { study in
      for name in names { try study.delete(name) }
      let html = try StudyReport(folder: study.url).html()
      for section in Self.sections { #expect(html.contains("<section id=\"\(section)\">")) }
    }
  }

  @Test func firstStepsAloneGiveAReport() throws {
    try withStudy { study in
      for name in try FileManager.default.contentsOfDirectory(atPath: study.url.path)
      where !["manifest.json", "factors"].contains(name) { try study.delete(name) }
      let html = try StudyReport(folder: study.url).html()
      #expect(html.contains("No jackknife"))
      #expect(html.contains("not been evaluated yet"))
    }
  }

  @Test func anUnfinishedStudySaysSoAndShowsNothingOld() throws {
    try withStudy { study in
      let remaining = RemainingWork(
        steps: [.evaluate, .map, .jackknife], models: [.svm, .cnn1d])
      let html = try StudyReport(folder: study.url, remaining: remaining).html()
      for text in [
        "(unfinished)",
        "the fit of SVM and CNN-1D, the evaluation, the classes of the maps and the jackknife",
        "not been evaluated yet", "No jackknife",
      ] { #expect(html.contains(text), "\(text)") }
      for old in ["0.896", "58 of 60", "SVM: probability", "Hybrid CNN: classes"] {
        #expect(!html.contains(old), "\(old)")
      }
      #expect(html.contains("Hybrid CNN: probability"))
    }
  }

  /// Mapped cells in a corner of the grid fill the maps.
  @Test func mapsShowWhereTheMappedCellsAre() throws {
    try withStudy { study in
      func scaleBars() throws -> Set<String> {
        let html = try StudyReport(folder: study.url).html()
        return Set(html.matches(of: />([0-9]+ k?m)</).map { String($0.1) })
      }
      #expect(try scaleBars() == ["200 m"], "a quarter of 50 cells of 30 m")
      let file = study.url.appendingPathComponent("manifest.json")
      var manifest =
        try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any] ?? [:]
      var grid = manifest["grid"] as? [String: Any] ?? [:]
      grid["mapped_window"] = ["row": 20, "column": 20, "rows": 5, "columns": 10]
      manifest["grid"] = grid
      try JSONSerialization.data(withJSONObject: manifest).write(to: file)
      #expect(try scaleBars() == ["100 m"], "a quarter of 16 cells")
      // One that does not fit the grid is not used.
      grid["mapped_window"] = ["row": -9, "column": 90, "rows": 5, "columns": 10]
      manifest["grid"] = grid
      try JSONSerialization.data(withJSONObject: manifest).write(to: file)
      #expect(try scaleBars() == ["200 m"])
    }
  }

  @Test func importancesOfAForestAreShown() throws {
    try withStudy { study in
      #expect(!(try StudyReport(folder: study.url).html().contains("<section id=\"importance\">")))
      try study.write(
        "factor,impurity_decrease,permutation_decrease\nelevation,0.61234,0.1\naspect,0.38766,\n",
        to: "importance_svm.csv")
      let html = try StudyReport(folder: study.url).html()
      #expect(html.contains("<section id=\"importance\">"))
      #expect(html.contains("0.6123"))
      #expect(!html.contains(">nan"))
    }
  }

  @Test func aSearchIsShownWhenThereIsOne() throws {
    try withStudy { study in
      #expect(!(try StudyReport(folder: study.url).html().contains("<section id=\"tuning\">")))
      try study.write(
        "model,settings,auc,auc_sd,chosen,nested_auc,nested_auc_sd\nsvm,penalty=1,0.91,0.02,1,0.87,0.03\n"
          + "svm,penalty=9,,,0,,\n", to: "tune.csv")
      let html = try StudyReport(folder: study.url).html()
      for text in ["<section id=\"tuning\">", "penalty=9", "0.910 ± 0.020", "0.870 ± 0.030"] {
        #expect(html.contains(text), "\(text)")
      }
      #expect(!html.contains(">nan"))
    }
  }

  @Test func explanationsAreShownWhenThereAreAny() throws {
    try withStudy { study in
      let plain = try StudyReport(folder: study.url).html()
      #expect(!plain.contains("<section id=\"permutation\">"))
      #expect(!plain.contains("<section id=\"effects\">"))
      try study.write(
        "model,factor,auc,auc_permuted,decrease,sd,repeats\nhybrid,elevation,0.9,0.82,0.08,0.01,5\n"
          + "hybrid,terrain,0.9,0.7,0.2,,1\n", to: "permutation_importance.csv")
      try study.write(
        "model,factor,class,value,effect,n\nhybrid,elevation,<= 1060,1060,-0.123,10\n"
          + "hybrid,elevation,> 1060,1140,0.045,30\nsvm,aspect,,0,-0.1,0\nsvm,aspect,,180,0.1,50\n"
          + "svm,lithology,shale,,,5\n", to: "effects.csv")
      let html = try StudyReport(folder: study.url).html()
      for text in [
        "<section id=\"permutation\">", "0.0800", "terrain", "second colour",
        "<section id=\"effects\">", "−0.123", "shale",
      ] { #expect(html.contains(text), "\(text)") }
      for bad in ["=\"nan", ">nan", "NaN"] { #expect(!html.contains(bad)) }
    }
  }

  @Test func emptyAndMissingFoldersThrow() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("none-\(UUID().uuidString)", isDirectory: true)
    #expect(throws: ReportError.noResults(folder: folder.path)) { try StudyReport(folder: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(throws: ReportError.noResults(folder: folder.path)) { try StudyReport(folder: folder) }
  }

  @Test(arguments: [
    "samples.csv", "vif.csv", "frequency_ratio.csv", "training_hybrid.csv", "metrics.json",
    "cross_validation.csv", "class_areas.csv", "jackknife.csv", "manifest.json",
    "roc_svm_validation.csv", "predictions_svm.csv",
  ])
  func corruptedFilesAreNamed(name: String) throws {
    try withStudy { study in
      for text in ["", "{\"models\": [", "a,b\n1,2\n"] {
        try study.write(text, to: name)
        do {
          _ = try StudyReport(folder: study.url).html()
          Issue.record("\(name) of \"\(text)\" was accepted")
        } catch {
          #expect(error is ReportError || error is GeoRasterError)
          #expect("\(error)".contains(name))
        }
      }
    }
  }

  @Test func headersWithoutRowsAreTolerated() throws {
    try withStudy { study in
      for name in [
        "samples.csv", "vif.csv", "frequency_ratio.csv", "training_hybrid.csv",
        "cross_validation.csv", "class_areas.csv", "jackknife.csv", "roc_svm_training.csv",
      ] {
        let text = try String(contentsOf: study.url.appendingPathComponent(name), encoding: .utf8)
        try study.write(text.prefix { $0 != "\n" } + "\n", to: name)
      }
      #expect(try StudyReport(folder: study.url).html().contains("Not analysed yet"))
    }
  }

  @Test func oneModelIsNotCalledTheBest() throws {
    try withStudy { study in
      try study.write(
        "{\"models\": {\"svm\": {\"validation\": {\"auc\": 0.8}}}}", to: "metrics.json")
      let html = try StudyReport(folder: study.url).html()
      #expect(!html.contains("(best)"))
      #expect(html.contains("0.800"))
    }
  }

  @Test func corruptedRasterThrows() throws {
    try withStudy { study in
      try study.write("no raster", to: "susceptibility_svm.asc")
      #expect(throws: GeoRasterError.self) { try StudyReport(folder: study.url).html() }
    }
  }

  @Test func manyFactorsAndClassesGoIntoDetails() throws {
    try withStudy { study in
      var text = "factor,class,lower,upper,label,landslides,cells,frequency_ratio,encoded\n"
      for factor in 0..<40 {
        for number in 0..<(factor == 7 ? 60 : 4) {
          text += "factor \(factor),\(number),,,unit \(number),1,10,\(Double(number) / 3),0.5\n"
        }
      }
      try study.write(text, to: "frequency_ratio.csv")
      let html = try StudyReport(folder: study.url).html()
      #expect(html.contains("factor 7: 60 classes"))
      #expect(html.contains("15 more factors"))
    }
  }

  @Test func reportIsWrittenWholeAndTheSameAgain() throws {
    try withStudy { study in
      let report = try StudyReport(folder: study.url)
      try report.write()
      let file = study.url.appendingPathComponent("report.html")
      let first = try String(contentsOf: file, encoding: .utf8)
      #expect(first.hasPrefix("<!DOCTYPE html>"))
      #expect(first.hasSuffix("</html>\n"))
      try StudyReport(folder: study.url).write()
      #expect(try String(contentsOf: file, encoding: .utf8) == first)
    }
  }

  @Test func figuresAndTablesAreFilesToo() throws {
    let folder = try StudyFolder()
    defer { folder.remove() }
    func names(_ kind: String) throws -> [String] {
      try FileManager.default.contentsOfDirectory(
        atPath: folder.url.appendingPathComponent("report/\(kind)").path
      ).sorted()
    }
    try StudyReport(folder: folder.url).write()
    let figures = try names("figures")
    #expect(figures.contains("roc-1.svg") && figures.contains("maps-1.svg"), "\(figures)")
    for name in figures {
      let text = try String(
        contentsOf: folder.url.appendingPathComponent("report/figures/\(name)"), encoding: .utf8)
      #expect(text.hasPrefix("<?xml") && !text.contains("var("), "\(name)")
    }
    let tables = try names("tables")
    #expect(tables.contains("vif-1.csv"), "\(tables)")
    // What an earlier report left goes; what is the user's stays.
    try folder.write("old", to: "report/figures/gone-7.svg")
    try folder.write("mine", to: "report/figures/notes.svg")
    try StudyReport(folder: folder.url).write()
    #expect(try names("figures") == (figures + ["notes.svg"]).sorted())
  }

  /// Labels that do not fit beside each other are left out evenly, 0 among those that stay.
  @Test func labelsOfAnAxisAreEvenlySpread() {
    let chart = HorizontalBarChart(
      title: "", xTitle: "effect",
      bars: [
        .init(label: "Built-up land", value: -0.018), .init(label: "Bare land", value: 0.078),
      ], width: 300, labelLimit: 110, format: { _ in "value" })
    let labels = chart.svg.matches(of: />(−?[0-9.]+)</).map { String($0.1) }
    #expect(labels.contains { Double($0) == 0 })
    let places = labels.compactMap { Double($0.replacing("−", with: "-")) }
    let steps = zip(places, places.dropFirst()).map { $1 - $0 }
    #expect(steps.count > 0 && steps.allSatisfy { abs($0 - steps[0]) < 1e-9 }, "\(labels)")
  }

  @Test func colorsOfThePageBecomeTheirValues() {
    #expect(
      SVGDrawing.resolvingColors(of: #"<a b="var(--ink,#1c2430)" c="var(--s0,#fff)"/>"#)
        == ##"<a b="#1c2430" c="#fff"/>"##)
    #expect(SVGDrawing.resolvingColors(of: "var(--open") == "var(--open")
  }

  @Test func rateCurveHasTheCornersOfTheFullCurve() {
    let curve = StudyResults.rateCurve(landslides: [0.9, 0.5, 0.5], cells: [0.1, 0.2, 0.5, 0.9])
    #expect(curve.map(\.x) == [0, 0, 0.25, 0.25, 0.5, 1])
    let third = 1.0 / 3
    #expect(curve.map(\.y) == [0, 0, third, third, 1, 1])
    #expect(StudyResults.rateCurve(landslides: [], cells: [1]).isEmpty)

    let cells = (0..<500).map { Float(($0 * 7919) % 211) / 211 }
    let landslides = (0..<500).map { $0 % 17 == 0 ? 1 : 0 }
    let full = SuccessRateCurve(scores: cells.map(Double.init), landslides: landslides)
    let corners = StudyResults.rateCurve(
      landslides: zip(cells, landslides).filter { $0.1 == 1 }.map(\.0), cells: cells.sorted())
    #expect(abs(StudyResults.area(under: corners) - full.areaUnderCurve) < 1e-12)
  }

  @Test func reliabilityLeavesOutBinsWithFewSamples() {
    let predictions = (0..<20).map {
      (isLandslide: $0 % 4 == 0, probability: $0 < 18 ? 0.15 : 0.95)
    }
    let points = StudyResults.reliability(predictions + [(true, .nan)], bins: 10)
    #expect(points.count == 1)
    #expect(abs(points[0].x - 0.15) < 1e-12)
    #expect(abs(points[0].y - 5 / 18.0) < 1e-12)
  }
}
