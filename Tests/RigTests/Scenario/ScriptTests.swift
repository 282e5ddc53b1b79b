// Scripts: steps that operate the machine, what they wait for, and what is expected of them.

import Rig
import SimBackend
import Testing

@Suite("Scripts of scenarios")
struct ScriptTests {
  private func words(_ steps: String, _ expect: String, more: String = "") throws -> [String] {
    let scenario = try ScenarioFixture.read(
      "name: A script\nphysics: false\n\(more)steps:\n\(steps)expect:\n\(expect)")
    return scenario.failures(of: try scenario.simulate()).map(\.english)
  }

  private static let move = "  - send: |\n      G90 G21\n      G53 G1 X20 F1200\n"

  @Test("each expectation of a script can hold, and can fail")
  func expectations() throws {
    let pairs = [
      ("states: [idle, run, idle]", "states: [idle, run, hold]"),
      ("reaches: {state: run, within_s: 0.1}", "reaches: {state: hold, within_s: 9}"),
      ("answers: [ok, ok]", "answers: [ok, ok, ok]"),
      ("position_mm: {x: 20, y: 0}", "position_mm: {x: 19}"),
      ("steps: {x: 4000}", "steps: {x: 3999}"),
    ]
    for (good, bad) in pairs {
      #expect(try words(Self.move, "  \(good)\n").isEmpty, "\(good)")
      #expect(try words(Self.move, "  \(bad)\n").count == 1, "\(bad)")
    }
  }

  @Test("a step that waits in vain is told with its line, and what was found instead")
  func waits() throws {
    let failures = try words(
      Self.move + "  - wait: {state: hold, within_s: 0.5}\n", "  result: completed\n")
    #expect(failures.count == 1)
    let text = failures.first ?? ""
    #expect(
      text.contains("test.scenario.yaml:7:") && text.contains("waited 0.5") && text.contains("it was run"), "\(text)")
  }

  @Test("steps that cannot be are refused with their place")
  func problems() {
    func count(_ steps: String, _ expect: String = "  result: completed\n") -> Int {
      ScenarioFixture.problems("name: A\nsteps:\n\(steps)expect:\n\(expect)").count
    }
    #expect(count("  - send: G0 X1\n") == 0)
    #expect(count("  - sent: G0 X1\n") == 1)
    #expect(count("  - {send: G0 X1, realtime: hold}\n") == 1)
    #expect(count("  - realtime: stop\n") == 1)
    #expect(count("  - wait: {state: holding}\n") == 1)
    #expect(count("  - press: e-stop\n") == 1)
    #expect(count("  - mend: {kind: power-cut}\n") == 1)
    #expect(count("  - begin: {kind: noise, input: estop, spikes_per_s: 1, spike_us: 1}\n") == 0)
    #expect(count("  - begin: {kind: noise, input: estop, spikes_per_s: 1}\n") == 1)
    #expect(count("  - mend: {kind: late-tick, late_us: 1}\n") == 1)
    #expect(count("  - stock: {z_mm: -3}\n") == 0)
    #expect(count("  - stock: {z: -3}\n") > 0)
    #expect(count("  - stock: -3\n") == 1)
    #expect(
      ScenarioFixture.problems("name: A\njob: |\n  G0 X1\nsteps:\n  - send: G0 X1\nexpect: {result: completed}\n").count
        == 1)
    #expect(ScenarioFixture.problems("name: A\njob: |\n  G0 X1\nexpect: {states: [idle]}\n").count == 1)
  }

  @Test("the same script twice gives the same pulses")
  func same() throws {
    for name in ["homing", "hold-and-resume", "stop-and-go-home"] {
      let scenario = try ScenarioFixture.load(name)
      let first = try scenario.simulate().summary.traceHash, second = try scenario.simulate().summary.traceHash
      #expect(first == second && first != nil, "\(name)")
    }
  }
}
