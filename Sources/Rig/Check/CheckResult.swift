// What a check found out about a job, as values; `CheckText.swift` and `CheckResult+JSON.swift` say it.

import StepperCore

/// How a job would end on a machine.
public enum CheckVerdict: String, Sendable, CaseIterable {
  /// No motor leaves its command in either model, and the conservative one keeps torque in hand.
  case runs
  /// One of the two models fails: the real machine lies between them.
  case atRisk = "at_risk"
  /// A motor falls out of step even in the ideal model.
  case stalls
  /// Something else ends it: travel, timing, a probe.
  case stops
  /// Nobody can say: wrong G-code, an unreadable file, or somebody stopped the check.
  case unknown
}

/// One thing that a person should know of before the job is run.
public struct CheckFinding: Sendable {
  public enum Kind: String, Sendable {
    case stall, risk, resonance, lowMargin = "low_margin", alarm, gcode, feed, note, noMechanics = "no_mechanics"
  }

  public var kind: Kind
  public var line: Int?
  /// `x`, `y`, `z`, or a motor of a CoreXY.
  public var axis: String?
  public var text: Phrase
  /// The job would fail here.
  public var isFailure: Bool {
    kind == .stall || kind == .risk || kind == .resonance || kind == .alarm || kind == .gcode
  }
}

/// The motors of one joint over the whole job.
public struct CheckedJoint: Sendable {
  public var joint: Int
  public var name: String
  public var verdict: CheckVerdict
  /// Where the torque margin is least, in the conservative model.
  public var worst: TorquePlace?
  /// Where the motors leave their command, a line each: in the conservative model, and in the ideal one.
  public var conservative: [TorquePlace]
  public var ideal: [TorquePlace]

  /// The place that is told first: what the ideal model finds, if anything.
  public var firstFailure: TorquePlace? { conservative.first ?? ideal.first }
}

/// A change that was tried on the whole job and helps.
public struct Cure: Sendable {
  public var change: BoardChange
  /// The joint's least torque margin with it.
  public var margin: Double
}

/// What was tried for one joint.
public struct CureSearch: Sendable {
  public var name: String
  public var cures: [Cure] = []
  /// Changes with which the job was simulated anew, whether they helped or not.
  public var tried = 0
  /// Most of the torque is for cutting.
  public var isCutting = false
}

/// Everything about one job.
public struct CheckResult {
  public var verdict: CheckVerdict
  public var exit: ExitCode
  public var findings: [CheckFinding]
  /// Empty where the board does not say what its motors move.
  public var joints: [CheckedJoint]
  public var cures: [CureSearch]
  /// All joints' first cures together: whether the job then runs. Nil where there are fewer than two.
  public var curesTogether: Bool?
  /// The run in the conservative model, for figures and pictures.
  public var run: RunResult
}
