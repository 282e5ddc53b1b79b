// Lines that come one after the other, each just before it is needed: the path that is driven is the one of a whole file.

import Foundation
import Rig
import StepperCore
import Testing

@Suite("A path that is streamed")
struct StreamedPathTests {
  /// Round and round, 0.04 mm a line, at 40 mm/s: a thousand lines a second.
  private static let lines: [String] =
    ["G21G90G53G0X130Y80\n", "G53G1X130Y80F2400\n"]
    + (1...4000).map { index in
      let angle = 0.04 / 30 * Double(index)
      return String(format: "G53G1X%.3fY%.3f\n", 100 + 30 * cos(angle), 80 + 30 * sin(angle))
    }

  /// Machine time until it rests, with so many lines a second; what is late is not waited for.
  private func seconds(linesPerS: Double) throws -> Double {
    var board = try BoardFixture.load("default")
    board.startPosition = Point(130, 80, 0)
    var one = try Operator(board)
    var next = 0
    var last = SIMD2(one.operated.machine.engine.steps(0), one.operated.machine.engine.steps(1))
    var lastSteps = SIMD2<Int64>.zero, greatestJump: Int64 = 0
    while next < Self.lines.count || one.state != .idle || !one.operated.session.isQuiet {
      let due = min(Self.lines.count, Int(one.seconds * linesPerS) + 1)
      while next < due, one.operated.send(Array(Self.lines[next].utf8)) > 0 { next += 1 }
      switch one.operated.step() {
      case nil: break
      case .input:
        if !one.operated.session.goOn(isSilent: next == Self.lines.count) { one.operated.rest() }
      default: one.operated.rest()
      }
      _ = one.operated.takeAnswers()
      guard let slice = one.operated.takeSlice(), slice.ticks == board.settings.sliceTicks else { continue }
      let now = SIMD2(one.operated.machine.engine.steps(0), one.operated.machine.engine.steps(1))
      let steps = now &- last
      for axis in 0..<2 { greatestJump = max(greatestJump, abs(steps[axis] - lastSteps[axis])) }
      last = now
      lastSteps = steps
    }
    // At 40 mm/s a slice has four steps of an axis, and the next one as many, but for one more or less.
    #expect(greatestJump <= 2)
    let end = one.carriage
    let wanted = one.position
    // Half a step.
    #expect(abs(end.x - wanted.x) < 0.0026 && abs(end.y - wanted.y) < 0.0026)
    return one.seconds
  }

  @Test("is driven as fast as it comes, and stops nowhere between", arguments: [900.0, 400])
  func keepsMoving(_ linesPerS: Double) throws {
    let whole = try seconds(linesPerS: 1e9)
    let streamed = try seconds(linesPerS: linesPerS)
    let needed = max(whole, Double(Self.lines.count) / linesPerS)
    #expect(streamed < needed + 0.5, "\(streamed) s, and \(needed) s would do")
  }

  /// The motion hash where the next bytes are always there.
  private func streamed(_ text: String, _ board: Board) throws -> UInt64 {
    var one = try Operator(board)
    var bytes = Array(text.utf8)[...]
    for _ in 0..<1_000_000 {
      bytes = bytes.dropFirst(one.operated.send(bytes))
      switch one.operated.step() {
      case nil: break
      case .input: if bytes.isEmpty { one.operated.session.flush() }
      default:
        if bytes.isEmpty && one.operated.session.isQuiet { return one.operated.machine.engine.motionHash.value }
        one.operated.rest()
      }
      _ = one.operated.takeAnswers()
    }
    Issue.record("it never ends")
    return 0
  }

  @Test("a window so short that its end is felt gives a file and a sender the same motion", arguments: [32, 40])
  func shortWindow(_ segments: Int) throws {
    var board = try BoardFixture.load("default")
    // A tenth of a millimetre a line, no two of one feed: at 50 mm/s it takes sixty of them to brake.
    var lines = ["G21G90G53G1X0Y0F600"]
    for index in 1...600 { lines.append(String(format: "G53G1X%.1fF%d", 0.1 * Double(index), 2900 + index % 7 * 10)) }
    lines.append("M2")
    let text = lines.joined(separator: "\n") + "\n"
    func run() throws -> Summary {
      var options = RunOptions()
      options.hasPhysics = false
      var run = try SimulatedRun(JobFile(bytes: Array(text.utf8), path: "job.nc"), board: board, options: options)
      return try run.run().summary
    }
    let longest = try run()
    board.lookAheadSegments = segments
    let short = try run()
    #expect(try short.motionHash == streamed(text, board))
    // It is felt.
    #expect(try #require(longest.machineSeconds) < #require(short.machineSeconds))
  }
}
