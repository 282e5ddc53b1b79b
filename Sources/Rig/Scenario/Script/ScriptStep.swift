// What somebody does at a machine in a scenario: one step after the other.

import SimBackend
import StepperCore

/// A step of a scenario's script, with its place in the file.
public struct ScriptStep: Sendable, Equatable {
  public var action: Action
  public var line: Int
  public var column: Int

  public init(_ action: Action, line: Int, column: Int) {
    self.action = action
    self.line = line
    self.column = column
  }

  /// Whether somebody has to be at the machine for it, or something has to go wrong.
  var needsHand: Bool {
    switch action {
    case .press, .begin, .mend, .stock: true
    case .send, .realTime, .waitSeconds, .waitState, .waitPosition: false
    }
  }

  public enum Action: Sendable, Equatable {
    /// Lines, as a sender sends them: the next step does not wait for what they do.
    case send([UInt8])
    case realTime(RealTimeByte)
    /// Machine time passes.
    case waitSeconds(Double)
    /// Until the machine is in this state, and for `idle` has nothing left to do; at most so long.
    case waitState(MachineState, withinS: Double)
    /// Until the steps have brought an axis to this place, or past it; machine mm.
    case waitPosition(axis: Int, mm: Double, withinS: Double)
    /// Somebody presses a switch or a button, or lets it go.
    case press(InputWord, Bool)
    /// Something goes wrong now, or is mended.
    case begin(FaultKind)
    case mend(FaultKind)
    /// Somebody lays stock under the tool: from now on the probe touches at this height, machine mm.
    case stock(zMm: Double)
  }
}

extension RealTimeByte {
  /// What a script calls it.
  package var name: String {
    switch self {
    case .reset: "reset"
    case .status: "status"
    case .resume: "resume"
    case .hold: "hold"
    case .door: "door"
    case .cancelJog: "cancel-jog"
    case .feedFull: "feed-100"
    case .feedUp10: "feed-up-10"
    case .feedDown10: "feed-down-10"
    case .feedUp1: "feed-up-1"
    case .feedDown1: "feed-down-1"
    case .rapidFull: "rapid-100"
    case .rapidHalf: "rapid-50"
    case .rapidQuarter: "rapid-25"
    case .spindleFull: "spindle-100"
    case .spindleUp10: "spindle-up-10"
    case .spindleDown10: "spindle-down-10"
    case .spindleUp1: "spindle-up-1"
    case .spindleDown1: "spindle-down-1"
    case .spindleStop: "spindle-stop"
    case .flood: "flood"
    case .mist: "mist"
    }
  }
}

extension MachineState {
  /// What a script calls it.
  package var name: String {
    switch self {
    case .idle: "idle"
    case .run: "run"
    case .hold: "hold"
    case .jog: "jog"
    case .home: "home"
    case .probe: "probe"
    case .door: "door"
    case .alarm: "alarm"
    case .check: "check"
    case .sleep: "sleep"
    }
  }
}

/// What a script has come to, beside the figures of its run.
public struct ScriptRecord: Sendable {
  public var states: [MachineStateChange]
  /// Lines that were answered.
  public var answers: [String]
  /// By how much the last homing found the machine beside where it believed to be, mm; nil without one.
  public var homingShiftMm: Point?
  public var tickHz: Double
}
