// The core's and the simulator's own speed on this machine: a board in, medians of several runs out.

import Foundation
import SimBackend
import StepperCore

/// Why nothing could be measured.
public enum BenchError: Error {
  case job(JobFileError, path: String)
  case output(OutputError)
  /// The job itself does not run.
  case refused(Phrase, ExitCode)

  public var phrase: Phrase {
    switch self {
    case .job(let error, let path): error.phrase(path: path)
    case .output(let error): .notWritten(error)
    case .refused(let phrase, _): phrase
    }
  }

  public var exit: ExitCode {
    switch self {
    case .job: .wrongUse
    case .output: .system
    case .refused(_, let exit): exit
    }
  }
}

/// What was measured, in processor time of one core.
public struct BenchResult: Sendable {
  /// Four axes moving at a step every few ticks, against a port that does nothing.
  public var engineNsPerTick: Double
  /// The same ticks by the plainest loop that could make them: a four-axis DDA that writes to the same port.
  public var plainNsPerTick: Double
  /// What a line of a dense polyline costs before the ticks.
  public var planner: PlannerBench
  /// What motors with physics cost, over the job without them; nil where the board has no mechanics.
  public var physicsNsPerTick: Double?
  /// A job read, planned, stepped, counted and hashed, with motors where the board has mechanics.
  public var job: String
  public var machineSeconds: Double
  public var jobSeconds: Double
  public var ticks: Int
  public var traceHash: String

  public var realTimeFactor: Double { machineSeconds / jobSeconds }

  public var json: JSONValue {
    .object([
      .init("engine_ns_per_tick", .number(orNull: engineNsPerTick, decimals: 3)),
      .init("engine_ticks_per_second", .number(orNull: 1e9 / engineNsPerTick, decimals: 0)),
      .init("plain_dda_ns_per_tick", .number(orNull: plainNsPerTick, decimals: 3)),
      .init("engine_over_plain_dda", .number(orNull: engineNsPerTick / plainNsPerTick, decimals: 3)),
      .init("reading_ns_per_line", .number(orNull: planner.readingNs, decimals: 1)),
      .init("planning_ns_per_line", .number(orNull: planner.planningNs, decimals: 1)),
      .init("executing_ns_per_line", .number(orNull: planner.executingNs, decimals: 1)),
      .init("line_in_200000_over_20000", .number(orNull: planner.tenfoldOverOnce, decimals: 3)),
      .init("physics_ns_per_tick", .number(orNull: physicsNsPerTick, decimals: 3)),
      .init("job", .string(job)),
      .init("machine_seconds", .number(orNull: machineSeconds, decimals: 6)),
      .init("cpu_seconds", .number(orNull: jobSeconds, decimals: 6)),
      .init("real_time_factor", .number(orNull: realTimeFactor, decimals: 1)),
      .init("ticks", .integer(ticks)),
      .init("trace_hash", .string(traceHash)),
    ])
  }

  public func table(language: Language) -> String {
    var table = AlignedTable([.left, .right])
    table.add([Phrase.benchEngine.text(in: language), language.decimal(engineNsPerTick, places: 2) + " ns"])
    table.add([Phrase.benchRate.text(in: language), language.count(Int(1e9 / engineNsPerTick))])
    table.add([Phrase.benchPlain.text(in: language), language.decimal(plainNsPerTick, places: 2) + " ns"])
    for (phrase, ns) in [
      (Phrase.benchReading, planner.readingNs), (.benchPlanning, planner.planningNs),
      (.benchExecuting, planner.executingNs),
    ] {
      table.add([phrase.text(in: language), language.decimal(ns, places: 0) + " ns"])
    }
    table.add([Phrase.benchTenfold.text(in: language), language.decimal(planner.tenfoldOverOnce, places: 2)])
    if let physicsNsPerTick {
      table.add([Phrase.benchPhysics.text(in: language), language.decimal(physicsNsPerTick, places: 2) + " ns"])
    }
    table.add([Phrase.benchJob.text(in: language), job])
    table.add([Phrase.machineTime.text(in: language), language.duration(machineSeconds)])
    table.add([Phrase.processorTime.text(in: language), language.decimal(jobSeconds * 1000, places: 1) + " ms"])
    table.add([Phrase.realTimeFactor.text(in: language), language.count(Int(realTimeFactor))])
    table.add([Phrase.traceHash.text(in: language), traceHash])
    return table.text(on: .output)
  }
}

/// Measures; takes a few seconds.
public func bench(board: Board, job: String?) throws(BenchError) -> BenchResult {
  let repeats = 5
  let engine = median((0..<repeats).map { _ in EngineBench.nsPerTick() })
  let plain = median((0..<repeats).map { _ in EngineBench.plainNsPerTick() })
  let planner = PlannerBench.measure(on: board.settings, window: board.lookAheadSegments)
  var seconds: [Double] = [], plainSeconds: [Double] = []
  var last: RunResult?
  let path: String
  if let job { path = job } else { path = try BenchJob.write() }
  defer { if job == nil { try? FileManager.default.removeItem(atPath: path) } }
  for _ in 0..<repeats {
    let begun = ProcessFigures.cpuSeconds
    let result = try runOnce(path, board, hasPhysics: true)
    let middle = ProcessFigures.cpuSeconds
    _ = try runOnce(path, board, hasPhysics: false)
    seconds.append(middle - begun)
    plainSeconds.append(ProcessFigures.cpuSeconds - middle)
    if let failure = result.failure ?? result.faults.first { throw .refused(failure, result.exit) }
    last = result
  }
  let ticks = Double(last?.summary.ticks ?? 0)
  let physics = board.simulation(.typical).hasPhysics && ticks > 0
  return BenchResult(
    engineNsPerTick: engine, plainNsPerTick: plain, planner: planner,
    physicsNsPerTick: physics ? (median(seconds) - median(plainSeconds)) * 1e9 / ticks : nil,
    job: job ?? Phrase.benchOwnJob.english,
    machineSeconds: last?.summary.machineSeconds ?? 0, jobSeconds: median(seconds), ticks: last?.summary.ticks ?? 0,
    traceHash: last?.summary.traceHashText ?? "")
}

private func runOnce(
  _ path: String, _ board: Board, hasPhysics: Bool
) throws(BenchError) -> RunResult {
  let file: JobFile
  do throws(JobFileError) { file = try JobFile(path) } catch { throw .job(error, path: path) }
  do throws(OutputError) {
    var options = RunOptions()
    options.hasPhysics = hasPhysics
    var run = try SimulatedRun(file, board: board, options: options)
    return try run.run()
  } catch {
    throw .output(error)
  }
}

func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
