// What a board file says of homing: how it is taken, and what is told of what cannot be.

import Rig
import StepperCore
import Testing

@Suite("Homing in board files")
struct HomingBoardTests {
  private static let limitsOfX = "      max: {pin: GPIO6, normally: closed, at_mm: 302}\n"

  private func text(_ homing: String) throws -> String {
    try BoardFixture.edited(Self.limitsOfX, Self.limitsOfX + "    homing: \(homing)\n")
  }

  @Test("without a word of it, Z is homed first and upwards, then X and Y to their low ends")
  func silent() throws {
    let control = try BoardFixture.load("default").controllerSettings
    let x = control.homingX, z = control.homingZ
    #expect(x.input == .limitMin(0) && !x.towardsHigh && x.turn == 2 && x.atMm == -2 && x.pullOffMm == 2)
    #expect(x.locateMmPerS == 2 && (24.4...24.5).contains(x.seekMmPerS), "\(x)")
    #expect(z.input == .limitMax(2) && z.towardsHigh && z.turn == 1 && z.pullOffMm == 1)
  }

  @Test("each key is taken, and what is left out stays as it was")
  func keys() throws {
    let all = try BoardFixture.read(
      try text("{towards: max, order: 3, seek_mm_min: 600, locate_mm_min: 30, pull_off_mm: 12}")
    ).0.controllerSettings.homingX
    #expect(
      all
        == HomingAxis(
          input: .limitMax(0), towardsHigh: true, atMm: 302, pullOffMm: 12, seekMmPerS: 10, locateMmPerS: 0.5, turn: 3))
    let some = try BoardFixture.read(try text("{order: 1}")).0.controllerSettings
    var expected = try BoardFixture.load("default").controllerSettings.homingX
    expected.turn = 1
    #expect(some.homingX == expected)
    let none = try BoardFixture.read(try text("none")).0.controllerSettings
    #expect(none.homingX == .none && none.homingY.turn == 2)
  }

  @Test("show tells the order as text, and every figure as JSON")
  func shown() throws {
    let board = try BoardFixture.read(try text("{towards: max, order: 1}")).0
    #expect(board.text(in: .en).contains("X max + Z max, Y min\n"), "\(board.text(in: .en))")
    let json = board.json.text
    #expect(json.contains("\"towards\"") && json.contains("\"pull_off_mm\""), "\(json)")
  }

  /// What follows `homing:`, and what the only message then says.
  static let mistakes = [
    ("{toward: min}", "axes.x.homing.toward: unknown key; did you mean towards?"),
    ("{towards: low}", "axes.x.homing.towards: expected one of min, max, found \"low\""),
    ("no", "axes.x.homing: expected keys and values such as {towards: min}, found \"no\""),
    ("nome", "axes.x.homing: expected keys and values such as {towards: min}, found \"nome\"; did you mean none?"),
    ("{order: 4}", "axes.x.homing.order: 4 is out of range; expected 1 to 3"),
    ("{pull_off_mm: 0}", "axes.x.homing.pull_off_mm: 0 is out of range; expected 0.05 to 1000"),
    ("{pull_off_mm: 0.1}", "0.1 mm from it the switch is still pressed (it lets go after 0.1); go farther"),
    ("{pull_off_mm: 1}", "x = -1 mm is outside the travel (0 to 300)"),
    ("{pull_off_mm: 400}", "x = 398 mm is outside the travel (0 to 300)"),
    (
      "{seek_mm_min: 3000}",
      "found at that speed, the switch is passed by 5.17 mm, and there is room for 3; at most 2210 mm/min"
    ),
    ("{seek_mm_min: 4000}", "axes.x.homing.seek_mm_min: 4000 is out of range; expected 0.1 to 3000"),
    (
      "{seek_mm_min: 60, locate_mm_min: 120}",
      "120 mm/min is faster than the search at 60; the second touch is the slow one"
    ),
  ]

  @Test("a mistake is told once, with its place and a way out, in both languages", arguments: mistakes)
  func mistake(_ homing: String, _ message: String) throws {
    let problems = BoardFixture.problems(try text(homing))
    let texts = problems.map { $0.text(in: .en) }
    #expect(texts.count == 1 && texts[0].contains(message), "\(texts)")
    #expect(problems.allSatisfy { $0.line == (try? BoardFixture.line(of: Self.limitsOfX)).map { $0 + 1 } }, "\(texts)")
    #expect(problems.allSatisfy { $0.text(in: .en) != $0.text(in: .fr) })
  }

  @Test("the speed that is offered in place of one that is too fast is taken")
  func offered() throws {
    #expect(BoardFixture.problems(try text("{seek_mm_min: 2210}")).isEmpty)
  }

  @Test("an end without a switch cannot be homed to, nor an axis without any")
  func noSwitch() throws {
    let z = "      max: {pin: GPIO21, normally: closed, at_mm: 1}\n"
    func told(_ new: String) throws -> [String] {
      BoardFixture.problems(try BoardFixture.edited(z, new)).map { $0.text(in: .en) }
    }
    let low = try told(z + "    homing: {towards: min}\n")
    #expect(low.count == 1 && low[0].contains("there is no switch at min; list it under limits"), "\(low)")
    let bare = try BoardFixture.edited("    limits:\n" + z, "    homing: {order: 2}\n")
    let texts = BoardFixture.problems(bare).map { $0.text(in: .en) }
    #expect(texts.count == 1 && texts[0].contains("the axis has no switch to look for"), "\(texts)")
    let silent = try BoardFixture.read(try BoardFixture.edited("    limits:\n" + z, "")).0
    #expect(silent.controllerSettings.homingZ == .none)
  }

  @Test("a machine homes as its file says", arguments: [false, true])
  func homes(_ physics: Bool) throws {
    let board = try BoardFixture.read(try text("{towards: max, order: 1, seek_mm_min: 900, pull_off_mm: 5}")).0
    var one = try Operator(board, physics: physics, mustHome: true)
    #expect(one.line("$H") == "ok\r\n")
    let at = one.position, carriage = one.carriage
    #expect(abs(at.x - 297) < 0.01 && abs(carriage.x - 297) < 0.05 && abs(at.y) < 0.01, "\(at) \(carriage)")
    let told = one.line("$$")
    #expect(told.contains("$25=900.000\r\n") && told.contains("$27=5.000\r\n"), "\(told)")
    // Bit 1 is Y: X goes upwards now.
    #expect(told.contains("$23=2\r\n"), "\(told)")
  }
}
