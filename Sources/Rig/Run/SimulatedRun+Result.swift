// What came of a run: the figures of core and simulator as a summary.

import Foundation
import Glibc
import SimBackend
import StepperCore

extension SimulatedRun {
  mutating func result() -> RunResult {
    let cut = cutting?.result
    for note in cut?.notes ?? [] { feed.notes.add(note.text, line: note.line.map(UInt32.init)) }
    let axes = (0..<3).map { axis in machine.figures(axis, board, executed) }
    for axis in 0..<3 {
      guard let racking = axes[axis].peakRackingMm, racking > Self.rackingLimitMm else { continue }
      feed.notes.add(.racked(axis: ["X", "Y", "Z"][axis], mm: racking), line: nil)
    }
    for remark in machine.timing.remarks { feed.notes.add(remark, line: nil) }
    var summary = feed.summary(options: options)
    summary.cut = cut?.summary
    machine.tell(&summary, board)
    summary.path = Summary.Path(
      lengthMm: motion.pathLengthMm, maxDeviationMm: machine.engine.tick > 0 ? feed.deviation.greatestMm : nil,
      toleranceMm: feed.deviation.toleranceMm)
    for axis in 0..<3 { summary.axes[axis] = axes[axis] }
    var result = RunResult(
      summary: summary, record: record, exit: feed.exit, notes: feed.notes.all, failure: feed.failure,
      reason: feed.reason, refusals: feed.refusals, refusalCount: feed.refusalCount, faults: feed.faults,
      torque: torque.hasPhysics ? torque : nil, cut: cut)
    result.struckFaults = machine.struckFaults
    result.take(machine.timing)
    tellPlaces(&result)
    return result
  }

  /// Where it all ended, and where what went wrong first did.
  private func tellPlaces(_ result: inout RunResult) {
    let steps = Point(
      Double(machine.engine.steps(0)), Double(machine.engine.steps(1)), Double(machine.engine.steps(2)))
    result.commandedMm = JointMap(board.settings).position(ofSteps: steps)
    result.carriageMm = machine.port.position
    let line = lastLine > 0 ? lastLine : motion.executingLine
    result.lastLine = line > 0 ? line : nil
    let names = ["x", "y", "z"]
    for motor in board.motors {
      guard let slip = machine.port.report(ofMotor: motor.index)?.firstSlip else { continue }
      result.firstLosses.append(
        RunPlace(
          motor: motor.index, axis: names[motor.axis], tick: slip.tick,
          line: torque.motors[motor.index].departures.first?.line ?? line, positionMm: slip.positionMm))
    }
    if let astray {
      result.firstLosses.removeAll { $0.motor == astray.motor && $0.tick >= astray.tick }
      result.firstLosses.append(
        RunPlace(
          motor: astray.motor, axis: names[astray.axis], tick: astray.tick, line: astray.line,
          positionMm: astray.positionMm))
    }
    result.firstLosses.sort { $0.tick < $1.tick }
    if let blindLine, let first = machine.port.firstViolation {
      result.firstViolation = RunPlace(
        motor: first.motor, axis: names[board.motors[first.motor].axis], tick: first.at.tick, line: blindLine)
    }
  }

  /// More than this between the sides of a gantry is worth a word, mm. An estimate: motors that follow are within a
  /// tenth of it.
  static let rackingLimitMm = 0.2
}

/// What this process has used.
enum ProcessFigures {
  /// Processor seconds of all threads, user and system.
  static var cpuSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// The most memory that was resident at once.
  ///
  /// Of the memory map of this program alone: `getrusage` also counts the parent's, from before the program was loaded.
  static var peakMemoryMb: Double {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
      let kilobytes = line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({ Double($0) })
    else { return peakMemoryOfUsageMb }
    return kilobytes / 1024
  }

  private static var peakMemoryOfUsageMb: Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Double(usage.ru_maxrss) / 1024
  }
}
