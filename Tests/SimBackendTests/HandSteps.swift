// Steps of joints, one after the other, as writes to a simulated machine.

import SimBackend
import StepperCore

/// Steps motors by hand, one write for all of one moment.
struct HandSteps: ~Copyable {
  var port: SimPort
  private var levels = PortWord.enables
  private(set) var tick: UInt64 = 1_000

  init(_ settings: SimSettings) {
    port = SimPort(settings)
    port.write(levels, changing: levels, at: PortInstant(tick: 0, ns: 0))
  }

  private mutating func put(_ next: PortWord) {
    if next == levels { return }
    port.write(next, changing: next ^ levels, at: PortInstant(tick: tick, ns: 0))
    levels = next
  }

  /// Directions of the joints: −1, 0 or 1.
  mutating func step(_ joints: [Int64]) {
    let motors: [[(motor: Int, isInverted: Bool)]] = [[(0, false)], [(1, false), (3, true)], [(2, false)]]
    var next = levels
    var steps = PortWord.none
    for joint in joints.indices where joints[joint] != 0 {
      for (motor, isInverted) in motors[joint] {
        let isActive = (joints[joint] > 0) != isInverted
        next = isActive ? next | .direction(motor) : next & ~.direction(motor)
        steps = steps | .step(motor)
      }
    }
    tick += 1
    put(next)
    tick += 1
    put(next | steps)
    tick += 1
    put(next)
  }

  /// Time goes by, and nothing moves.
  mutating func wait(ticks: UInt64) {
    tick += ticks
    port.catchUp(to: tick)
  }
}
