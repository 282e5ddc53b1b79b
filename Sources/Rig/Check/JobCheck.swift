// A job and a board in; what would go wrong, line by line, and what would cure it, out.

import SimBackend
import StepperCore

/// Simulates a job before a real run: in the conservative model, whose margins are told, and in the ideal one.
public struct JobCheck {
  let bytes: [UInt8]
  let path: String
  let board: Board
  let options: RunOptions
  let hooks: RunHooks
  /// Look for changes of the board that cure what stalls.
  public var looksForCures = true

  /// - Parameter options: of every run; the model is chosen here.
  public init(bytes: [UInt8], path: String, board: Board, options: RunOptions, hooks: RunHooks = RunHooks()) {
    self.bytes = bytes
    self.path = path
    self.board = board
    self.options = options
    self.hooks = hooks
  }

  public func run() -> CheckResult {
    let (conservative, ideal) = both()
    guard conservative.exit == .done || conservative.exit == .notDone else {
      return CheckResult(
        verdict: .unknown, exit: conservative.exit, findings: [], joints: [], cures: [], run: conservative)
    }
    let joints = Self.joints(board, conservative.torque, ideal.torque)
    var verdict = CheckVerdict.runs
    if joints.contains(where: { $0.verdict == .stalls }) {
      verdict = .stalls
    } else if joints.contains(where: { $0.verdict == .atRisk }) {
      verdict = .atRisk
    }
    if let code = conservative.summary.alarm?.code, code != "stall" { verdict = .stops }
    var result = CheckResult(
      verdict: verdict, exit: verdict == .runs ? .done : .notDone, findings: [], joints: joints, cures: [],
      run: conservative)
    result.findings = CheckFindings(self, conservative, joints).all
    if looksForCures { findCures(&result, conservative.torque, ideal.torque) }
    if hooks.isInterrupted() {
      result.verdict = .unknown
      result.exit = .interrupted
      result.run.failure = .interrupted(line: nil)
    }
    return result
  }

  /// Steps of the physics are so many times shorter than a run's: near the edge of a slip it is the step that decides.
  public static let stepRefinement = 3

  /// The two runs, side by side.
  private func both() -> (conservative: RunResult, ideal: RunResult) {
    sideBySide {
      simulate(board, .conservative) { options, hooks in
        options.keepsRecord = self.options.keepsRecord
        hooks.progress = self.hooks.progress
      }
    } _: {
      simulate(board, .ideal)
    }
  }

  /// The job on a board, in a model.
  func simulate(
    _ board: Board, _ model: MotorModel, _ change: (inout RunOptions, inout RunHooks) -> Void = { _, _ in }
  ) -> RunResult {
    var options = options
    options.model = model
    options.tracePath = nil
    options.isRealTime = false
    options.keepsRecord = false
    options.keepsDemands = true
    options.cutsAsCommanded = true
    options.stepRefinement = Self.stepRefinement
    var hooks = RunHooks()
    hooks.isInterrupted = self.hooks.isInterrupted
    change(&options, &hooks)
    do throws(OutputError) {
      var run = try SimulatedRun(JobFile(bytes: bytes, path: path), board: board, options: options, hooks: hooks)
      return try run.run()
    } catch {
      // Only a trace could not be written, and there is none.
      preconditionFailure("\(error)")
    }
  }

  static func joints(_ board: Board, _ conservative: TorqueRecord?, _ ideal: TorqueRecord?) -> [CheckedJoint] {
    guard let conservative, let ideal else { return [] }
    return (0..<3).map { joint in
      let worst = conservative.worst(ofJoint: joint)
      let left = conservative.departures(ofJoint: joint), leftIdeal = ideal.departures(ofJoint: joint)
      var verdict = CheckVerdict.runs
      if !left.isEmpty && !leftIdeal.isEmpty {
        verdict = .stalls
      } else if !left.isEmpty || !leftIdeal.isEmpty || worst?.demand.margin ?? 1 < 0 {
        verdict = .atRisk
      }
      return CheckedJoint(
        joint: joint, name: board.name(ofJoint: joint), verdict: verdict, worst: worst, conservative: left,
        ideal: leftIdeal)
    }
  }
}
