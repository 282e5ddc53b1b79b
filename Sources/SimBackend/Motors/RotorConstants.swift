// A motor's equations made ready for one time step: figures in SI units in, factors for the step out.

/// What stays the same from step to step; see ``Rotor`` for the equations.
struct RotorConstants {
  /// Impulse (full steps a step) of one ampere across the rotor.
  var torqueGain = 0.0
  /// Impulse of the detent torque; four times, because of how sin 4x is made of sines and cosines.
  var detentGain = 0.0
  /// What is left of a speed after viscous friction and iron loss.
  var damping = 1.0
  /// What the coil's resistance leaves of a current in one step.
  var decay = 1.0
  /// Amperes that a change of flux by one (of cos x, sin x) takes from a phase.
  var flux = 0.0
  /// Amperes that the supply adds in one step, and that a falling current can be made to lose.
  var raise = 0.0
  var fall = 0.0
  var microsteps = 1
  var stepsPerMicrostep = 1.0
  var leadFullSteps = 0.0
  /// The whole steps nearest to the hard ends, and the rest.
  var lowStop = Int.min / 4
  var lowStopPart = 0.0
  var highStop = Int.max / 4
  var highStopPart = 0.0
  /// Peak current of a phase.
  var setCurrentA = 0.0
  var waveform = DriverFigures.Waveform.sine
  /// The wires of the two coils are mixed up: see ``Rotor/alternating(_:)``.
  var areCoilsMixed = false
  /// The references are a sine and a cosine, and nothing else.
  private(set) var areReferencesPlain = true

  /// Full steps a time step for each N·m, without damping; and for each N·m·s of the torque equation.
  var impulsePerNm = 0.0
  /// How much the viscous part slows every impulse of its own step.
  var implicit = 1.0

  private init() {}

  /// A shaft that nothing turns.
  static let none = RotorConstants()

  /// - Parameters:
  ///   - inertiaKgM2: all that turns with the rotor.
  ///   - viscousNmS: bearings, iron and carriage.
  ///   - supplyV: zero where the outputs are off but short the coils.
  init(
    motor: MotorFigures, driver: DriverFigures, inertiaKgM2: Double, viscousNmS: Double, supplyV: Double,
    decayShare: Double, stepS h: Double
  ) {
    setCurrentA = driver.setCurrentA
    waveform = driver.waveform
    areReferencesPlain = waveform == .sine
    microsteps = max(driver.microsteps, 1)
    stepsPerMicrostep = 1 / Double(microsteps)
    leadFullSteps = driver.leadFullSteps
    let perRadian = Double(motor.stepsPerRev) / (2 * 3.141592653589793)
    let drag = viscousNmS * h / (2 * inertiaKgM2)
    implicit = 1 / (1 + drag)
    damping = (1 - drag) * implicit
    impulsePerNm = h * h / inertiaKgM2 * perRadian * implicit
    torqueGain = motor.torquePerAmpere * impulsePerNm
    detentGain = 4 * motor.detentTorqueNm * impulsePerNm
    setElectrical(motor: motor, supplyV: supplyV, decayShare: decayShare, stepS: h)
  }

  mutating func mixCoils(_ areMixed: Bool) {
    areCoilsMixed = areMixed
    areReferencesPlain = waveform == .sine && !areMixed
  }

  /// The electrical side alone: it changes with the supply.
  mutating func setElectrical(motor: MotorFigures, supplyV: Double, decayShare: Double, stepS h: Double) {
    decay = exponential(ofMinus: motor.resistanceOhm * h / motor.inductanceH)
    // (1 − e^(−Rh/L)) / R, which is h / L where the resistance is nothing.
    let perVolt = motor.resistanceOhm > 1e-9 ? (1 - decay) / motor.resistanceOhm : h / motor.inductanceH
    flux = motor.torquePerAmpere / Double(motor.stepsPerRev / 4) / h * perVolt
    raise = supplyV * perVolt
    fall = raise * decayShare
  }
}

extension DriverFigures {
  /// How far, in full steps, the currents' angle is ahead of the place: half a step where two phases are always on.
  var leadFullSteps: Double { waveform == .square && microsteps <= 1 ? 0.5 : 0 }
}

extension Rotor {
  /// Works out the reference currents of the command, and what the supply can do for them: after a pulse, or in another
  /// frame.
  ///
  /// A bridge drives a phase in the sense of its reference. Towards it the whole supply pushes; a current that is above it
  /// falls as the decay mode has it.
  @inline(__always)
  mutating func lookUpReferences() {
    aheadFullSteps = Double(ahead) * constants.stepsPerMicrostep + constants.leadFullSteps
    // The nearest whole number, by a sum whose last bit is one.
    let whole = (aheadFullSteps + 6_755_399_441_055_744) - 6_755_399_441_055_744
    let angle = ElectricalAngle.cosineSine(aheadFullSteps - whole) * (isDriven ? constants.setCurrentA : 0)
    switch Int(whole) & 3 {
    case 0: reference = angle
    case 1: reference = SIMD2(-angle.y, angle.x)
    case 2: reference = -angle
    default: reference = SIMD2(angle.y, -angle.x)
    }
    if !constants.areReferencesPlain { shapeReferences() }
    let (raiseP, lowerP) = reach(reference.x), (raiseQ, lowerQ) = reach(reference.y)
    raise = SIMD2(raiseP, raiseQ)
    lower = SIMD2(lowerP, lowerQ)
  }

  private mutating func shapeReferences() {
    if constants.waveform == .square { reference = SIMD2(squared(reference.x), squared(reference.y)) }
    if constants.areCoilsMixed { reference = alternating(reference) }
  }

  /// Each coil between an end of one bridge and an end of the other: they see the difference of the two, one of them the
  /// other way round, so that the field stays on one line however the command turns.
  private func alternating(_ wanted: SIMD2<Double>) -> SIMD2<Double> {
    // Into the frame of the coils, and back into that of the rotor's whole step.
    let difference: Double
    switch place & 3 {
    case 0: difference = wanted.x - wanted.y
    case 1: difference = -wanted.y - wanted.x
    case 2: difference = wanted.y - wanted.x
    default: difference = wanted.y + wanted.x
    }
    let half = 0.5 * difference
    switch place & 3 {
    case 0: return SIMD2(half, -half)
    case 1: return SIMD2(-half, -half)
    case 2: return SIMD2(-half, half)
    default: return SIMD2(half, half)
    }
  }

  /// Phases on or off, as an L297 does it: two in half steps alternate with one; whole steps always have two.
  private func squared(_ current: Double) -> Double {
    let limit = 0.3 * constants.setCurrentA
    return current > limit ? constants.setCurrentA : current < -limit ? -constants.setCurrentA : 0
  }

  @inline(__always)
  private func reach(_ reference: Double) -> (raise: Double, lower: Double) {
    if !isDriven { return (constants.raise, -constants.raise) }
    return (reference > 0 ? constants.raise : constants.fall, reference < 0 ? -constants.raise : -constants.fall)
  }

  /// One pulse of the driver.
  @inline(__always)
  mutating func takePulse(_ sense: Int) {
    ahead &+= sense
    if abs(ahead) > 3 &* constants.microsteps { watchLag() }
    lookUpReferences()
  }

  /// Where the rotor is, full steps from where it began.
  var fullSteps: Double { Double(place) + part - constants.leadFullSteps }

  /// Command less rotor, slips included: full steps.
  var lagFullSteps: Double { aheadFullSteps - part + 4 * Double(slips) }
}
