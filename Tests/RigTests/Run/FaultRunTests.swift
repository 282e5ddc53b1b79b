// Jobs on a simulated machine with faults: what a person is told of them, with which code, line and place.

import Foundation
import Rig
import SimBackend
import StepperCore
import Testing

@Suite("Runs with faults")
struct FaultRunTests {
  private static let job = "G90 G21\nG0 Z0\nG1 X20 F1200\nG1 Y20\nG1 X60\nG1 Y5\nM30\n"

  private func run(
    _ faults: [SimFault], isFast: Bool = true, job: String = job, board: String = "default", seed: UInt64 = 1,
    tracePath: String? = nil
  ) throws -> RunResult {
    var options = RunOptions()
    options.hasPhysics = !isFast
    options.faults = faults
    options.seed = seed
    options.origin = .zero
    options.tracePath = tracePath
    var run = try SimulatedRun(
      JobFile(bytes: Array(job.utf8), path: "job.nc"), board: BoardFixture.load(board), options: options)
    return try run.run()
  }

  @Test("a job without faults is done, and no fault has struck")
  func clean() throws {
    let result = try run([])
    #expect(result.exit == .done && result.struckFaults.isEmpty)
    #expect(result.summary.axes.x.positionSteps == 60 * 200 && result.summary.axes.x.lostSteps == nil)
  }

  @Test(
    "lost steps are an alarm with the line on which the first was lost, and so many full steps",
    arguments: [true, false])
  func lostSteps(_ isFast: Bool) throws {
    let clean = try run([], isFast: isFast)
    let fault = SimFault(.lostSteps(motor: 0, pulses: 20), .line(5))
    let result = try run([fault], isFast: isFast)
    #expect(result.exit == .notDone && result.summary.result == .alarm)
    let alarm = try #require(result.summary.alarm)
    #expect(alarm.code == "lost_steps" && alarm.axis == "x" && alarm.line == 5)
    let at = try #require(alarm.positionMm)
    #expect(at > 19 && at < 21, "\(at)")
    #expect(result.summary.axes.x.positionSteps == 60 * 200 - 20)
    // Eight microsteps: twenty pulses are two full steps and a half.
    #expect(result.summary.axes.x.lostSteps == 3)
    #expect(result.summary.axes.y.lostSteps == (isFast ? nil : 0))
    #expect(result.summary.traceHash == clean.summary.traceHash)
    #expect(result.struckFaults.map(\.line) == [5])
    #expect(result.failure?.english.contains("job.nc:5") == true)
  }

  @Test("a motor turned round ends at the other place", arguments: [true, false])
  func reversed(_ isFast: Bool) throws {
    let fault = SimFault(.reversedMotor(motor: 1), .line(6))
    let result = try run([fault], isFast: isFast)
    #expect(result.summary.alarm?.code == "lost_steps" && result.summary.alarm?.axis == "y")
    #expect(result.summary.alarm?.line == 6)
    // From 20 to 5 became from 20 to 35.
    #expect(result.summary.axes.y.positionSteps == 35 * 200)
    #expect(result.summary.axes.y.lostSteps == 30 * 25)
  }

  @Test("an emergency stop ends the run one tick later, with its line")
  func emergencyStop() throws {
    for isFast in [true, false] {
      let result = try run([SimFault(.emergencyStop, .position(axis: 0, mm: 40, travel: .up))], isFast: isFast)
      #expect(result.exit == .notDone && result.summary.result == .alarm)
      #expect(result.summary.alarm?.code == "emergency_stop" && result.summary.alarm?.line == 5)
      let struck = try #require(result.struckFaults.first)
      // The tick that sees it, and the one on which everything is switched off.
      #expect(result.summary.ticks == Int(struck.tick) + 2)
      let steps = try #require(result.summary.axes.x.positionSteps)
      #expect(abs(steps - 40 * 200) <= 1)
    }
  }

  @Test("a limit switch that welds ends the run after a millisecond, with axis and place")
  func stuckLimit() throws {
    let fault = SimFault(
      .stuckSwitch(.limitMax(1), isPressed: true), .position(axis: 1, mm: 10, travel: .up))
    let result = try run([fault])
    let alarm = try #require(result.summary.alarm)
    #expect(result.exit == .notDone && alarm.code == "hard_limit" && alarm.axis == "y" && alarm.line == 4)
    #expect(abs((alarm.positionMm ?? 0) - 10) < 0.1)
    #expect(result.summary.ticks == Int(result.struckFaults[0].tick) + 41)
  }

  @Test("a carriage that is driven onto its limit switch by a fault is stopped there")
  func drivenOntoLimit() throws {
    // X goes down instead of up: its switch is at −2 mm.
    let result = try run([SimFault(.reversedMotor(motor: 0), .tick(0))])
    let alarm = try #require(result.summary.alarm)
    #expect(alarm.code == "hard_limit" && alarm.axis == "x" && alarm.line == 3)
    let steps = try #require(result.summary.axes.x.positionSteps)
    #expect(steps <= -2 * 200 && steps > -3 * 200)
  }

  @Test("a power cut aborts the run on its very tick, and says so")
  func powerCut() throws {
    for isFast in [true, false] {
      let result = try run([SimFault(.powerCut, .seconds(0.5))], isFast: isFast)
      #expect(result.exit == .notDone && result.summary.result == .aborted)
      #expect(result.summary.alarm?.code == "power_cut" && result.summary.alarm?.line == 3)
      #expect(result.summary.ticks == 20_000 + 1)
    }
  }

  @Test("a jam stalls the axis, with line and place")
  func jam() throws {
    let fault = SimFault(.jam(axis: 0, newtons: 5_000), .position(axis: 0, mm: 40, travel: .up))
    let result = try run([fault], isFast: false)
    #expect(result.summary.result == .stalled && result.summary.alarm?.code == "stall")
    #expect(result.summary.alarm?.line == 5 && result.summary.alarm?.axis == "x")
    #expect(abs((result.summary.alarm?.positionMm ?? 0) - 40) < 1)
    #expect((result.summary.axes.x.lostSteps ?? 0) > 100)
  }

  @Test(
    "where a motor stalled first, a limit is a warning beside the stall, and an emergency stop has the stall as one")
  func stallBeforeStop() throws {
    let jam = SimFault(.jam(axis: 0, newtons: 5_000), .position(axis: 0, mm: 40, travel: .up))
    let welded = SimFault(.stuckSwitch(.limitMax(1), isPressed: true), .line(6))
    let limited = try run([jam, welded], isFast: false)
    #expect(limited.summary.result == .stalled && limited.summary.alarm?.line == 5)
    #expect(limited.notes.contains { $0.line == 6 && $0.text.english.contains("limit switch of Y") })
    let ended = try run([], isFast: false).summary.ticks ?? 0
    #expect((limited.summary.ticks ?? .max) < ended)
    let stopped = try run([jam, SimFault(.emergencyStop, .line(6))], isFast: false)
    #expect(stopped.summary.alarm?.code == "emergency_stop" && stopped.summary.alarm?.line == 6)
    #expect(stopped.notes.contains { $0.line == 5 && $0.text.english.contains("motor of X stalled") })
  }

  @Test("a probe that never touches misses, and the job ends there")
  func deadProbe() throws {
    let probing = "G38.2 Z-40 F300\nG0 X5\n"
    #expect(try run([], job: probing).summary.result == .completed)
    let result = try run([SimFault(.deadProbe, .tick(0))], job: probing)
    #expect(result.summary.alarm?.code == "probe_missed" && result.summary.axes.x.steps == 0)
  }

  @Test("what the board cannot have is refused as wrong use, in both languages, before anything moves")
  func refused() throws {
    let cases: [(SimFault, String, String)] = [
      (SimFault(.weakSupply(volts: 12), .tick(0)), "default", "--fast"),
      (SimFault(.door, .tick(0)), "default", "estop"),
      (SimFault(.lostSteps(motor: 3, pulses: 1), .tick(0)), "default", "2"),
      (SimFault(.powerCut, .tick(0), durationS: 1), "default", "duration"),
      (SimFault(.jam(axis: 0, newtons: .nan), .tick(0)), "default", "physics"),
      (SimFault(.lostSteps(motor: 0, pulses: 0), .tick(0)), "default", "zero"),
      (SimFault(.door, .position(axis: 7, mm: 0, travel: .up)), "pi4-router-tb6600", "7"),
    ]
    for (fault, board, word) in cases {
      let result = try run([fault], board: board)
      #expect(result.exit == .wrongUse && result.summary.result == .error && result.summary.alarm?.code == "fault")
      #expect(result.summary.ticks == 0 && result.struckFaults.isEmpty)
      let said = try #require(result.failure)
      #expect(said.english.contains(word) && said.english != said.french, "\(said.english)")
    }
  }

  @Test("the same seed gives the same run, with noise too; noise that cuts the job is a limit's alarm")
  func seeds() throws {
    let noise = SimFault(.noise(.limitMin(0), spikesPerS: 300, spikeUs: 900), .tick(100))
    let harmless = try run([noise])
    #expect(harmless.summary.result == .completed)
    let one = try run([noise], seed: 4), same = try run([noise], seed: 4)
    #expect(one.summary.traceHash == same.summary.traceHash && one.struckFaults == same.struckFaults)
    #expect(one.summary.traceHash == harmless.summary.traceHash)
    let long = try run([SimFault(.noise(.limitMin(0), spikesPerS: 300, spikeUs: 1_100), .tick(100))])
    #expect(long.summary.alarm?.code == "hard_limit")
  }

  @Test("the waveform of a run that was cut ends with every output off")
  func trace() throws {
    let path = NSTemporaryDirectory() + "rig-fault-test-\(UUID().uuidString).vcd"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let result = try run([SimFault(.emergencyStop, .seconds(1))], tracePath: path)
    #expect(result.summary.alarm?.code == "emergency_stop")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let names = Dictionary(
      text.split(separator: "\n").filter { $0.hasPrefix("$var") }.map { line in
        let words = line.split(separator: " ")
        return (String(words[3]), String(words[4]))
      }, uniquingKeysWith: { first, _ in first })
    var levels: [String: Character] = [:]
    for line in text.split(separator: "\n") where line.first == "0" || line.first == "1" {
      if let name = names[String(line.dropFirst())] { levels[name] = line.first }
    }
    #expect(levels["estop"] == "1")
    for (name, level) in levels where name.hasPrefix("step") || name.hasPrefix("enable") || name == "spindle" {
      #expect(level == "0", "\(name)")
    }
  }
}
