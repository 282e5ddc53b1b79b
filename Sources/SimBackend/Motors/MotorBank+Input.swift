// What a machine's motors are told: pulses, enable lines, supply, forces, friction; and what they tell.

import StepperCore

extension MotorBank {
  /// A pulse that a driver has counted, in the sense of its joint.
  @inline(__always)
  mutating func pulse(_ motor: Int, sense: Int, at tick: UInt64) {
    advance(to: tick)
    rouse(motor)
    trains[motor].rotor.takePulse(sense)
  }

  mutating func enable(_ motor: Int, _ isOn: Bool, at tick: UInt64) {
    guard motor < count else { return }
    advance(to: tick)
    if isOn {
      power.enable(motor, at: tick, delay: wakeTicks(motor))
      while power.nextWake <= tick, let awake = power.wake(at: tick) { repower(awake) }
    } else {
      power.disable(motor)
      repower(motor)
    }
  }

  private func wakeTicks(_ motor: Int) -> UInt64 {
    let delayNs = UInt64(settings.motors[motor].timing.enableDelayNs)
    return (delayNs * UInt64(settings.tickHz) + 999_999_999) / 1_000_000_000
  }

  /// Another voltage at a driver: a weak supply, or one that fails. A driver whose supply comes back wakes anew.
  mutating func setSupply(_ motor: Int, volts: Double, at tick: UInt64) {
    guard motor < count, let figures = settings.motors[motor].motor, var driver = settings.motors[motor].driver
    else { return }
    advance(to: tick)
    let least = max(driver.undervoltageV, 1e-6)
    if power.supplyV[motor] < least && volts >= least { power.restart(motor, at: tick, delay: wakeTicks(motor)) }
    power.supplyV[motor] = max(volts, 0)
    repower(motor)
    driver.supplyV = max(volts, 0)
    let top = watch[motor].curve.topFullStepsPerS
    watch[motor].curve =
      volts < least
      ? PullOutCurve(withoutTorqueTo: top)
      : PullOutCurve(motor: figures, driver: driver, model: settings.model, topFullStepsPerS: top)
  }

  /// The emergency stop's contact between supply and driver. Open, the bridge is off; its diodes lead into a bus that
  /// keeps its charge, so the coils carry nothing. Closed again, the driver wakes anew.
  mutating func cutSupply(_ motor: Int, _ isCut: Bool, at tick: UInt64) {
    guard motor < count else { return }
    advance(to: tick)
    power.cut(motor, isCut)
    if !isCut { power.restart(motor, at: tick, delay: wakeTicks(motor)) }
    repower(motor)
  }

  /// Gives a motor what its supply and enable line now allow.
  mutating func repower(_ motor: Int) {
    guard let figures = settings.motors[motor].motor, let driver = settings.motors[motor].driver else { return }
    trains[motor].rotor.constants.setElectrical(
      motor: figures, supplyV: power.supplyV[motor], decayShare: settings.model.decayShare(of: driver),
      stepS: clock.stepS)
    trains[motor].rotor.isDriven = power.isOn(motor, driver)
    trains[motor].rotor.lookUpReferences()
    rouseSlowly(motor)
  }

  /// The force on the tool, N, along the machine's axes, from a tick on. Same force: no cost.
  mutating func setToolForce(_ force: Point, at tick: UInt64) {
    if force == toolForceN { return }
    advance(to: tick)
    toolForceN = force
    belts.push(force)
    for motor in 0..<count { setLoad(motor) }
  }

  /// Friction that holds a carriage, in place of what its settings say: a chip in the screw, a clamp left on. On a CoreXY
  /// it holds the motor's belt, beside what its axes have.
  mutating func setFriction(_ motor: Int, newtons: Double, at tick: UInt64) {
    guard motor < count, let figures = settings.motors[motor].motor else { return }
    advance(to: tick)
    let one = settings.motors[motor]
    let share = settings.isBelt(one.joint) ? 0.5 : 1 / Double(settings.sharers(of: one.joint))
    let torque = newtons * settings.mechanics[one.joint].metresPerRadian * share
    let own = trains[motor].coupling == .spring ? 0 : figures.frictionNm
    trains[motor].rotor.friction = (torque + own) * trains[motor].rotor.constants.impulsePerNm
    watch[motor].frictionNm = torque + figures.frictionNm
    rouseSlowly(motor)
  }

  private mutating func setLoad(_ motor: Int) {
    let one = settings.motors[motor]
    let mechanics = settings.mechanics[one.joint]
    var force = toolForceN[one.joint]
    if settings.isBelt(one.joint) {
      // Virtual work: x = (a + b) / 2, y = (a − b) / 2.
      force = one.joint == 0 ? (toolForceN.x + toolForceN.y) / 2 : (toolForceN.x - toolForceN.y) / 2
    }
    let share = 1 / Double(settings.sharers(of: one.joint))
    let torque = (force - mechanics.weightN) * mechanics.metresPerRadian * share
    watch[motor].loadNm = torque
    // The head of belts that stretch feels it, and its motors only what the belts pass on.
    if trains[motor].coupling == .belt { return rouseSlowly(motor) }
    let load = torque * trains[motor].rotor.constants.impulsePerNm
    if load == trains[motor].load { return }
    trains[motor].load = load
    trains[motor].rotor.push = load
    rouseSlowly(motor)
  }

  /// Travel of a motor's carriage since switch-on, along its joint.
  @inline(__always)
  func travelMm(_ motor: Int) -> Double { trains[motor].carriageFullSteps * mmPerFullStep[motor] }

  /// A motor's carriage along its joint, machine mm.
  func carriageMm(_ motor: Int) -> Double {
    let joint = settings.motors[motor].joint
    return settings.map.steps(at: settings.start)[joint] / settings.map.stepsPerMm[joint] + travelMm(motor)
  }

  /// ½Jω² with the mean speed of two steps, ½L(i_a² + i_b²), and T_d/4N_r · (1 − cos 4x).
  func energyJ(_ motor: Int) -> Double {
    guard let figures = settings.motors[motor].motor else { return 0 }
    let rotor = trains[motor].rotor
    let perRadian = Double(figures.stepsPerRev) / (2 * 3.141592653589793)
    // Speed is half a step old: half of what the coming step would add.
    let belt = belts.impulse(trains, ofMotor: motor)
    let speed = (rotor.speed + 0.5 * (rotor.impulse - rotor.push - belt)) / perRadian / clock.stepS
    let double = rotor.axis.x * rotor.axis.y
    let detent = figures.detentTorqueNm / Double(figures.stepsPerRev) * 8 * double * double
    let coils = 0.5 * figures.inductanceH * (rotor.current * rotor.current).sum()
    let inertia = trains[motor].coupling == .belt ? watch[motor].ownInertiaKgM2 : watch[motor].inertiaKgM2
    return 0.5 * inertia * speed * speed + coils + detent
  }

  /// What became of a motor so far.
  func report(_ motor: Int) -> MotorReport {
    let rotor = trains[motor].rotor
    return MotorReport(
      lostFullSteps: 4 * rotor.slips, slips: watch[motor].slips, firstSlip: watch[motor].firstSlip,
      peakLoadAngleDeg: rotor.peakLag * 90, minTorqueMargin: watch[motor].minMargin, lagFullSteps: rotor.lagFullSteps)
  }
}
