// Pulses of which only one end is known come in; they move their motors, and no driver judges how long they were.

import StepperCore

extension SimPort {
  /// Pulses of motors, seen by one of their ends: whoever watches real lines may not have been told of the other.
  ///
  /// The levels of the lines are those that they were; such pulses are not in the hash.
  public mutating func pulse(_ steps: PortWord, at instant: PortInstant) {
    let ns = clock.ns(instant)
    if instant.tick >= switches.nextBounce { bounce(until: instant.tick) }
    for motor in 0..<PortWord.motorLimit where steps.contains(.step(motor)) {
      if let fault = drivers[motor].pulse(at: ns) { note(fault, motor, instant) }
      if hasPhysics { follow(motor, at: instant.tick) }
    }
    if hasPhysics ? instant.tick >= quietUntil : switches.mayChange() { readSwitches(ns, instant) }
  }
}
