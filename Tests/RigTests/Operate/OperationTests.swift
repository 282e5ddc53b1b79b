// A machine that is operated by lines and real-time bytes: what a person, or a sender, sees of it.

import Rig
import SimBackend
import StepperCore
import Testing

@Suite("An operated machine")
struct OperationTests {
  private func machine(_ name: String = "default", mustHome: Bool = false, physics: Bool = false) throws -> Operator {
    try Operator(BoardFixture.load(name), physics: physics, mustHome: mustHome)
  }

  @Test("greets, answers each line once, and moves to where it is told")
  func lines() throws {
    var one = try machine()
    #expect(one.answers == "\r\nGrbl 1.1f ['$' for help]\r\n")
    #expect(one.line("G21 G90") == "ok\r\n")
    #expect(one.line("") == "ok\r\n")
    #expect(one.line("G53 G0 X10 Y20") == "ok\r\n")
    #expect(one.line("G1 X5 F600 (a cut)") == "ok\r\n")
    #expect(one.line("G1 Q") == "error:2\r\n")
    let at = one.position, carriage = one.carriage
    #expect(at == Point(50, 20, 0) && carriage == at)
    let state = one.state
    #expect(state == .idle)
    one.operated.session.flush()
    // A carriage return and a line feed end one line.
    #expect(one.send("G4 P0\r\n") == "ok\r\n")
  }

  @Test("the status report says where it is, what it does and how fast, in grbl's words")
  func status() throws {
    var one = try machine()
    one.line("G53 G0 X10")
    #expect(one.report() == "<Idle|MPos:10.000,0.000,0.000|FS:0,0|WCO:45.000,10.000,-30.000>\r\n")
    #expect(one.report() == "<Idle|MPos:10.000,0.000,0.000|FS:0,0>\r\n".replacing(">", with: "|Ov:100,100,100>"))
    one.line("$10=2")
    #expect(one.report().hasPrefix("<Idle|WPos:-35.000,-10.000,30.000|Bf:2048,128|FS:0,0>"))
    one.send("G53 G0 X100\n")
    one.pass(seconds: 1)
    let report = one.report()
    #expect(report.hasPrefix("<Run|WPos:") && report.contains("|FS:3000,0"), "\(report)")
  }

  @Test("a hold brakes and stands, a resume goes on, and the end is where it would have been")
  func holds() throws {
    var plain = try machine()
    plain.line("G53 G1 X60 F2400")
    let expected = plain.position
    var one = try machine()
    one.send("G53 G1 X60 F2400\n")
    one.pass(seconds: 0.7)
    one.send("!")
    let braking = one.report()
    one.pass(seconds: 1)
    let standing = one.report()
    #expect(braking.hasPrefix("<Hold:1") && standing.hasPrefix("<Hold:0"), "\(braking) \(standing)")
    let held = one.position
    one.pass(seconds: 1)
    let still = one.position
    #expect(held == still && held.x > 5 && held.x < 55)
    one.send("~")
    one.settle()
    let end = one.position, state = one.state, carriage = one.carriage
    #expect(end == expected && state == .idle && carriage == end)
  }

  @Test("a reset in motion cuts the steps and is an alarm; the place is lost until homing")
  func resetInMotion() throws {
    var one = try machine()
    one.send("G53 G1 X60 F2400\n")
    one.pass(seconds: 0.7)
    let answer = one.send("\u{18}")
    one.settle()
    #expect(answer.hasSuffix("Grbl 1.1f ['$' for help]\r\n[MSG:'$H'|'$X' to unlock]\r\n"), "\(answer)")
    let state = one.state, isKnown = one.operated.session.isPositionKnown
    #expect(state == .alarm && !isKnown)
    #expect(one.line("G0 X1") == "error:9\r\n")
    #expect(one.line("$X") == "[MSG:Caution: Unlocked]\r\nok\r\n")
    #expect(one.line("$H") == "ok\r\n")
    let homed = one.operated.session.isPositionKnown
    #expect(homed)
  }

  @Test("a reset at rest forgets the program, and is no alarm")
  func resetAtRest() throws {
    var one = try machine()
    one.send("G53 G1 X60 F2400\n")
    one.pass(seconds: 0.7)
    one.send("!")
    one.pass(seconds: 1)
    one.send("\u{18}")
    one.settle()
    let state = one.state, isKnown = one.operated.session.isPositionKnown
    #expect(state == .idle && isKnown)
    #expect(one.line("G53 G0 X0") == "ok\r\n")
    let carriage = one.carriage
    #expect(abs(carriage.x) < 1e-9)
  }

  @Test("homing finds the switches from any start, and then the machine is where it says", arguments: 0..<12)
  func homing(_ seed: Int) throws {
    let board = try BoardFixture.load("default")
    var start = board
    // Anywhere in the travel, on a switch too; the controller thinks that it is somewhere else.
    let place = Point(Double(seed * 53 % 303) - 2.4, Double(seed * 97 % 203) - 2.3, -Double(seed * 31 % 60))
    start.startPosition = place
    var one = try Operator(start, physics: seed % 3 == 0, mustHome: true)
    let before = one.state
    #expect(before == .alarm)
    #expect(one.line("$H") == "ok\r\n")
    let state = one.state, at = one.position, carriage = one.carriage
    #expect(state == .idle)
    for axis in 0..<3 {
      #expect(abs(at[axis] - carriage[axis]) < 0.05, "axis \(axis): \(at) \(carriage)")
    }
    // Off the switches by their pull-off: at the edge of the travel.
    #expect(abs(at.x) < 0.01 && abs(at.y) < 0.01 && abs(at.z) < 0.01, "\(at)")
    // Twice the same.
    one.line("$H")
    let again = one.carriage
    #expect(abs(again.x - carriage.x) < 0.01 && abs(again.z - carriage.z) < 0.01)
  }

  @Test("homing names what it did not find")
  func homingFails() throws {
    let board = try BoardFixture.load("default")
    var stuck = try Operator(board, faults: [SimFault(.stuckSwitch(.limitMax(2), isPressed: false), .tick(0))])
    let missing = stuck.line("$H")
    #expect(missing == "ALARM:9\r\n[MSG:'$H'|'$X' to unlock]\r\nerror:9\r\n", "\(missing)")
    var welded = try Operator(board, faults: [SimFault(.stuckSwitch(.limitMax(2), isPressed: true), .tick(0))])
    // It hits at once; then it is known.
    #expect(welded.line("$H").hasPrefix("ALARM:1\r\n"))
    let pressed = welded.line("$H")
    #expect(pressed == "ALARM:8\r\n[MSG:'$H'|'$X' to unlock]\r\nerror:9\r\n", "\(pressed)")
  }

  @Test("a limit that is hit is an alarm; after $X one can drive off it, and home")
  func limit() throws {
    var board = try BoardFixture.load("default")
    board.settings.softLimits = false
    var one = try Operator(board)
    one.send("G53 G1 X-20 F1500\n")
    let told = one.settle()
    #expect(told.contains("ALARM:1\r\n"), "\(told)")
    let carriage = one.carriage
    // 25 mm/s for the millisecond that a spike may last.
    #expect(carriage.x < -2 && carriage.x > -2.05, "\(carriage)")
    #expect(one.report().contains("|Pn:X|"))
    one.line("$X")
    one.line("$J=G91 X5 F600")
    let state = one.state, off = one.carriage
    #expect(state == .idle && off.x > 2.9)
    // It counts again.
    one.send("$J=G91 X-20 F600\n")
    #expect(one.settle().contains("ALARM:1\r\n"))
    #expect(one.line("$H") == "ok\r\n")
  }

  @Test("a switch that bounces as it opens is driven off all the same, and counts again behind that", arguments: 1...8)
  func limitThatBounces(_ seed: UInt64) throws {
    var board = try BoardFixture.load("default")
    board.settings.softLimits = false
    for index in board.switches.indices { board.switches[index].bounceMs = 12 }
    var one = try Operator(board, seed: seed)
    one.send("G53 G1 X-20 F1500\n")
    #expect(one.settle().contains("ALARM:1\r\n"))
    // At once, in the middle of its burst.
    #expect(one.line("$X").hasSuffix("ok\r\n"))
    #expect(one.line("$J=G91 X5 F300") == "ok\r\n")
    let state = one.state, off = one.carriage
    #expect(state == .idle && off.x > 2.9, "\(state) \(off)")
    one.send("$J=G91 X-20 F600\n")
    #expect(one.settle().contains("ALARM:1\r\n"))
  }

  @Test("the emergency stop cuts the steps, and nothing can be done before it is released")
  func emergencyStop() throws {
    var one = try machine()
    one.send("G53 G1 X60 F2400\n")
    one.pass(seconds: 0.7)
    one.press(.emergencyStop)
    let told = one.settle()
    #expect(told.hasPrefix("ALARM:10\r\n"), "\(told)")
    #expect(one.line("$X") == "error:79\r\n")
    #expect(one.line("$H") == "error:79\r\n")
    one.press(.emergencyStop, false)
    one.pass(seconds: 0.1)
    #expect(one.line("$X") == "[MSG:Caution: Unlocked]\r\nok\r\n")
  }

  @Test("jogs go where they say, stop when they are cancelled, and are refused beyond the travel")
  func jogs() throws {
    var one = try machine()
    #expect(one.line("$J=G53 X20 F1200") == "ok\r\n")
    #expect(one.line("$J=G91 X-5.5 Y2 F1200") == "ok\r\n")
    let at = one.position
    #expect(at == Point(14.5, 2, 0))
    #expect(one.line("$J=G91 X-50 F1200") == "error:15\r\n")
    #expect(one.line("$J=G91 X5") == "error:16\r\n")
    #expect(one.line("$J=G91 X5 F100 M3") == "error:16\r\n")
    one.send("$J=G91 X100 F1200\n")
    one.pass(seconds: 0.5)
    let report = one.report()
    #expect(report.hasPrefix("<Jog|"))
    #expect(one.send("G0 X1\n") == "error:9\r\n")
    one.send("\u{85}")
    one.settle()
    one.operated.session.flush()
    let state = one.state, stopped = one.position, isKnown = one.operated.session.isPositionKnown
    #expect(state == .idle && stopped.x > 20 && stopped.x < 40 && isKnown)
    // The program's modes are as they were, and it goes on from where the jog has come to.
    #expect(one.line("G91 G0 X1") == "ok\r\n")
    let end = one.position
    #expect(abs(end.x - stopped.x - 1) < 1e-9)
  }

  @Test("probing latches the touch, and a probe that does not touch is an alarm")
  func probes() throws {
    var one = try machine()
    #expect(one.line("G38.2 Z-5 F300") == "[PRB:0.000,0.000,-32.000:1]\r\nok\r\n")
    let found = one.line("$#")
    #expect(found.contains("[PRB:0.000,0.000,-32.000:1]"), "\(found)")
    #expect(one.line("G38.2 Z-5 F300") == "ALARM:4\r\n[MSG:'$H'|'$X' to unlock]\r\nerror:9\r\n")
    one.line("$X")
    one.line("G53 G0 Z0")
    #expect(one.line("G38.2 Z20 F300") == "ALARM:5\r\n[MSG:'$H'|'$X' to unlock]\r\nerror:9\r\n")
    one.line("$X")
    one.line("G53 G0 Z0")
    #expect(one.line("G38.3 Z20 F300") == "[PRB:0.000,0.000,-10.000:0]\r\nok\r\n")
  }

  @Test(
    "the spindle of a held machine can be stopped; it turns again before the path goes on, which ends where it would")
  func spindleStop() throws {
    var one = try machine()
    one.send("M3 S12000\nG53 G1 X60 F1200\n")
    one.pass(seconds: 3)
    // Nothing while the machine runs.
    let whileRunning = one.turns(afterBytes: [.spindleStop])
    one.send("!")
    one.pass(seconds: 1)
    let stopped = one.turns(afterBytes: [.spindleStop])
    let report = one.report()
    #expect(whileRunning && !stopped && !report.contains("|A:S"), "\(report)")
    let held = one.position
    one.send("~")
    one.pass(seconds: 1)
    // The board's spindle takes two seconds to its speed.
    let still = one.position, turnsAgain = one.turns(afterBytes: [])
    #expect(turnsAgain && still == held && held.x < 60)
    one.settle()
    let end = one.position, turnsAtEnd = one.turns(afterBytes: [])
    #expect(end.x == 60 && turnsAtEnd)
    one.send("G53 G1 X20 F1200\n!")
    one.pass(seconds: 1)
    let twice = one.turns(afterBytes: [.spindleStop, .spindleStop])
    #expect(twice)
  }

  @Test("mist is switched by a byte while the machine is idle, runs or is held, and by the program after that")
  func coolant() throws {
    var one = try machine()
    // The first report has the work's zero, and no room for more.
    _ = one.report()
    let on = one.levels(afterBytes: [.mist]), report = one.report()
    #expect(on.contains(.mist) && report.contains("|A:M"), "\(report)")
    let off = one.levels(afterBytes: [.mist])
    #expect(!off.contains(.mist))
    _ = one.levels(afterBytes: [.mist])
    one.line("M9")
    let afterProgram = one.levels(afterBytes: [])
    #expect(!afterProgram.contains(.mist))
    one.press(.emergencyStop)
    one.pass(seconds: 0.01)
    let inAlarm = one.levels(afterBytes: [.mist, .flood])
    #expect(inAlarm.isEmpty)
  }

  @Test("a door stops the motion and the spindle; both come back when it is shut and a person says so")
  func door() throws {
    let text = try BoardFixture.edited("probe: {pin", "door: {pin: GPIO4, normally: closed}\nprobe: {pin")
    let board = try BoardFixture.read(text).0
    var one = try Operator(board)
    one.send("M3 S12000\nG53 G1 X60 F1200\n")
    one.pass(seconds: 3)
    one.press(.door)
    one.pass(seconds: 1)
    let levels = one.operated.machine.engine.levels
    #expect(!levels.contains(.spindle))
    let report = one.report()
    #expect(report.hasPrefix("<Door:1"), "\(report)")
    one.send("~")
    one.pass(seconds: 0.5)
    let still = one.state
    #expect(still == .door)
    one.press(.door, false)
    one.pass(seconds: 0.1)
    one.send("~")
    one.pass(seconds: 1)
    let again = one.operated.machine.engine.levels
    let running = one.report()
    #expect(again.contains(.spindle) && running.hasPrefix("<Run"), "\(running)")
    let before = one.position
    one.settle()
    let end = one.position
    #expect(before.x < 60 && end.x == 60)
  }

  @Test("after an error nothing that was sent behind it is executed, until a person goes on")
  func discards() throws {
    var one = try machine()
    let answers = one.send("G53 G0 X10\nG1 X\nG53 G0 X20\nG53 G0 X30\n")
    #expect(answers == "ok\r\nerror:2\r\nerror:2\r\nerror:2\r\n", "\(answers)")
    one.settle()
    let at = one.position
    #expect(at.x == 10)
    one.operated.session.flush()
    #expect(one.line("G53 G0 X20") == "ok\r\n")
  }

  @Test("overrides change the speed at once, and the place where it ends not at all")
  func overrides() throws {
    var one = try machine()
    one.send("G53 G1 X60 F600\n")
    one.pass(seconds: 0.5)
    let bytes: [UInt8] = [0x91, 0x91, 0x91, 0x91, 0x91]
    _ = one.operated.send(bytes)
    one.pass(seconds: 0.3)
    let report = one.report()
    #expect(report.contains("|FS:900,0"), "\(report)")
    one.settle()
    let end = one.position
    #expect(end.x == 60)
  }

  @Test("check mode reads a program and moves nothing")
  func check() throws {
    var one = try machine()
    #expect(one.line("$C") == "[MSG:Enabled]\r\nok\r\n")
    #expect(one.line("G53 G0 X10") == "ok\r\n")
    #expect(one.report().hasPrefix("<Check|MPos:0.000"))
    #expect(one.line("G1 X5 F") == "error:2\r\n")
    one.operated.session.flush()
    #expect(one.line("$C").contains("[MSG:Disabled]\r\nok"))
    let at = one.position
    #expect(at == .zero)
  }
}
