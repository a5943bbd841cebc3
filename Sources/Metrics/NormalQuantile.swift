import Foundation

/// The number that a standard normal variable stays below with this probability (0 < p < 1).
///
/// Bisection on the complementary error function: 60 halvings of -40...40 leave an error of 1e-16.
package func standardNormalQuantile(_ probability: Double) -> Double {
  var low = -40.0
  var high = 40.0
  while true {
    let middle = (low + high) / 2
    guard middle > low, middle < high else { return middle }
    if erfc(-middle / 2.0.squareRoot()) / 2 < probability { low = middle } else { high = middle }
  }
}
