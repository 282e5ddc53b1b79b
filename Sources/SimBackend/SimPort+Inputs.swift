// What presses switches and buttons, breaks wires and opens the emergency stop's chain comes in; input levels go out.

import StepperCore

extension SimPort {
  /// Presses or lets go a contact that no carriage presses (a person, a door, a push button).
  ///
  /// It bounces as long as ``SimSettings/buttons`` has it. For the emergency stop with its chain see
  /// ``pressEmergencyStop(at:)``.
  public mutating func setInput(_ input: InputWord, active: Bool, at instant: PortInstant) {
    // What bounced before this instant comes first.
    bounce(until: instant.tick)
    switches.press(input, active, at: instant.tick)
    updateInputs(clock.ns(instant), instant)
  }

  /// The wire of an input comes off, from this tick on: the line shows its resistor's level.
  ///
  /// A normally closed contact then reads as pressed, and the machine stops; a normally open one never reads as pressed
  /// again, and nobody notices until it is needed.
  public mutating func breakWire(of input: InputWord, at tick: UInt64) {
    wiring.setBroken(input, true)
    updateInputs(at: tick)
  }

  public mutating func mendWire(of input: InputWord, at tick: UInt64) {
    wiring.setBroken(input, false)
    updateInputs(at: tick)
  }

  /// A contact stays pressed, or stays free, whatever presses it: chips under the lever, a welded contact.
  public mutating func stick(_ input: InputWord, pressed: Bool, at tick: UInt64) {
    wiring.stick(input, pressed: pressed)
    updateInputs(at: tick)
  }

  /// The contact moves again.
  public mutating func unstick(_ input: InputWord, at tick: UInt64) {
    wiring.stick(input, pressed: nil)
    updateInputs(at: tick)
  }

  /// Somebody lays something under the tool: from this tick on the probe touches at this height, machine mm.
  public mutating func layStock(zMm: Double, at tick: UInt64) {
    let instant = PortInstant(tick: tick, ns: 0)
    if hasPhysics { catchUp(to: tick) }
    bounce(until: tick)
    switches.place(.probe, belowZMm: zMm)
    readSwitches(clock.ns(instant), instant)
  }

  // MARK: the emergency stop

  /// Somebody presses the emergency stop: its chain cuts what the settings say, and the controller's input turns active.
  ///
  /// Without drivers' power the rotors run out, or are moved by whatever pulls at them; pulses that come are missed. The
  /// torque margin is still that of powered motors. The input bounces as buttons do; the chain does not: a contactor is
  /// too slow for that.
  public mutating func pressEmergencyStop(at tick: UInt64) {
    emergencyStop.isPressed = true
    setInput(.emergencyStop, active: true, at: PortInstant(tick: tick, ns: 0))
    powerThroughChain(at: tick)
  }

  /// The button is pulled out again: power comes back at once, as where the button itself carries it.
  public mutating func releaseEmergencyStop(at tick: UInt64) {
    emergencyStop.isPressed = false
    setInput(.emergencyStop, active: false, at: PortInstant(tick: tick, ns: 0))
    powerThroughChain(at: tick)
  }

  /// The chain opens somewhere else than at the button: power goes, and the controller does not hear of it.
  public mutating func breakEmergencyChain(at tick: UInt64) {
    emergencyStop.isChainBroken = true
    powerThroughChain(at: tick)
  }

  public mutating func mendEmergencyChain(at tick: UInt64) {
    emergencyStop.isChainBroken = false
    powerThroughChain(at: tick)
  }

  private mutating func powerThroughChain(at tick: UInt64) {
    let isCut = emergencyStop.isCut
    if emergencyStop.cuts.contains(.spindle) { spindle.setPower(!isCut.contains(.spindle), at: tick) }
    if emergencyStop.cuts.contains(.motors) { setMotorPower(!isCut.contains(.motors), at: tick) }
  }

  /// The supply of all drivers comes, or goes.
  mutating func setMotorPower(_ isOn: Bool, at tick: UInt64) {
    let ns = clock.ns(PortInstant(tick: tick, ns: 0))
    for motor in 0..<8 { drivers[motor].setPower(isOn, at: ns) }
    for motor in 0..<bank.count { bank.cutSupply(motor, !isOn, at: tick) }
  }

  // MARK: levels

  /// Reads the switches where the carriage stands now.
  mutating func readSwitches(_ ns: Int64, _ instant: PortInstant) {
    if hasPhysics { bank.noteTravels() }
    if hasPhysics {
      switches.read(at: places.place(travelsMm: bank.travelsMm), travelsMm: bank.travelsMm, tick: instant.tick)
      quietUntil = instant.tick &+ quietTicks()
    } else {
      let travels = travelsMm
      switches.read(at: places.place(travelsMm: travels), travelsMm: travels, tick: instant.tick)
    }
    updateInputs(ns, instant)
  }

  /// Plays the edges of bouncing contacts up to a tick.
  @inline(never)
  mutating func bounce(until tick: UInt64) {
    while switches.nextBounce <= tick {
      let due = switches.nextBounce
      switches.bounce()
      updateInputs(at: due)
    }
  }

  mutating func updateInputs(at tick: UInt64) {
    let instant = PortInstant(tick: tick, ns: 0)
    updateInputs(clock.ns(instant), instant)
  }

  private mutating func updateInputs(_ ns: Int64, _ instant: PortInstant) {
    let next = wiring.read(pressed: switches.pressed)
    let changing = next ^ inputs
    if changing.isEmpty { return }
    inputs = next
    if next.rawValue & watched == 0 {
      activeSince = .max
    } else if activeSince == .max {
      activeSince = instant.tick
    }
    log.add(
      Edge(ns: UInt64(ns), instant: instant, levels: next.rawValue, changing: changing.rawValue, isInput: true))
  }
}
