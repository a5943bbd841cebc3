import Foundation

/// The loss of a classifier with a single logit.
///
/// ```
/// p = 1 / (1 + exp(-z))
/// loss = max(z, 0) - z t + ln(1 + exp(-|z|)),  dloss/dz = p - t
/// ```
/// Reference: torch.nn.functional.binary_cross_entropy_with_logits. Safe for logits of any size.
public enum BinaryCrossEntropy {
  /// The probability that belongs to a logit.
  public static func probability(_ logit: Double) -> Double {
    // The exponent is never positive, so it cannot overflow.
    let small = exp(-abs(logit))
    return logit >= 0 ? 1 / (1 + small) : small / (1 + small)
  }

  /// The loss of one sample with target 0...1.
  public static func loss(_ logit: Double, target: Double) -> Double {
    max(logit, 0) - logit * target + log1p(exp(-abs(logit)))
  }

  /// The derivative of the loss with respect to the logit.
  public static func gradient(_ logit: Double, target: Double) -> Double {
    probability(logit) - target
  }
}
