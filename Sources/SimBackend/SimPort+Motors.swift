// The port's motors with physics: what the run gives them beside edges, and what it can ask them.

import StepperCore

extension SimPort {
  /// A slice is about to be run: its commanded motion is held against what the motors have.
  @inline(__always)
  mutating func begin(_ slice: Slice) {
    if hasPhysics { bank.judge(slice, into: &slices) }
  }

  /// All ticks before this one are over.
  @inline(__always)
  mutating func finishSlice(at tick: UInt64) {
    if tick >= switches.nextBounce { bounce(until: tick) }
    if hasPhysics { finishPhysics(at: tick) }
  }

  private mutating func finishPhysics(at tick: UInt64) {
    bank.settle(at: tick)
    bank.noteLags(in: &slices)
    hasSlipped = bank.hasSlipped
    carriage = places.place(travelsMm: bank.travelsMm)
    if tick >= quietUntil {
      let instant = PortInstant(tick: tick, ns: 0)
      readSwitches(clock.ns(instant), instant)
    }
  }

  /// Brings the physics to a tick, for somebody who asks between slices.
  public mutating func catchUp(to tick: UInt64) { finishSlice(at: tick) }

  /// Passes on to a motor what its driver has counted since the last time.
  @inline(__always)
  mutating func follow(_ motor: Int, at tick: UInt64) {
    let change = drivers[motor].position &- followed[motor]
    if change == 0 { return }
    followed[motor] = drivers[motor].position
    var sense = settings.motors[motor].isInverted ? -Int(change) : Int(change)
    // More than one only where a step the wrong way was taken back.
    while sense != 0 {
      bank.pulse(motor, sense: sense.signum(), at: tick)
      sense -= sense.signum()
    }
  }

  /// Ticks in which no carriage can reach the nearest switch: no rotor makes more than half a full step in a time step.
  ///
  /// It changes nothing: a port that is only lent is copied.
  mutating func quietTicks() -> UInt64 {
    var reachMm = 0.0
    for motor in 0..<bank.count { reachMm += bank.mmPerFullStep[motor] }
    let perTick = 0.5 * reachMm * Double(bank.clock.stepsPerTick) / Double(bank.clock.ticksPerStep)
    let ticks = switches.nearestMm / max(perTick, 1e-9)
    return ticks < 1e15 ? UInt64(ticks) : 1_000_000_000_000_000
  }

  /// The force on the tool from this tick on, N, along the machine's axes. Nothing without physics.
  ///
  /// Meant to be given once a slice, before it is run.
  public mutating func setToolForce(_ newtons: Point, at tick: UInt64) {
    if hasPhysics { bank.setToolForce(newtons, at: tick) }
  }

  /// Another supply for all drivers from this tick on: one that is weak, or fails. Takes milliseconds.
  public mutating func setSupply(volts: Double, at tick: UInt64) {
    for motor in 0..<bank.count { bank.setSupply(motor, volts: volts, at: tick) }
  }

  /// Friction that holds a motor's carriage from this tick on, N, in place of what its axis has.
  public mutating func setFriction(ofMotor motor: Int, newtons: Double, at tick: UInt64) {
    bank.setFriction(motor, newtons: newtons, at: tick)
  }

  /// Motors with physics stand behind the drivers.
  public var hasMotors: Bool { hasPhysics }

  /// What became of a motor; nil without physics.
  public func report(ofMotor motor: Int) -> MotorReport? {
    hasPhysics && motor < bank.count ? bank.report(motor) : nil
  }

  /// How far a motor is behind its command now, full steps, slips included; nil without physics.
  @inline(__always)
  public func lagFullSteps(ofMotor motor: Int) -> Double? {
    hasPhysics && motor < bank.count ? bank.trains[motor].rotor.lagFullSteps : nil
  }

  /// Pull-out torque of a motor over its speed; nil without physics.
  public func pullOutCurve(ofMotor motor: Int) -> PullOutCurve? {
    hasPhysics && motor < bank.count ? bank.watch[motor].curve : nil
  }

  /// Where a motor's carriage is along its joint, machine mm; nil without physics.
  public func carriageMm(ofMotor motor: Int) -> Double? {
    hasPhysics && motor < bank.count ? bank.carriageMm(motor) : nil
  }

  /// How far the two motors of a joint were apart at most, mm; zero where it has one.
  public func peakRackingMm(joint: Int) -> Double { bank.peakRackingMm[joint] }

  /// The currents of a motor's two phases, A.
  public func phaseCurrentsA(ofMotor motor: Int) -> SIMD2<Double>? {
    guard hasPhysics && motor < bank.count else { return nil }
    let rotor = bank.trains[motor].rotor
    switch rotor.place & 3 {
    case 0: return rotor.current
    case 1: return SIMD2(-rotor.current.y, rotor.current.x)
    case 2: return -rotor.current
    default: return SIMD2(rotor.current.y, -rotor.current.x)
    }
  }

  /// What moves, what the coils hold, and what the detent torque has stored, J, of a rigid drive; nil without physics.
  public func energyJ(ofMotor motor: Int) -> Double? {
    hasPhysics && motor < bank.count ? bank.energyJ(motor) : nil
  }

  /// What the head of a CoreXY and its stretched belts hold, J; zero where belts are rigid.
  public var beltEnergyJ: Double {
    hasPhysics && bank.belts.isThere ? bank.belts.energyJ(bank.trains, stepS: bank.clock.stepS) : 0
  }

  /// The state of all rotors and currents as one number: the same bits give the same number.
  public var physicsHash: UInt64 {
    var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
    for motor in 0..<bank.count {
      let train = bank.trains[motor]
      let rotor = train.rotor
      for value in [rotor.part, rotor.speed, rotor.current.x, rotor.current.y, train.gap, train.carriageSpeed] {
        hash = (hash ^ value.bitPattern) &* 0xBF58_476D_1CE4_E5B9
        hash ^= hash >> 29
      }
      hash = (hash ^ UInt64(bitPattern: Int64(rotor.place))) &* 0x94D0_49BB_1331_11EB
    }
    return hash
  }
}
