import Foundation

/// A made-up output folder of a study: 40 x 50 cells, three factors, two models, as the contract of the outputs says.
struct StudyFolder {
  let url: URL
  static let rows = 40
  static let columns = 50

  /// Writes all files of a study; `factor` is the name of the third factor.
  init(factor: String = "lithology", label: String = "shale") throws {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("study-\(UUID().uuidString)", isDirectory: true)
    try FileManager.default.createDirectory(
      at: url.appendingPathComponent("factors"), withIntermediateDirectories: true)
    try writeRasters(factor: factor)
    try writeTables(factor: Self.quoted(factor), label: Self.quoted(label))
    try writeDocuments(name: factor)
  }

  func remove() { try? FileManager.default.removeItem(at: url) }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: url.appendingPathComponent(name))
  }

  func delete(_ names: String...) throws {
    for name in names { try FileManager.default.removeItem(at: url.appendingPathComponent(name)) }
  }

  private static func quoted(_ text: String) -> String {
    // By scalars: a quote before a combining accent is a character of its own.
    var quoted = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      quoted.append(contentsOf: scalar == "\"" ? [scalar, scalar] : [scalar])
    }
    return "\"\(String(quoted))\""
  }

  private func writeRasters(factor: String) throws {
    try raster("factors/elevation.asc") { 1000 + 3 * Double($0) + 20 * sin(Double($1) / 5) }
    try raster("factors/aspect.asc") { Double(($0 * 31 + $1 * 17) % 360) }
    try raster("factors/\(factor.replacingOccurrences(of: "/", with: "_")).asc") {
      Double([3, 8][($0 / 10 + $1 / 10) % 2])
    }
    for (index, model) in ["hybrid", "svm"].enumerated() {
      try raster("susceptibility_\(model).asc") {
        Double(($0 * (3 + index) + $1 * 2) % 100) / 100
      }
      try raster("susceptibility_\(model)_calibrated.asc") { Double($0 + $1) / 100 }
      try raster("classes_\(model).asc") {
        Double(($0 * (3 + index) + $1 * 2) % 100 / 20 + 1)
      }
    }
  }

  private func raster(_ name: String, _ value: (Int, Int) -> Double) throws {
    var text =
      "ncols \(Self.columns)\nnrows \(Self.rows)\nxllcorner 500000\nyllcorner 3800000\n"
      + "cellsize 30\nNODATA_value -9999\n"
    for row in 0..<Self.rows {
      text +=
        (0..<Self.columns).map { row + $0 < 5 ? "-9999" : "\(value(row, $0))" }
        .joined(separator: " ") + "\n"
    }
    try write(text, to: name)
  }

  private func writeTables(factor: String, label: String) throws {
    var samples = "x,y,row,column,label,set,landslide_id\n"
    for index in 0..<60 {
      let row = 6 + index * 7 % 33
      let column = 6 + index * 11 % 43
      samples +=
        "\(500_000 + 30 * Double(column) + 15),\(3_800_000 + 30 * Double(Self.rows - row) - 15),"
        + "\(row),\(column),\(index % 2),\(index % 10 < 7 ? "training" : "validation"),\(index % 2 == 1 ? "id\(index)" : "")\n"
    }
    try write(samples, to: "samples.csv")
    try write(
      "factor,tolerance,vif\nelevation,0.8,1.25\naspect,0.05,20\n\(factor),0.9,1.1111111\n",
      to: "vif.csv")
    try write("factor,tolerance,vif\nelevation,0.75,1.3333\n", to: "vif_cells.csv")
    let square = "factor,elevation,\(factor)\nelevation,1,-0.77\n\(factor),-0.77,1\n"
    for name in ["correlation_pearson", "correlation_spearman", "cramers_v"] {
      try write(square, to: "\(name).csv")
    }
    try write(
      "dimension,singular_value,condition_index,constant_proportion,proportion_elevation,proportion_\(factor)\n"
        + "1,1.6,1,0.01,0.02,0.03\n2,0.4,41.5,0.2,0.97,0.81\n", to: "condition_indices.csv")
    var ratios = "factor,class,lower,upper,label,landslides,cells,frequency_ratio,encoded\n"
    ratios +=
      "elevation,1,1000,1060.03,<= 1060.03,12,1000,1.5,1\nelevation,2,1060.03,1140,> 1060.03,9,985,0.4,0\n"
    for (index, sector) in ["flat", "N", "NE", "E", "SE", "S", "SW", "W", "NW"].enumerated() {
      ratios +=
        "aspect,\(index + 1),,,\(sector),\(index),\(index * 100),\(index == 0 ? "" : "1.1"),0.5\n"
    }
    ratios += "\(factor),1,,,\(label),10,900,1.2,1\n\(factor),2,,,limestone,11,1085,0.7,0\n"
    try write(ratios, to: "frequency_ratio.csv")
    try write(
      "epoch,loss,accuracy,validation_loss,validation_accuracy\n1,0.69,0.5,0.7,0.48\n2,0.5,0.71,0.6,0.66\n"
        + "3,0.4,0.8,0.65,0.7\n", to: "training_hybrid.csv")
    var folds = "model,scheme,repeat,fold,n,auc,accuracy,kappa,rmse\n"
    for model in ["hybrid", "svm"] {
      for fold in 1...3 {
        folds += "\(model),random,1,\(fold),14,0.9\(fold),0.8,0.6,0.4\n"
        folds += "\(model),spatial-blocks,1,\(fold),14,0.7\(fold),0.7,0.4,0.45\n"
      }
    }
    try write(folds, to: "cross_validation.csv")
    var areas = "model,class,lower,upper,cells,area_km2,share,landslides,landslide_density\n"
    for model in ["hybrid", "svm"] {
      for number in 1...5 {
        areas +=
          "\(model),\(number),\(Double(number - 1) / 5),\(Double(number) / 5),397,0.3573,0.2,\(number),\(Double(number) / 0.3573)\n"
      }
      try write(
        "row,column,label,set,probability\n"
          + (0..<90).map { "6,\($0 % 40),\($0 % 2),validation,0.\($0 + 10)\n" }.joined(),
        to: "predictions_\(model).csv")
      try write(
        "lower,upper,count,mean_probability,landslide_share\n0,0.1,9,0.05,0.1\n0.9,1,9,0.95,0.9\n",
        to: "reliability_\(model)_validation_calibrated.csv")
      for set in ["training", "validation"] {
        try write(
          "threshold,false_positive_rate,true_positive_rate\ninf,0,0\n0.8,0.1,0.6\n0.3,0.4,0.9\n0,1,1\n",
          to: "roc_\(model)_\(set).csv")
        try write(
          "threshold,precision,recall\ninf,1,0\n0.8,0.9,0.6\n0,0.5,1\n",
          to: "precision_recall_\(model)_\(set).csv")
      }
    }
    try write(areas, to: "class_areas.csv")
    try write(
      "first,second,auc_first,auc_second,difference,standard_error,z,p,only_first_right,"
        + "only_second_right,mcnemar_p\nhybrid,svm,0.896,0.813,0.083,0.0312,2.66,0.0078,9,4,0.2668\n",
      to: "model_comparisons.csv")
    try write(
      "model,factor,auc_all,auc_without,relative_decrease,low,high\nhybrid,elevation,0.9,0.87,0.0333,0.03,0.04\n"
        + "hybrid,aspect,0.9,0.91,-0.0111,,\nhybrid,\(factor),0.9,0.85,0.0555,,\n",
      to: "jackknife.csv")
  }

  private func writeDocuments(name: String) throws {
    func measures(_ area: Double) -> [String: Any] {
      [
        "auc": area, "auc_ci95": [area - 0.04, area + 0.04], "accuracy": 0.8, "sensitivity": 0.82,
        "specificity": 0.78, "kappa": 0.6, "rmse": 0.38, "brier": 0.15, "average_precision": 0.88,
        "tp": 8, "fp": 2, "tn": 7, "fn": NSNull(), "log_loss": 0.4321,
        "calibrated": ["expected_calibration_error": 0.0456, "log_loss": 0.4, "auc": area],
        "auc_bootstrap95": [area - 0.05, area + 0.03],
        "thresholds": ["youden": ["threshold": 0.617, "sensitivity": 0.7, "specificity": 0.9]],
      ]
    }
    let metrics: [String: Any] = [
      "models": [
        "hybrid": ["training": measures(0.95), "validation": measures(0.896)],
        "svm": ["training": measures(0.85), "validation": measures(0.813)],
      ]
    ]
    let manifest: [String: Any] = [
      "scarp_version": "0.1.0", "name": "Test of \(name)", "seed": 2005,
      "created": "2026-01-10T12:00:00Z", "command": "scarp run study.yaml", "threads": 2,
      "grid": [
        "rows": Self.rows, "columns": Self.columns, "cell_width": 30, "cell_height": 30,
        "crs": "PROJCS[\"Test grid\",GEOGCS[\"x\"]]", "mapped_cells": 1985, "area_km2": 1.7865,
      ],
      "inputs": [["path": "elevation.tif", "bytes": 123_456, "sha256": "ab12"]],
      "options": ["encoding": "frequency-ratio", "factors": [["name": "elevation"]]],
      "models": ["hybrid", "svm"], "timings": ["train": 12.5],
      "warnings": ["3 landslides lie outside of the mapped cells"],
      "leak_audit": [
        "meaning": "Validation is fair.",
        "findings": [["check": "Encoder", "found": "training landslides", "meaning": "No leak."]],
        "distance_validation_to_training_m": ["min": 30, "median": 321, "max": 900],
        "distance_map_to_training_m": ["min": 0, "median": 654, "max": 2000],
      ],
      "fold_audits": [
        [
          "scheme": "random", "folds": 3, "validation_samples": 60,
          "validation_windows_overlapping_training": 58, "landslide_ids_in_both_sets": 0,
          "distance_validation_to_training_m": ["median": 210], "wasserstein_distance_m": 98.5,
          "meaning": "Nearer than the map.",
        ]
      ], "steps": ["train": ["hash": "ff"]],
    ]
    for (file, value) in [("metrics.json", metrics), ("manifest.json", manifest)] {
      try JSONSerialization.data(withJSONObject: value)
        .write(to: url.appendingPathComponent(file))
    }
  }
}
