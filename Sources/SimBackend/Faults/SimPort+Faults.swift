// What a fault does to the machine, and how it is mended: kinds of faults come in, the parts concerned are changed.

import StepperCore

extension SimPort {
  /// A fault begins: what is written at this tick and later meets it.
  mutating func begin(_ kind: FaultKind, at tick: UInt64) {
    switch kind {
    case .lostSteps(let motor, let pulses): drivers[motor].trouble { $0.toLose &+= pulses }
    case .extraSteps(let motor, let pulses): drivers[motor].trouble { $0.toDouble &+= pulses }
    case .stuckSwitch(let input, let isPressed): stick(input, pressed: isPressed, at: tick)
    case .bouncingSwitch(let input, let ms):
      switches.setBounce(of: input, ticks: UInt64(max((ms * Double(settings.tickHz) / 1000).rounded(.up), 1)))
    case .brokenWire(let input): breakWire(of: input, at: tick)
    // Spikes come from the schedule; the others are not the port's.
    case .noise, .lateTick, .slowPlanner, .portError, .bytesDropped, .bytesDoubled: break
    case .mixedPhases(let motor): mixPhases(ofMotor: motor, true, at: tick)
    case .reversedMotor(let motor): drivers[motor].trouble { $0.isReversed = true }
    case .weakSupply(let volts): setSupply(volts: volts, at: tick)
    case .jam(let axis, let newtons): bank.setFriction(axis: axis, beside: newtons, at: tick)
    case .wall(let axis, let mm):
      catchUp(to: tick)
      bank.setWall(axis: axis, atMm: mm, isAbove: mm > position[axis], at: tick)
    case .powerCut: cutPower(at: tick)
    case .emergencyStop: pressEmergencyStop(at: tick)
    case .door: setInput(.door, active: true, at: PortInstant(tick: tick, ns: 0))
    case .deadProbe: stick(.probe, pressed: false, at: tick)
    }
  }

  /// A fault is over.
  mutating func mend(_ kind: FaultKind, at tick: UInt64) {
    switch kind {
    case .lostSteps, .extraSteps, .noise, .powerCut: break
    case .lateTick, .slowPlanner, .portError, .bytesDropped, .bytesDoubled: break
    case .stuckSwitch(let input, _): unstick(input, at: tick)
    case .bouncingSwitch(let input, _): switches.setBounce(of: input, ticks: nil)
    case .brokenWire(let input): mendWire(of: input, at: tick)
    case .mixedPhases(let motor): mixPhases(ofMotor: motor, false, at: tick)
    case .reversedMotor(let motor): drivers[motor].trouble { $0.isReversed = false }
    case .weakSupply:
      for motor in 0..<bank.count { bank.setSupply(motor, volts: bank.ownSupplyV(motor), at: tick) }
    case .jam(let axis, _): bank.setFriction(axis: axis, beside: 0, at: tick)
    case .wall(let axis, _): bank.setWall(axis: axis, atMm: nil, isAbove: false, at: tick)
    case .emergencyStop: releaseEmergencyStop(at: tick)
    case .door: setInput(.door, active: false, at: PortInstant(tick: tick, ns: 0))
    case .deadProbe: unstick(.probe, at: tick)
    }
  }

  /// The level of an input turns over from this tick on, or is its own again.
  mutating func disturb(_ input: InputWord, _ isOn: Bool, at tick: UInt64) {
    if tick >= switches.nextBounce { bounce(until: tick) }
    wiring.setDisturbed(input, isOn)
    updateInputs(at: tick)
  }

  private mutating func mixPhases(ofMotor motor: Int, _ areMixed: Bool, at tick: UInt64) {
    if hasPhysics {
      bank.mixPhases(motor, areMixed, at: tick)
    } else {
      drivers[motor].trouble { $0.isDeaf = areMixed }
    }
  }

  /// The mains fail: drivers and spindle are without supply from this tick on.
  private mutating func cutPower(at tick: UInt64) {
    spindle.setPower(false, at: tick)
    setMotorPower(false, at: tick)
  }

  /// Pulses of a motor that faults have taken away, doubled or turned round.
  public func alteredPulses(ofMotor motor: Int) -> UInt64 { drivers[motor].trouble.altered }

  /// How many pulses a motor is short of by faults, net, positive where its joint is below its command.
  public func shortPulses(ofMotor motor: Int) -> Int64 {
    let short = drivers[motor].trouble.short
    return settings.motors[motor].isInverted ? -short : short
  }
}
