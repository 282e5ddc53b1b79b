// Settings of a machine in; each motor's drive train, ready for the physics, out.

import StepperCore

/// The share of an axis that one motor moves, as its shaft feels it.
struct ShaftLoad {
  /// Rotor, screw and pulleys.
  var ownInertiaKgM2: Double
  /// Carriage, reflected.
  var carriageInertiaKgM2: Double
  var carriageFrictionNm: Double
  var carriageViscousNmS: Double
  var weightNm: Double
  var metresPerRadian: Double
  var mmPerFullStep: Double

  /// - Parameter sharers: motors of the joint.
  init(_ settings: SimSettings, _ motor: MotorFigures, joint: Int, sharers: Int) {
    let mechanics = settings.mechanics
    let own = mechanics[joint]
    let r = own.metresPerRadian
    var mass = own.movingMassKg, friction = own.frictionN, viscous = own.viscousNSPerMm
    if settings.isBelt(joint) {
      // x = (a + b) / 2, y = (a − b) / 2: kinetic energy and drag of both axes, by the motion of one belt. Dry friction
      // and hard ends are the carriage's own: see ``BeltCarriage``.
      mass = (mechanics[0].movingMassKg + mechanics[1].movingMassKg) / 4
      friction = 0
      viscous = (mechanics[0].viscousNSPerMm + mechanics[1].viscousNSPerMm) / 4
    }
    let share = 1 / Double(sharers)
    ownInertiaKgM2 = motor.rotorInertiaKgM2 + own.driveInertiaKgM2
    carriageInertiaKgM2 = mass * r * r * share
    carriageFrictionNm = friction * r * share
    carriageViscousNmS = viscous * 1000 * r * r * share
    weightNm = own.weightN * r * share
    metresPerRadian = r
    mmPerFullStep = own.mmPerRev / Double(motor.stepsPerRev)
  }

  var inertiaKgM2: Double { ownInertiaKgM2 + carriageInertiaKgM2 }
}

extension SimSettings {
  /// Motors have figures, and axes mechanics: physics stands between the drivers' counts and the carriages.
  public var hasPhysics: Bool {
    mechanics.count == 3 && !motors.isEmpty && motors.allSatisfy { $0.motor != nil && $0.driver != nil }
  }

  /// A joint that is a belt of a CoreXY, and no axis.
  func isBelt(_ joint: Int) -> Bool { map.kinematics == .coreXY && joint < 2 }

  func sharers(of joint: Int) -> Int { motors.count { $0.joint == joint } }

  /// The fastest resonance of any motor, rad/s: of the rotor in its magnetic spring, or of a compliant drive.
  var fastestResonanceRadPerS: Double {
    if !hasPhysics { return 0 }
    var fastest = 0.0
    for one in motors {
      guard let motor = one.motor, let driver = one.driver else { continue }
      let load = ShaftLoad(self, motor, joint: one.joint, sharers: sharers(of: one.joint))
      let teeth = Double(motor.stepsPerRev / 4)
      let peak = motor.torquePerAmpere * driver.setCurrentA * (driver.waveform == .square ? 2.0.squareRoot() : 1)
      var stiffness = teeth * peak + 4 * teeth * motor.detentTorqueNm
      if isBelt(one.joint) && beltsStretch {
        // A rotor feels a quarter of both axes' springs, by virtual work; the head feels each of them whole.
        for axis in 0..<2 {
          let spring = (beltStiffnessNPerMm(axis: axis) ?? 0) * 1000
          stiffness += spring / 4 * load.metresPerRadian * load.metresPerRadian
          fastest = max(fastest, (spring / mechanics[axis].movingMassKg).squareRoot())
        }
      } else if let spring = mechanics[one.joint].stiffnessNPerMm {
        let turned = spring * 1000 * load.metresPerRadian * load.metresPerRadian
        stiffness += turned
        fastest = max(fastest, (turned / max(load.carriageInertiaKgM2, 1e-12)).squareRoot())
      }
      if sharers(of: one.joint) > 1 {
        stiffness += 2 * mechanics[one.joint].frameStiffnessNPerMm * 1000 * load.metresPerRadian * load.metresPerRadian
      }
      fastest = max(fastest, (stiffness / load.ownInertiaKgM2).squareRoot())
    }
    return fastest
  }
}

extension DriveTrain {
  /// A drive train at rest, without its driver's supply: see ``MotorBank``.
  init(_ settings: SimSettings, motor index: Int, stepS h: Double) {
    guard settings.hasPhysics && index < settings.motors.count else {
      self.init(rotor: Rotor(.none))
      return
    }
    let one = settings.motors[index]
    let motor = one.motor ?? .none, driver = one.driver ?? .none, model = settings.model
    let mechanics = settings.mechanics[one.joint]
    let load = ShaftLoad(settings, motor, joint: one.joint, sharers: settings.sharers(of: one.joint))
    let isCoreXY = settings.isBelt(one.joint)
    let halfPlay = isCoreXY ? 0 : mechanics.effectiveBacklashMm / load.mmPerFullStep / 2
    let spring = isCoreXY ? nil : mechanics.stiffnessNPerMm
    let isStretching = isCoreXY && settings.beltsStretch
    let coupling = isStretching ? Coupling.belt : spring != nil ? .spring : halfPlay > 0 ? .play : .rigid

    // Iron loss is drag in proportion to speed: at 1 kHz electrical, that share of the holding torque.
    let teeth = Double(motor.stepsPerRev / 4)
    let ironNmS = motor.holdingTorqueNm * model.ironLossPerKHz(of: motor) * teeth / (2 * 3.141592653589793 * 1000)
    let isApart = coupling == .spring || isStretching
    let inertia = isApart ? load.ownInertiaKgM2 : load.inertiaKgM2
    let constants = RotorConstants(
      motor: motor, driver: driver, inertiaKgM2: inertia,
      viscousNmS: motor.viscousNmS + ironNmS + (isStretching ? 0 : load.carriageViscousNmS), supplyV: 0,
      decayShare: model.decayShare(of: driver), stepS: h)
    self.init(rotor: Rotor(constants))
    self.coupling = coupling
    self.halfPlay = halfPlay
    rotor.friction =
      (coupling == .spring ? 0 : motor.frictionNm) * constants.impulsePerNm
      + load.carriageFrictionNm * constants.impulsePerNm
    self.load = isStretching ? 0 : -load.weightNm * constants.impulsePerNm
    rotor.push = self.load
    switch coupling {
    case .rigid, .belt: break
    case .play:
      ratio = load.inertiaKgM2 / load.ownInertiaKgM2
      ownFriction = motor.frictionNm * constants.impulsePerNm * ratio
    // The screw begins in the middle of the play.
    case .spring:
      ratio = load.ownInertiaKgM2 / max(load.carriageInertiaKgM2, 1e-12)
      ownFriction = motor.frictionNm * constants.impulsePerNm
      let turned = (spring ?? 0) * 1000 * load.metresPerRadian * load.metresPerRadian
      stiffness = turned * 2 * 3.141592653589793 / Double(motor.stepsPerRev) * constants.impulsePerNm
      // Three per cent of critical: screws, belts and bolted frames have two to five.
      let critical = 2 * (turned * load.carriageInertiaKgM2).squareRoot()
      springDamping = 0.03 * critical / load.ownInertiaKgM2 * h
    }
    if !isCoreXY, let stops = mechanics.stopsMm {
      setStops(stops, startMm: settings.start[one.joint], mmPerFullStep: load.mmPerFullStep)
    }
  }

  /// Hard ends, machine mm; infinite where there is none.
  mutating func setStops(_ stops: ClosedRange<Double>, startMm start: Double, mmPerFullStep: Double) {
    let lead = rotor.constants.leadFullSteps
    // No place is a million million steps away.
    let low = max((stops.lowerBound - start) / mmPerFullStep, -1e12) + lead,
      high = min((stops.upperBound - start) / mmPerFullStep, 1e12) + lead
    // Rounded into the travel: a rotor beside the whole step is then near it.
    let lowWhole = low.rounded(.up), highWhole = high.rounded(.down)
    rotor.constants.lowStop = Int(lowWhole)
    rotor.constants.lowStopPart = low - lowWhole
    rotor.constants.highStop = Int(highWhole)
    rotor.constants.highStopPart = high - highWhole
    rotor.isNearStop = rotor.place <= rotor.constants.lowStop || rotor.place >= rotor.constants.highStop
  }
}
