// What a scenario expects of a run: one value a key of `expect`.

import StepperCore

/// Something that has to be true of a run, with its place in the scenario file.
public struct Expectation: Sendable, Equatable {
  public var wanted: Wanted
  /// Line and column of its key.
  public var line: Int
  public var column: Int

  public init(_ wanted: Wanted, line: Int, column: Int) {
    self.wanted = wanted
    self.line = line
    self.column = column
  }

  public enum Wanted: Sendable, Equatable {
    case result(Summary.Outcome)
    case noAlarm
    case alarm(AlarmWanted)
    /// Where commands have brought the machine at the end.
    case position(PlaceWanted)
    /// Where the simulated carriage then is, which steps alone cannot know.
    case carriage(PlaceWanted)
    /// Net pulses.
    case steps([CountWanted])
    /// All pulses.
    case pulses([CountWanted])
    /// Full steps that motors are beside their command; empty: none of them is.
    case lostSteps([CountWanted])
    /// Peaks are within the board's limits.
    case limitsKept
    /// No edge came too early for a driver, and none was missed.
    case timingContract
    case time(belowS: Double?, aboveS: Double?)
    /// Every fault of the list has begun.
    case faultsStruck
    /// All states that the machine was in, one after the other.
    case states([MachineState])
    /// So many seconds after the beginning, at the latest, it was in this state.
    case reaches(MachineState, withinS: Double)
    /// Among the answers, in this order.
    case answers([String])
    /// How far the last homing found it beside where it believed to be.
    case homingShift(PlaceWanted)
    /// How the ticks were kept, and the planner: exactly so often.
    case kept(TickFigure, Int)
    case traceHash(UInt64)
  }

  /// What can be counted of ticks and planner, as in the file.
  public enum TickFigure: String, CaseIterable, Sendable {
    case lateTicks = "late_ticks"
    case slowdowns, standstills
  }

  /// As in the file.
  public var key: String {
    switch wanted {
    case .result: "result"
    case .noAlarm, .alarm: "alarm"
    case .position: "position_mm"
    case .carriage: "carriage_mm"
    case .steps: "steps"
    case .pulses: "pulses"
    case .lostSteps: "lost_steps"
    case .limitsKept: "limits_kept"
    case .timingContract: "timing_contract"
    case .time: "time_s"
    case .faultsStruck: "faults_struck"
    case .states: "states"
    case .reaches: "reaches"
    case .answers: "answers"
    case .homingShift: "homing_shift_mm"
    case .kept(let figure, _): figure.rawValue
    case .traceHash: "trace_hash"
    }
  }

  /// Only a script has it.
  var needsScript: Bool {
    switch wanted {
    case .states, .reaches, .answers, .homingShift: true
    default: false
    }
  }

  /// Lines that are driven tell it too: they know pulses, but not what became of them.
  public var isSeenOnLines: Bool {
    switch wanted {
    case .carriage, .lostSteps, .timingContract: false
    default: true
    }
  }
}

/// An alarm, as far as somebody wants to know.
public struct AlarmWanted: Sendable, Equatable {
  public var code: String
  /// Line of the job.
  public var line: Int?
  /// `x`, `y` or `z`.
  public var axis: String?

  public init(code: String, line: Int? = nil, axis: String? = nil) {
    self.code = code
    self.line = line
    self.axis = axis
  }

  func isMet(by alarm: Summary.Alarm) -> Bool {
    alarm.code == code && line.map { $0 == alarm.line } ?? true && axis.map { $0 == alarm.axis } ?? true
  }
}

/// Where some axes should be.
public struct PlaceWanted: Sendable, Equatable {
  /// Machine mm, of X, Y and Z; nil where it does not matter.
  public var mm: [Double?]
  public var toleranceMm: Double

  public init(mm: [Double?], toleranceMm: Double) {
    self.mm = mm
    self.toleranceMm = toleranceMm
  }
}

/// A count of an axis or a motor.
public struct CountWanted: Sendable, Equatable {
  public var name: String
  public var count: Int

  public init(_ name: String, _ count: Int) {
    self.name = name
    self.count = count
  }
}

extension Board {
  /// Under which names a run counts pulses and lost steps: of axes, or of motors where these are no axes.
  var countedNames: [String] {
    settings.kinematics == .cartesian ? ScenarioKeys.axes : motors.map(\.name)
  }
}
