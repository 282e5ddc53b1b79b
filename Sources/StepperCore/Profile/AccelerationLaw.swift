// How much acceleration along the path is left at a speed.

/// The acceleration along one segment that its axes have left: all of it at rest, less where curvature wants its share.
///
/// ```
///  a │────╲_
///    │      ╲_  slow
///    │        ╲ fast
///    │         ╲
///    └───────────── v²
/// ```
/// On a line nothing is taken. On an arc keeping to the circle takes v²/r of the same axes; what is left beside it is a
/// concave curve of v² (``SegmentLimits`` has it), and this is two chords below that curve, the lower of which counts.
public struct AccelerationLaw: Equatable, Sendable {
  /// One straight piece of it.
  public struct Chord: Equatable, Sendable {
    /// mm/s² at rest, and how much of it a (mm/s)² takes away, 1/mm.
    public var standing: Double
    public var falling: Double

    public init(standing: Double, falling: Double = 0) {
      self.standing = standing
      self.falling = falling
    }

    @inlinable func at(_ squared: Double) -> Double { standing - falling * squared }
  }

  public var slow: Chord
  public var fast: Chord

  public init(standing: Double, falling: Double = 0) {
    slow = Chord(standing: standing, falling: falling)
    fast = slow
  }

  init(slow: Chord, fast: Chord) {
    self.slow = slow
    self.fast = fast
  }

  /// mm/s² at rest.
  @inlinable public var standing: Double { min(slow.standing, fast.standing) }

  /// mm/s² at a speed, given in (mm/s)².
  @inlinable public func acceleration(atSquared squared: Double) -> Double {
    max(min(slow.at(squared), fast.at(squared)), Self.least * slow.standing)
  }

  /// The speed, squared, that is reached from `squared` over `length` mm with one acceleration, the one that is left at the
  /// end; or from which braking comes down to `squared`: the same way, driven backwards.
  @inlinable public func reached(fromSquared squared: Double, over length: Double) -> Double {
    let twice = 2 * length
    return min(
      (squared + twice * slow.standing) / (1 + twice * slow.falling),
      (squared + twice * fast.standing) / (1 + twice * fast.falling))
  }

  /// The peak, squared, of speeding up and braking over `length` mm between two speeds, with the acceleration left at the
  /// peak.
  @inlinable func peak(betweenSquared entry: Double, _ exit: Double, over length: Double) -> Double {
    let twice = 2 * length
    return min(
      (twice * slow.standing + entry + exit) / (2 + twice * slow.falling),
      (twice * fast.standing + entry + exit) / (2 + twice * fast.falling))
  }

  /// A speed that asks for more than there is has been limited elsewhere; this much is always left for rounding.
  @usableFromInline static var least: Double { 1e-3 }
}
