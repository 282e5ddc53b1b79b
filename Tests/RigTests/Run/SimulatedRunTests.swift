// One job through the whole road in this process: what a run reports, and what does not change it.

import Foundation
import Rig
import StepperCore
import Testing

@Suite("A simulated run")
struct SimulatedRunTests {
  private static let job = "G0 X10 Y5\nG1 X20 Y20 F900\nG2 X30 Y20 I5 J0\nG1 X0 Y0\nM30\n"

  private func run(
    _ job: String, board: String = "reference-3axis", options: RunOptions = RunOptions(), hooks: RunHooks = RunHooks()
  ) throws -> RunResult {
    let board = try Board.load(board).0
    var run = try SimulatedRun(
      JobFile(bytes: Array(job.utf8), path: "job.nc"), board: board, options: options, hooks: hooks)
    return try run.run()
  }

  @Test("neither a record, a trace nor the pace of the wall clock changes the trace hash")
  func observers() throws {
    let plain = try run(Self.job)
    #expect(plain.summary.result == .completed)
    #expect(plain.summary.axes.x.positionSteps == 0)
    var options = RunOptions()
    options.keepsRecord = true
    let path = NSTemporaryDirectory() + "rig-run-test-\(UUID().uuidString).vcd"
    defer { try? FileManager.default.removeItem(atPath: path) }
    options.tracePath = path
    let observed = try run(Self.job, options: options)
    #expect(observed.summary.traceHash == plain.summary.traceHash)
    #expect(observed.record != nil)
    #expect(plain.record == nil)
  }

  @Test("pulses that a driver cannot follow are an alarm that names the line, however well the job ended")
  func blindDriver() throws {
    var board = try Board.load("reference-3axis").0
    // The driver that is really there is slower than the one that the core was told of.
    board.motors[1].driver.stepHighUs.value = 5
    var run = try SimulatedRun(
      JobFile(bytes: Array("G0 X3\nG0 Y2\n".utf8), path: "job.nc"), board: board, options: RunOptions())
    let result = try run.run()
    #expect(result.exit == .notDone)
    #expect(result.summary.result == .alarm)
    #expect(result.summary.alarm?.code == "driver_timing")
    #expect(result.summary.alarm?.line == 2)
    #expect(result.summary.axes.y.missedPulses == 160)
    #expect(result.summary.axes.x.missedPulses == 0)
  }

  @Test("the trace hash tells apart jobs that differ by one step")
  func distinct() throws {
    let one = try run("G0 X10\nG0 X0\n").summary.traceHash
    #expect(try run("G0 X10\nG0 X0\n").summary.traceHash == one)
    #expect(try run("G0 X10.0125\nG0 X0\n").summary.traceHash != one)
  }

  @Test("plan and run agree on the machine's time, also where a job waits and switches")
  func plan() throws {
    let job = "M3 S1000\n" + Self.job.replacingOccurrences(of: "M30\n", with: "G4 P0.5\nM5\nG0 Z-3\nM30\n")
    for name in ["default", "reference-3axis", "corexy-laser", "pi4-router-tb6600"] {
      let board = try Board.load(name).0
      var options = RunOptions()
      options.origin = .zero
      var plan = try PlannedRun(JobFile(bytes: Array(job.utf8)), board: board, options: options)
      let planned = try plan.run().summary
      let executed = try run(job, board: name, options: options).summary
      #expect(planned.result == .completed)
      #expect(planned.ticks == executed.ticks)
      #expect(planned.path.lengthMm == executed.path.lengthMm)
    }
  }

  @Test("a person who answers is asked at tool changes and pauses; where nobody is, they are noted")
  func questions() throws {
    let job = "G0 X1\nM6 T3\nG0 X2\nM0\nG0 X3\n"
    final class Asked { var lines: [String] = [] }
    let asked = Asked()
    var hooks = RunHooks()
    hooks.askPerson = { asked.lines.append($0.english) }
    let attended = try run(job, hooks: hooks)
    #expect(asked.lines.count == 2)
    #expect(asked.lines.first?.hasPrefix("line 2: ") == true)
    #expect(attended.notes.isEmpty)
    let alone = try run(job)
    #expect(alone.notes.map(\.line) == [2, 4])
    #expect(alone.summary.traceHash == attended.summary.traceHash)
  }

  @Test("a run that is asked to stop ends as aborted, with every output off")
  func interrupted() throws {
    var hooks = RunHooks()
    hooks.isInterrupted = { true }
    let result = try run("G0 X100\n", hooks: hooks)
    #expect(result.exit == .interrupted)
    #expect(result.summary.result == .aborted)
    #expect(result.failure?.english.hasPrefix("interrupted") == true)
  }

  @Test("a feed that the ticks cannot follow is slowed, and the warning names the line")
  func slowed() throws {
    // 500 mm/s would be 40,000 steps/s on each axis of a diagonal; the board's own limit is far below.
    let result = try run("G0 X1\nG1 X50 F99999\n")
    #expect(result.summary.result == .completed)
    #expect((result.summary.axes.x.peakVelocityMmPerS ?? 0) < 84)
  }

  @Test("a probing move stops where the probe touches, and the job goes on from there")
  func probe() throws {
    let result = try run("G38.2 Z-60 F300\nG91\nG0 Z1\n")
    #expect(result.summary.result == .completed)
    // The board's probe touches at −50 mm.
    let z = Double(result.summary.axes.z.positionSteps ?? 0) / 400
    #expect(z > -49.5 && z < -48.5)
    let missed = try run("G38.2 Z-10 F300\nG0 X5\n")
    #expect(missed.summary.alarm?.code == "probe_missed")
    #expect(missed.summary.alarm?.line == 1)
    #expect(missed.summary.axes.x.steps == 0)
    let passed = try run("G38.3 Z-10 F300\nG0 X5\n")
    #expect(passed.summary.result == .completed)
    #expect(passed.notes.count == 1)
  }
}
