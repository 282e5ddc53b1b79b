// Damaged jobs through the whole road, from bytes to carriages: they run or are refused with a place, and nothing else.

import Foundation
import Rig
import StepperCore
import Testing

@Suite("Damaged jobs on the simulated machine")
struct MutatedRunTests {
  /// A mutated feed can make a move last for years.
  private static let maxMachineSeconds = 20.0
  private static let runs = ProcessInfo.processInfo.environment["RIG_LONG"] == "1" ? 100_000 : 20_000
  private static let parts = 8

  /// What came of many runs.
  private struct Tally {
    var completed = 0
    var refused = 0
    var alarmed = 0
    var runOut = 0
    /// Each a run that did what none may do, with the job that made it.
    var wrong: [String] = []

    mutating func count(_ result: RunResult, _ board: Board, _ job: [UInt8]) {
      let summary = result.summary
      switch (summary.result, summary.alarm?.code) {
      case (.completed, nil) where result.exit == .done && result.failure == nil: completed += 1
      case (.error, "gcode") where result.exit == .wrongGCode && isPlaced(result.faults, summary): refused += 1
      case (.error, "read") where result.exit == .wrongUse && job.isEmpty: refused += 1
      case (.alarm, _) where result.exit == .notDone && summary.alarm?.line != nil && result.failure != nil:
        alarmed += 1
      case (.aborted, "time_limit") where result.exit == .notDone: runOut += 1
      default: wrong.append("\(summary.result) \(summary.alarm?.code ?? "-") \(result.exit): " + text(job))
      }
      if summary.timingViolations != 0 { wrong.append("timing: " + text(job)) }
      for axis in 0..<3 {
        let limits = board.settings[axis: axis]
        let figures = summary.axes[axis]
        // One step is what rounding may add.
        let slack = 1 / board.settings[joint: axis].stepsPerMm
        guard let least = figures.minMm, let most = figures.maxMm, least >= limits.minMm - slack,
          most <= limits.maxMm + slack
        else {
          wrong.append("axis \(axis) from \(figures.minMm ?? .nan) to \(figures.maxMm ?? .nan): " + text(job))
          continue
        }
      }
    }

    private func isPlaced(_ faults: [Phrase], _ summary: Summary) -> Bool {
      guard let line = summary.alarm?.line, line >= 1, line <= summary.job.lines else { return false }
      return faults.first?.english.hasPrefix("damaged.nc:\(line):") == true
    }

    private func text(_ job: [UInt8]) -> String { String(decoding: job, as: UTF8.self).debugDescription }
  }

  private static func tally(_ boardName: String, part: Int) throws -> Tally {
    let board = try Board.load(boardName).0
    var jobs = MutatedJobs(seed: UInt64(part) * 1000 + UInt64(boardName.utf8.count))
    var options = RunOptions()
    options.maxMachineSeconds = maxMachineSeconds
    // Tens of thousands of machine seconds; motors have seeds of their own.
    options.hasPhysics = false
    var tally = Tally()
    for number in 0..<(runs / parts / 2) {
      let job = jobs.next()
      // Every other job cannot be looked through beforehand: what is wrong shows while the machine moves.
      let file = JobFile(bytes: job, path: "damaged.nc", isStream: number % 2 == 0)
      var run = try SimulatedRun(file, board: board, options: options)
      tally.count(try run.run(), board, job)
    }
    return tally
  }

  @Test(
    "damaged jobs run or are told with their place; nothing traps, hangs or leaves the travel",
    arguments: ["default", "corexy-laser"], 0..<parts)
  func damaged(_ board: String, _ part: Int) throws {
    let tally = try Self.tally(board, part: part)
    #expect(tally.wrong.count == 0, "\(tally.wrong.prefix(3).joined(separator: "\n"))")
    // The damage is neither so slight nor so heavy that the test would say nothing.
    let runs = Self.runs / Self.parts / 2
    #expect(tally.completed + tally.runOut > runs / 10)
    #expect(tally.refused > runs / 10)
    #expect(tally.alarmed > runs / 100)
  }
}
