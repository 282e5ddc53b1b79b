// What the data sheets of a motor and its driver say, as far as torque depends on it.

/// A two-phase hybrid stepper motor.
public struct MotorFigures: Equatable, Sendable {
  /// Full steps in a revolution: four for each tooth of the rotor.
  public var stepsPerRev: Int
  /// With both phases at the rated current.
  public var holdingTorqueNm: Double
  public var ratedCurrentA: Double
  /// Of one phase.
  public var resistanceOhm: Double
  public var inductanceH: Double
  public var rotorInertiaKgM2: Double
  /// Peak torque without current.
  public var detentTorqueNm: Double
  /// Bearings and air, N·m·s/rad.
  public var viscousNmS: Double
  /// Coulomb friction of the bearings.
  public var frictionNm: Double
  /// Drag of eddy currents at 1 kHz electrical frequency, as a share of the holding torque. Nil: as the ``MotorModel`` has
  /// it.
  public var ironLossPerKHz: Double?

  public init(
    stepsPerRev: Int = 200, holdingTorqueNm: Double, ratedCurrentA: Double, resistanceOhm: Double, inductanceH: Double,
    rotorInertiaKgM2: Double, detentTorqueNm: Double = 0, viscousNmS: Double = 0, frictionNm: Double = 0,
    ironLossPerKHz: Double? = nil
  ) {
    self.stepsPerRev = stepsPerRev
    self.holdingTorqueNm = holdingTorqueNm
    self.ratedCurrentA = ratedCurrentA
    self.resistanceOhm = resistanceOhm
    self.inductanceH = inductanceH
    self.rotorInertiaKgM2 = rotorInertiaKgM2
    self.detentTorqueNm = detentTorqueNm
    self.viscousNmS = viscousNmS
    self.frictionNm = frictionNm
    self.ironLossPerKHz = ironLossPerKHz
  }

  /// A shaft without a motor.
  static let none = MotorFigures(
    holdingTorqueNm: 0, ratedCurrentA: 1, resistanceOhm: 1, inductanceH: 1, rotorInertiaKgM2: 1)

  /// Torque of one phase per ampere, N·m/A; also its back-EMF, V·s/rad.
  ///
  /// A holding torque is given for both phases at the rated current, whose vector is √2 times one of them.
  public var torquePerAmpere: Double { holdingTorqueNm / (2.0.squareRoot() * ratedCurrentA) }
}

/// What a driver makes of its supply: reference currents, and how it keeps to them.
public struct DriverFigures: Equatable, Sendable {
  /// The reference currents of the two phases over the steps.
  public enum Waveform: UInt8, Equatable, Sendable {
    /// Cosine and sine: drivers with a microstep table. The vector's length is the set current.
    case sine
    /// Phases on or off: one and two of them in turn (half step), or always two (full step), as the L297 makes them.
    case square
  }

  /// Peak current of a phase.
  public var setCurrentA: Double
  public var supplyV: Double
  /// Steps that the driver makes of a full step.
  public var microsteps: Int
  public var waveform: Waveform
  /// The share of the supply that stands against a current which has to fall: 1 fast decay, 0 slow decay, between them
  /// mixed decay. Nil: as the ``MotorModel`` has it.
  public var decayShare: Double?
  /// Below this supply the outputs are off.
  public var undervoltageV: Double

  public init(
    setCurrentA: Double, supplyV: Double, microsteps: Int, waveform: Waveform = .sine, decayShare: Double? = nil,
    undervoltageV: Double = 0
  ) {
    self.setCurrentA = setCurrentA
    self.supplyV = supplyV
    self.microsteps = microsteps
    self.waveform = waveform
    self.decayShare = decayShare
    self.undervoltageV = undervoltageV
  }

  /// No driver.
  static let none = DriverFigures(setCurrentA: 0, supplyV: 0, microsteps: 1)
}

/// How much of what the ideal equations promise a real motor and driver keep at speed.
public struct MotorModel: Equatable, Sendable {
  /// Decay of drivers that do not say theirs; see ``DriverFigures/decayShare``.
  public var decayShare: Double
  /// Eddy currents in the iron: drag torque at 1 kHz electrical frequency as a share of the holding torque, and in
  /// proportion to frequency.
  public var ironLossPerKHz: Double
  /// Nothing that a part states changes it.
  public var isIdeal = false

  public init(decayShare: Double, ironLossPerKHz: Double) {
    self.decayShare = decayShare
    self.ironLossPerKHz = ironLossPerKHz
  }

  /// What the driver states goes before the model's own figure, except in the ideal model.
  func decayShare(of driver: DriverFigures) -> Double {
    isIdeal ? decayShare : driver.decayShare ?? decayShare
  }

  /// What the motor states goes before the model's own figure, except in the ideal model.
  func ironLossPerKHz(of motor: MotorFigures) -> Double {
    isIdeal ? ironLossPerKHz : motor.ironLossPerKHz ?? ironLossPerKHz
  }

  /// Nothing is lost; current falls as fast as it rises.
  public static let ideal: MotorModel = {
    var model = MotorModel(decayShare: 1, ironLossPerKHz: 0)
    model.isIdeal = true
    return model
  }()
  /// Between the two others, where measured curves lie.
  public static let typical = MotorModel(decayShare: 0.5, ironLossPerKHz: 0.12)
  /// Pull-out torque about that of the published closed form, see `docs/machine-model.md`.
  public static let conservative = MotorModel(decayShare: 0.5, ironLossPerKHz: 0.4)
}
