/// A straight line through values of a covariate, by least squares.
struct LineFit: Sendable {
  let count: Double
  let meanOfCovariate: Double
  let meanOfValues: Double
  /// Sums of squares and products about both means.
  let squares: Double
  let products: Double

  init(covariate: [Double], values: [Double]) {
    count = Double(values.count)
    let n = count
    let (f, z) = (
      covariate.reduce(0) { $0 + $1 / n }, values.reduce(0) { $0 + $1 / n }
    )
    (meanOfCovariate, meanOfValues) = (f, z)
    squares = covariate.reduce(0) { $0 + ($1 - f) * ($1 - f) }
    products = zip(covariate, values).reduce(0) { $0 + ($1.0 - f) * ($1.1 - z) }
  }

  private init(
    count: Double, meanOfCovariate: Double, meanOfValues: Double, squares: Double, products: Double
  ) {
    self.count = count
    self.meanOfCovariate = meanOfCovariate
    self.meanOfValues = meanOfValues
    self.squares = squares
    self.products = products
  }

  /// 0 when the covariate is the same everywhere.
  var slope: Double { squares > 0 ? products / squares : 0 }
  var intercept: Double { meanOfValues - slope * meanOfCovariate }

  func value(at covariate: Double) -> Double {
    meanOfValues + slope * (covariate - meanOfCovariate)
  }

  /// The line through the others.
  func without(covariate: Double, value: Double) -> LineFit {
    let (f, z) = (covariate - meanOfCovariate, value - meanOfValues)
    let rest = count - 1
    let left = squares - f * f * count / rest
    // What is left of equal covariates is rounding.
    return LineFit(
      count: rest, meanOfCovariate: meanOfCovariate - f / rest,
      meanOfValues: meanOfValues - z / rest,
      squares: left > 1e-12 * squares ? left : 0, products: products - f * z * count / rest)
  }
}
