// rigctl test: scenarios, and campaigns of random faults.

import ArgumentParser
import Foundation
import Rig

struct Test: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run scenarios, or a job with random faults, and say which did not do what they should.",
    discussion: """
      A path is a scenario file, or a folder that is searched for *.scenario.yaml. Cases run side by side on all cores; \
      the results are in the order of the paths. With --campaign N the paths are G-code jobs: each is run N times with \
      faults drawn from a seed, and every run is held against properties that must be true whatever goes wrong. \
      docs/testing.md says which. What failed is told with the command that runs it again.

      rigctl test merge joins the JUnit files of shards.

      Exit codes: 0 all passed, or skipped; 1 a case failed; 2 nothing to run, or a scenario or board file is \
      wrong; 4 the rig could not run a case; 130 interrupted.

      Examples:
        rigctl test scenarios --junit results.xml --artifacts failed
        rigctl test scenarios --shard 2/4 --junit shard-2.xml
        rigctl test --campaign 1000 --fast examples/name-sign.nc
      """)

  @Argument(help: "Scenario files and folders; with --campaign, G-code files.")
  var path: [String] = []
  @Option(name: .long, help: "Write the results to this file, as JUnit XML.")
  var junit: String?
  @Option(name: .long, help: "Only cases with this in their name or path, in letters of either case.")
  var filter: String?
  @Option(name: .long, help: "Only every N-th case, from the I-th on: I/N. All shards together run each case once.")
  var shard: String?
  @Option(name: .long, help: "Seed of everything random, in place of each scenario's own; a campaign's first seed.")
  var seed: UInt64?
  @Option(name: .long, help: "Keep the waveform and summary of what failed in this folder.")
  var artifacts: String?
  @Option(name: .long, help: "What to run scenarios on.")
  var backend = Backend.sim
  @OptionGroup var lines: LineOptions
  @Flag(name: .long, help: "Write the trace hash that came out into each scenario that expects one.")
  var update = false
  @Flag(name: .long, help: "Say which faults a scenario can have, with an example of each, and run nothing.")
  var listFaults = false
  @Option(name: .long, help: "Run each job with the faults of so many seeds.")
  var campaign: Int?
  @OptionGroup var board: BoardOption
  @Flag(name: .long, help: "Campaigns: leave out physics, and the faults that need it.")
  var fast = false
  @Option(name: .long, parsing: .unconditional, help: "Campaigns: put the job's zero here: X,Y,Z in mm.")
  var origin: JobOrigin?
  @Option(name: .long, help: "So many cases at the same time. Otherwise one a core; on gpio always one.")
  var jobs: Int?
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if listFaults { return }
    if path.isEmpty { throw ValidationError("Name a scenario file, a folder, or with --campaign a job.") }
    if let jobs, !(1...4096).contains(jobs) { throw ValidationError("--jobs is a number from 1 to 4096.") }
    guard let campaign else {
      if fast || origin != nil {
        throw ValidationError("--fast and --origin belong to --campaign; a scenario says its own.")
      }
      return
    }
    if !(1...10_000_000).contains(campaign) {
      throw ValidationError("--campaign is a number of runs from 1 to 10,000,000.")
    }
    if backend == .gpio || update { throw ValidationError("A campaign runs on the simulated machine only.") }
  }

  func run() throws {
    if listFaults { return try tellFaults() }
    Interruption.listen()
    let bar = ProgressLine(quiet: output.quiet || output.json)
    let part = try shard.map { text in
      guard let part = Shard(text) else { throw fail(.testShardWrong(text), .wrongUse) }
      return part
    }
    if campaign != nil {
      let prepared = try preparedCampaign(bar)
      try run({ prepared.cases }, part, campaign: prepared, bar)
    } else {
      let files: [String]
      do throws(TestFilesError) {
        files = try TestFiles.find(path)
      } catch {
        throw fail(error.phrase, .wrongUse)
      }
      try run({ cases(ofFiles: files) }, part, campaign: nil, bar)
    }
  }

  private func run(_ cases: () -> [TestCase], _ shard: Shard?, campaign: Campaign?, _ bar: ProgressLine) throws {
    // A place where nothing can be written is told before an hour of work, not after it.
    var file = try openReport()
    if let artifacts { try write { () throws(OutputError) in try OutputFile.makeFolder(artifacts) } }
    let cases = cases()
    let chosen = try chosen(cases, shard)
    var properties = TestProperties(version: Rigctl.version)
    properties.backend = backend
    properties.board = board.board ?? campaign.map { _ in "default" }
    properties.seed = campaign?.firstSeed ?? seed
    properties.filter = filter
    properties.campaign = campaign.map { ($0.runs, !fast) }
    properties.shard = shard
    let started = Date()
    let context = TestContext(
      artifacts: artifacts.map { URL(fileURLWithPath: $0, isDirectory: true) },
      isInterrupted: { Interruption.wasAsked })
    let threads = backend == .gpio ? 1 : jobs ?? TestRun.cores
    let result = TestRun(chosen, jobs: threads, context: context).run { bar.update($0) }
    bar.erase()
    if var writer = file.take() {
      let report = JUnitReport(result, properties: properties.properties(cases), startedAt: started)
      writer.append(report.xml)
      try write { () throws(OutputError) in try writer.close() }
    }
    try tell(TestReport(result, shard: shard, listsPassed: campaign == nil), campaign)
    if result.exit != .done { throw result.exit }
  }

  private func openReport() throws -> BufferedFileWriter? {
    guard let junit else { return nil }
    do throws(OutputError) {
      return try BufferedFileWriter(path: junit)
    } catch {
      throw fail(.notWritten(error), .system)
    }
  }

  private func chosen(_ cases: [TestCase], _ shard: Shard?) throws -> [PlacedCase] {
    do throws(TestSelectionError) {
      return try TestSelection(filter: filter, shard: shard).select(cases)
    } catch {
      throw fail(error.phrase, .wrongUse)
    }
  }

  private func tell(_ report: TestReport, _ campaign: Campaign?) throws {
    let language = Language.fromEnvironment()
    let run = report.run
    if output.json {
      guard case .object(var members) = report.json else { return }
      if let campaign { members.append(.init("campaign", campaign.tally.json(seconds: run.seconds))) }
      return try answer(JSONValue.object(members).text)
    }
    var text = ""
    if let campaign, campaign.tally.runs > 0 {
      text += campaign.tally.text(in: language, terminal: .output, seconds: run.seconds, jobs: run.jobs)
    }
    try answer(text + report.text(in: language, terminal: .output))
  }

  /// The cases of scenario files, one a file.
  private func cases(ofFiles files: [String]) -> [TestCase] {
    var options = ScenarioOptions()
    options.backend = backend
    options.board = board.board
    options.seed = seed
    options.acceptsHashes = update
    options.assumesPosition = lines.assumePosition
    options.hasSlowTicks = lines.slowTicks
    options.version = Rigctl.version
    return scenarioCases(files, options: options)
  }

  /// Every fault that a scenario can have, with an entry to be copied.
  private func tellFaults() throws {
    let language = Language.fromEnvironment()
    if output.json {
      let faults = faultCatalogue.map { fault in
        JSONValue.object([
          .init("kind", .string(fault.kind)), .init("keys", .array(fault.keys.map(JSONValue.string))),
          .init("can_end", .bool(fault.canEnd)), .init("needs_physics", .bool(fault.needsPhysics)),
          .init("about", .string(fault.sentence.english)), .init("example", .string(fault.example)),
        ])
      }
      return try answer(JSONValue.object([.init("schema", .integer(1)), .init("faults", .array(faults))]).text)
    }
    try answer(
      faultCatalogue.map { "\($0.kind)\n  \($0.sentence.text(in: language))\n  \($0.example)\n" }
        .joined(separator: "\n"))
  }

  // MARK: campaigns

  private func preparedCampaign(_ bar: ProgressLine) throws -> Campaign {
    let board = try board.load()
    var options = RunOptions()
    options.hasPhysics = !fast
    options.origin = origin?.point
    options.version = Rigctl.version
    let prepared = try path.map { path in
      let bytes = try wholeJob(try openJob(path), path: path)
      do throws(CampaignError) {
        return try CampaignJob(
          bytes: bytes, path: path, board: board, options: options, isInterrupted: { Interruption.wasAsked })
      } catch {
        bar.erase()
        throw refusal(error, path)
      }
    }
    return Campaign(prepared, firstSeed: seed ?? 1, runs: campaign ?? 1, options: campaignOptions)
  }

  private func refusal(_ error: CampaignError, _ path: String) -> ExitCode {
    switch error {
    case .output(let error): return fail(.notWritten(error), .system)
    case .notDone(let reasons, let exit):
      for reason in reasons { say(.error, reason, color: .red) }
      if exit == .interrupted { return .interrupted }
      return fail(.campaignJobNotDone(path), exit == .notDone ? .wrongUse : exit)
    }
  }

  /// What makes a seed's run the same again.
  private var campaignOptions: String {
    var words: [String] = []
    if let name = board.board { words += ["--board", shellQuoted(name)] }
    if fast { words.append("--fast") }
    if let point = origin?.point { words += ["--origin", "\(point.x),\(point.y),\(point.z)"] }
    return words.joined(separator: " ")
  }
}
