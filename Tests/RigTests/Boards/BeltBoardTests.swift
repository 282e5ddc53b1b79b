// Play and stiffness of a CoreXY from its board file to the simulated belts, and the warning where they are left out.

import Foundation
import Rig
import Testing

@Suite("Boards with CoreXY belts")
struct BeltBoardTests {
  /// The CoreXY with more keys in the mechanics of X, and of the axis itself.
  private static func board(_ mechanics: String, axis: String = "") throws -> (Board, [BoardWarning]) {
    var text = try BoardFixture.edited(
      "friction_n: 3, stops_mm", "friction_n: 3\(mechanics), stops_mm", in: "corexy-laser")
    if !axis.isEmpty {
      text = text.replacingOccurrences(of: "travel_mm: [0, 300]\n", with: "travel_mm: [0, 300]\n    \(axis)\n")
    }
    return try BoardFixture.read(text)
  }

  @Test("play that rigid belts leave out is a warning with its place, the reason and two ways out")
  func warned() throws {
    for (mechanics, axis, key) in [
      (", play_mm: 0.1", "", "axes.x.mechanics.play_mm"), ("", "backlash_mm: 0.1", "axes.x.backlash_mm"),
    ] {
      let (_, warnings) = try Self.board(mechanics, axis: axis)
      let warning = try #require(warnings.first)
      #expect(warnings.count == 1 && warning.key == key && warning.line > 20, "\(warning)")
      let text = warning.text(in: .en)
      #expect(text.contains("play along x") && text.contains("stiffness_n_per_mm") && text.contains("play_mm: 0"))
      #expect(warning.text(in: .fr).contains("courroies"))
    }
  }

  @Test("play on belts with a stiffness, of one axis or the other, or taken back to nothing, is no warning")
  func modelled() throws {
    #expect(try Self.board(", play_mm: 0.1, stiffness_n_per_mm: 200").1.isEmpty)
    #expect(try Self.board(", play_mm: 0", axis: "backlash_mm: 0.1").1.isEmpty)
    #expect(try BoardFixture.read(BoardFixture.text("corexy-laser")).1.isEmpty)
    let ofY = try BoardFixture.edited(
      "friction_n: 4, stops_mm", "friction_n: 4, stiffness_n_per_mm: 90, stops_mm", in: "corexy-laser"
    ).replacingOccurrences(of: "friction_n: 3, stops_mm", with: "friction_n: 3, play_mm: 0.1, stops_mm")
    #expect(try BoardFixture.read(ofY).1.isEmpty)
  }

  @Test("belts with several motors are rigid, and a stiffness of theirs is a warning")
  func severalMotors() throws {
    let text = try BoardFixture.edited(
      "friction_n: 3, stops_mm", "friction_n: 3, stiffness_n_per_mm: 200, stops_mm", in: "corexy-laser"
    ).replacingOccurrences(
      of: "pins: {step: GPIO17, dir: GPIO27, enable: GPIO22}}",
      with: """
        pins: {step: GPIO17, dir: GPIO27, enable: GPIO22}}
              a2: {driver: tmc2209, motor: 17hs19-2004s1, microsteps: 16, current_a: 1.8,
                  pins: {step: GPIO10, dir: GPIO9, enable: GPIO22}}
        """)
    let (_, warnings) = try BoardFixture.read(text)
    let warning = try #require(warnings.first)
    #expect(warnings.count == 1 && warning.key == "axes.x.mechanics.stiffness_n_per_mm")
    #expect(warning.text(in: .en).contains("one motor for each belt"))
  }

  @Test("a soft CoreXY board moves its simulated head less far than its motors, where friction holds it")
  func reachesTheMachine() throws {
    func lag(_ mechanics: String) throws -> Double {
      let (board, _) = try Self.board(mechanics)
      let options = RunOptions()
      let job = JobFile(bytes: Array("G21 G90\nG1 X40 F3000\nM2\n".utf8))
      var run = try SimulatedRun(job, board: board, options: options)
      let axes = try run.run().summary.axes
      // The job's zero is 25 mm from the machine's.
      return abs(65 * 80 - Double(axes[0].positionSteps ?? 0)) / 80
    }
    let rigid = try lag(""), soft = try lag(", stiffness_n_per_mm: 5")
    // 3 N of friction leave up to 0.6 mm.
    #expect(rigid < 0.02 && soft > 0.2 && soft < 0.65, "\(rigid) \(soft)")
  }
}
