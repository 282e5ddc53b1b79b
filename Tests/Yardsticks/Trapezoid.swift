// The quickest way over a length under one limit of speed and one of acceleration: speeds at both ends in, seconds out.

/// A straight piece of a speed profile, in closed form.
enum Trapezoid {
  /// Seconds for `length` mm.
  ///
  /// - Parameters:
  ///   - entrySquared, exitSquared: (mm/s)², each reachable from the other within the length
  ///   - limitSquared: (mm/s)², not below either
  ///   - acceleration: mm/s²
  static func seconds(
    length: Double, entrySquared: Double, exitSquared: Double, limitSquared: Double, acceleration: Double
  ) -> Double {
    let peakSquared = min(limitSquared, acceleration * length + 0.5 * (entrySquared + exitSquared))
    let entry = entrySquared.squareRoot(), exit = exitSquared.squareRoot()
    let peak = max(peakSquared.squareRoot(), entry, exit)
    guard peak > 0 else { return 0 }
    let ramps = (2 * peak * peak - entrySquared - exitSquared) / (2 * acceleration)
    return (2 * peak - entry - exit) / acceleration + max(0, length - ramps) / peak
  }
}
