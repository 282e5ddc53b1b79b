// Expectations held against runs: each holds where it should, and each can fail, with values, tick and line.

import Foundation
import Rig
import SimBackend
import StepperCore
import Testing

@Suite("Expectations")
struct ExpectationTests {
  /// What is true of the plain run, what is not, and what is then said.
  private static let cases: [(held: String, broken: String, says: String)] = [
    ("result: completed", "result: alarm", "result: expected alarm, was completed (at the end, tick"),
    (
      "alarm: none", "alarm: {code: stall, line: 2, axis: x}",
      "alarm: expected stall, line 2, x, was none (at the end, tick"
    ),
    (
      "position_mm: {x: 2}", "position_mm: {x: 2.5, tolerance: 0.2}",
      "expected x 2.5\u{A0}mm, within 0.2\u{A0}mm, was x 2"
    ),
    ("carriage_mm: {x: 2, y: 0}", "carriage_mm: {x: 2, y: 1}", "expected x 2\u{A0}mm, y 1\u{A0}mm"),
    ("steps: {x: 400, y: 0}", "steps: {x: 401}", "steps: expected x 401, was x 400"),
    ("pulses: {x: 2798}", "pulses: {x: 2798, y: 1}", "pulses: expected x 2,798, y 1, was x 2,798, y 0"),
    ("time_s: {above: 0.5, below: 2}", "time_s: {below: 0.5}", "time_s: expected below 0.5 s, was 0."),
    ("limits_kept: true", "time_s: {above: 2}", "time_s: expected above 2 s, was 0."),
  ]

  @Test("each holds where it should, and says what was found where it does not", arguments: cases.indices)
  func both(_ index: Int) throws {
    let one = Self.cases[index]
    let result = try ScenarioFixture.plain(expecting: one.held).simulate()
    #expect(try ScenarioFixture.plain(expecting: one.held).failures(of: result).isEmpty)
    let failures = try ScenarioFixture.plain(expecting: one.broken).failures(of: result)
    #expect(failures.count == 1)
    let said = try #require(failures.first)
    #expect(said.english.contains("test.scenario.yaml:11:"), "\(said.english)")
    #expect(said.english.contains(one.says), "\(said.english)")
    #expect(said.french.contains("attendu") && said.french != said.english && !said.french.contains(" :"))
  }

  @Test("a trace hash is that of the run, and another one is told with the way to take it over")
  func hash() throws {
    let result = try ScenarioFixture.plain(expecting: "result: completed").simulate()
    let hash = try #require(result.summary.traceHashText)
    #expect(try ScenarioFixture.plain(expecting: "trace_hash: \"\(hash)\"").failures(of: result).isEmpty)
    let failures = try ScenarioFixture.plain(expecting: "trace_hash: \"0000000000000000\"").failures(of: result)
    #expect(failures.first?.english.contains("was \(hash); where the change is meant, --update") == true)
  }

  @Test("alarms are told with line and axis, and the reason with the first that does not hold")
  func alarms() throws {
    let fault = "{kind: lost-steps, motor: x, pulses: 40, at: {line: 2}}"
    let good = try ScenarioFixture.plain(
      expecting: "result: alarm\nalarm: {code: lost_steps, line: 2, axis: x}\nlost_steps: {x: 5}", faults: fault)
    let result = try good.simulate()
    #expect(good.failures(of: result).isEmpty)
    let wrong = [
      "alarm: {code: lost_steps, line: 3}", "alarm: {code: lost_steps, axis: y}", "alarm: {code: stall}", "alarm: none",
    ]
    for expected in wrong {
      let failures = try ScenarioFixture.plain(expecting: expected, faults: fault).failures(of: result)
      let said = try #require(failures.first).english
      #expect(said.contains("was lost_steps, line 2, x, "), "\(said)")
      #expect(said.contains("step pulses of X did not do what they were sent for"))
    }
    let lost = try ScenarioFixture.plain(expecting: "lost_steps: {x: 4}", faults: fault).failures(of: result)
    let said = try #require(lost.first).english
    #expect(
      said.contains("lost_steps: expected x 4, was x 5 (first at tick ") && said.contains(", line 2, X "), "\(said)")
    let both = try ScenarioFixture.plain(expecting: "result: completed\nalarm: none", faults: fault).failures(
      of: result)
    #expect(both.filter { $0.english.contains("step pulses of X") }.count == 1)
  }

  @Test("lost steps that a run without physics cannot know are a failure that says so, not none")
  func unknown() throws {
    let scenario = try ScenarioFixture.plain(expecting: "lost_steps: none")
    let failures = scenario.failures(of: try scenario.simulate())
    #expect(failures.first?.english.contains("lost_steps: expected none, was not known without physics") == true)
    var physical = scenario
    physical.hasPhysics = true
    #expect(physical.failures(of: try physical.simulate()).isEmpty)
  }

  @Test("a driver that is slower than the core was told breaks the timing contract, with motor, tick and line")
  func timing() throws {
    var scenario = try ScenarioFixture.plain(expecting: "timing_contract: true")
    #expect(scenario.failures(of: try scenario.simulate()).isEmpty)
    scenario.board.motors[0].driver.stepHighUs.value = 20
    let said = try #require(scenario.failures(of: try scenario.simulate()).first).english
    #expect(
      said.contains("edges too early, missed pulses of x 2,798 (first at tick ") && said.contains("line 2"), "\(said)")
  }

  @Test("peaks beyond a limit are told axis by axis", arguments: [0, 1, 2])
  func limits(_ figure: Int) throws {
    let scenario = try ScenarioFixture.plain(expecting: "limits_kept: true")
    var result = try scenario.simulate()
    #expect(scenario.failures(of: result).isEmpty)
    // As if the board allowed a little less than what was driven.
    switch figure {
    case 0: result.summary.axes.x.limitVelocityMmPerS = (result.summary.axes.x.peakVelocityMmPerS ?? 0) * 0.999
    case 1: result.summary.axes.x.limitAccelerationMmPerS2 = (result.summary.axes.x.peakAccelerationMmPerS2 ?? 0) * 0.99
    default: result.summary.axes.x.limitJerkMmPerS3 = (result.summary.axes.x.peakJerkMmPerS3 ?? 0) * 0.9
    }
    let said = try #require(scenario.failures(of: result).first).english
    #expect(said.contains("was x " + ["velocity", "acceleration", "jerk"][figure]), "\(said)")
  }

  @Test("a fault that never began is told with its number, its kind and its line")
  func neverBegan() throws {
    let scenario = try ScenarioFixture.plain(
      expecting: "faults_struck: true", faults: "{kind: power-cut, at: {line: 99}}")
    let said = try #require(scenario.failures(of: try scenario.simulate()).first).english
    #expect(said.contains("never begun: 1 (power-cut, line 13)"), "\(said)")
    var without = scenario
    without.faults = []
    #expect(without.failures(of: try without.simulate()).count == 1)
  }

  @Test("wrong G-code can be expected")
  func wrongGCode() throws {
    let text = ScenarioFixture.plain.replacingOccurrences(of: "G1 X2", with: "G1 X2 Q?")
    let good = text.replacingOccurrences(
      of: "result: completed", with: "result: error\n  alarm: {code: gcode, line: 3}")
    #expect(try ScenarioFixture.read(good).outcome(ScenarioOptions(), TestContext()).words == ["passed"])
    let failed = try ScenarioFixture.read(text).outcome(ScenarioOptions(), TestContext())
    #expect(failed.words.first?.contains("(job):3:") == true, "\(failed.words)")
  }
}
