// The scenarios that come with the project: each passes as it is, and fails where what it tests is taken away.

import Foundation
import Rig
import Testing

@Suite("Example scenarios")
struct ExampleScenarioTests {
  @Test("every example passes", arguments: ScenarioFixture.examples)
  func passes(_ name: String) throws {
    let outcome = try ScenarioFixture.load(name).outcome(ScenarioOptions(), TestContext())
    #expect(outcome.words == ["passed"])
    #expect(outcome.traceHash?.count == 16)
  }

  @Test("every example in which something goes wrong fails where it does not", arguments: ScenarioFixture.examples)
  func withoutFaults(_ name: String) throws {
    var scenario = try ScenarioFixture.load(name)
    let steps = scenario.steps.filter { !$0.isTrouble }
    if scenario.faults.isEmpty && steps.count == scenario.steps.count { return }
    scenario.faults = []
    scenario.steps = steps
    let failures = scenario.failures(of: try scenario.simulate())
    #expect(!failures.isEmpty)
  }

  @Test(
    "every example that inputs end fails where the firmware does not heed them", arguments: ScenarioFixture.examples)
  func withoutReaction(_ name: String) throws {
    let scenario = try ScenarioFixture.load(name)
    let isEnded = scenario.expectations.contains { expectation in
      if case .alarm(let alarm) = expectation.wanted { return ["hard_limit", "emergency_stop"].contains(alarm.code) }
      return false
    }
    if !isEnded { return }
    let failures = scenario.failures(of: try scenario.simulate { $0.reactions.remove(.inputs) })
    #expect(failures.contains { $0.english.contains(": alarm: expected") }, "\(failures.map(\.english))")
  }

  @Test(
    "of every kind of fault an example fails without the reaction to it, and passes with it",
    arguments: FaultName.allCases)
  func withoutOneReaction(_ name: FaultName) throws {
    var shown: [String] = []
    for example in ScenarioFixture.examples {
      let scenario = try ScenarioFixture.load(example)
      guard scenario.has(name) else { continue }
      let whole = scenario.failures(of: try scenario.simulate())
      let lacking = scenario.failures(of: try scenario.simulate { $0.reactions.remove(name.reaction) })
      if whole.isEmpty && !lacking.isEmpty { shown.append(example) }
    }
    #expect(!shown.isEmpty, "no example of \(name.rawValue) needs the reaction to it")
  }

  @Test("every kind of fault has an example", arguments: FaultName.allCases)
  func kinds(_ name: FaultName) throws {
    let shown = try ScenarioFixture.examples.first { example in
      try ScenarioFixture.load(example).has(name)
    }
    #expect(shown != nil, "examples/scenarios has none with \(name.rawValue)")
  }

  @Test("a probe that bounces gives the same pulses as one that does not")
  func sameProbe() throws {
    let hashes = try ["probe-touches", "probe-bounces"].map { name in
      try ScenarioFixture.load(name).simulate().summary.traceHash
    }
    #expect(hashes[0] == hashes[1] && hashes[0] != nil)
  }
}

extension FaultName {
  /// What firmware or rig do about it.
  fileprivate var reaction: Reactions {
    switch self {
    case .lostSteps, .extraSteps, .reversedMotor, .mixedPhases, .weakSupply, .jam, .wall, .powerCut: .reports
    case .stuckSwitch, .brokenWire, .emergencyStop: .inputs
    case .noise: .spikeFilter
    case .bouncingSwitch, .deadProbe: .probe
    case .door: .door
    case .lateTick: .lateTicks
    case .slowPlanner: .pacing
    case .portError: .lostLines
    case .bytesDropped, .bytesDoubled: .refusals
    }
  }
}

extension Scenario {
  fileprivate func has(_ name: FaultName) -> Bool {
    faults.contains { $0.fault.kind.name == name }
      || steps.contains { if case .begin(let kind) = $0.action { kind.name == name } else { false } }
  }
}

extension ScriptStep {
  /// Something goes wrong, is mended, or lies somewhere else.
  fileprivate var isTrouble: Bool {
    switch action {
    case .begin, .mend, .stock: true
    case .send, .realTime, .press, .waitSeconds, .waitState, .waitPosition: false
    }
  }
}
