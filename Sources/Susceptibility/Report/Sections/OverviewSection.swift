extension StudyResults {
  /// What was studied, and how well the models did.
  func overviewSection() -> ReportSection {
    var blocks: [ReportBlock] = [.facts(facts)]
    if let remaining {
      blocks.insert(
        .notice(
          "Unfinished: the study was still running when this page was written. To come: "
            + "\(remaining.text.isEmpty ? "the last page" : remaining.text). The page is written anew as it goes on; "
            + "load it again to see more.", .warning), at: 0)
    }
    if let summary = bestModelSentence { blocks.append(.notice(summary, .good)) }
    if let largest = largestArea, largest.area <= 0.5 {
      blocks.append(
        .notice(
          "No model separates landslides from absences better than chance: the largest validation "
            + "AUC is \(NumberText.fixed(largest.area, 3)).", .warning))
    }
    if let table = keyResults {
      blocks.append(.table(table))
    } else {
      blocks.append(.notice("The models have not been evaluated yet (no metrics.json).", .missing))
    }
    return ReportSection(
      identifier: "overview", title: "Overview",
      sources: ["manifest.json", "samples.csv", "metrics.json"].filter { folder.file($0) != nil },
      blocks: blocks)
  }

  /// The model with the largest area under the validation ROC curve, when there are several and it is better than chance.
  var bestModel: String? {
    guard let best = largestArea, best.isOneOfSeveral, best.area > 0.5 else { return nil }
    return best.model
  }

  /// The largest area under the validation ROC curve.
  private var largestArea: (model: String, area: Double, isOneOfSeveral: Bool)? {
    let areas = models.compactMap { model -> (model: String, area: Double)? in
      guard let area = measures[model]?["validation"]?.areaUnderCurve, area.isFinite else {
        return nil
      }
      return (model, area)
    }
    guard let first = areas.first else { return nil }
    let best = areas.reduce(first) { $1.area > $0.area ? $1 : $0 }
    return (best.model, best.area, areas.count > 1)
  }

  private var facts: [(name: String, value: String)] {
    let grid = manifest["grid"]
    var facts: [(name: String, value: String)] = []
    func add(_ name: String, _ value: String?) {
      if let value, value != NumberText.undefined { facts.append((name, value)) }
    }
    if let rows = grid["rows"].number, let columns = grid["columns"].number {
      add("Grid", "\(NumberText.count(rows)) rows × \(NumberText.count(columns)) columns")
    }
    if let width = grid["cell_width"].number, let height = grid["cell_height"].number {
      let size = NumberText.significant(width, 6)
      add(
        "Cell size (CRS units)",
        width == height ? size : size + " × " + NumberText.significant(height, 6))
    }
    add("Coordinate system", grid["crs"].plain.map(Self.crsName))
    add("Mapped cells", NumberText.count(grid["mapped_cells"].number))
    add("Mapped area", grid["area_km2"].number.map { NumberText.significant($0, 4) + " km²" })
    if let samples {
      func count(_ isLandslide: Bool, _ isTraining: Bool) -> String {
        NumberText.count(
          samples.count { $0.isLandslide == isLandslide && $0.isTraining == isTraining })
      }
      add("Landslides (training / validation)", "\(count(true, true)) / \(count(true, false))")
      add("Absences (training / validation)", "\(count(false, true)) / \(count(false, false))")
    }
    if !factors.isEmpty { add("Conditioning factors", NumberText.count(factors.count)) }
    if !models.isEmpty { add("Models", models.map(Self.title).joined(separator: ", ")) }
    add("Encoding", manifest["options"]["encoding"].plain)
    return facts
  }

  private var bestModelSentence: String? {
    guard let best = bestModel, let record = measures[best]?["validation"] else { return nil }
    var sentence =
      "\(Self.title(of: best)) separates landslides from absences best: validation AUC "
      + NumberText.fixed(record.areaUnderCurve, 3)
    if let interval = record.interval {
      sentence +=
        " (95 % interval \(NumberText.fixed(interval.low, 3)) to \(NumberText.fixed(interval.high, 3)))"
      let rivals = models.filter { model in
        model != best
          && (measures[model]?["validation"]?.interval.map { $0.high >= interval.low } ?? false)
      }
      if !rivals.isEmpty {
        sentence +=
          ". Its interval overlaps that of \(rivals.map(Self.title).joined(separator: ", ")): "
          + "the order among them may be chance"
      }
    }
    return sentence + "."
  }

  private var keyResults: ReportTable? {
    let rows = models.compactMap { model -> ReportTable.Row? in
      guard let record = measures[model]?["validation"] else { return nil }
      let interval = record.interval.map {
        "\(NumberText.fixed($0.low, 3)) – \(NumberText.fixed($0.high, 3))"
      }
      return ReportTable.Row(
        cells: [
          Self.title(of: model) + (model == bestModel ? " (best)" : ""),
          NumberText.fixed(record.areaUnderCurve, 3), interval ?? NumberText.undefined,
          NumberText.fixed(measures[model]?["training"]?.areaUnderCurve, 3),
          NumberText.fixed(record["accuracy"], 3), NumberText.fixed(record["kappa"], 3),
          NumberText.fixed(record["rmse"], 3),
        ], mark: model == bestModel ? .best : .none)
    }
    guard !rows.isEmpty else { return nil }
    return ReportTable(
      caption: "Key results on the validation set (threshold 0.5).",
      columns: [
        .init(title: "Model", isNumber: false), .init(title: "AUC"), .init(title: "95 % interval"),
        .init(title: "AUC training"), .init(title: "Accuracy"), .init(title: "Kappa"),
        .init(title: "RMSE"),
      ], rows: rows)
  }
}
