// Scenario files, right and wrong: what is taken from them, and what a person is told, with place and nearest spelling.

import Foundation
import Rig
import SimBackend
import StepperCore
import Testing

@Suite("Reading scenarios")
struct ScenarioReaderTests {
  @Test("a scenario says what is run: board, job, seed, physics, origin, time, faults")
  func whole() throws {
    let scenario = try ScenarioFixture.read(
      """
      name: >
        Two words
      about: What it is for.
      board: ../../boards/pi4-router-tb6600.yaml
      job: ../name-sign.nc
      seed: 7
      origin: [1, 2.5, -3]
      max_time_s: 60
      faults:
        - {kind: jam, axis: y, force_n: 400, at: {line: 4}, for_s: 0.1}
        - {kind: lost-steps, motor: y2, pulses: 3, at: {position: {x: 50}, passing: up}}
        - {kind: broken-wire, input: limit_x_min, at: {time_s: 1.5}}
        - {kind: door, at: {position: {z: -2}}}
        - {kind: power-cut, at: {tick: 4000}}
      expect:
        alarm: {code: hard_limit, line: 12, axis: x}
        position_mm: {x: 10, z: -5.5, tolerance: 0.02}
        lost_steps: {y: 4}
        time_s: {below: 20}

      """)
    #expect(scenario.name == "Two words" && scenario.about == "What it is for.")
    #expect(scenario.board.name == "pi4-router-tb6600" && scenario.job?.path.hasSuffix("examples/name-sign.nc") == true)
    let options = scenario.runOptions
    #expect(options.seed == 7 && options.hasPhysics && options.origin == Point(1, 2.5, -3))
    #expect(options.maxMachineSeconds == 60)
    let motor = try #require(scenario.board.motors.first { $0.name == "y2" }).index
    #expect(
      options.faults == [
        SimFault(.jam(axis: 1, newtons: 400), .line(4), durationS: 0.1),
        SimFault(.lostSteps(motor: motor, pulses: 3), .position(axis: 0, mm: 50, travel: .up)),
        SimFault(.brokenWire(.limitMin(0)), .seconds(1.5)),
        SimFault(.door, .position(axis: 2, mm: -2, travel: .either)),
        SimFault(.powerCut, .tick(4000)),
      ])
    #expect(scenario.faults.map(\.line) == [10, 11, 12, 13, 14])
    #expect(
      scenario.expectations == [
        Expectation(.alarm(AlarmWanted(code: "hard_limit", line: 12, axis: "x")), line: 16, column: 10),
        Expectation(.position(PlaceWanted(mm: [10, nil, -5.5], toleranceMm: 0.02)), line: 17, column: 16),
        Expectation(.lostSteps([CountWanted("y", 4)]), line: 18, column: 15),
        Expectation(.time(belowS: 20, aboveS: nil), line: 19, column: 11),
      ])
  }

  @Test("what is left out is as rigctl run does it")
  func defaults() throws {
    let scenario = try ScenarioFixture.read("name: a\njob: |\n  G0 X1\nexpect: {lost_steps: none}\n")
    #expect(scenario.board.name == "default" && scenario.seed == 1 && scenario.hasPhysics)
    #expect(scenario.origin == nil && scenario.maxMachineSeconds == nil && scenario.faults.isEmpty)
  }

  @Test("every problem is told at once, in the order of the file, with the nearest spelling")
  func everyProblem() {
    let problems = ScenarioFixture.problems(
      """
      nmae: A
      board: defualt
      job: ../name-sing.nc
      seed: -1
      faults:
        - {kind: jamm, axis: x, force_n: 400, at: {line: 4}}
        - {kind: jam, axis: q, force: 400, at: {lin: 4}}
      expect:
        result: complete
        alarm: {code: hard_limt}
        steps: {w: 3}
        lost_steps: 0
        limits_kept: false
        position_mm: {tolerance: 1}
        trace_hash: 12AB

      """)
    let told = problems.map { "\($0.line):\($0.column) \($0.key) \($0.suggestion ?? "-")" }
    #expect(
      told == [
        "1:1 nmae name", "2:8 board default", "3:6 job ../name-sign.nc", "4:7 seed -",
        "6:12 faults[0].kind jam", "7:23 faults[1].axis x", "7:26 faults[1].force force_n",
        "7:43 faults[1].at.lin line", "9:11 expect.result completed", "10:17 expect.alarm.code hard_limit",
        "11:11 expect.steps.w x", "12:15 expect.lost_steps -", "13:16 expect.limits_kept -",
        "14:16 expect.position_mm -", "15:15 expect.trace_hash -",
      ], "\(told)")
  }

  @Test(
    "a wrong value names its place and the way out, in both languages",
    arguments: [
      ("expect: {}", "expect", "cannot fail"),
      ("expect: {faults_struck: true}", "expect.faults_struck", "cannot fail"),
      ("expect: {steps: {}}", "expect.steps", "cannot fail"),
      ("expect: {time_s: {}}", "expect.time_s", "cannot fail"),
      ("expect: {time_s: {below: 1, above: 2}}", "expect.time_s.above", "2"),
      ("expect: {result: alarm}\nphysics: maybe", "physics", "true or false"),
      ("expect: {result: alarm}\norigin: [1, 2]", "origin", "3 numbers"),
      ("expect: {result: alarm}\nfaults: [{at: {tick: 1}}]", "faults[0].kind", "missing"),
      ("expect: {result: alarm}\nfaults: [{kind: door, at: {tick: 1}}]", "faults[0].kind", "no wire \"door\""),
      ("expect: {result: alarm}\nfaults: [{kind: power-cut}]", "faults[0].at", "missing"),
      ("expect: {result: alarm}\nfaults: [{kind: power-cut, at: {}}]", "faults[0].at", "one of tick"),
      (
        "expect: {result: alarm}\nfaults: [{kind: power-cut, at: {tick: 1, line: 2}}]", "faults[0].at",
        "one of tick"
      ),
      (
        "expect: {result: alarm}\nfaults: [{kind: power-cut, at: {tick: 1, passing: up}}]", "faults[0].at.passing",
        "no meaning with tick"
      ),
      (
        "expect: {result: alarm}\nfaults: [{kind: power-cut, at: {position: {x: 1, y: 2}}}]",
        "faults[0].at.position", "one of x, y, z"
      ),
      (
        "expect: {result: alarm}\nfaults: [{kind: power-cut, at: {tick: 1}, for_s: 1}]", "faults[0].for_s",
        "unknown key"
      ),
      (
        "expect: {result: alarm}\nfaults: [{kind: lost-steps, motor: y2, pulses: 3, at: {tick: 1}}]",
        "faults[0].motor", "no motor \"y2\""
      ),
      (
        "expect: {result: alarm}\nfaults: [{kind: broken-wire, input: limit_z_min, at: {tick: 1}}]",
        "faults[0].input", "limit_z_max"
      ),
      (
        "expect: {result: alarm}\nphysics: false\nfaults: [{kind: weak-supply, supply_v: 5, at: {tick: 1}}]",
        "faults[0].kind", "physics: false"
      ),
      (
        "expect: {result: alarm}\nfaults: [{kind: bytes-dropped, bytes: 1, at: {tick: 1}}]", "faults[0].kind",
        "no meaning with job"
      ),
      ("expect: {late_ticks: few}", "expect.late_ticks", "few"),
      ("expect: {result: alarm}\njob: none.nc", "job", "twice"),
    ])
  func wrong(_ end: String, key: String, words: String) throws {
    let problems = ScenarioFixture.problems("name: a\njob: |\n  G0 X1\n" + end + "\n")
    let problem = try #require(problems.first { $0.key == key }, "\(problems)")
    #expect(problem.line > 0 && problem.column > 0)
    #expect(problem.text(in: .en).contains(words), "\(problem.text(in: .en))")
    #expect(problem.text(in: .fr) != problem.text(in: .en))
  }

  @Test("what is wrong with the board is told at its own place")
  func wrongBoard() throws {
    try ScenarioFixture.withFolder { folder in
      let board = try BoardFixture.edited("tick_hz: 40000", "tick_hz: 40")
      try board.write(toFile: folder + "/own.yaml", atomically: true, encoding: .utf8)
      try "name: a\nboard: ./own.yaml\njob: |\n  G0 X1\nexpect: {pulses: {x: 1}}\n".write(
        toFile: folder + "/a.scenario.yaml", atomically: true, encoding: .utf8)
      do throws(ScenarioError) {
        _ = try Scenario.load(folder + "/a.scenario.yaml", searching: ScenarioFixture.boards)
        Issue.record("it was taken")
      } catch {
        #expect(error.problems.map(\.key) == ["tick_hz"])
        #expect(error.problems.allSatisfy { $0.file.hasSuffix("own.yaml") })
      }
    }
  }

  @Test("counts of a board whose motors are not its axes go by motor")
  func motors() throws {
    let text = "name: a\nboard: corexy-laser\njob: |\n  G0 X1\nexpect: {lost_steps: {NAME: 0}}\n"
    let board = try BoardFixture.load("corexy-laser")
    let name = try #require(board.motors.first).name
    #expect(ScenarioFixture.problems(text.replacingOccurrences(of: "NAME", with: name)).isEmpty)
    #expect(ScenarioFixture.problems(text.replacingOccurrences(of: "NAME", with: "q")).count == 1)
  }

  @Test("files that nobody meant are problems and no crash")
  func hostile() {
    for text in ["", "\t- a", "name: [", "- 1\n- 2", "name: a\nname: b", "faults: {a: 1}\nexpect: 3", "a: &b c\nd: *b"]
    {
      #expect(!ScenarioFixture.problems(text).isEmpty, "\(text)")
    }
    do throws(ScenarioError) {
      _ = try Scenario.load("no/such.scenario.yaml", searching: ScenarioFixture.boards)
      Issue.record("it was found")
    } catch {
      #expect(error.problems.count == 1)
    }
  }
}
