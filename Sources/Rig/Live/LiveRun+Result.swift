// What came of a run in real time: the figures of the ticks and of the planner as a summary.

import GPIOBackend
import StepperCore

/// A run's result, and how its ticks were kept.
public struct LiveResult {
  public var run: RunResult
  public var figures: LoopFigures
  /// How often the planner was so late that ticks were made longer, and how often they had nothing left to do.
  public var slowdowns: Int
  public var underruns: Int
}

extension LiveRun where Port: ~Copyable, Timer: ~Copyable {
  mutating func result(_ end: LoopEnd) -> LiveResult {
    let figures = machine.figures
    if figures.lateTicks > 0 {
      feed.notes.add(
        .ticksWereLate(count: Int(figures.lateTicks), stretchedMs: Double(figures.stretchedNs) * 1e-6), line: nil)
    }
    if machine.slowdowns > 0 {
      feed.notes.add(.plannerWasLate(slowdowns: machine.slowdowns, standstills: machine.underruns), line: nil)
    }
    var summary = feed.summary(options: options)
    summary.path = Summary.Path(
      lengthMm: motion.pathLengthMm, maxDeviationMm: figures.ticks > 0 ? feed.deviation.greatestMm : nil,
      toleranceMm: feed.deviation.toleranceMm)
    summary.take(figures, executed, board)
    var run = RunResult(
      summary: summary, record: nil, exit: feed.exit, notes: feed.notes.all, failure: feed.failure,
      reason: feed.reason, refusals: feed.refusals, refusalCount: feed.refusalCount, faults: feed.faults)
    run.slowdowns = machine.slowdowns
    run.standstills = machine.underruns
    run.commandedMm = position
    run.lastLine = machine.line > 0 ? machine.line : nil
    return LiveResult(
      run: run, figures: figures, slowdowns: machine.slowdowns, underruns: machine.underruns)
  }
}

extension Summary {
  /// What the ticks have come to; with what was to be executed.
  mutating func take(_ figures: LoopFigures, _ executed: ExecutedMotion, _ board: Board) {
    ticks = Int(figures.ticks)
    machineSeconds = Double(figures.ticks) / Double(board.settings.tickHz)
    traceHash = figures.hash.value
    motionHash = figures.motionHash.value
    lateTicks = Int(figures.lateTicks)
    maxLatenessUs = Double(figures.lateness.greatestNs) / 1_000
    for axis in 0..<3 { axes[axis] = Axis(axis, figures, executed, board) }
    guard board.settings.kinematics == .coreXY else { return }
    for motor in board.motors {
      var one = Motor(name: motor.name)
      one.steps = Int(figures.pulses[motor.index])
      one.positionSteps = Int(figures.steps[motor.axis])
      motors.append(one)
    }
  }
}

extension Summary.Axis {
  fileprivate init(_ axis: Int, _ figures: LoopFigures, _ executed: ExecutedMotion, _ board: Board) {
    self = executed.summary(axis, limits: board.settings[axis: axis])
    guard board.settings.kinematics == .cartesian else {
      let map = JointMap(board.settings)
      let steps = Point(Double(figures.steps[0]), Double(figures.steps[1]), Double(figures.steps[2]))
      positionSteps = Int((map.position(ofSteps: steps)[axis] * map.stepsPerMm[axis]).rounded())
      return
    }
    positionSteps = Int(figures.steps[axis])
    steps = board.motors.first { $0.axis == axis }.map { Int(figures.pulses[$0.index]) }
  }
}
