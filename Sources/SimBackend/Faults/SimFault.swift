// What goes wrong with a simulated machine, when, and for how long: one value, which a run is given.

import StepperCore

/// A fault of the simulated machine.
public struct SimFault: Equatable, Sendable {
  public var kind: FaultKind
  public var moment: FaultMoment
  /// After so long it is mended, s of machine time; nil: never. See ``FaultKind/canBeMended``.
  public var durationS: Double?

  public init(_ kind: FaultKind, _ moment: FaultMoment, durationS: Double? = nil) {
    self.kind = kind
    self.moment = moment
    self.durationS = durationS
  }

  /// The model with physics has to be there: without it carriages stand where pulses put them, whatever force or voltage
  /// there is.
  public var needsPhysics: Bool { kind.needsPhysics }
}

/// What goes wrong. Motors are counted as the settings list them, axes are 0 = X, 1 = Y, 2 = Z.
public enum FaultKind: Equatable, Sendable {
  /// The next pulses go nowhere: a step line with a loose contact, a pulse too weak for an opto-coupler.
  case lostSteps(motor: Int, pulses: UInt32)
  /// Each of the next pulses counts twice: a step line that rings, or picks up what the motor's own wires send out.
  case extraSteps(motor: Int, pulses: UInt32)
  /// A contact that stays as it is whatever presses it: welded, or a lever held by chips.
  case stuckSwitch(InputWord, isPressed: Bool)
  /// A worn contact: each change is a burst of edges, so many milliseconds long. Which ones, the run's seed decides.
  case bouncingSwitch(InputWord, ms: Double)
  /// A wire that has come off its terminal: the line shows its resistor's level.
  case brokenWire(InputWord)
  /// A wire beside a motor's or a spindle's: its level is turned over by spikes, on average so many a second. Their
  /// distances are even between nothing and twice the mean, by the run's seed; a spike is whole ticks long, at least one.
  case noise(InputWord, spikesPerS: Double, spikeUs: Double)
  /// The wires of the two coils mixed up, an end of one with an end of the other: both then carry the same current, which
  /// swings and does not turn. The motor hums, is shaken some steps to either side, and does not follow.
  case mixedPhases(motor: Int)
  /// One coil the other way round: from then on every step goes the wrong way.
  case reversedMotor(motor: Int)
  /// The supply of all drivers sags: a transformer too small, a long thin cable, a second machine that starts.
  case weakSupply(volts: Double)
  /// Something holds the carriage with a force beside its friction, N: a chip in the screw, a dry guide.
  case jam(axis: Int, newtons: Double)
  /// Something stands in the way of the carriage, machine mm: a clamp, a screw left on the table. It is met from the side
  /// on which the carriage is at that moment.
  case wall(axis: Int, atMm: Double)
  /// The mains fail: motors, spindle and controller are off at once, and the run ends.
  case powerCut
  /// Somebody presses the emergency stop: its chain cuts what it cuts, and the controller sees it.
  case emergencyStop
  /// Somebody opens the door of the machine.
  case door
  /// The probe's clip is not on the plate: it never touches.
  case deadProbe
  /// The thread of the ticks is held up: the next tick of a motion begins so late. See ``TickKeeping``.
  case lateTick(us: Double)
  /// The planner delivers nothing for so long. See ``TickKeeping``.
  case slowPlanner(ms: Double)
  /// The port cannot be written or read any more, as where the kernel says EIO: the run ends.
  case portError
  /// Of what a sender sends from then on, so many bytes are lost on the way, or come twice. See ``SenderLink``.
  case bytesDropped(count: UInt32)
  case bytesDoubled(count: UInt32)

  /// See ``SimFault/needsPhysics``.
  public var needsPhysics: Bool {
    switch self {
    case .weakSupply, .jam, .wall: true
    default: false
    }
  }

  /// It lasts, and can end. Pulses and bytes are lost one by one, a tick is late once, and after a power cut there is
  /// nobody to go on.
  public var canBeMended: Bool {
    switch self {
    case .lostSteps, .extraSteps, .powerCut, .lateTick, .slowPlanner, .portError, .bytesDropped, .bytesDoubled: false
    default: true
    }
  }

  /// Its effect is on pulses: a motor with physics apart, the carriage is then beside its command.
  public var concernsPulses: Bool {
    switch self {
    case .lostSteps, .extraSteps, .mixedPhases, .reversedMotor: true
    default: false
    }
  }

  /// The input that it needs to be there.
  public var input: InputWord? {
    switch self {
    case .stuckSwitch(let input, _), .bouncingSwitch(let input, _), .brokenWire(let input), .noise(let input, _, _):
      input
    case .emergencyStop: .emergencyStop
    case .door: .door
    case .deadProbe: .probe
    default: nil
    }
  }
}

/// When a fault begins. All of it is exact to the tick on which it begins: what is written on that tick is already under
/// the fault.
public enum FaultMoment: Equatable, Sendable {
  case tick(UInt64)
  /// Machine time since switch-on; the first tick that is not before it.
  case seconds(Double)
  /// The start of the first slice that executes this line of the job, or one behind it. The motion that goes out is
  /// smoothed, and so up to the smoothing time behind the line.
  case line(UInt32)
  /// The tick on which the command of an axis owes the step that reaches or passes this position, machine mm; a step that
  /// has to wait for its direction comes a few ticks later. Play that is made up for counts as a part of the position.
  case position(axis: Int, mm: Double, travel: FaultTravel)
}

/// The direction in which a position has to be passed.
public enum FaultTravel: Equatable, Sendable { case up, down, either }

/// A fault that has begun.
public struct StruckFault: Equatable, Sendable {
  /// Its place in the list that the machine was given.
  public var index: Int
  public var fault: SimFault
  public var tick: UInt64
  /// Of the slice that was then executed.
  public var line: UInt32
  /// When it was mended; nil where it was not.
  public var mendedTick: UInt64?
}
