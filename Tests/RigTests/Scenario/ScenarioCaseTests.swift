// Scenario files as cases of a test run: ids, commands, verdicts, artifacts, and the trace hash written into the file.

import Foundation
import Rig
import Testing

@Suite("Scenarios as test cases")
struct ScenarioCaseTests {
  private func options() -> ScenarioOptions {
    var options = ScenarioOptions()
    options.boards = ScenarioFixture.boards
    return options
  }

  private func write(_ text: String, _ folder: String, _ name: String = "a b.scenario.yaml") throws -> String {
    let path = folder + "/" + name
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  @Test("a case has the file as its id, the folder as its group, and the command that runs it alone")
  func names() throws {
    try ScenarioFixture.withFolder { folder in
      let file = try write(ScenarioFixture.plain, folder)
      var options = options()
      options.seed = 5
      let one = try #require(scenarioCases([file], options: options).first)
      #expect(one.id == file && one.group == folder && one.name == "There and back")
      #expect(one.command == "rigctl test '\(file)' --seed 5")
      #expect(scenarioCases(["none.scenario.yaml"], options: options).map(\.group) == ["."])
      let outcome = one.run(TestContext())
      #expect(outcome.words == ["passed"] && outcome.traceHash != nil)
      #expect(outcome.machineSeconds > 0.5 && outcome.machineSeconds < 2 && outcome.artifacts.isEmpty)
    }
  }

  @Test("a file that cannot be read is a broken case with all of its problems; the others run")
  func broken() throws {
    try ScenarioFixture.withFolder { folder in
      let good = try write(ScenarioFixture.plain, folder)
      let bad = try write("nmae: a\nexpect: {}\n", folder, "bad.scenario.yaml")
      let cases = scenarioCases([bad, good, folder + "/none.scenario.yaml"], options: options())
      let words = cases.map { $0.run(TestContext()).words }
      #expect(words[0].count == 1 && words[0][0].hasPrefix("broken: \(bad):1:1: nmae: unknown key; did you mean name?"))
      #expect(words[0][0].contains("job: is missing") && words[0][0].contains("expect: cannot fail"))
      #expect(words[1] == ["passed"])
      #expect(words[2][0].hasPrefix("broken: "))
    }
  }

  @Test("the seed that is given counts, and not the file's")
  func seeds() throws {
    try ScenarioFixture.withFolder { folder in
      let text = ScenarioFixture.plain.replacingOccurrences(of: "result: completed", with: "result: alarm")
      let file = try write(text, folder)
      var options = options()
      options.seed = 77
      let one = try #require(scenarioCases([file], options: options).first)
      let outcome = one.run(TestContext(artifacts: URL(fileURLWithPath: folder + "/out")))
      let summary = try #require(outcome.artifacts.first { $0.lastPathComponent == "summary.json" })
      let json = try JSONSerialization.jsonObject(with: Data(contentsOf: summary)) as? [String: Any]
      #expect(json?["seed"] as? Int == 77)
    }
  }

  @Test("a failure leaves waveform, figures and pictures in a folder of its own; the second run is the first one")
  func artifacts() throws {
    try ScenarioFixture.withFolder { folder in
      let file = try write(ScenarioFixture.plain.replacingOccurrences(of: "completed", with: "stalled"), folder)
      let one = try #require(scenarioCases([file], options: options()).first)
      let root = URL(fileURLWithPath: folder + "/out")
      let outcome = one.run(TestContext(artifacts: root))
      #expect(outcome.hasFailed && outcome.words.count == 1)
      #expect(outcome.artifacts.map(\.lastPathComponent) == ["trace.vcd", "summary.json", "report.html", "path.svg"])
      let own = file.replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: " ", with: "_")
      for artifact in outcome.artifacts {
        #expect(artifact.deletingLastPathComponent().lastPathComponent == own)
        #expect(try Data(contentsOf: artifact).count > 200)
      }
      let summary = try String(contentsOf: outcome.artifacts[1], encoding: .utf8)
      #expect(summary.contains("\"trace_hash\": \"\(outcome.traceHash ?? "")\""))
      // Nothing is kept of what passes, or where nobody wants it.
      #expect(one.run(TestContext()).artifacts.isEmpty)
    }
  }

  @Test("where artifacts cannot be written the failure says so too, and stays a failure")
  func artifactsRefused() throws {
    try ScenarioFixture.withFolder { folder in
      let file = try write(ScenarioFixture.plain.replacingOccurrences(of: "completed", with: "stalled"), folder)
      let one = try #require(scenarioCases([file], options: options()).first)
      let outcome = one.run(TestContext(artifacts: URL(fileURLWithPath: file)))
      #expect(outcome.hasFailed && outcome.words.count == 2 && outcome.words[1].contains("not written"))
    }
  }

  @Test("--update changes the hash and nothing else: not the mode, not a comment, not a line end")
  func update() throws {
    try ScenarioFixture.withFolder { folder in
      let old = "0123456789abcdef"
      let text =
        ScenarioFixture.plain + "  trace_hash: '\(old)'   # was \(old) on Monday\r\n  alarm: none\n# \(old)\n"
      let file = try write(text, folder)
      try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: file)
      var options = options()
      let before = try #require(scenarioCases([file], options: options).first).run(TestContext())
      #expect(before.hasFailed)
      #expect(try String(contentsOfFile: file, encoding: .utf8) == text)
      options.acceptsHashes = true
      let one = try #require(scenarioCases([file], options: options).first)
      let updated = one.run(TestContext())
      #expect(updated.words == ["passed"])
      let hash = try #require(updated.traceHash)
      let wanted = text.replacingOccurrences(of: "'\(old)'", with: "'\(hash)'")
      #expect(try String(contentsOfFile: file, encoding: .utf8) == wanted)
      let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
      #expect(mode == 0o640)
      options.acceptsHashes = false
      #expect(try #require(scenarioCases([file], options: options).first).run(TestContext()).words == ["passed"])
      // The case was read before somebody changed the file: it does not overwrite what it does not know.
      try ScenarioFixture.plain.write(toFile: file, atomically: true, encoding: .utf8)
      #expect(one.run(TestContext()).words.first?.contains("changed while the test ran") == true)
    }
  }

  @Test("--update takes no hash of a run that did not do what else is expected")
  func noUpdate() throws {
    try ScenarioFixture.withFolder { folder in
      let text = ScenarioFixture.plain + "  trace_hash: '0123456789abcdef'\n  steps: {x: 1}\n"
      let file = try write(text, folder)
      var options = options()
      options.acceptsHashes = true
      let outcome = try #require(scenarioCases([file], options: options).first).run(TestContext())
      #expect(outcome.hasFailed && outcome.words.count == 2)
      #expect(try String(contentsOfFile: file, encoding: .utf8) == text)
    }
  }

  @Test("a person who stops it gets no verdict")
  func interrupted() throws {
    let scenario = try ScenarioFixture.plain(expecting: "result: completed")
    let outcome = scenario.outcome(options(), TestContext(isInterrupted: { true }))
    #expect(outcome.words == ["skipped: interrupted by a person"])
  }

  @Test("what the board cannot have, found only when it runs, is a broken case")
  func refusedFault() throws {
    var scenario = try ScenarioFixture.plain(
      expecting: "result: completed", faults: "{kind: power-cut, at: {tick: 5}}")
    scenario.faults[0].fault.durationS = 1
    #expect(scenario.outcome(options(), TestContext()).words.first?.contains("broken: ") == true)
    var lost = scenario
    lost.job = ScenarioJob(path: "/no/such/job.nc")
    #expect(lost.outcome(options(), TestContext()).words.first?.contains("there is no such file") == true)
  }

  @Test("on lines a fault is skipped with its reason, and so is what they cannot know")
  func lines() throws {
    var options = options()
    options.backend = .gpio
    let fault = try ScenarioFixture.plain(
      expecting: "result: aborted", faults: "{kind: power-cut, at: {tick: 5}}")
    #expect(
      fault.outcome(options, TestContext()).words == [
        "skipped: real lines cannot make the fault power-cut (line 13); it runs on --backend sim"
      ])
    let blind = try ScenarioFixture.plain(expecting: "lost_steps: none\ncarriage_mm: {x: 2}")
    let words = blind.outcome(options, TestContext()).words
    #expect(words.first?.hasPrefix("skipped: real lines know nothing of ") == true)
    #expect(words.first?.contains("lost_steps") == true && words.first?.contains("carriage_mm") == true)
    // Nobody has said where the machine stands: nothing moves, and that is no verdict.
    let plain = try ScenarioFixture.plain(expecting: "result: completed")
    #expect(plain.outcome(options, TestContext()).words.first?.hasPrefix("broken: ") == true)
    let commands = scenarioCases([ScenarioFixture.path("square")], options: options).map(\.command)
    #expect(commands[0].hasSuffix(" --backend gpio"))
  }
}
