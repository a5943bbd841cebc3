import Foundation

/// What the learning rate is multiplied with from epoch to epoch.
public enum LearningRateSchedule: Equatable, Sendable, Codable {
  /// Always 1.
  case constant
  /// `factor^floor(epoch / every)`, epochs counted from 0.
  case step(every: Int, factor: Float)
  /// `least + (1 - least) (1 + cos(pi epoch / epochs)) / 2`; reference: Loshchilov and Hutter (2017), Eq. 5.
  case cosine(least: Float)

  /// The factor of an epoch (from 0) of `epochs`.
  public func factor(epoch: Int, of epochs: Int) -> Float {
    switch self {
    case .constant: 1
    case .step(let every, let factor): Float(pow(Double(factor), Double(epoch / max(1, every))))
    case .cosine(let least):
      least + (1 - least) * Float((1 + cos(.pi * Double(epoch) / Double(max(1, epochs)))) / 2)
    }
  }
}
