// Jobs and a range of seeds come in; the cases of a campaign go out, one for each job and seed.

import Foundation

/// What a campaign is made of.
public struct Campaign: Sendable {
  public var jobs: [CampaignJob]
  public var firstSeed: UInt64
  /// Of each job.
  public var runs: Int
  /// The rest of the command line that runs one of its seeds: `--board default --fast`; empty for none.
  public var options: String
  public let tally: CampaignTally
  /// Off only where a test wants to see a machine that does not stop.
  package var reactsToInputs = true

  public init(_ jobs: [CampaignJob], firstSeed: UInt64, runs: Int, options: String) {
    self.jobs = jobs
    self.firstSeed = firstSeed
    self.runs = runs
    self.options = options
    tally = CampaignTally(hasPhysics: jobs.contains { $0.course.hasPhysics })
  }

  /// All seeds of the first job, then those of the next.
  public var cases: [TestCase] {
    jobs.flatMap { job in
      let judge = CampaignJudge(job)
      return (0..<runs).map { number in testcase(job, judge, seed: firstSeed &+ UInt64(number)) }
    }
  }

  private func testcase(_ job: CampaignJob, _ judge: CampaignJudge, seed: UInt64) -> TestCase {
    let command =
      "rigctl test --campaign 1 --seed \(seed)\(options.isEmpty ? "" : " " + options) \(shellQuoted(job.path))"
    let id = "\(job.path)#\(seed)"
    let (tally, reacts) = (tally, reactsToInputs)
    let prepare = { @Sendable (run: inout SimulatedRun) in
      if !reacts { run.ignoreInputs() }
    }
    return TestCase(id: id, name: "seed \(seed)", group: job.path, command: command) { context in
      do throws(OutputError) {
        let seen = try job.observe(seed: seed, isInterrupted: context.isInterrupted, prepare: prepare)
        if seen.exit == .interrupted { return TestOutcome(.skipped(.testInterrupted)) }
        tally.add(seen)
        let breaches = judge.breaches(seen)
        var outcome = TestOutcome(
          .passed, traceHash: seen.summary.traceHashText, machineSeconds: seen.summary.machineSeconds ?? 0)
        if breaches.isEmpty { return outcome }
        outcome.verdict = .failed(breaches.map(\.phrase) + [Self.story(seen, job)])
        if let folder = context.artifacts {
          outcome.artifacts = try Self.keep(
            seen, job, seed: seed, in: folder.appendingPathComponent(fileName(id)), prepare)
        }
        return outcome
      } catch {
        return TestOutcome(.broken(.notWritten(error)))
      }
    }
  }

  /// What went wrong with the machine, as lines of a scenario file.
  private static func story(_ seen: CampaignObservation, _ job: CampaignJob) -> Phrase {
    let struck = seen.struck.map { strike in
      (line: strike.fault.line(on: job.board), tick: strike.tick, jobLine: strike.line)
    }
    return .campaignStory(struck: struck, ending: seen.ending, ticks: seen.summary.ticks ?? 0)
  }

  /// The run once more, with its waveform. It is the same run: the hash says so.
  private static func keep(
    _ seen: CampaignObservation, _ job: CampaignJob, seed: UInt64, in folder: URL,
    _ prepare: (inout SimulatedRun) -> Void
  ) throws(OutputError) -> [URL] {
    try OutputFile.makeFolder(folder.path)
    let files = ["trace.vcd", "summary.json", "faults.yaml"].map { folder.appendingPathComponent($0) }
    let again = try job.observe(seed: seed, tracePath: files[0].path, prepare: prepare)
    try OutputFile.write(again.summary.jsonText, to: files[1].path)
    var text = "faults:\n"
    for fault in seen.faults { text += "  - \(fault.line(on: job.board))\n" }
    try OutputFile.write(text, to: files[2].path)
    return files
  }
}

/// A case's id as the name of a folder.
package func fileName(_ id: String) -> String {
  var name = ""
  for scalar in id.unicodeScalars {
    let isPlain =
      scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "._-#".unicodeScalars.contains(scalar)
    name.unicodeScalars.append(isPlain ? scalar : "-")
  }
  // A name of dots alone is another folder.
  return name.allSatisfy { $0 == "." } ? name + "-" : name
}

/// A word as a shell reads it back.
public func shellQuoted(_ word: String) -> String {
  let plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./,:=+@%"
  if !word.isEmpty && word.allSatisfy({ plain.contains($0) }) { return word }
  return "'" + word.replacingOccurrences(of: "'", with: "'\\''") + "'"
}
