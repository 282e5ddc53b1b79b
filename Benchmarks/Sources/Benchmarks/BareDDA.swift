// The yardstick: four axes of second-order forward differences and nothing else; no pulse timing, no slices, no port.

/// One axis: position in steps, 32 bits after the point; what is added to it, and what is added to that, per tick.
private struct DDAAxis {
  var position: UInt64 = 0
  var velocity: UInt64
  var acceleration: UInt64

  /// Whether this tick makes a step.
  @inline(__always)
  mutating func advance() -> UInt64 {
    let before = position &>> 32
    position &+= velocity
    velocity &+= acceleration
    return (position &>> 32) ^ before == 0 ? 0 : 1
  }
}

/// The least that a step generator with acceleration can do a tick, and so what the engine is measured against.
///
/// All four axes move, between 5 and 20 % of the ticks make a step on each, as on a machine that cuts.
func bareDDA(ticks: Int) -> UInt64 {
  var a = DDAAxis(velocity: 1 << 28, acceleration: 3)
  var b = DDAAxis(velocity: 3 << 27, acceleration: 5)
  var c = DDAAxis(velocity: 5 << 26, acceleration: 2)
  var d = DDAAxis(velocity: 7 << 26, acceleration: 1)
  var steps: UInt64 = 0
  var words: UInt64 = 0
  for tick in 0..<UInt64(truncatingIfNeeded: ticks) {
    let word = a.advance() | b.advance() &<< 1 | c.advance() &<< 2 | d.advance() &<< 3
    if word != 0 {
      // In the place of the port: each word that changes lines is taken notice of, with its tick.
      words = (words ^ word ^ tick) &* 0x0000_0100_0000_01B3
      steps &+= 1
    }
  }
  return words &+ steps
}
