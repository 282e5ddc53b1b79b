// Input shapers from a board file to a planned job: what is read, shown, warned of, and kept to.

import Foundation
import Rig
import StepperCore
import Testing

@Suite("Boards with input shapers")
struct ShaperBoardTests {
  /// The default board with shapers on X, Y and Z; an empty text is none.
  private static func board(_ x: String, _ y: String, _ z: String = "") throws -> (Board, [BoardWarning]) {
    var text = try BoardFixture.edited("backlash_mm: 0\n", x.isEmpty ? "backlash_mm: 0\n" : "input_shaper: \(x)\n")
    if !y.isEmpty {
      text = text.replacingOccurrences(
        of: "travel_mm: [0, 200]\n", with: "travel_mm: [0, 200]\n    input_shaper: \(y)\n"
      )
    }
    if !z.isEmpty {
      text = text.replacingOccurrences(
        of: "travel_mm: [-60, 0]\n", with: "travel_mm: [-60, 0]\n    input_shaper: \(z)\n"
      )
    }
    return try BoardFixture.read(text)
  }

  private static let mzv = "{type: mzv, frequency_hz: 42}"
  private static let job = """
    G21 G90 G0 X10 Y10
    G1 X40 Y25 F3000
    G1 X40 Y60
    G2 X60 Y60 I10 J0 F2400
    G1 X12 Y11 Z-1
    G1 X10 Y10
    M30

    """

  @Test("a shaper is read, shown, and told to programs")
  func shown() throws {
    let (board, warnings) = try Self.board("{type: ei, frequency_hz: 50.5, damping_ratio: 0.05}", Self.mzv)
    #expect(warnings.isEmpty, "\(warnings)")
    #expect(board.settings.x.shaper == ShaperSettings(.ei, frequencyHz: 50.5, dampingRatio: 0.05))
    #expect(board.settings.y.shaper == ShaperSettings(.mzv, frequencyHz: 42, dampingRatio: 0.1))
    #expect(board.settings.z.shaper == nil)
    #expect(board.text(in: .en).contains("X ei 50.5 Hz, Y mzv 42 Hz; 10 ms late"), "\(board.text(in: .en))")
    let json = board.json.text.filter { !$0.isWhitespace }
    #expect(json.contains(#""input_shaper":{"type":"ei","frequency_hz":50.5,"damping_ratio":0.05}"#))
    #expect(json.contains(#""input_shaper":null"#))
    #expect(try BoardFixture.load("default").text(in: .en).contains("shaper") == false)
  }

  @Test("axes that are shaped too differently for the tolerance are warned of, with the figure and two ways out")
  func differing() throws {
    let (_, warnings) = try Self.board("{type: ei, frequency_hz: 20}", "")
    let warning = try #require(warnings.first)
    #expect(warnings.count == 1)
    #expect(warning.key == "axes.x.input_shaper")
    #expect(warning.line == (try BoardFixture.line(of: "backlash_mm: 0")))
    let text = warning.text(in: .en)
    #expect(text.contains("axes x and y are shaped differently"))
    #expect(text.contains("tolerance of 0.02 mm has 0.009 mm"))
    #expect(text.contains("The same input_shaper on both axes"))
    #expect(warning.text(in: .fr).contains("les filtres des axes x et y diffèrent"))
    // What it advises is enough.
    let advised = try #require(text.split(separator: "or a tolerance of ").last?.split(separator: " ").first)
    let wider = try Self.board("{type: ei, frequency_hz: 20}", "").0.settings
    #expect(try #require(Double(advised)) > wider.toleranceMm)
    let edited = try BoardFixture.edited("path_tolerance_mm: 0.02", "path_tolerance_mm: \(advised)")
      .replacingOccurrences(of: "backlash_mm: 0\n", with: "input_shaper: {type: ei, frequency_hz: 20}\n")
    #expect(try BoardFixture.read(edited).1.isEmpty)
    #expect(try Self.board(Self.mzv, Self.mzv, Self.mzv).1.isEmpty)
  }

  @Test("a job that asks for less tolerance than such axes can keep is told so, once")
  func lessTolerance() throws {
    let (board, warnings) = try Self.board("{type: ei, frequency_hz: 48}", Self.mzv)
    #expect(warnings.isEmpty)
    let job = try PlannedJob("G64 P0.001\nG1 X10 F600\nG64 P0.001\nG1 X0\nG64 P1\nM30\n", on: board)
    let notes = job.result.notes.map(\.text.english)
    #expect(notes.filter { $0.contains("are shaped differently") }.count == 1, "\(notes)")
    let alike = try PlannedJob(
      "G64 P0.001\nG1 X10 F600\nM30\n", on: try Self.board(Self.mzv, Self.mzv, Self.mzv).0)
    #expect(alike.result.notes.isEmpty)
  }

  @Test("a shaped job keeps tolerance and limits, ends where it should, and is the same planned and run")
  func kept() throws {
    let plain = try PlannedJob(Self.job, on: try BoardFixture.load("default"))
    let plainSeconds = try #require(plain.result.summary.machineSeconds)
    for (x, y) in [(Self.mzv, Self.mzv), ("{type: ei, frequency_hz: 30}", "{type: zv, frequency_hz: 35}")] {
      let board = try Self.board(x, y).0
      let shaped = try PlannedJob(Self.job, on: board)
      let summary = shaped.result.summary
      #expect(summary.result == .completed)
      #expect(try #require(summary.path.maxDeviationMm) <= board.settings.toleranceMm)
      let seconds = try #require(summary.machineSeconds)
      #expect(seconds > plainSeconds && seconds < plainSeconds + 2)
      for axis in 0..<3 {
        let figures = summary.axes[axis]
        #expect(try #require(figures.peakVelocityMmPerS) <= #require(figures.limitVelocityMmPerS) * 1.0001)
        #expect(try #require(figures.peakAccelerationMmPerS2) <= #require(figures.limitAccelerationMmPerS2) * 1.001)
        #expect(try #require(figures.peakJerkMmPerS3) <= #require(figures.limitJerkMmPerS3) * 1.01)
      }
      let run = try shaped.simulated(on: board).summary
      #expect(run.path.maxDeviationMm == summary.path.maxDeviationMm)
      #expect(run.ticks == summary.ticks)
      #expect(run.timingViolations == 0)
      let last = try #require(shaped.profile.last)
      #expect(abs(last.position.x - board.workOffset.x - 10) < 1e-6)
    }
  }
}
