// Campaigns of random faults: every property holds in real runs, and each is caught where it does not.

import Foundation
import Rig
import SimBackend
import StepperCore
import Testing

@Suite("Campaigns")
struct CampaignTests {
  private static let isLong = ProcessInfo.processInfo.environment["RIG_LONG"] == "1"
  private static let job = """
    G90 G21
    M3 S10000
    G0 X5 Y5 Z-5
    G1 Z-8 F600
    G1 X45 F2400
    G2 X55 Y15 I0 J10
    G1 Y35
    G1 X5 Y5
    G1 X25 Y12 F1200
    M5
    G0 Z-1
    M30
    """
  private static let probing = "G90 G21\nG38.2 Z-40 F900\nG91\nG0 Z3\nG90\nG0 X20 Y10\nG0 X1\nM30\n"

  private static func prepared(
    _ job: String = job, board: String = "default", isFast: Bool = true
  ) throws -> CampaignJob {
    var options = RunOptions()
    options.hasPhysics = !isFast
    options.origin = .zero
    return try CampaignJob(
      bytes: Array(job.utf8), path: "job.nc", board: BoardFixture.load(board), options: options)
  }

  private static let stop = SimFault(.emergencyStop, .line(5))

  /// Which properties do not hold.
  private func broken(_ job: CampaignJob, _ seen: CampaignObservation) -> [SafetyProperty] {
    CampaignJudge(job).breaches(seen).map(\.property)
  }

  // MARK: real runs

  @Test(
    "in hundreds of runs with random faults every property holds, and faults of every kind have struck",
    arguments: ["default", "corexy-laser", "pi4-router-tb6600"])
  func holds(_ board: String) throws {
    let job = try Self.prepared(board: board)
    let campaign = Campaign([job], firstSeed: 1, runs: Self.isLong ? 5_000 : 250, options: "--fast")
    let run = TestRun(try TestSelection().select(campaign.cases), jobs: TestRun.cores).run()
    for result in run.results {
      guard case .failed(let phrases) = result.outcome.verdict else { continue }
      Issue.record("\(result.command): \(phrases.map(\.english).joined(separator: " "))")
    }
    #expect(run.counts.passed == campaign.runs)
    let tally = campaign.tally.json(seconds: 1)
    let text = tally.compactText
    for ending in ["completed", "lost_steps", "hard_limit", "emergency_stop", "power_cut", "late_tick", "gpio"] {
      #expect(text.contains("\"\(ending)\":"), "\(ending): \(text)")
    }
  }

  @Test("with physics motors stall, and every property holds too")
  func holdsWithPhysics() throws {
    let job = try Self.prepared(isFast: false)
    let campaign = Campaign([job], firstSeed: 1, runs: Self.isLong ? 1_000 : 60, options: "")
    let run = TestRun(try TestSelection().select(campaign.cases), jobs: TestRun.cores).run()
    for result in run.results where !result.outcome.verdict.isPassed { Issue.record("\(result.command)") }
    let text = campaign.tally.json(seconds: 1).compactText
    #expect(text.contains("\"stall\":") && text.contains("\"weak-supply\":") && text.contains("\"jam\":"))
  }

  @Test("a job that probes is held against the same properties, with probes that bounce, stick and never touch")
  func probing() throws {
    let job = try Self.prepared(Self.probing)
    let campaign = Campaign([job], firstSeed: 1, runs: Self.isLong ? 3_000 : 200, options: "--fast")
    let run = TestRun(try TestSelection().select(campaign.cases), jobs: TestRun.cores).run()
    for result in run.results where !result.outcome.verdict.isPassed { Issue.record("\(result.command)") }
    #expect(campaign.tally.json(seconds: 1).compactText.contains("\"probe_missed\":"))
  }

  @Test("a seed gives the same faults and the same run, alone, among others, and on another number of threads")
  func seeds() throws {
    let job = try Self.prepared()
    let many = Campaign([job], firstSeed: 10, runs: 30, options: "")
    let serial = TestRun(try TestSelection().select(many.cases), jobs: 1).run()
    let parallel = TestRun(try TestSelection().select(many.cases), jobs: 4).run()
    #expect(serial.results.map(\.outcome.traceHash) == parallel.results.map(\.outcome.traceHash))
    // As the command of the case says: a campaign of one, from this seed.
    #expect(serial.results[17].command.contains("--campaign 1 --seed 27"))
    let one = Campaign([try Self.prepared()], firstSeed: 27, runs: 1, options: "")
    let alone = TestRun(try TestSelection().select(one.cases), jobs: 1).run()
    #expect(alone.results[0].outcome.traceHash == serial.results[17].outcome.traceHash)
    #expect(alone.results[0].id == serial.results[17].id)
    #expect(job.faults(seed: 27) == one.jobs[0].faults(seed: 27))
    let counts = (1...200).map { job.faults(seed: $0).count }
    #expect(Set(counts) == [0, 1, 2, 3])
    // Neither all alike nor all at one moment.
    #expect(Set((1...200).flatMap { job.faults(seed: $0) }.map { $0.kind.name }).count >= 11)
  }

  @Test("shards of a campaign together are the campaign, and its counts do not depend on the order of ending")
  func tally() throws {
    let job = try Self.prepared()
    let whole = Campaign([job], firstSeed: 1, runs: 24, options: "")
    _ = TestRun(try TestSelection().select(whole.cases), jobs: 3).run()
    let parts = Campaign([job], firstSeed: 1, runs: 24, options: "")
    for number in 1...3 {
      let shard = try #require(Shard(number, of: 3))
      _ = TestRun(try TestSelection(shard: shard).select(parts.cases), jobs: 1).run()
    }
    #expect(parts.tally.json(seconds: 1) == whole.tally.json(seconds: 1))
    #expect(parts.tally.runs == 24)
  }

  @Test("a job that does not come to its end without faults is refused")
  func notDone() throws {
    let board = try BoardFixture.load("default")
    do throws(CampaignError) {
      _ = try CampaignJob(
        bytes: Array("G0 X9999\n".utf8), path: "far.nc", board: board, options: RunOptions())
      Issue.record("taken")
    } catch {
      guard case .notDone(let reasons, let exit) = error else { return }
      #expect(exit == .notDone && reasons.contains { $0.english.contains("soft limit") })
    }
  }

  // MARK: each property is caught

  @Test("a machine that does not react to its emergency stop, or to a limit, is caught")
  func reactionOff() throws {
    let job = try Self.prepared()
    for fault in [Self.stop, SimFault(.stuckSwitch(.limitMax(0), isPressed: true), .line(5))] {
      let good = try job.observe(seed: 1, faults: [fault])
      #expect(broken(job, good).isEmpty && good.exit == .notDone)
      let bad = try job.observe(seed: 1, faults: [fault], prepare: { $0.ignoreInputs() })
      let properties = Set(broken(job, bad))
      // The emergency stop takes the motors' power past the controller: what is then sent goes nowhere.
      #expect(properties.subtracting([.loss]) == [.steps, .answer])
      let said = CampaignJudge(job).breaches(bad)[0].phrase
      #expect(said.english.contains("a step went out on tick") && said.english != said.french)
    }
  }

  @Test("one step too many behind a stop is caught, and one less is not")
  func oneStep() throws {
    let job = try Self.prepared()
    var seen = try job.observe(seed: 1, faults: [Self.stop])
    let trip = try #require(seen.sent?.tripTick)
    #expect(seen.struck[0].tick == trip)
    seen.sent?.stepAfterTrip = trip + 1
    #expect(broken(job, seen) == [.steps])
    var cut = try job.observe(seed: 1, faults: [SimFault(.powerCut, .line(5))])
    #expect(broken(job, cut).isEmpty)
    cut.sent?.lastStepTick = cut.struck[0].tick
    #expect(broken(job, cut) == [.steps])
    var lost = try job.observe(seed: 1, faults: [SimFault(.portError, .line(5))])
    #expect(broken(job, lost).isEmpty && lost.ending == "gpio")
    lost.sent?.lastStepTick = lost.struck[0].tick
    #expect(broken(job, lost) == [.steps])
  }

  @Test("a command outside of the travel is caught, with axis, place and tick", arguments: [0, 1, 2])
  func travel(_ axis: Int) throws {
    let job = try Self.prepared()
    var seen = try job.observe(seed: 1, faults: [])
    let travel = job.board.settings[axis: axis]
    let perMm = job.board.settings[joint: axis].stepsPerMm
    seen.sent?.high[axis] = Int64((travel.maxMm * perMm).rounded()) + 1
    #expect(broken(job, seen).isEmpty)
    seen.sent?.high[axis] += 1
    seen.sent?.highTick[axis] = 4_321
    let breach = try #require(CampaignJudge(job).breaches(seen).first)
    #expect(breach.property == .travel && breach.phrase.english.contains("tick 4,321"))
    #expect(breach.phrase.english.hasPrefix(["X", "Y", "Z"][axis]))
    seen.sent?.high[axis] = 0
    seen.sent?.low[axis] = Int64((travel.minMm * perMm).rounded()) - 2
    #expect(broken(job, seen) == [.travel])
  }

  @Test("an output that stays on is caught by the name of its wire")
  func outputs() throws {
    let job = try Self.prepared()
    var seen = try job.observe(seed: 1, faults: [Self.stop])
    #expect(seen.sent?.levels == 0)
    seen.sent?.levels = PortWord.spindle.rawValue
    let breach = try #require(CampaignJudge(job).breaches(seen).first)
    #expect(breach.property == .outputs && breach.phrase.english.contains("spindle"))
  }

  @Test("lost steps that a run does not tell are caught, with physics and without", arguments: [true, false])
  func losses(_ isFast: Bool) throws {
    let job = try Self.prepared(isFast: isFast)
    let lost = try job.observe(seed: 1, faults: [SimFault(.lostSteps(motor: 0, pulses: 40), .line(5))])
    #expect(broken(job, lost).isEmpty && lost.ending == "lost_steps")
    var silent = lost
    silent.exit = .done
    silent.summary.result = .completed
    silent.summary.alarm = nil
    // Pulses that went astray, and a carriage that is not where it was sent: 40 pulses are 0.2 mm, play aside.
    #expect(broken(job, silent).contains(.loss))
    var uncounted = lost
    uncounted.summary.axes.x.lostSteps = 0
    #expect(broken(job, uncounted) == [.loss])
    guard !isFast else { return }
    let jam = SimFault(.jam(axis: 0, newtons: 5_000), .position(axis: 0, mm: 30, travel: .up))
    var stalled = try job.observe(seed: 1, faults: [jam])
    #expect(broken(job, stalled).isEmpty && stalled.ending == "stall")
    stalled.exit = .done
    #expect(broken(job, stalled).contains(.loss))
    // A slip that was made up for is one all the same.
    var off = try job.observe(seed: 1, faults: [])
    off.carriageMm.x += 0.5
    #expect(broken(job, off) == [.loss])
  }

  @Test("a stop that a run keeps to itself is caught")
  func answers() throws {
    let job = try Self.prepared()
    for kind in [FaultKind.emergencyStop, .powerCut, .portError, .lateTick(us: 1_500)] {
      var seen = try job.observe(seed: 1, faults: [SimFault(kind, .line(5))])
      seen.exit = .done
      seen.summary.result = .completed
      #expect(broken(job, seen).contains(.answer))
    }
  }

  @Test("a run that ends for nothing, or is another although no fault concerned it, is caught")
  func liveness() throws {
    let job = try Self.prepared()
    let noise = SimFault(.noise(.limitMin(0), spikesPerS: 300, spikeUs: 800), .tick(100))
    let planner = SimFault(.slowPlanner(ms: 40), .line(6)), late = SimFault(.lateTick(us: 900), .line(6))
    for faults in [[], [noise], [planner, late], [SimFault(.stuckSwitch(.limitMax(1), isPressed: false), .tick(0))]] {
      let good = try job.observe(seed: 5, faults: faults)
      #expect(broken(job, good).isEmpty && good.summary.traceHash == job.course.traceHash)
      var stopped = good
      stopped.exit = .notDone
      stopped.summary.result = .alarm
      #expect(broken(job, stopped) == [.liveness, .harmless])
      var other = good
      other.summary.traceHash = 1
      #expect(broken(job, other) == [.harmless])
    }
    // A filter for spikes that has become too short would end the job: so does noise that is too long for it.
    let long = SimFault(.noise(.limitMin(0), spikesPerS: 300, spikeUs: 1_200), .tick(100))
    let ended = try job.observe(seed: 5, faults: [long])
    #expect(ended.ending == "hard_limit" && broken(job, ended).isEmpty)
  }

  @Test("what a campaign finds is written as lines of a scenario file")
  func lines() throws {
    let board = try BoardFixture.load("default")
    let cases: [(SimFault, String)] = [
      (
        SimFault(.lostSteps(motor: 0, pulses: 3), .position(axis: 0, mm: 50, travel: .up)),
        "{kind: lost-steps, motor: x, pulses: 3, at: {position: {x: 50.0}, passing: up}}"
      ),
      (
        SimFault(.jam(axis: 1, newtons: 400), .line(4), durationS: 0.1),
        "{kind: jam, axis: y, force_n: 400.0, at: {line: 4}, for_s: 0.1}"
      ),
      (
        SimFault(.brokenWire(.limitMin(0)), .seconds(1.5)),
        "{kind: broken-wire, input: limit_x_min, at: {time_s: 1.5}}"
      ),
      (SimFault(.powerCut, .tick(4000)), "{kind: power-cut, at: {tick: 4000}}"),
      (
        SimFault(.stuckSwitch(.probe, isPressed: true), .tick(0)),
        "{kind: stuck-switch, input: probe, pressed: true, at: {tick: 0}}"
      ),
    ]
    for (fault, line) in cases { #expect(fault.line(on: board) == line) }
  }

  @Test("a failure keeps its waveform, its summary and its faults, and the same run comes out once more")
  func artifacts() throws {
    let folder = try TestFolder()
    var campaign = Campaign([try Self.prepared()], firstSeed: 3, runs: 1, options: "--fast")
    campaign.reactsToInputs = false
    let seed = try #require(
      (1...500).first { seed in
        campaign.jobs[0].faults(seed: seed).first?.kind == .emergencyStop
      })
    campaign.firstSeed = seed
    let context = TestContext(artifacts: URL(fileURLWithPath: folder.path))
    let run = TestRun(try TestSelection().select(campaign.cases), jobs: 1, context: context).run()
    let outcome = try #require(run.results.first).outcome
    #expect(
      outcome.verdict.isBad
        && outcome.artifacts.map(\.lastPathComponent) == ["trace.vcd", "summary.json", "faults.yaml"])
    let kept = folder.path + "/job.nc#\(seed)/"
    let summary = try String(contentsOfFile: kept + "summary.json", encoding: .utf8)
    #expect(summary.contains(try #require(outcome.traceHash)))
    #expect(try String(contentsOfFile: kept + "faults.yaml", encoding: .utf8).contains("kind: emergency-stop"))
    #expect(try String(contentsOfFile: kept + "trace.vcd", encoding: .utf8).contains("$enddefinitions"))
  }
}
