// A straight line from rest to rest: the window and the speeds that make it the fastest under a jerk limit.

/// One line from a standstill to a standstill, nothing else in the window.
///
/// A mean over T = a/j makes ramps of the jerk limit out of jumps of the acceleration, and the trapezoid becomes the
/// time-optimal curve of seven phases, if the acceleration never goes from one sign to the other within T (there the jerk
/// would be twice the limit). So between speeding up and braking lies a time T without either:
///
/// ```
///  a  ┌──┐                       ╱‾╲
///     │  │←─T─→┌──┐   mean   ───╱   ╲___     ___
///  ───┘  └─────┤  │  ──────►            ╲   ╱
///              └──┘                      ╲_╱
/// ```
/// Where the way or the speed is too little for the full acceleration, the window is as long as each ramp, and the curve
/// is the optimal one of four phases (or five). The window is whole slices; rounding it up costs at most two slices.
struct StraightRun: Equatable, Sendable {
  /// Slices of the mean.
  let window: Int
  /// mm/s²
  let acceleration: Double
  /// Seconds without speeding up or braking between the two.
  let steadyS: Double

  /// - Parameters:
  ///   - limit: mm/s
  ///   - acceleration: mm/s² along the line
  ///   - jerk: mm/s³ along the line; infinite where nothing limits it
  ///   - most: slices that the mean has room for
  init(length: Double, limit: Double, acceleration: Double, jerk: Double, sliceS: Double, most: Int) {
    // The shortest window that the full acceleration, the way (2·j·T³) or the speed (j·T²) makes full use of.
    var slices = 1
    var time = sliceS
    while slices < most && jerk * time < acceleration && 2 * jerk * time * time * time < length
      && jerk * time * time < limit
    {
      slices += 1
      time = Double(slices) * sliceS
    }
    window = slices
    self.acceleration = min(acceleration, jerk * time)
    steadyS = jerk.isFinite ? time : 0
  }

  /// The rest of the way, driven at most at `limit`.
  ///
  /// - Parameters:
  ///   - sign: of the last change of speed, 1 or −1, 0 for none yet
  ///   - steady: seconds since then
  func profile(length: Double, entry: Double, limit: Double, sign: Int, steady: Double) -> SpeedProfile {
    let wait = max(0, steadyS - steady)
    if limit < entry {
      let lead = sign > 0 ? wait : 0
      let least = max(0, entry * entry - 2 * acceleration * max(0, length - lead * entry)).squareRoot()
      return SpeedProfile(
        length: length, lead: lead, entry: entry, cruise: max(limit, least), acceleration: acceleration)
    }
    // v from (2v² − v₀²)/2a + v·T = what is left after the wait.
    let lead = sign < 0 ? wait : 0
    let left = length - lead * entry
    let half = 0.5 * acceleration * steadyS
    let peak = (half * half + acceleration * max(0, left) + 0.5 * entry * entry).squareRoot() - half
    if peak > entry && limit > entry {
      return SpeedProfile(
        length: length, lead: lead, entry: entry, cruise: min(limit, peak), acceleration: acceleration)
    }
    return SpeedProfile(length: length, lead: 0, entry: entry, cruise: entry, acceleration: acceleration)
  }
}
