// What a machine does in an alarm, and what it tells: nobody may believe that it stands where it does not, or miss why.

import Rig
import SimBackend
import StepperCore
import Testing

@Suite("An alarm")
struct AlarmTests {
  /// Brakes in the alarm of a motion out of its travel.
  private func braking() throws -> Operator {
    var board = try BoardFixture.load("default")
    board.startPosition = Point(100, 80, -20)
    var one = try Operator(board)
    one.send("G53 G1 X200 F3000\n")
    one.pass(seconds: 0.7)
    #expect(one.send("G53 G1 X5000\n") == "error:15\r\nALARM:2\r\n[MSG:'$H'|'$X' to unlock]\r\n")
    return one
  }

  @Test(
    "a machine that still brakes is cut by its emergency stop and by its limits all the same", arguments: [true, false])
  func cuts(_ isEmergency: Bool) throws {
    var whole = try braking()
    let before = whole.pulses
    whole.settle()
    let needed = whole.pulses - before
    var one = try braking()
    let begun = one.pulses
    one.press(isEmergency ? .emergencyStop : .limitMax(1))
    let told = one.settle()
    #expect(told.hasPrefix(isEmergency ? "ALARM:10\r\n" : "ALARM:1\r\n"), "\(told)")
    let made = one.pulses - begun, isKnown = one.operated.session.isPositionKnown
    // 50 mm/s for a thousandth of a second, 200 steps a millimetre.
    #expect(made <= 20 && needed > 500, "\(made) and \(needed) pulses")
    #expect(!isKnown)
  }

  @Test("one that is braked from keeps the place, and a program goes on from there")
  func brakes() throws {
    var one = try braking()
    one.settle()
    let isKnown = one.operated.session.isPositionKnown, at = one.position, carriage = one.carriage
    #expect(isKnown && abs(at.x - carriage.x) < 0.0026)
    one.line("$X")
    #expect(one.line("G91 G1 X-1 F600") == "ok\r\n")
    let end = one.position
    #expect(abs(end.x - at.x + 1) < 1e-9)
  }

  @Test("an emergency stop that is pressed in an alarm takes the motors' power, and with it the place")
  func emergencyInAlarm() throws {
    var one = try Operator(BoardFixture.load("default"))
    one.line("G53 G1 X5000 F600")
    one.press(.emergencyStop)
    #expect(one.settle() == "ALARM:10\r\n[MSG:'$H'|'$X' to unlock]\r\n")
    #expect(one.line("$X") == "error:79\r\n")
    one.press(.emergencyStop, false)
    one.line("$X")
    let isKnown = one.operated.session.isPositionKnown
    #expect(!isKnown)
  }

  @Test("is told each time, also where a sender unlocks it and runs into it again in one breath")
  func toldAgain() throws {
    var one = try Operator(BoardFixture.load("default"))
    let wrong = "G53 G1 X5000 F600\n"
    one.send(wrong)
    one.settle()
    let told = one.send("$X\n" + wrong)
    #expect(told == "[MSG:Caution: Unlocked]\r\nok\r\nerror:15\r\nALARM:2\r\n[MSG:'$H'|'$X' to unlock]\r\n", "\(told)")
  }

  @Test("a machine that has homed one axis does not know where the others are")
  func homesOneAxis() throws {
    var one = try Operator(BoardFixture.load("default"), mustHome: true)
    var known: [Bool] = []
    for axis in ["Z", "X", "X", "Y"] {
      #expect(one.line("$H\(axis)") == "ok\r\n")
      known.append(one.operated.session.isPositionKnown)
    }
    #expect(known == [false, false, false, true])
  }

  @Test("check mode finds what is out of travel, and goes on to the next fault")
  func checks() throws {
    var one = try Operator(BoardFixture.load("default"))
    one.line("$C")
    let lines = ["G53 G1 X10 F600", "G53 G1 X5000", "G53 G1 X", "G53 G1 X20", "G77", "G53 G1 Z5"]
    let answers = lines.map { one.line($0) }
    #expect(answers == ["ok", "error:15", "error:2", "ok", "error:20", "error:15"].map { $0 + "\r\n" })
    let state = one.state, pulses = one.pulses
    #expect(state == .check && pulses == 0)
  }

  @Test("a line that does not end keeps out neither questions nor what comes behind it")
  func endlessLine() throws {
    var one = try Operator(BoardFixture.load("default"))
    #expect(one.send(String(repeating: "X", count: 100_000) + "?").hasPrefix("<Idle|"))
    #expect(one.line("") == "error:11\r\n")
    #expect(one.line(String(repeating: " ", count: 100_000) + "G4 P0") == "ok\r\n")
    one.send(String(repeating: "X", count: 100_000))
    #expect(one.send("\u{18}$X\n").hasSuffix("ok\r\n"))
  }
}
