import LearningCore

/// Scripts/reference-values/collinearity.py
enum FourFactors {
  static let names = ["elevation", "slope", "relief", "ndvi"]
  static let columns: [[Double]] = [
    [310, 325, 340, 352, 366, 371, 390, 404, 418, 433, 447, 470],
    [5, 9, 9, 14, 12, 20, 22, 19, 28, 31, 30, 36],
    [22, 41, 44, 60, 55, 88, 95, 80, 120, 130, 131, 150],
    [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8],
  ]
  static let table = Matrix((0..<12).map { row in columns.map { Float($0[row]) } })
}
