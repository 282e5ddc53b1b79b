// What the simulated machine is made of, told independently of what the core was told.

import StepperCore

/// One motor with its driver.
public struct SimMotor: Equatable, Sendable {
  public var timing: DriverTiming
  /// Direction line active means *negative* motion.
  public var isInverted: Bool
  /// The joint it moves, 0…2.
  public var joint: Int
  /// What torque depends on; nil: the carriage stands where counted pulses put it.
  public var motor: MotorFigures?
  public var driver: DriverFigures?

  public init(
    timing: DriverTiming, isInverted: Bool, joint: Int, motor: MotorFigures? = nil, driver: DriverFigures? = nil
  ) {
    self.timing = timing
    self.isInverted = isInverted
    self.joint = joint
    self.motor = motor
    self.driver = driver
  }
}

/// A simulated machine.
public struct SimSettings: Equatable, Sendable {
  public var tickHz: UInt32
  public var motors: [SimMotor]
  public var map: JointMap
  public var switches: [SimSwitch]
  /// Contacts that people press; those that are not listed do not bounce.
  public var buttons: [SimButton] = []
  /// Where the carriage stands when the run begins, machine mm.
  public var start: Point
  /// Of axes X, Y and Z; empty: no physics.
  public var mechanics: [AxisMechanics]
  public var model: MotorModel
  /// How inputs are wired; those that are not listed are open contacts to ground.
  public var circuits: [InputCircuit] = []
  /// Of each line that several contacts share: their inputs. Their circuits are alike.
  public var sharedLines: [InputWord] = []
  /// What the emergency stop switches off without asking the controller.
  public var emergencyCut: EmergencyCut = []
  /// At its speed at once where nobody says otherwise.
  public var spindle = SpindleFigures(maxRpm: 1000, timeToSpeedS: 0, timeToStopS: 0)
  /// Of what chance decides: how contacts bounce.
  public var seed: UInt64 = 1
  /// The physics takes time steps so many times shorter than it would: what it finds must not hang on them.
  public var stepRefinement = 1

  public init(
    tickHz: UInt32, motors: [SimMotor], map: JointMap, switches: [SimSwitch], start: Point,
    mechanics: [AxisMechanics] = [], model: MotorModel = .typical
  ) {
    self.tickHz = tickHz
    self.motors = motors
    self.map = map
    self.switches = switches
    self.start = start
    self.mechanics = mechanics
    self.model = model
  }
}
