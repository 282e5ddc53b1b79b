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
    let tickHz = Double(board.settings.tickHz)
    if figures.lateTicks > 0 {
      feed.notes.add(
        .ticksWereLate(count: Int(figures.lateTicks), stretchedMs: Double(figures.stretchedNs) * 1e-6), line: nil)
    }
    if machine.slowdowns > 0 {
      feed.notes.add(.plannerWasLate(slowdowns: machine.slowdowns, standstills: machine.underruns), line: nil)
    }
    var summary = feed.summary(options: options)
    summary.ticks = Int(figures.ticks)
    summary.machineSeconds = Double(figures.ticks) / tickHz
    summary.traceHash = figures.hash.value
    summary.path = Summary.Path(
      lengthMm: motion.pathLengthMm, maxDeviationMm: figures.ticks > 0 ? feed.deviation.greatestMm : nil,
      toleranceMm: feed.deviation.toleranceMm)
    summary.lateTicks = Int(figures.lateTicks)
    summary.maxLatenessUs = Double(figures.lateness.greatestNs) / 1_000
    for axis in 0..<3 { summary.axes[axis] = axisFigures(axis, figures) }
    if board.settings.kinematics == .coreXY {
      for motor in board.motors {
        var one = Summary.Motor(name: motor.name)
        one.steps = Int(figures.pulses[motor.index])
        one.positionSteps = Int(figures.steps[motor.axis])
        summary.motors.append(one)
      }
    }
    var run = RunResult(
      summary: summary, record: nil, exit: feed.exit, notes: feed.notes.all, failure: feed.failure,
      reason: feed.reason, refusals: feed.refusals, refusalCount: feed.refusalCount, faults: feed.faults)
    run.commandedMm = position
    run.lastLine = machine.line > 0 ? machine.line : nil
    return LiveResult(
      run: run, figures: figures, slowdowns: machine.slowdowns, underruns: machine.underruns)
  }

  private func axisFigures(_ axis: Int, _ figures: LoopFigures) -> Summary.Axis {
    var own = executed.summary(axis, limits: board.settings[axis: axis])
    guard board.settings.kinematics == .cartesian else {
      let map = JointMap(board.settings)
      let steps = Point(Double(figures.steps[0]), Double(figures.steps[1]), Double(figures.steps[2]))
      own.positionSteps = Int((map.position(ofSteps: steps)[axis] * map.stepsPerMm[axis]).rounded())
      return own
    }
    own.positionSteps = Int(figures.steps[axis])
    own.steps = board.motors.first { $0.axis == axis }.map { Int(figures.pulses[$0.index]) }
    return own
  }
}
