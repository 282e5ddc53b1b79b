// An axis's ringing, as a board file tells it: which shaper, at which frequency, damped how much.

/// An input shaper: what it cancels, and how.
@frozen
public struct ShaperSettings: Equatable, Sendable {
  @frozen
  public enum Kind: UInt8, Equatable, Sendable {
    /// Zero vibration at the frequency: two impulses, half a period.
    case zv
    /// Zero vibration at the frequency and little beside it: three impulses, three quarters of a period.
    case mzv
    /// Extra-insensitive: three impulses, a period; a twentieth of the vibration is left in a wide band.
    case ei
  }

  public let kind: Kind
  /// Of the ringing without damping, in hertz; what is seen is √(1−ζ²) of it, half a percent less at ζ = 0.1.
  public let frequencyHz: Double
  /// Of the ringing, as a share of critical damping.
  public let dampingRatio: Double

  /// Slower shapers would delay and round more than a machine tool can bear.
  public static var frequencyRangeHz: ClosedRange<Double> { 5...200 }
  /// The range for which the impulses of EI were fitted.
  public static var dampingRange: ClosedRange<Double> { 0...0.3 }
  /// What machines on belts and screws have, where nobody has measured it.
  public static var usualDampingRatio: Double { 0.1 }
  /// A period has at least so many slices: fewer would not shape it well.
  public static var leastSlicesPerPeriod: Double { 10 }

  /// Nil where the frequency or the damping is out of ``frequencyRangeHz`` or ``dampingRange``.
  public init?(_ kind: Kind, frequencyHz: Double, dampingRatio: Double = ShaperSettings.usualDampingRatio) {
    guard Self.frequencyRangeHz.contains(frequencyHz), Self.dampingRange.contains(dampingRatio) else { return nil }
    self.kind = kind
    self.frequencyHz = frequencyHz
    self.dampingRatio = dampingRatio
  }
}
