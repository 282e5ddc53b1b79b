// A machine and one of its motors in; the torque that a motion of its axis asks of that motor, part by part, out.

/// Torque that stands against a motor's shaft while its axis speeds up, each part by itself.
///
/// Meant is the motion that asks most: against the weight, and on crossed belts along the diagonal, where one motor turns at
/// the sum of both speeds and the other stands still; X and Y then have the same speed and acceleration.
public struct ShaftDemand: Equatable, Sendable {
  /// N·m for each mm/s² of the axis.
  public var rotorNmS2PerMm: Double
  /// Screw, coupling and pulleys.
  public var driveNmS2PerMm: Double
  /// Everything that moves along the axis.
  public var carriageNmS2PerMm: Double
  /// Of the carriage and of the motor's own bearings, N·m.
  public var frictionNm: Double
  /// N·m for each mm/s of the axis.
  public var viscousNmSPerMm: Double
  /// What has to be held, or pressed down where a counterbalance is too strong, N·m.
  public var weightNm: Double
  /// N·m for a newton against the tool in the sense of the motion.
  public var metresPerNewton: Double
  /// Full steps of the motor for a millimetre of the axis.
  public var fullStepsPerMm: Double
  /// Turns of the motor for a millimetre of the axis.
  public var turnsPerMm: Double

  /// Nil where the settings have no physics.
  public init?(_ settings: SimSettings, motor index: Int) {
    guard settings.hasPhysics, index < settings.motors.count, let motor = settings.motors[index].motor else {
      return nil
    }
    let joint = settings.motors[index].joint
    let load = ShaftLoad(settings, motor, joint: joint, sharers: settings.sharers(of: joint))
    let isBelt = settings.map.kinematics == .coreXY && joint < 2
    // On the diagonal a belt goes as far as X and Y together.
    let wayOfBelt: Double = isBelt ? 2 : 1
    let radiansPerMm = wayOfBelt / (1000 * load.metresPerRadian)
    rotorNmS2PerMm = motor.rotorInertiaKgM2 * radiansPerMm
    driveNmS2PerMm = settings.mechanics[joint].driveInertiaKgM2 * radiansPerMm
    carriageNmS2PerMm = load.carriageInertiaKgM2 * radiansPerMm
    // Half of what holds X and half of what holds Y.
    let beltN = isBelt ? 0.5 * (settings.mechanics[0].frictionN + settings.mechanics[1].frictionN) : 0
    frictionNm = motor.frictionNm + load.carriageFrictionNm + beltN * load.metresPerRadian
    viscousNmSPerMm = (motor.viscousNmS + load.carriageViscousNmS) * radiansPerMm
    weightNm = abs(load.weightNm)
    // Virtual work: half of the force along X and of that along Y, which on the diagonal are 1/√2 of it each.
    let share = (isBelt ? 0.5.squareRoot() : 1) / Double(settings.sharers(of: joint))
    metresPerNewton = load.metresPerRadian * share
    fullStepsPerMm = wayOfBelt / load.mmPerFullStep
    turnsPerMm = fullStepsPerMm / Double(motor.stepsPerRev)
  }

  /// N·m for each mm/s².
  public var inertiaNmS2PerMm: Double { rotorNmS2PerMm + driveNmS2PerMm + carriageNmS2PerMm }

  /// N·m at a steady speed, with a force against the tool.
  public func cruiseNm(mmPerS speed: Double, toolForceN: Double) -> Double {
    frictionNm + weightNm + viscousNmSPerMm * speed + metresPerNewton * toolForceN
  }

  /// N·m while it speeds up.
  public func torqueNm(mmPerS speed: Double, mmPerS2 acceleration: Double, toolForceN: Double) -> Double {
    cruiseNm(mmPerS: speed, toolForceN: toolForceN) + inertiaNmS2PerMm * acceleration
  }
}
