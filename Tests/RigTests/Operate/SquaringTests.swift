// A gantry with two motors, each with its own switch: whatever it was before, it is square after homing.

import Rig
import Seeded
import SimBackend
import StepperCore
import Testing

@Suite("Squaring a gantry")
struct SquaringTests {
  static let stepMm = 1 / 160.0

  /// The router with a second switch on Y, places in mm; without physics also without play.
  private func board(first: Double = -3, second: Double = -2.6, play: Bool = false) throws -> Board {
    let one = "min: {pin: GPIO13, normally: closed, switch: kw12, at_mm: -3}"
    let two = """
      min: {pin: GPIO13, normally: closed, switch: kw12, at_mm: \(first), motor: y}
            min_second: {pin: GPIO4, normally: closed, switch: kw12, at_mm: \(second), motor: y2}
      """
    let text = try BoardFixture.edited(one, two, in: "pi4-router-tb6600")
    return try BoardFixture.read(play ? text : text.replacing("backlash_mm: 0.03", with: "backlash_mm: 0")).0
  }

  /// An operator at a gantry that stands at Y 60 with the side of one motor behind.
  private func racked(
    _ board: Board, motor: Int, mm: Double, physics: Bool = false, faults: [SimFault] = [], seed: UInt64 = 1
  ) throws -> Operator {
    let lost = SimFault(.lostSteps(motor: motor, pulses: UInt32((mm / Self.stepMm).rounded())), .tick(0))
    var one = try Operator(board, physics: physics, faults: mm > 0 ? [lost] + faults : faults, seed: seed)
    #expect(one.line("G53 G0 Y60") == "ok\r\n")
    return one
  }

  private func sides(_ one: borrowing Operator) -> (first: Double, second: Double) {
    let travels = one.operated.machine.port.travelsMm
    return (travels[1], travels[2])
  }

  @Test("however it is racked, both sides are at their places after $H, and after the next one", arguments: 1...12)
  func square(_ seed: UInt64) throws {
    var noise = SplitMix64(seed: seed)
    let mm = seed == 1 ? 0 : Double.random(in: 0.2...3, using: &noise)
    let places = (Double.random(in: -3.4 ... -2.6, using: &noise), Double.random(in: -3.4 ... -2.6, using: &noise))
    let physics = seed % 3 == 0
    let board = try board(first: places.0, second: places.1, play: physics)
    var one = try racked(board, motor: seed % 2 == 0 ? 1 : 2, mm: mm, physics: physics, seed: seed)
    let before = sides(one)
    // The frame pulls the sides together: its spring against the motors'.
    #expect(abs(abs(before.first - before.second) - mm) < (physics ? 0.3 : 0.01), "\(before), \(mm)")
    for _ in 0..<2 {
      #expect(one.line("$H") == "ok\r\n", "seed \(seed)")
      let at = one.position, after = sides(one)
      let near = physics ? 0.05 : Self.stepMm + 1e-9
      #expect(abs(at.y) < Self.stepMm, "seed \(seed): \(at)")
      // A switch answers on whole steps, and the joint stands between two of them.
      let right = physics ? near : 2 * Self.stepMm
      #expect(abs(after.first - at.y) < right && abs(after.second - at.y) < right, "seed \(seed): \(after)")
      #expect(abs(after.first - after.second) < near, "seed \(seed): \(after)")
    }
    // Both motors again.
    let start = sides(one)
    #expect(one.line("G53 G0 Y30") == "ok\r\n")
    let end = sides(one)
    #expect(abs(end.first - start.first - 30) < 0.05 && abs(end.second - start.second - 30) < 0.05, "\(start) \(end)")
  }

  @Test("a side whose switch never answers is an alarm; it goes 5 mm alone, and comes back", arguments: [0, 1, 2])
  func deadSwitch(_ mm: Int) throws {
    let dead = SimFault(.stuckSwitch(.limitMinSecond(1), isPressed: false), .tick(0))
    var one = try racked(try board(), motor: 2, mm: Double(mm), faults: [dead])
    let before = sides(one)
    one.send("$H\n")
    var peak = 0.0
    while one.state == .home {
      one.pass(seconds: 0.01)
      let now = sides(one)
      peak = max(peak, abs(now.first - now.second))
    }
    #expect(one.answers.contains("ALARM:9\r\n"), "\(one.answers)")
    let after = sides(one)
    #expect(peak > 2 && peak < 5 + Double(mm) + 0.02, "\(peak)")
    #expect(abs((after.first - after.second) - (before.first - before.second)) < 2 * Self.stepMm, "\(before) \(after)")
    // It stands on the other switch, and can be driven off it.
    #expect(one.line("$X") == "[MSG:Caution: Unlocked]\r\nok\r\n")
    #expect(one.line("$J=G91 Y10 F600") == "ok\r\n")
    let end = sides(one), state = one.state
    #expect(state == .idle && abs(end.first - after.first - 10) < 0.01 && abs(end.second - after.second - 10) < 0.01)
  }

  @Test("a second switch that stays pressed is an alarm before anything is racked")
  func weldedSwitch() throws {
    let welded = SimFault(.stuckSwitch(.limitMinSecond(1), isPressed: true), .seconds(20))
    var one = try racked(try board(), motor: 2, mm: 0, faults: [welded])
    one.pass(seconds: 20)
    one.settle()
    #expect(one.answers.contains("ALARM:1\r\n"), "\(one.answers)")
    #expect(one.report().contains("|Pn:Y|"))
    #expect(one.line("$H").contains("ALARM:8\r\n"))
    let after = sides(one)
    #expect(abs(after.first - after.second) < Self.stepMm)
  }

  enum Interruption: CaseIterable { case reset, emergencyStop, door, limit }

  @Test("whatever interrupts it: after $X both motors move", arguments: Interruption.allCases)
  func interrupted(_ how: Interruption) throws {
    var one = try racked(try board(), motor: 1, mm: 3)
    let before = sides(one)
    one.send("$H\n")
    // Until one side goes alone.
    while one.state == .home {
      one.pass(seconds: 0.01)
      let now = sides(one)
      if abs((now.first - now.second) - (before.first - before.second)) > 0.5 { break }
    }
    let state = one.state
    #expect(state == .home)
    switch how {
    case .reset: one.send("\u{18}")
    case .emergencyStop: one.press(.emergencyStop)
    case .door: one.press(.door)
    case .limit: one.press(.limitMax(1))
    }
    one.pass(seconds: 0.5)
    one.settle()
    let stopped = one.state
    #expect(stopped == .alarm)
    one.press(.emergencyStop, false)
    one.press(.door, false)
    one.press(.limitMax(1), false)
    one.pass(seconds: 0.5)
    #expect(one.line("$X") == "[MSG:Caution: Unlocked]\r\nok\r\n")
    let start = sides(one)
    #expect(one.line("$J=G91 Y10 F600") == "ok\r\n")
    let end = sides(one)
    #expect(abs(end.first - start.first - 10) < 0.01 && abs(end.second - start.second - 10) < 0.01, "\(start) \(end)")
    // And it can be made square after all.
    #expect(one.line("$H") == "ok\r\n")
    let square = sides(one)
    #expect(abs(square.first - square.second) < Self.stepMm + 1e-9, "\(square)")
  }

  @Test("outside homing each of the two switches is a hard limit", arguments: [1, 2])
  func hardLimit(_ motor: Int) throws {
    var board = try board(first: -3, second: -3)
    board.settings.softLimits = false
    // The other side is 2 mm behind: it is this one's switch that is met.
    var one = try racked(board, motor: motor, mm: 2)
    one.send("G53 G1 Y-20 F900\n")
    #expect(one.settle().contains("ALARM:1\r\n"))
    let hit = motor == 1 ? sides(one).first : sides(one).second
    #expect(hit < -3 && hit > -3.1, "\(hit)")
  }

  @Test("the real-time loop squares as the simulation does", arguments: [-2.5, -0.01, 0, 0.013, 3])
  func onLines(_ mm: Double) throws {
    let board = try board()
    // A side that is behind reaches its switch so much later.
    var askew = board
    for index in askew.switches.indices where askew.switches[index].isSecond { askew.switches[index].positionMm -= mm }
    var one = try LinesOperator(board, at: Point(50, 12, -20), real: askew, mustHome: true)
    #expect(one.line("$H") == "ok\r\n")
    let start = one.world.port.travelsMm
    #expect(one.line("G53 G0 Y10") == "ok\r\n")
    one.end()
    let at = one.position, end = one.world.port.travelsMm
    // Each side's switch answers on a whole step.
    #expect(abs(start[1] - start[2] - mm) < 2.5 * Self.stepMm, "\(start)")
    #expect(abs(at.y - 10) < 1e-9 && abs(end[1] - start[1] - 10) < 0.01 && abs(end[2] - start[2] - 10) < 0.01, "\(end)")
  }

  // MARK: board files

  static let mistakes = [
    (", motor: y2}", "}", "axes.y.limits.min_second.motor: is missing; for example y2"),
    (", motor: y2}", ", motor: y}", "both switches of this end are at motor y; each side has its own"),
    (", motor: y2}", ", motor: y3}", "axes.y.limits.min_second.motor: expected one of y, y2, found \"y3\""),
    ("at_mm: -2.6", "at_mm: -8.5", "5.5 mm from the first one; one side goes at most 5 mm alone"),
    ("      min: {pin: GPIO13", "      max_second: {pin: GPIO13", "there is no switch min beside it"),
    ("min_second:", "min_secnd:", "axes.y.limits.min_secnd: unknown key; did you mean min_second?"),
  ]

  @Test("mistakes in a gantry's switches are told with a way out", arguments: mistakes)
  func mistake(_ old: String, _ new: String, _ message: String) throws {
    let one = "min: {pin: GPIO13, normally: closed, switch: kw12, at_mm: -3}"
    let two = """
      min: {pin: GPIO13, normally: closed, switch: kw12, at_mm: -3, motor: y}
            min_second: {pin: GPIO4, normally: closed, switch: kw12, at_mm: -2.6, motor: y2}
      """
    let text = try BoardFixture.edited(one, two, in: "pi4-router-tb6600")
    let problems = BoardFixture.problems(text.replacing(old, with: new))
    let texts = problems.map { $0.text(in: .en) }
    #expect(texts.contains { $0.contains(message) }, "\(texts)")
    #expect(problems.allSatisfy { $0.text(in: .en) != $0.text(in: .fr) })
  }

  @Test("a second switch needs two motors; its wire is told with its motor")
  func wires() throws {
    let first = "min: {pin: GPIO5, normally: closed, at_mm: -2}"
    let both = first + "\n      min_second: {pin: GPIO4, normally: closed, at_mm: -2}"
    let texts = BoardFixture.problems(try BoardFixture.edited(first, both)).map { $0.text(in: .en) }
    #expect(texts.count == 1 && texts[0].contains("for an axis with two motors; this one has 1"), "\(texts)")
    let board = try board()
    let wire = board.inputs.first { $0.name == "limit_y_min_second" }
    #expect(wire?.bit == .limitMinSecond(1) && wire?.line.text == "GPIO4")
    #expect(board.text(in: .en).contains("limit switch Y min (y2), to GND"), "\(board.text(in: .en))")
    #expect(board.limitInputs.contains(.limitMinSecond(1)))
  }
}
