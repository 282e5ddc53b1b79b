// A scenario in, a run on the simulator or on lines, the verdict on what was expected out.

import Foundation
import GPIOBackend
import StepperCore

/// The rig could not run a scenario.
package struct ScenarioBreak: Error {
  package var phrase: Phrase
}

extension Scenario {
  /// Runs it on the simulated machine. `adjust` has the last word on how.
  ///
  /// - Throws: a job that cannot be opened, a trace that cannot be written, as words.
  package func simulate(
    hooks: RunHooks = RunHooks(), _ adjust: (inout RunOptions) -> Void = { _ in }
  ) throws(ScenarioBreak) -> RunResult {
    var options = runOptions
    adjust(&options)
    guard let job else {
      let machine = try ScriptedSimulation(self, options)
      var run = ScriptRun(self, options: options, hooks: hooks, machine: machine)
      return try run.run()
    }
    let file: JobFile
    do throws(JobFileError) {
      file = try job.open()
    } catch {
      throw ScenarioBreak(phrase: error.phrase(path: job.path))
    }
    do throws(OutputError) {
      var run = try SimulatedRun(file, board: board, options: options, hooks: hooks)
      return try run.run()
    } catch {
      throw ScenarioBreak(phrase: .notWritten(error))
    }
  }

  /// Runs it, and judges.
  public func outcome(_ options: ScenarioOptions, _ context: TestContext) -> TestOutcome {
    var scenario = self
    if let seed = options.seed { scenario.seed = seed }
    do throws(ScenarioBreak) {
      switch options.backend {
      case .sim: return try scenario.outcomeInSimulation(options, context)
      case .gpio: return try scenario.outcomeOnLines(options, context)
      }
    } catch {
      return TestOutcome(.broken(error.phrase))
    }
  }

  private func outcomeInSimulation(
    _ options: ScenarioOptions, _ context: TestContext
  ) throws(ScenarioBreak) -> TestOutcome {
    var hooks = RunHooks()
    hooks.isInterrupted = context.isInterrupted
    let result = try simulate(hooks: hooks) { $0.version = options.version }
    var outcome = verdict(on: result, expectations)
    guard case .failed = outcome.verdict else { return outcome }
    if options.acceptsHashes, failures(of: result, judged: expectations.filter { $0.key != "trace_hash" }).isEmpty {
      try acceptHash(of: result)
      outcome.verdict = .passed
      return outcome
    }
    guard let folder = context.artifacts else { return outcome }
    return withArtifacts(outcome, in: folder, options, hooks)
  }

  private func outcomeOnLines(
    _ options: ScenarioOptions, _ context: TestContext
  ) throws(ScenarioBreak) -> TestOutcome {
    if let first = faults.first {
      return TestOutcome(.skipped(.faultNotOnLines(first.fault.kind.name, line: first.line)))
    }
    if let hand = steps.first(where: { $0.needsHand }) {
      return TestOutcome(.skipped(.stepNotOnLines(line: hand.line)))
    }
    // A script's ticks depend on when its steps came.
    let isSeen = { (one: Expectation) in one.isSeenOnLines && (job != nil || one.key != "trace_hash") }
    let unseen = expectations.filter { !isSeen($0) }.map(\.key)
    let seen = expectations.filter(isSeen)
    if seen.isEmpty { return TestOutcome(.skipped(.nothingSeenOnLines(unseen))) }
    let result: RunResult
    if let job {
      result = try runOnLines(job, options, context)
    } else {
      result = try operateOnLines(options, context)
    }
    let alarm = result.summary.alarm
    if let alarm, alarm.code == "waits_for_person", !expectsWait {
      return TestOutcome(.skipped(.nobodyOnLines(line: alarm.line ?? 0)))
    }
    var outcome = verdict(on: result, seen)
    if case .passed = outcome.verdict, !unseen.isEmpty {
      // Not a pass, because not all of it was looked at.
      outcome.verdict = .skipped(.partlySeenOnLines(held: seen.map(\.key), unseen: unseen))
    }
    if case .failed = outcome.verdict, let folder = context.artifacts {
      keep(result.summary, in: artifactFolder(folder), &outcome)
    }
    return outcome
  }

  /// That the job waits for a person is what it is about.
  private var expectsWait: Bool {
    expectations.contains {
      if case .alarm(let wanted) = $0.wanted { wanted.code == "waits_for_person" } else { false }
    }
  }

  /// Its steps, at the machine on the lines of its board.
  private func operateOnLines(_ options: ScenarioOptions, _ context: TestContext) throws(ScenarioBreak) -> RunResult {
    var own = runOptions
    own.backend = .gpio
    own.version = options.version
    var hooks = RunHooks()
    hooks.isInterrupted = context.isInterrupted
    var wishes = LiveWishes()
    wishes.assumesPosition = !startsUnhomed
    wishes.hasSlowTicks = options.hasSlowTicks
    guard startsUnhomed || options.assumesPosition else {
      throw ScenarioBreak(phrase: .notHomed(startMm: board.startPosition))
    }
    var scenario = self
    if options.hasSlowTicks { scenario.board = board.withSlowTicks }
    var run = ScriptRun(scenario, options: own, hooks: hooks, machine: try scenario.lines(wishes))
    return try run.run()
  }

  private func lines(_ wishes: LiveWishes) throws(ScenarioBreak) -> ScriptedLines<GPIOPort, SystemTimer> {
    do throws(LiveRefusal) {
      return ScriptedLines(board, try operateLines(board, origin: origin, wishes: wishes))
    } catch {
      throw ScenarioBreak(phrase: error.phrase)
    }
  }

  private func runOnLines(
    _ job: ScenarioJob, _ options: ScenarioOptions, _ context: TestContext
  ) throws(ScenarioBreak) -> RunResult {
    let bytes: [UInt8]
    do throws(JobFileError) {
      // All of it before a machine moves: a disk that keeps the planner waiting would keep the machine waiting.
      var file = try job.open()
      bytes = try file.whole(isInterrupted: context.isInterrupted)
    } catch {
      throw ScenarioBreak(phrase: error.phrase(path: job.path))
    }
    var wishes = LiveWishes()
    wishes.assumesPosition = options.assumesPosition
    wishes.hasSlowTicks = options.hasSlowTicks
    var own = runOptions
    own.backend = .gpio
    own.version = options.version
    var hooks = RunHooks()
    hooks.isInterrupted = context.isInterrupted
    if passesPauses { hooks.askPerson = { _ in } }
    do throws(LiveRefusal) {
      return try runLive(
        JobFile(bytes: bytes, path: job.path), board: board, options: own, wishes: wishes, hooks: hooks
      ).run
    } catch {
      throw ScenarioBreak(phrase: error.phrase)
    }
  }

  /// A rig that did not do it, and a person who stopped it, are no verdict on the machine.
  package func verdict(on result: RunResult, _ judged: [Expectation]) -> TestOutcome {
    let verdict: TestOutcome.Verdict
    switch result.isStaged ? .notDone : result.exit {
    case .interrupted: verdict = .skipped(.scenarioInterrupted)
    case .system, .wrongUse: verdict = .broken((result.failure ?? .unknown).at(file: file))
    case .done, .notDone, .wrongGCode:
      let failures = failures(of: result, judged: judged)
      verdict = failures.isEmpty ? .passed : .failed(failures)
    }
    var outcome = TestOutcome(
      verdict, traceHash: result.summary.traceHashText, machineSeconds: result.summary.machineSeconds ?? 0)
    outcome.maxLatenessUs = result.summary.maxLatenessUs
    return outcome
  }
}
