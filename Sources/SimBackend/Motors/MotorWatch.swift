// What a motor is asked for beside what it has: commanded slices in, torque margin and slips out.

import StepperCore

/// Keeps the least torque margin and the first slip of one motor.
struct MotorWatch {
  let mmPerFullStep: Double
  private let fullStepsPerSubStep: Double
  private let radiansPerFullStep: Double
  let inertiaKgM2: Double
  /// Of rotor, screw and pulleys.
  let ownInertiaKgM2: Double
  /// Of the belts of a CoreXY: how the other joint's acceleration is felt.
  private let crossInertiaKgM2: Double
  private let crossViscousNmS: Double
  /// Of X and of Y, as one belt feels each; zero where the joint is an axis.
  private var carriageFrictionNm: SIMD2<Double>
  private let isBelt: Bool
  private let viscousNmS: Double
  var frictionNm: Double
  private let weightNm: Double
  /// Weight and cutting at the shaft, in the sense of the joint.
  var loadNm = 0.0
  private(set) var slips = 0
  private var lastSlips = 0
  private(set) var firstSlip: Slip?
  private(set) var minMargin = 1.0
  /// Of the slice that was judged last.
  private(set) var margin = 1.0
  var curve: PullOutCurve

  /// A motor that is not there.
  init() {
    mmPerFullStep = 0
    fullStepsPerSubStep = 0
    radiansPerFullStep = 0
    inertiaKgM2 = 0
    ownInertiaKgM2 = 0
    crossInertiaKgM2 = 0
    crossViscousNmS = 0
    carriageFrictionNm = .zero
    isBelt = false
    viscousNmS = 0
    frictionNm = 0
    weightNm = 0
    curve = .none
  }

  /// - Parameter known: the curve of a motor with the same figures, where there is one.
  init(_ settings: SimSettings, motor index: Int, curve known: PullOutCurve?) {
    let one = settings.motors[index]
    let motor = one.motor ?? .none, driver = one.driver ?? .none
    let load = ShaftLoad(settings, motor, joint: one.joint, sharers: settings.sharers(of: one.joint))
    mmPerFullStep = load.mmPerFullStep
    fullStepsPerSubStep = 1 / (SubSteps.perStep * Double(max(driver.microsteps, 1)))
    radiansPerFullStep = 2 * 3.141592653589793 / Double(motor.stepsPerRev)
    inertiaKgM2 = load.inertiaKgM2
    ownInertiaKgM2 = load.ownInertiaKgM2
    isBelt = settings.isBelt(one.joint)
    let x = settings.mechanics[0], y = settings.mechanics[1]
    let r = load.metresPerRadian
    crossInertiaKgM2 = isBelt ? (x.movingMassKg - y.movingMassKg) / 4 * r * r : 0
    crossViscousNmS = isBelt ? (x.viscousNSPerMm - y.viscousNSPerMm) / 4 * 1000 * r * r : 0
    carriageFrictionNm = isBelt ? SIMD2(x.frictionN, y.frictionN) * (r / 2) : .zero
    viscousNmS = motor.viscousNmS + load.carriageViscousNmS
    frictionNm = motor.frictionNm + load.carriageFrictionNm
    weightNm = load.weightNm
    loadNm = -load.weightNm
    // No driver makes more than a step a tick; beyond ten thousand full steps a second no motor of this kind turns.
    let top = min(Double(settings.tickHz) / Double(max(driver.microsteps, 1)), 10_000)
    curve = known ?? PullOutCurve(motor: motor, driver: driver, model: settings.model, topFullStepsPerS: top)
  }

  /// Friction of X or of Y, as a belt of a CoreXY feels it.
  mutating func setCarriageFriction(axis: Int, nm: Double) { carriageFrictionNm[axis] = nm }

  /// What a slice asks for by the motion that it commands, and the margin that is left.
  /// - Parameters:
  ///   - velocity: sub-steps a tick at the first tick; acceleration: sub-steps a tick, a tick.
  ///   - cross, crossVelocity: of the other joint of a CoreXY.
  @inline(__always)
  mutating func judge(
    velocity: Int64, acceleration: Int64, cross: Int64, crossVelocity: Int64, ticks: Int64, tickHz: Double
  ) -> TorqueDemand {
    let last = velocity &+ acceleration &* ticks
    let fastest = abs(velocity) > abs(last) ? velocity : last
    let speed = Double(fastest) * fullStepsPerSubStep * tickHz
    let perS2 = fullStepsPerSubStep * tickHz * tickHz * radiansPerFullStep
    let inertial = (Double(acceleration) * inertiaKgM2 + Double(cross) * crossInertiaKgM2) * perS2
    let needed: Double, friction: Double
    if isBelt {
      let other = fastest == velocity ? crossVelocity : crossVelocity &+ cross &* ticks
      (needed, friction) = neededOnBelt(
        own: fastest, other: other, inertial: inertial, perS: fullStepsPerSubStep * tickHz * radiansPerFullStep)
    } else if fastest == 0 {
      needed = max(0, abs(loadNm) - frictionNm)
      // What stands is held by friction first.
      friction = min(max(loadNm, -frictionNm), frictionNm)
    } else {
      let sense: Double = fastest > 0 ? 1 : -1
      needed = abs(inertial + sense * frictionNm + speed * radiansPerFullStep * viscousNmS - loadNm)
      friction = sense * frictionNm + speed * radiansPerFullStep * viscousNmS
    }
    let has = curve.torqueNm(atFullStepsPerS: speed)
    margin = has > 0 ? 1 - needed / has : needed > 0 ? -1 : 1
    minMargin = min(minMargin, margin)
    return TorqueDemand(
      margin: margin, speedMmPerS: speed * mmPerFullStep, fullStepsPerS: speed,
      accelerationMmPerS2: Double(acceleration) * perS2 / radiansPerFullStep * mmPerFullStep,
      inertiaNm: speed == 0 ? 0 : inertial, frictionNm: friction, weightNm: weightNm, toolNm: -(loadNm + weightNm),
      hasNm: has)
  }

  /// The torque on a belt, and friction's part of it: each axis's is felt by both, in the sense in which that axis moves.
  /// - Parameters:
  ///   - own, other: velocities of the two joints, sub-steps a tick; perS: rad/s for each of them.
  private func neededOnBelt(
    own: Int64, other: Int64, inertial: Double, perS: Double
  ) -> (needed: Double, friction: Double) {
    let x = (own &+ other).signum(), y = (own &- other).signum()
    if x == 0 && y == 0 { return (max(0, abs(loadNm) - frictionNm - carriageFrictionNm.sum()), 0) }
    let dry =
      carriageFrictionNm.x * Double(x) + carriageFrictionNm.y * Double(y) + frictionNm * Double(own.signum())
    let viscous = (Double(own) * viscousNmS + Double(other) * crossViscousNmS) * perS
    return (abs(inertial + dry + viscous - loadNm), dry + viscous)
  }

  /// Notes slips that have happened by `tick`; they are counted from switch-on.
  mutating func note(slips now: Int, tick: UInt64, positionMm: Double, speedMmPerS: Double) {
    let change = now - lastSlips
    lastSlips = now
    slips += abs(change)
    if firstSlip == nil {
      firstSlip = Slip(
        tick: tick, positionMm: positionMm, speedMmPerS: speedMmPerS, loadAngleDeg: change < 0 ? -180 : 180,
        torqueMargin: margin)
    }
  }
}
