// A job and a board in; the job run in the simulator and on real lines, and the two waveforms held against each other, out.

import GPIOBackend
import StepperCore
import Synchronization

/// What came of a comparison.
public struct CompareResult: Sendable {
  public var job: String
  public var board: Board
  public var withinUs: Double
  /// How fine the trace's clock is, ns.
  public var resolutionNs: Double
  public var simulated: Int
  public var measured: Int
  public var matched: Int
  public var differences: [WaveDifference]
  public var counts: [WaveDifference.Kind: Int]
  public var greatestOffUs: Double
  /// By how much the motions took longer than simulated, rests left out.
  public var stretchMs: Double
  public var drivers: [DriverTimes]

  public var differenceCount: Int { counts.values.reduce(0, +) }

  public var isSame: Bool {
    differenceCount == 0 && !drivers.contains { $0.isViolated(resolutionNs: resolutionNs) }
  }
}

/// How a comparison ended.
public enum Comparison {
  /// The waveforms were compared; `run` is the run on the lines.
  case compared(CompareResult, run: RunResult)
  /// The simulator did not get through the job: nothing was run on the lines.
  case notSimulated(RunResult)
}

/// Runs a job in the simulator, then on the lines while the kernel's trace is taken, and compares.
///
/// - Parameters:
///   - board: with the ticks that it is run at.
///   - withinUs: how far apart edges may be in time, see ``WaveComparison``.
///   - runOnLines: runs the job on the lines of `board`.
public func compareWaveforms(
  _ job: [UInt8], path: String, board: Board, options: RunOptions, withinUs: Double, hooks: RunHooks,
  runOnLines: () throws(LiveRefusal) -> RunResult
) throws(LiveRefusal) -> Comparison {
  let simulated = try spooling { () throws(OutputError) in try EdgeSpool() }
  let expected = try spooling { () throws(OutputError) in
    try simulate(job, path, board, options, hooks, into: simulated)
  }
  if expected.exit != .done && !expected.isOutOfTime { return .notSimulated(expected) }
  let measured = try spooling { () throws(OutputError) in try EdgeSpool() }
  let run = try record(board, into: measured, runOnLines)
  try spooling { () throws(OutputError) in
    try simulated.rewind()
    try measured.rewind()
  }
  return .compared(compare(simulated, measured, path, board, withinUs), run: run)
}

/// A temporary file that fails is the system's fault.
private func spooling<Made>(_ body: () throws(OutputError) -> Made) throws(LiveRefusal) -> Made {
  do throws(OutputError) {
    return try body()
  } catch {
    throw LiveRefusal(phrase: .notWritten(error), exit: .system)
  }
}

private func simulate(
  _ job: [UInt8], _ path: String, _ board: Board, _ given: RunOptions, _ hooks: RunHooks, into spool: EdgeSpool
) throws(OutputError) -> RunResult {
  var options = given
  options.hasPhysics = false
  options.backend = .sim
  var wires = SimulatedEdges(board.outputs, order: board.gpioLayout.settingOrder)
  var hooks = hooks
  hooks.edges = { slice, edges, isAfterRest in
    wires.add(edges, line: slice.line, isAfterRest: isAfterRest) { spool.append($0) }
  }
  var run = try SimulatedRun(JobFile(bytes: job, path: path), board: board, options: options, hooks: hooks)
  return try run.run()
}

/// Runs on the lines, with the kernel as witness.
private func record(
  _ board: Board, into spool: EdgeSpool, _ runOnLines: () throws(LiveRefusal) -> RunResult
) throws(LiveRefusal) -> RunResult {
  let trace = try startTrace(board, into: spool)
  let run: RunResult
  do throws(LiveRefusal) {
    run = try runOnLines()
  } catch {
    try? trace.finish()
    throw error
  }
  do throws(LevelTraceError) {
    try trace.finish()
    return run
  } catch {
    throw LiveRefusal(phrase: .notTraced(error), exit: .system)
  }
}

private func startTrace(_ board: Board, into spool: EdgeSpool) throws(LiveRefusal) -> LevelTrace {
  let chip: GPIOChip
  let offsets: [Int]
  do throws(GPIOError) {
    (chip, offsets) = try board.gpioLayout.outputOffsets()
  } catch {
    throw LiveRefusal(phrase: .linesNotReached(reason: error.description), exit: .system)
  }
  let lines = MeasuredLines(MeasuredEdges(board.outputs, offsets: offsets, lineCount: chip.lineCount), spool)
  do throws(LevelTraceError) {
    return try LevelTrace(chip) { lines.add($0, offset: $1, isHigh: $2) }
  } catch {
    throw LiveRefusal(phrase: .notTraced(error), exit: .system)
  }
}

/// What the trace's reader fills while the job runs; nobody else touches it before the trace is finished.
private final class MeasuredLines: @unchecked Sendable {
  private var edges: MeasuredEdges
  private let spool: EdgeSpool

  init(_ edges: MeasuredEdges, _ spool: EdgeSpool) {
    self.edges = edges
    self.spool = spool
  }

  func add(_ ns: UInt64, offset: Int, isHigh: Bool) {
    if let edge = edges.edge(ns, offset: offset, isHigh: isHigh) { spool.append(edge) }
  }
}

private func compare(
  _ simulated: EdgeSpool, _ measured: EdgeSpool, _ path: String, _ board: Board, _ withinUs: Double
) -> CompareResult {
  var meter = DriverTimesMeter(board.motors, board.outputs)
  var comparison = WaveComparison(
    withinNs: Int64(withinUs * 1_000), missing: simulated.count - measured.count, simulated: { simulated.next() },
    measured: {
      guard let edge = measured.next() else { return nil }
      meter.add(edge)
      return edge
    })
  comparison.run()
  return CompareResult(
    job: path, board: board, withinUs: withinUs, resolutionNs: LevelTrace.resolutionNs, simulated: comparison.simulated,
    measured: comparison.measured, matched: comparison.matched, differences: comparison.differences,
    counts: comparison.counts, greatestOffUs: Double(comparison.greatestOffNs) / 1_000,
    stretchMs: Double(comparison.stretchNs) * 1e-6, drivers: meter.drivers)
}
