// How a job is to be run, and what came of it.

import SimBackend
import StepperCore

/// What a job runs on.
public enum Backend: String, CaseIterable, Sendable {
  /// The simulated machine.
  case sim
  /// The lines of this computer.
  case gpio
}

/// What a person asked of a run.
public struct RunOptions: Sendable {
  public var backend = Backend.sim
  public var seed: UInt64 = 1
  /// A VCD file to write the waveform to.
  public var tracePath: String?
  /// Keep a record of the motion, for a report.
  public var keepsRecord = false
  /// What cuts, where it is not what board and job say.
  public var tools = ToolChoice()
  /// What the piece is made of, where it is not what the board says.
  public var material: MaterialPart?
  /// Paces the simulator to the wall clock.
  public var isRealTime = false
  /// Motors with physics, on boards that have mechanics, and a piece that the tool cuts; without, carriages are where the
  /// pulses put them.
  public var hasPhysics = true
  /// How much the simulated motors lose.
  public var model = MotorModel.typical
  /// Feeds are driven so many times as fast as the job says, as with the override of a machine in motion: 0.1 to 2.
  public var feedOverride = 1.0
  /// The piece is cut where the job commands it and not where a stalled carriage takes the tool: what is found behind a
  /// stall is then still true of the job. For the same reason a limit that a stalled carriage runs onto does not end it.
  public var cutsAsCommanded = false
  /// The physics takes steps so many times shorter than it would.
  public var stepRefinement = 1
  /// Keep what each speed asks of the motors, to hold other motors against it.
  public var keepsDemands = false
  /// End the run when a motor of this joint first leaves its command.
  public var endsWhenJointLeaves: Int?
  /// Where the job's zero lies on the machine, instead of the board file's work offset.
  public var origin: Point?
  /// The machine may run so long; whatever is left of the job then is not done. Nil: as long as it takes.
  public var maxMachineSeconds: Double?
  /// What goes wrong with the simulated machine.
  public var faults: [SimFault] = []
  /// What is done when something goes wrong.
  public var reactions = Reactions.all
  /// The version that summaries name.
  public var version = "0.1.0"

  public init() {}

  /// The tick on which the machine has run long enough.
  func lastTick(tickHz: UInt32) -> UInt64 {
    guard let seconds = maxMachineSeconds else { return .max }
    return UInt64(min(max(seconds, 0) * Double(tickHz), 1e18))
  }
}

/// What a run tells while it goes on, and asks.
public struct RunHooks {
  /// Called now and then: the line of the job, and the share of its bytes that was read, nil where unknown.
  public var progress: (_ line: UInt32, _ share: Double?) -> Void = { _, _ in }
  /// True once a person has asked to stop. A check asks from two threads.
  public var isInterrupted: () -> Bool = { false }
  /// Called after every slice of the simulator: the edges that it made, and whether the machine stood still before them, so
  /// that a real one may stand longer.
  public var edges: ((_ slice: Slice, _ edges: [Edge], _ isAfterRest: Bool) -> Void)?
  /// A person at the machine, who answers when the job waits; nil where nobody can.
  public var askPerson: ((_ phrase: Phrase) -> Void)?

  public init() {}
}

/// What came of a run.
public struct RunResult {
  public var summary: Summary
  public var record: MotionRecord?
  public var exit: ExitCode
  /// Warnings in every language; the summary has them in English.
  public var notes: [ReportInput.Note] = []
  /// Why the machine did not do it, with its place.
  public var failure: Phrase?
  /// The same without its place.
  public var reason: Phrase?
  /// Further motions that would have been refused; the list is cut, the count is not.
  public var refusals: [ReportInput.Note] = []
  public var refusalCount = 0
  /// All wrong lines of the G-code, the first ones first.
  public var faults: [Phrase] = []
  /// What was asked of the motors, and where they failed; nil without physics.
  public var torque: TorqueRecord?
  /// What the tool did to the stock; nil where nothing was cut, or nobody wanted to know.
  public var cut: RunCut?
  /// The faults that have begun, in the order of time.
  public var struckFaults: [StruckFault] = []
  /// How often the planner was so late that ticks were made longer, and how often they had nothing left to do; nil where
  /// nobody counted.
  public var slowdowns: Int?
  public var standstills: Int?
  /// Where commands have brought the machine, machine mm; nil where it could not be counted.
  public var commandedMm: Point?
  /// Where the simulated carriage is, machine mm.
  public var carriageMm: Point?
  /// The line of the job that was executed last; nil where none was.
  public var lastLine: UInt32?
  /// Where motors first left their command, or pulses went astray, in the order of time; one place a motor.
  public var firstLosses: [RunPlace] = []
  /// Where a driver was first sent an edge that it could not follow.
  public var firstViolation: RunPlace?

  /// Of a scenario's script; nil without one.
  public var script: ScriptRecord?
  /// A step of the script that did not come to what it waited for.
  public var scriptFailure: Phrase?

  /// The rig failed because it was told to: a simulation has no lines that could be lost, and no late ticks, but by a fault.
  var isStaged: Bool {
    summary.backend == Backend.sim.rawValue && ["gpio", "late_tick"].contains(summary.alarm?.code ?? "")
  }

  /// Whether it ended because `--max-time` was over, and was as it should be until then.
  public var isOutOfTime: Bool { summary.alarm?.code == "time_limit" }
}

/// Where in a run something first happened.
public struct RunPlace: Sendable, Equatable {
  /// Its number on the board.
  public var motor: Int
  /// The axis under which the motor stands in the board file: `x`, `y` or `z`.
  public var axis: String
  public var tick: UInt64
  /// Of the job.
  public var line: UInt32
  /// Of the axis, machine mm; nil where nobody has kept it.
  public var positionMm: Double?
}
