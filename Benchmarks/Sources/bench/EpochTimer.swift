import Foundation

/// Takes the time of each epoch; the first after each beginning is left out, as it includes preparations.
final class EpochTimer {
  private var last = ContinuousClock.now
  private var seconds: [Double] = []
  private var isFirst = true

  func begin() {
    last = .now
    isFirst = true
  }

  func lap() {
    let now = ContinuousClock.now
    let elapsed = (now - last).components
    if !isFirst {
      seconds.append(Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18)
    }
    isFirst = false
    last = now
  }

  var median: Double { seconds.sorted()[seconds.count / 2] }
}
