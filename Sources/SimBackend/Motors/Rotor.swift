// One motor, a time step at a time: reference currents, supply and load in, currents and the rotor's motion out.

/// The lesser and the greater of two numbers each, by a comparison that every processor has as one instruction.
@inline(__always)
func lesser(_ a: SIMD2<Double>, _ b: SIMD2<Double>) -> SIMD2<Double> { b.replacing(with: a, where: a .< b) }

@inline(__always)
func greater(_ a: SIMD2<Double>, _ b: SIMD2<Double>) -> SIMD2<Double> { b.replacing(with: a, where: a .> b) }

/// The nearest number to `value` within ±`limit`.
@inline(__always)
func limited(_ value: Double, to limit: Double) -> Double {
  let above = value > -limit ? value : -limit
  return above < limit ? above : limit
}

/// The state of one motor with its driver's bridge, and everything that its next step needs.
///
/// Angles are full steps, speeds full steps a time step, impulses the change of speed that they make. The angle is a whole
/// step `place` and a rest `part` within ±½; currents and references are turned into the frame of that whole step, so that
/// sine and cosine are short series and nothing is ever far from zero:
///
/// ```
///    references (r_p, r_q)     torque   = K_t (i_q cos x − i_p sin x) − T_d sin 4x      x = part · 90°
///         ╲  lag               L di/dt  = V − R i − e,   |V| ≤ supply
///          ╲ ╱ x               e_p, e_q = K_t/N_r d/dt (cos x, sin x)
///   place ──╳────── p
/// ```
/// Speed lives half a step before the rest (leapfrog), and the back-EMF of a step is the flux that it has changed, so the
/// scheme is of second order and neither adds nor takes energy. Between two steps a current moves by the exact
/// exponential; it stops at its reference when that can be reached: an averaged chopper.
struct Rotor {
  // Changed by every step.
  var part = 0.0
  var speed = 0.0
  /// Of the two phases, A.
  var current = SIMD2(0.0, 0.0)
  /// Cosine and sine of x.
  var axis = SIMD2(1.0, 0.0)
  // Changed by pulses of the driver and where the rotor passes a whole step.
  var place = 0
  /// From the rotor's whole step to the command, microsteps; within four full steps, because slips are taken out.
  var ahead = 0
  /// The same in full steps, with the lead of a driver whose currents stand between its steps.
  var aheadFullSteps: Double
  var reference = SIMD2(0.0, 0.0)
  /// What the supply can make of the currents in one step, upwards and downwards.
  var raise = SIMD2(0.0, 0.0)
  var lower = SIMD2(0.0, 0.0)
  // What is watched.
  /// Slips of four full steps, positive where the rotor fell behind a command in the positive direction.
  var slips = 0
  /// The largest |command − rotor| so far, full steps.
  var peakLag = 0.0
  /// The lag at which somebody has to look: a new peak, or a slip.
  var alarmLag = 0.0
  var hasSlipped = false
  /// The bridge is on: enabled, awake, and with supply enough.
  var isDriven = false
  var isNearStop = false

  /// What pushes it, as an impulse a step: weight, cutting, the spring to its neighbour.
  var push = 0.0
  /// Dry friction, as the largest impulse that it can make in a step.
  var friction = 0.0
  var constants: RotorConstants

  init(_ constants: RotorConstants) {
    self.constants = constants
    aheadFullSteps = constants.leadFullSteps
    part = constants.leadFullSteps
    axis = ElectricalAngle.cosineSine(part)
  }

  /// The impulse of currents, magnets and load during one step.
  @inline(__always)
  var impulse: Double {
    let across = current * SIMD2(axis.y, axis.x)
    let double = axis.x * axis.y
    return constants.torqueGain * (across.y - across.x)
      - constants.detentGain * (double * (1 - 2 * axis.y * axis.y)) + push
  }

  /// The speed that an impulse makes of the present one. Dry friction takes what it can and never turns a motion round.
  @inline(__always)
  func speed(after impulse: Double) -> Double {
    let free = speed * constants.damping + impulse
    return free - limited(free, to: friction)
  }

  /// Moves on at a new speed, and lets the currents follow.
  @inline(__always)
  mutating func move(at newSpeed: Double) {
    speed = newSpeed
    part += newSpeed
    if abs(part) > 0.5 { passWholeStep() }
    if isNearStop { stopAtEnd() }
    let turned = ElectricalAngle.cosineSine(part)
    let free = current * constants.decay - constants.flux * (turned - axis)
    axis = turned
    current = lesser(greater(reference, free + lower), free + raise)
    if abs(aheadFullSteps - part) > alarmLag { watchLag() }
  }

  /// One step of a motor that nothing else is coupled to.
  @inline(__always)
  mutating func step() { move(at: speed(after: impulse)) }

  /// Puts the whole step beside the rotor again, and turns the frame with it.
  @inline(never)
  mutating func passWholeStep() {
    while part > 0.5 {
      part -= 1
      place &+= 1
      ahead &-= constants.microsteps
      current = SIMD2(current.y, -current.x)
      axis = SIMD2(axis.y, -axis.x)
    }
    while part < -0.5 {
      part += 1
      place &-= 1
      ahead &+= constants.microsteps
      current = SIMD2(-current.y, current.x)
      axis = SIMD2(-axis.y, axis.x)
    }
    isNearStop = place <= constants.lowStop || place >= constants.highStop
    lookUpReferences()
    if abs(aheadFullSteps - part) > Self.slipLag { watchLag() }
  }

  /// The hard end of the travel: the motion ends there, without a bounce.
  private mutating func stopAtEnd() {
    let low = Double(place &- constants.lowStop) + part - constants.lowStopPart
    let high = Double(place &- constants.highStop) + part - constants.highStopPart
    if low < 0 {
      part -= low
      speed = max(speed, 0)
    } else if high > 0 {
      part -= high
      speed = min(speed, 0)
    }
    if abs(part) > 0.5 { passWholeStep() }
  }

  /// A command this many full steps away is another equilibrium's: 180° electrical, and 45° more so that a rotor swinging
  /// about that point is counted once. At rest no lag between one and three full steps is stable.
  static let slipLag = 2.5

  /// Notes a new peak, or a slip: four full steps on, the same currents mean the same place again.
  @inline(never)
  mutating func watchLag() {
    while abs(aheadFullSteps - part) > Self.slipLag {
      let sense = aheadFullSteps > part ? 1 : -1
      peakLag = max(peakLag, 2)
      ahead &-= 4 * sense * constants.microsteps
      slips += sense
      hasSlipped = true
      lookUpReferences()
    }
    peakLag = min(max(peakLag, abs(aheadFullSteps - part)), 2)
    alarmLag = peakLag < 2 ? peakLag : Self.slipLag
  }
}
