// A job, a board and a seed come in; the job is run with the faults of that seed; what was seen goes out.

import SimBackend
import StepperCore

/// What a job does where nothing goes wrong: faults are drawn along it, and harmless ones must change nothing of it.
package struct CampaignCourse: Sendable {
  package var ticks: UInt64
  package var lines: UInt32
  /// Where it takes the axes, machine mm.
  package var low: Point
  package var high: Point
  package var traceHash: UInt64
  package var hasPhysics: Bool
  /// It has a probing motion: what the probe does then matters.
  package var probes: Bool
}

/// Why a job cannot be used for a campaign.
public enum CampaignError: Error {
  /// Without any fault it does not come to its end, and why.
  case notDone(reasons: [Phrase], exit: ExitCode)
  case output(OutputError)
}

/// A job that is run again and again: read once, and run once without faults.
public struct CampaignJob: Sendable {
  let bytes: [UInt8]
  let path: String
  package let board: Board
  let options: RunOptions
  package let course: CampaignCourse

  /// Runs the job once without faults.
  ///
  /// - Parameter options: of every run; seed and faults are each run's own.
  public init(
    bytes: [UInt8], path: String, board: Board, options: RunOptions, isInterrupted: @escaping () -> Bool = { false }
  ) throws(CampaignError) {
    self.bytes = bytes
    self.path = path
    self.board = board
    var plain = options
    plain.faults = []
    plain.tracePath = nil
    self.options = plain
    var hooks = RunHooks()
    hooks.isInterrupted = isInterrupted
    let result: RunResult
    let hasPhysics: Bool
    do throws(OutputError) {
      var run = try SimulatedRun(JobFile(bytes: bytes, path: path), board: board, options: plain, hooks: hooks)
      result = try run.run()
      hasPhysics = run.machine.port.hasMotors
    } catch {
      throw .output(error)
    }
    let summary = result.summary
    guard result.exit == .done, let ticks = summary.ticks, ticks > 0, let hash = summary.traceHash else {
      throw .notDone(reasons: result.faults + (result.failure.map { [$0] } ?? []), exit: result.exit)
    }
    var low = board.startPosition, high = board.startPosition
    for axis in 0..<3 {
      low[axis] = summary.axes[axis].minMm ?? low[axis]
      high[axis] = summary.axes[axis].maxMm ?? high[axis]
    }
    course = CampaignCourse(
      ticks: UInt64(ticks), lines: UInt32(max(summary.job.lines, 1)), low: low, high: high, traceHash: hash,
      hasPhysics: hasPhysics, probes: Self.probes(bytes, board, options.origin))
  }

  private static func probes(_ bytes: [UInt8], _ board: Board, _ origin: Point?) -> Bool {
    var stream = CommandStream(JobFile(bytes: bytes), reader: board.reader(origin: origin))
    while true {
      switch stream.next() {
      case .command(.probe, _): return true
      case .end, .interrupted: return false
      case .command, .fault: continue
      }
    }
  }

  /// What goes wrong in the run of a seed.
  package func faults(seed: UInt64) -> [SimFault] {
    var dice = FaultDice(seed: seed, board: board, course: course)
    return dice.faults()
  }

  /// Runs the job with the faults of a seed.
  ///
  /// - Parameters:
  ///   - faults: others than the seed's own, where they are given.
  ///   - prepare: does something to the machine before it moves.
  package func observe(
    seed: UInt64, faults: [SimFault]? = nil, tracePath: String? = nil,
    isInterrupted: @escaping () -> Bool = { false }, prepare: (inout SimulatedRun) -> Void = { _ in }
  ) throws(OutputError) -> CampaignObservation {
    var options = options
    options.seed = seed
    options.faults = faults ?? self.faults(seed: seed)
    options.tracePath = tracePath
    // A fault may make a job shorter, never longer: this is for a machine that does not come to its end.
    options.maxMachineSeconds = 2 * Double(course.ticks) / Double(board.settings.tickHz) + 10
    var hooks = RunHooks()
    hooks.isInterrupted = isInterrupted
    let watch = Holder()
    hooks.edges = { _, edges, _ in watch.watch?.take(edges) }
    var run = try SimulatedRun(JobFile(bytes: bytes, path: path), board: board, options: options, hooks: hooks)
    watch.watch = SafetyWatch(board, inputs: run.machine.port.inputs)
    prepare(&run)
    let result = try run.run()
    return run.observation(result, options.faults, watch.watch)
  }

  /// The hook is made before the machine whose inputs the watch begins with.
  private final class Holder {
    var watch: SafetyWatch?
  }
}

extension SimulatedRun {
  /// From now on inputs cut nothing: so that tests see what a campaign makes of a machine that does not stop.
  package mutating func ignoreInputs() { machine.unwatch() }

  /// What has become of the machine, after ``run()``.
  func observation(_ result: RunResult, _ faults: [SimFault], _ watch: SafetyWatch?) -> CampaignObservation {
    // The last of its ticks is the one that switches everything off.
    watch?.finish(at: machine.engine.tick &- 1)
    var motors: [CampaignObservation.MotorTruth] = []
    for motor in board.motors {
      let index = motor.index
      var truth = CampaignObservation.MotorTruth(name: motor.name, axis: motor.axis)
      truth.altered = machine.port.alteredPulses(ofMotor: index)
      truth.short = machine.port.shortPulses(ofMotor: index)
      truth.missed = machine.port.missedPulses(ofMotor: index)
      if let report = machine.port.report(ofMotor: index) {
        truth.hasSlipped = report.firstSlip != nil
        truth.lagFullSteps = report.lagFullSteps
      }
      motors.append(truth)
    }
    return CampaignObservation(
      summary: result.summary, exit: result.exit, faults: faults, struck: result.struckFaults,
      sent: watch?.findings, motors: motors, carriageMm: machine.port.position)
  }
}
