// An arc of less than a right angle in, what its axes leave for speeding up and for braking on it out.

/// The axes on a short bend, where each of them gains or loses speed all the way.
///
/// What turns the path also changes an axis's own speed: an axis that the bend speeds up has less left for speeding up along
/// the path, and all of it for braking; an axis that the bend slows down, the other way round.
///
/// ```
///    aₜ·tᵢ + aₙ·nᵢ ≤ aᵢ      tᵢ·nᵢ > 0:    aₜ ≤  (aᵢ − aₙ·|nᵢ|)/|tᵢ|
///                            tᵢ·nᵢ < 0:   −aₜ ≤  (aᵢ − aₙ·|nᵢ|)/|tᵢ|
/// ```
/// Beyond aₙ = aᵢ/|nᵢ| such a bound is below zero: so fast is only who slows down (speeds up) on all of the bend, as
/// the time-optimal motion does (J. E. Bobrow, S. Dubowsky, J. S. Gibson, Int. J. Robotics Research 4(3), 1985, 3–17).
struct BendLimits {
  /// Speeds of which less than this share of acceleration is left, both senses together, are not used.
  private static let leastLeft = 0.05
  /// How much of a bound's fall a bend may be long, 1: then what is left at one end says enough of the other.
  private static let mostFall = 0.5

  private let acceleration: Point
  private let tangent: Point
  private let leastTangent: Point
  private let normal: Point
  private let sense: Point
  private let climb: Double
  /// mm/s²: what the axes allow around the bend where speed is kept.
  private let turning: Double

  /// - Parameters:
  ///   - t: the largest share of each axis in the direction of motion; n: in that towards the centre
  ///   - climb: what all axes allow along the path where nothing turns, mm/s²
  /// - Returns: nil for what is no such bend.
  init?(_ arc: Segment, _ t: Point, _ n: Point, _ acceleration: Point, climb: Double) {
    guard let shares = arc.bendShares() else { return nil }
    (leastTangent, sense) = shares
    self.acceleration = acceleration
    self.climb = climb
    tangent = t
    normal = n
    var turning = Double.infinity
    for axis in 0..<3 where n[axis] > 1e-12 { turning = min(turning, acceleration[axis] / n[axis]) }
    self.turning = turning
  }

  /// mm/s² left along the path, beside so much towards the centre: for speeding up (1) or braking (−1).
  private func left(_ direction: Double, beside centripetal: Double) -> Double {
    var least = climb
    for axis in 0..<3 where tangent[axis] > 1e-12 && sense[axis] != -direction {
      let rest = acceleration[axis] - centripetal * normal[axis]
      // Below zero it is what the smallest share has to make up for.
      least = min(least, rest / (rest >= 0 ? tangent[axis] : max(leastTangent[axis], 1e-9)))
    }
    return least
  }

  /// Law, steady speed and highest speed, mm/s.
  ///
  /// - Parameters:
  ///   - most: mm/s² towards the centre that feed and smoothing allow
  ///   - turningShare: of what the axes allow, where speed is kept
  ///   - perSpeed2: 1/mm, curvature
  func limits(
    upTo most: Double, turningShare: Double, perSpeed2: Double, length: Double
  ) -> (law: AccelerationLaw, steady: Double, ceiling: Double) {
    let kept = min(most, turning * turningShare)
    let steady = (kept / perSpeed2).squareRoot()
    guard kept > 1e-9 * climb else { return (AccelerationLaw(standing: climb), steady, steady) }
    var up = AccelerationLaw.Bound(upTo: kept, perSpeed2: perSpeed2) { max(left(1, beside: $0), 0) }
    var down = AccelerationLaw.Bound(upTo: kept, perSpeed2: perSpeed2) { max(left(-1, beside: $0), 0) }
    let highest = highest(upTo: most)
    if highest > 1.001 * kept {
      let steepUp = AccelerationLaw.Chord(from: kept, to: highest, perSpeed2: perSpeed2) { left(1, beside: $0) }
      let steepDown = AccelerationLaw.Chord(from: kept, to: highest, perSpeed2: perSpeed2) { left(-1, beside: $0) }
      if 2 * length * max(steepUp.falling, steepDown.falling) <= Self.mostFall {
        up.steep = steepUp
        down.steep = steepDown
        return (AccelerationLaw(up: up, down: down), steady, (highest / perSpeed2).squareRoot())
      }
    }
    return (AccelerationLaw(up: up, down: down), steady, steady)
  }

  /// The most towards the centre that leaves something in one sense at least what the other lacks: both together fall like
  /// a concave curve, and the chord between a place above and one below finds one above.
  private func highest(upTo most: Double) -> Double {
    func spare(_ centripetal: Double) -> Double {
      left(1, beside: centripetal) + left(-1, beside: centripetal) - Self.leastLeft * climb
    }
    if most <= turning { return most }
    var low = turning
    var above = spare(low)
    guard above > 0 else { return low }
    var high = min(most, 2 * turning)
    for _ in 0..<3 {
      let below = spare(high)
      if below >= 0 { return high }
      let next = low + (high - low) * above / (above - below)
      if below < -climb { high = 0.5 * (low + high) }
      low = next
      above = max(spare(low), 0)
      if low >= high { break }
    }
    return low
  }
}

extension AccelerationLaw.Chord {
  /// Through two points of a curve over acceleration towards the centre.
  init(from first: Double, to last: Double, perSpeed2: Double, _ left: (Double) -> Double) {
    let a = left(first), b = left(last)
    let fall = (a - b) / (last - first)
    self.init(standing: a + fall * first, falling: fall * perSpeed2)
  }
}

extension AccelerationLaw.Bound {
  /// Chords below a concave curve over acceleration towards the centre, from zero to `most`, mm/s².
  init(upTo most: Double, perSpeed2: Double, _ left: (Double) -> Double) {
    let bend = 0.75 * most
    let fast = AccelerationLaw.Chord(from: bend, to: most, perSpeed2: perSpeed2, left)
    self.init(slow: .init(from: 0, to: bend, perSpeed2: perSpeed2, left), fast: fast, steep: fast)
  }
}
