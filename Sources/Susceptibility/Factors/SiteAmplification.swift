import Foundation

/// What the ground does to peak ground acceleration, by the velocity of shear waves in its upper 30 m.
///
/// ```
/// PGA(site) / PGA(rock) = (min(Vs30, 1500) / 760)^-0.6,   rock: Vs30 = 760 m/s
/// ```
///
/// The linear term, for Vs30 of 150 to 1500 m/s (lower ones count as 150). Left out is the nonlinear term: soft ground amplifies
/// strong shaking less than this says. Source: Seyhan and Stewart (2014), Semi-empirical nonlinear site amplification from NGA-West2
/// data and simulations, as in Boore et al. (2014), Eq. 6: c = -0.600 and Vc = 1500 m/s for PGA.
public enum SiteAmplification {
  /// The velocity of the reference ground, m/s.
  public static let referenceVelocity = 760.0

  /// How many times that on rock the shaking is; NaN for a velocity that is not above 0.
  public static func factor(vs30: Double) -> Double {
    guard vs30 > 0 else { return .nan }
    return pow(min(max(vs30, 150), 1_500) / referenceVelocity, -0.6)
  }
}
