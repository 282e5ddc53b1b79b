// Homing on the machine: the cycle's moves become motions, and what it finds becomes the machine's coordinates.

extension Controller {
  /// At rest, in the middle of homing: gives the next motion to the pump, or an order, or ends.
  ///
  /// - Returns: nil where the pump has something to do now, or homing is over.
  mutating func goOnHoming() -> ControllerOutput? {
    guard var cycle = homing else { return nil }
    let latched = isAnswered ? motion.position(ofSteps: reading.latch.steps) : nil
    let move = cycle.next(reading.inputs, at: motion.position, latched: latched)
    homing = cycle
    isAnswered = false
    switch move {
    case .search(let end, let mmPerS, _, let untilActive):
      motion.addUnbounded(to: end, mmPerS: mmPerS, probe: ProbeRule(untilContact: untilActive, mustHappen: false))
    case .move(let end, let mmPerS): motion.addUnbounded(to: end, mmPerS: mmPerS, probe: nil)
    case .place(let point):
      if isPositionKnown { homingShiftMm = (homingShiftMm ?? .zero) + point - motion.position }
      motion.place(at: point)
      hasJumped = true
      return .place(motion.standSubSteps)
    case .failed(let code):
      // A switch that it stands on is the failure, or was looked for: it is no hard limit until it was let go.
      ignored.ignore(control.limits & reading.inputs, at: reading.tick)
      fail(code)
    case .done:
      homing = nil
      // A switch that another axis stands on, or that is shared, counts once it was let go.
      ignored.ignore(control.limits & reading.inputs, at: reading.tick)
      homedAxes |= cycle.axes
      if homedAxes == control.homedAxes { isPositionKnown = true }
      hasJumped = true
      _ = raise(.finished)
    }
    return nil
  }
}
