import GeoRaster
import Metrics

extension ROCCurve {
  /// roc_MODEL_SET.csv.
  var table: DelimitedTable {
    DelimitedTable(
      header: ["threshold", "false_positive_rate", "true_positive_rate"],
      rows: points.map {
        [$0.threshold, $0.falsePositiveRate, $0.truePositiveRate].map { ExactNumber.text($0) }
      })
  }
}

extension PrecisionRecallCurve {
  /// precision_recall_MODEL_SET.csv.
  var table: DelimitedTable {
    DelimitedTable(
      header: ["threshold", "precision", "recall"],
      rows: points.map { [$0.threshold, $0.precision, $0.recall].map { ExactNumber.text($0) } })
  }
}

extension ReliabilityCurve {
  /// reliability_MODEL_SET.csv.
  var table: DelimitedTable {
    DelimitedTable(
      header: ["lower", "upper", "count", "mean_probability", "landslide_share"],
      rows: bins.map {
        [ExactNumber.text($0.lower), ExactNumber.text($0.upper), "\($0.count)"]
          + [$0.meanProbability, $0.landslideShare].map { ExactNumber.text($0) }
      })
  }
}

extension SuccessRateCurve {
  /// success_rate_MODEL.csv and prediction_rate_MODEL.csv.
  var table: DelimitedTable {
    DelimitedTable(
      header: ["threshold", "area_share", "landslide_share"],
      rows: points.map {
        [$0.threshold, $0.areaShare, $0.landslideShare].map { ExactNumber.text($0) }
      })
  }
}

extension SampleSet {
  /// The name of the curve of landslides over area, in file names.
  var rateName: String { self == .training ? "success_rate" : "prediction_rate" }
}
