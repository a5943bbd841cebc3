/// Two channels that together are a direction: aspect, say.
public struct DirectionChannels: Equatable, Sendable {
  /// The channel that holds its sine: how far it points east.
  public let sine: Int
  /// The channel that holds its cosine: how far it points north.
  public let cosine: Int

  /// The channels of sine and cosine.
  public init(sine: Int, cosine: Int) {
    self.sine = sine
    self.cosine = cosine
  }
}
