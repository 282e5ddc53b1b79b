// Time steps of the physics on the tick clock: about 25 µs, whatever the board's ticks are.

/// How many ticks make a step of the physics, or how many steps a tick.
struct PhysicsClock: Equatable {
  /// Ticks in a step; 1 where a step is no longer than a tick.
  let ticksPerStep: UInt64
  /// Steps in a tick; 1 where a step is no shorter than a tick.
  let stepsPerTick: Int
  let stepS: Double

  /// - Parameters:
  ///   - fastestRadPerS: of all resonances of the machine. A step turns none by more than a seventh of a radian: leapfrog
  ///     then has its frequency to 0.1 %.
  ///   - refinement: how many times shorter steps are than that asks for.
  init(tickHz: UInt32, fastestRadPerS: Double, refinement: Int = 1) {
    let tickS = 1 / Double(tickHz)
    let longest = min(25e-6, fastestRadPerS > 0 ? 0.15 / fastestRadPerS : 25e-6)
    let wanted = longest / Double(max(refinement, 1))
    // Ticks that are a little longer than what is wanted are not halved for it.
    stepsPerTick = max(1, Int((tickS / wanted * 0.999).rounded(.up)))
    ticksPerStep = stepsPerTick > 1 ? 1 : max(1, UInt64(wanted / tickS * 1.001))
    stepS = tickS * Double(ticksPerStep) / Double(stepsPerTick)
  }
}
