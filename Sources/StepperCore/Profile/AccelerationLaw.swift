// How much acceleration along the path is left at a speed.

/// The acceleration along one segment that its axes have left: all of it at rest, less where curvature wants its share.
///
/// ```
///  a │────╲_                    up: for speeding up; down: for braking
///    │      ╲_  slow
///    │        ╲ fast            On a curve the same axis that keeps to it may also be what brakes: then one of the two
///    │         ╲                falls, and the other does not.
///    └──────────╲───── v²
///                ╲ steep        Below zero: only who slows down (speeds up) at least so much may be so fast.
/// ```
/// On a line nothing is taken. On an arc keeping to the circle takes v²/r of the same axes; what is left beside it is a
/// concave curve of v² (``SegmentLimits`` has it), and these are chords below that curve, the lowest of which counts.
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

  /// What is left in one sense.
  public struct Bound: Equatable, Sendable {
    public var slow: Chord
    public var fast: Chord
    public var steep: Chord

    public init(slow: Chord, fast: Chord, steep: Chord) {
      self.slow = slow
      self.fast = fast
      self.steep = steep
    }

    /// mm/s² at a speed, given in (mm/s)²; below zero where that speed cannot be kept.
    @inlinable public func at(_ squared: Double) -> Double {
      min(slow.at(squared), fast.at(squared), steep.at(squared))
    }

    /// The speed, squared, that is reached from `squared` over `length` mm with one acceleration, the one that is left at the
    /// faster end; or, of braking, from which it comes down to `squared`: the same way, driven backwards.
    @inlinable public func reached(fromSquared squared: Double, over length: Double) -> Double {
      let twice = 2 * length
      let faster = min(
        (squared + twice * slow.standing) / (1 + twice * slow.falling),
        (squared + twice * fast.standing) / (1 + twice * fast.falling),
        (squared + twice * steep.standing) / (1 + twice * steep.falling))
      if faster >= squared { return faster }
      return max(squared + twice * at(squared), 0)
    }

    /// The slowest that braking from `squared` over `length` mm comes down to.
    func slowest(fromSquared squared: Double, over length: Double) -> Double {
      let twice = 2 * length
      let left = at(squared)
      if left >= 0 { return max(0, squared - twice * left) }
      // Who has to speed up has to do it most at the end, the faster one.
      return max(
        max(undone(slow, squared, twice), undone(fast, squared, twice)), max(undone(steep, squared, twice), squared))
    }

    /// The exit from which `reached` comes back to `squared`; chords fall so little that there is one.
    private func undone(_ chord: Chord, _ squared: Double, _ twice: Double) -> Double {
      (squared - twice * chord.standing) / max(1 - twice * chord.falling, 0.25)
    }
  }

  public var up: Bound
  public var down: Bound

  /// The same in both senses, with one chord.
  public init(standing: Double, falling: Double = 0) {
    let chord = Chord(standing: standing, falling: falling)
    self.init(up: Bound(slow: chord, fast: chord, steep: chord))
  }

  /// - Parameter down: where it is another one than `up`.
  public init(up: Bound, down: Bound? = nil) {
    self.up = up
    self.down = down ?? up
  }

  /// mm/s² at rest.
  @inlinable public var standing: Double { min(up.at(0), down.at(0)) }

  /// mm/s² at a speed, given in (mm/s)², in both senses.
  @inlinable public func acceleration(atSquared squared: Double) -> Double {
    max(min(up.at(squared), down.at(squared)), Self.least * standing)
  }

  /// Whether one speed, squared, can become another over `length` mm with what is left in both senses.
  func joins(_ entry: Double, _ exit: Double, over length: Double) -> Bool {
    let faster = max(entry, exit)
    return faster - min(entry, exit) <= 2 * length * acceleration(atSquared: faster)
  }

  /// The peak, squared, of speeding up and braking over `length` mm between two speeds, with the acceleration left at the
  /// peak in both senses.
  func peak(betweenSquared entry: Double, _ exit: Double, over length: Double) -> Double {
    let twice = 2 * length
    func peak(_ chord: Chord) -> Double { (twice * chord.standing + entry + exit) / (2 + twice * chord.falling) }
    return min(
      min(peak(up.slow), peak(up.fast), peak(up.steep)), min(peak(down.slow), peak(down.fast), peak(down.steep)))
  }

  /// A speed that asks for more than there is has been limited elsewhere; this much is always left for rounding.
  @usableFromInline static var least: Double { 1e-3 }
}
