// Drivers, motors, transmissions and guides as their data sheets describe them, each figure with its source; the library.

import StepperCore

/// A number from a data sheet.
public struct Figure: Equatable, Sendable {
  public var value: Double
  /// Where the number is printed.
  public var source: String
  /// No primary source confirms it.
  public var isEstimated: Bool

  public init(value: Double, source: String, isEstimated: Bool = false) {
    self.value = value
    self.source = source
    self.isEstimated = isEstimated
  }
}

/// A stepper driver.
public struct DriverPart: Equatable, Sendable {
  /// What its inputs are made of.
  public enum Inputs: String, Equatable, Sendable {
    /// Logic inputs that a 3.3 V line drives directly.
    case logic
    /// Optocouplers made for 5 V: a 3.3 V line needs a buffer in between.
    case opto5V = "opto-5v"
  }

  public var name: String
  public var title: String
  /// In microseconds.
  public var stepHighUs: Figure
  public var stepLowUs: Figure
  public var directionSetupUs: Figure
  public var directionHoldUs: Figure
  public var enableDelayUs: Figure
  /// Steps per second; nil where the maker gives none beyond the pulse lengths.
  public var maxStepHz: Figure?
  /// Microsteps per full step that it can be set to.
  public var microsteps: [Int]
  /// Below it the outputs are off; nil where the maker gives none.
  public var minSupplyV: Figure?
  public var maxSupplyV: Figure
  /// Peak current of a phase, in amperes.
  public var maxCurrentA: Figure
  /// The driver works while its enable input is low.
  public var isEnableActiveLow: Bool
  public var inputs: Inputs
  /// Phases are only switched on and off, without a microstep table.
  public var hasSquareWaveform: Bool
  /// The share of the supply that stands against a current which has to fall; nil where nobody has stated it: then as the
  /// motor model has it.
  public var decayShare: Figure? = nil
  /// What is printed beside its terminals.
  public var stepTerminal: String
  public var directionTerminal: String
  public var enableTerminal: String

  /// Its timing in whole nanoseconds, rounded up.
  public var timing: DriverTiming {
    func ns(_ us: Figure) -> UInt32 { UInt32((us.value * 1000).rounded(.up)) }
    return DriverTiming(
      stepHighNs: ns(stepHighUs), stepLowNs: ns(stepLowUs), directionSetupNs: ns(directionSetupUs),
      directionHoldNs: ns(directionHoldUs), enableDelayNs: ns(enableDelayUs))
  }
}

/// A stepper motor.
public struct MotorPart: Equatable, Sendable {
  public var name: String
  public var title: String
  /// Full steps per revolution; a quarter of it is the number of rotor teeth.
  public var stepsPerRev: Int
  public var holdingTorqueNm: Figure
  /// Rated current of a phase, in amperes.
  public var ratedCurrentA: Figure
  public var resistanceOhm: Figure
  public var inductanceMh: Figure
  public var rotorInertiaGCm2: Figure
  /// Detent torque in percent of holding torque.
  public var detentPercent: Figure
  /// Drag of eddy currents at 1 kHz electrical frequency, in percent of the holding torque; nil where nobody has measured
  /// it: then as the motor model has it.
  public var ironLossPercent: Figure? = nil
}

/// What turns a motor's revolutions into millimetres.
public struct TransmissionPart: Equatable, Sendable {
  public var name: String
  public var title: String
  public var mmPerRev: Figure
}

/// What a carriage slides or rolls on; figures are of all the guides of an axis together.
public struct GuidePart: Equatable, Sendable {
  public var name: String
  public var title: String
  /// Friction force over the weight that it carries.
  public var frictionCoefficient: Figure
  /// Force that moves it without load: seals, preload, grease, in newtons.
  public var dragN: Figure
  /// Play across the motion, nil where nobody has measured it.
  public var playMm: Figure?

  /// Newtons that move a carriage of so many kilograms.
  public func frictionN(movingMassKg mass: Double) -> Double { dragN.value + frictionCoefficient.value * mass * 9.81 }
}

/// All parts that board files can name.
public struct PartsLibrary: Sendable {
  public internal(set) var drivers: [String: DriverPart] = [:]
  public internal(set) var motors: [String: MotorPart] = [:]
  public internal(set) var transmissions: [String: TransmissionPart] = [:]
  public internal(set) var guides: [String: GuidePart] = [:]
  public internal(set) var switches: [String: SwitchPart] = [:]
  public internal(set) var spindles: [String: SpindlePart] = [:]
  public internal(set) var materials: [String: MaterialPart] = [:]
  public internal(set) var tools: [String: ToolPart] = [:]
  /// What is wrong with the parts files: every board that uses the library is told.
  public internal(set) var problems: [FileProblem] = []

  public init() {}

  /// Adds the parts of another library that this one does not have: its own come first.
  mutating func fill(from other: PartsLibrary) {
    drivers.merge(other.drivers) { own, _ in own }
    motors.merge(other.motors) { own, _ in own }
    transmissions.merge(other.transmissions) { own, _ in own }
    guides.merge(other.guides) { own, _ in own }
    switches.merge(other.switches) { own, _ in own }
    spindles.merge(other.spindles) { own, _ in own }
    materials.merge(other.materials) { own, _ in own }
    tools.merge(other.tools) { own, _ in own }
    problems += other.problems
  }
}
