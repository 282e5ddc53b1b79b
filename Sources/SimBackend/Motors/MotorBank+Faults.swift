// What faults do to motors and carriages: jams, walls and mixed wires come in, the figures of the next step are changed.

import StepperCore

extension MotorBank {
  /// The supply that a motor's driver was built with.
  func ownSupplyV(_ motor: Int) -> Double { settings.motors[motor].driver?.supplyV ?? 0 }

  /// The wires of a motor's coils are mixed up, or put right.
  mutating func mixPhases(_ motor: Int, _ areMixed: Bool, at tick: UInt64) {
    advance(to: tick)
    trains[motor].rotor.constants.mixCoils(areMixed)
    trains[motor].rotor.lookUpReferences()
    rouseSlowly(motor)
  }

  /// Friction of an axis beside what its settings say, N, from a tick on.
  mutating func setFriction(axis: Int, beside newtons: Double, at tick: UInt64) {
    let frictionN = settings.mechanics[axis].frictionN + newtons
    guard settings.isBelt(axis) else {
      for motor in 0..<count where joints[motor] == axis { setFriction(motor, newtons: frictionN, at: tick) }
      return
    }
    advance(to: tick)
    carriage.setFriction(axis: axis, newtons: frictionN)
    belts.setFriction(axis: axis, newtons: frictionN)
    for motor in 0..<count where joints[motor] < 2 {
      watch[motor].setCarriageFriction(
        axis: axis, nm: frictionN * settings.mechanics[joints[motor]].metresPerRadian / 2)
      rouseSlowly(motor)
    }
  }

  /// Something in the way of an axis beside its hard ends, from a tick on; nil: nothing any more.
  /// - Parameter isAbove: of the carriage: it ends the way up.
  mutating func setWall(axis: Int, atMm mm: Double?, isAbove: Bool, at tick: UInt64) {
    advance(to: tick)
    let own = settings.mechanics[axis].stopsMm ?? -.infinity ... .infinity
    var low = own.lowerBound, high = own.upperBound
    if let mm, isAbove { high = min(high, mm) }
    if let mm, !isAbove { low = max(low, mm) }
    // A wall beyond a hard end changes nothing.
    let stops = low <= high ? low...high : own
    guard settings.isBelt(axis) else {
      for motor in 0..<count where joints[motor] == axis {
        trains[motor].setStops(
          stops, startMm: settings.start[axis], mmPerFullStep: watch[motor].mmPerFullStep)
        rouseSlowly(motor)
      }
      return
    }
    let start = settings.start[axis]
    let ends = (stops.lowerBound - start)...(stops.upperBound - start)
    carriage.setEnds(axis: axis, ends)
    belts.setEnds(axis: axis, ends)
    for motor in 0..<count where joints[motor] < 2 { rouseSlowly(motor) }
  }
}
