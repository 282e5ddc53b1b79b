// One rig as its board file describes it: what the core needs, which line is wired to what, and what the simulator plays.

import StepperCore

/// A board file that has been read and checked.
public struct Board: Sendable {
  /// The name of its file without folder and ending.
  public var name: String
  public var title: String
  /// A few sentences on what the machine is; may be empty.
  public var about: String
  /// The file as it was found.
  public var file: String
  public var chip: Chip
  public var settings: MachineSettings
  /// In the order of their numbers in ``PortWord``.
  public var motors: [Motor]
  /// What the motors move, of X, Y and Z; nil where the file does not say it: then the simulator has no physics.
  public var mechanics: [Mechanics?]
  public var outputs: [OutputWire]
  public var inputs: [InputWire]
  /// Where the simulated machine has its limit switches.
  public var switches: [LimitSwitch]
  /// How X, Y and Z look for their place, as far as the file says it.
  public var homing = [AxisHoming](repeating: AxisHoming(), count: 3)
  /// An open door lifts the tool to this height, machine mm; nil: it does not.
  public var doorLiftMm: Double?
  /// Machine Z at which the simulated probe touches; nil: it touches nothing.
  public var probeTouchesAtZMm: Double?
  /// How long the simulated probe's contact chatters, ms.
  public var probeBounceMs = 0.0
  /// What the emergency stop's own contact switches off, past the controller.
  public var emergencyCut: Set<EmergencyPower> = []
  /// From standstill to full speed and back, s; the simulated spindle's.
  public var spindleTimeToSpeedS = 0.0
  public var spindleTimeToStopS = 0.0
  /// What turns the tool; nil where the file does not name it.
  public var spindlePart: SpindlePart?
  public var stock: BoardStock?
  public var cutting: BoardCutting
  public var jumpers: [Jumper]
  public var price: PriceInputs?
  /// Where the machine stands when it is switched on, in machine coordinates.
  public var startPosition: Point
  /// Machine position of the zero of G54, until G10 says otherwise.
  public var workOffset: Point
  public var lookAheadSegments: Int
  /// Supply of the motor drivers, in volts.
  public var supplyV: Double
  public var realTime: RealTime
  /// Where its parts are from.
  public var shelf = PartsShelf(PartsLibrary())

  /// Everything that boards beside this one can be made of; read when it is first asked for.
  public var parts: PartsLibrary { shelf.all }
}

/// The GPIO chip, by label: numbers differ between kernels.
public struct Chip: Equatable, Sendable {
  /// Such as `pinctrl-bcm2711`.
  public var label: String
  /// Such as "Raspberry Pi 4 B".
  public var model: String

  /// The chip sits behind the 40-pin header of a Raspberry Pi.
  public var isRaspberryPi: Bool { PiHeader.chipLabels.contains(label) }
}

/// A line of the chip: looked for by name first, then by offset, because some kernels name lines by their other duty.
public struct GPIOLine: Equatable, Hashable, Sendable {
  public var name: String?
  public var offset: Int?

  public init(name: String?, offset: Int?) {
    self.name = name
    self.offset = offset
  }

  /// `GPIO17`, or `line 17`.
  public var text: String { name ?? "line \(offset ?? 0)" }
}

/// A step motor with its driver.
public struct Motor: Equatable, Sendable {
  /// Such as `x` or `y2`; wires are called after it.
  public var name: String
  /// Its number in ``PortWord``.
  public var index: Int
  /// The axis under which it stands in the file, and the joint that it follows: 0 = X, 1 = Y, 2 = Z.
  public var axis: Int
  public var driver: DriverPart
  public var motor: MotorPart
  public var microsteps: Int
  /// What the driver is set to, in amperes.
  public var currentA: Double
  public var isInverted: Bool
  public var stepsPerMm: Double

  /// Millimetres of travel for one turn of the motor.
  public var mmPerRev: Double { Double(motor.stepsPerRev * microsteps) / stepsPerMm }
}

/// The mechanics of an axis, at the carriage.
public struct Mechanics: Equatable, Sendable {
  /// Where the figures are from.
  public var source: String
  /// They were not measured on this machine.
  public var isEstimated: Bool
  public var movingMassKg: Double
  /// Screw, coupling and pulleys of each motor.
  public var driveInertiaGCm2: Double
  public var frictionN: Double
  public var viscousNSPerMm: Double
  /// What lifts against the weight; only of Z.
  public var counterbalanceN: Double
  /// Play between motor and carriage.
  public var playMm: Double
  /// Hard ends of the travel, machine positions.
  public var stopsMm: ClosedRange<Double>?
  public var stiffnessNPerMm: Double?
  /// Between the two sides of a gantry; nil: the simulator's own figure.
  public var frameStiffnessNPerMm: Double?
}

/// A line that the rig drives.
public struct OutputWire: Equatable, Sendable {
  /// Such as `step_x`, `dir_x`, `enable_x`, `spindle`, `spindle_reverse`, `pwm`, `flood`, `mist`.
  public var name: String
  /// The bits of the port word that make it active: one, or several where drivers share an enable line.
  public var bits: PortWord
  public var line: GPIOLine
  /// Active is low voltage.
  public var isActiveLow: Bool
}

/// A line that the rig listens to.
public struct InputWire: Equatable, Sendable {
  public enum Bias: String, Equatable, Sendable {
    case pullUp = "pull-up"
    case pullDown = "pull-down"
    case none
  }

  /// Such as `limit_x_min`, `probe`, `estop`, `door`, `feed_hold`, `cycle_start`.
  public var name: String
  public var bit: InputWord
  public var line: GPIOLine
  /// Active is low voltage: a normally open switch to ground, or a normally closed one to 3.3 V.
  public var isActiveLow: Bool
  public var isNormallyClosed: Bool
  public var bias: Bias
  /// What is pressed, or sees the carriage; nil where the file does not name it.
  public var part: SwitchPart?
}

/// A limit switch of the simulated machine.
public struct LimitSwitch: Equatable, Sendable {
  public enum End: Equatable, Sendable { case min, max }
  /// 0 = X, 1 = Y, 2 = Z.
  public var axis: Int
  public var end: End
  /// The machine position from which it is pressed.
  public var positionMm: Double
  /// How far the carriage goes back before it lets go.
  public var hysteresisMm: Double
  /// How long its contact chatters after a change.
  public var bounceMs: Double
  /// The motor, by its index, whose side of a gantry presses it; nil where the file does not say it.
  public var motor: Int?
  /// It is the second one at this end: that of the gantry's other side.
  public var isSecond = false

  public var input: InputWord {
    switch end {
    case .min: isSecond ? .limitMinSecond(axis) : .limitMin(axis)
    case .max: isSecond ? .limitMaxSecond(axis) : .limitMax(axis)
    }
  }
}

/// What an emergency stop can switch off by its own contact.
public enum EmergencyPower: String, CaseIterable, Equatable, Sendable {
  /// The supply of the motor drivers.
  case motors
  /// The supply of the spindle.
  case spindle
}

/// What lies on the machine's table.
public struct BoardStock: Equatable, Sendable {
  public var material: String
  /// Length along X, Y and Z.
  public var sizeMm: Point
  /// Machine position of the corner of its top face with the smallest X and Y.
  public var frontLeftTopMm: Point
  /// The file does not say where it lies: its corner is the zero of the job, wherever that is put.
  public var isAtWorkZero: Bool
}

/// A wire from an output to an input, for the loopback test.
public struct Jumper: Equatable, Sendable {
  public var from: String
  public var to: String
}

/// What an hour costs; all in `currency`, zero where the file says nothing.
public struct PriceInputs: Equatable, Sendable {
  /// Such as `XOF`.
  public var currency: String
  public var machinePerHour: Double
  public var labourPerHour: Double
  public var setupMinutes: Double
  public var powerW: Double
  public var electricityPerKWh: Double
}

/// How the real-time loop runs on this rig.
public struct RealTime: Equatable, Sendable {
  /// The processor core to stay on; nil: any.
  public var cpu: Int?
  /// How long to spin before each tick instead of sleeping.
  public var spinUs: Int
  /// A tick that begins so much too late ends the motion with a controlled hold.
  public var holdUs: Int
}

/// One entry of the list of boards.
public struct BoardListing: Equatable, Sendable {
  public var name: String
  /// Empty when the file could not be read.
  public var title: String
  public var file: String
  /// How many problems the file has.
  public var problemCount: Int
}
