// A machine on lines that is operated by lines and real-time bytes: the same as a simulated one, through the real-time loop.

import Rig
import SimBackend
import StepperCore
import Testing

@Suite("An operated machine on lines")
struct OperatedLinesTests {
  private func machine(mustHome: Bool = false) throws -> LinesOperator {
    try LinesOperator(BoardFixture.load("default"), mustHome: mustHome)
  }

  @Test("executes what it is sent, and its pulses bring the carriage to where it says")
  func lines() throws {
    var one = try machine()
    #expect(one.answers == "\r\nGrbl 1.1f ['$' for help]\r\n")
    #expect(one.line("G21 G90") == "ok\r\n")
    #expect(one.line("M3 S12000") == "ok\r\n")
    #expect(one.line("G53 G0 X10 Y20") == "ok\r\n")
    #expect(one.line("G1 X5 F600 (a cut)") == "ok\r\n")
    let at = one.position, state = one.state
    #expect(at == Point(50, 20, 0) && state == .idle)
    let report = one.send("?")
    #expect(report.hasPrefix("<Idle|MPos:50.000,20.000,0.000|FS:0,12000"), "\(report)")
    one.end()
    let carriage = one.world.port.position
    #expect(carriage == at)
  }

  @Test("homing finds the switches through the loop, from anywhere", arguments: 0..<6)
  func homing(_ seed: Int) throws {
    let board = try BoardFixture.load("default")
    let truth = Point(Double(seed * 53 % 303) - 2.4, Double(seed * 97 % 203) - 2.3, -Double(seed * 31 % 60))
    var one = try LinesOperator(board, at: truth, mustHome: true)
    let before = one.state
    #expect(before == .alarm)
    #expect(one.line("$H") == "ok\r\n")
    let state = one.state, at = one.position, isKnown = one.operated.session.isPositionKnown
    #expect(state == .idle && isKnown)
    one.end()
    let carriage = one.world.port.position
    for axis in 0..<3 { #expect(abs(at[axis] - carriage[axis]) < 0.02, "axis \(axis): \(at) \(carriage)") }
    #expect(abs(at.x) < 0.01 && abs(at.y) < 0.01 && abs(at.z) < 0.01, "\(at)")
  }

  @Test("probing latches the touch on its tick, and a probe that does not touch is an alarm")
  func probes() throws {
    var one = try machine()
    #expect(one.line("G38.2 Z-5 F300") == "[PRB:0.000,0.000,-32.000:1]\r\nok\r\n")
    let found = one.line("$#")
    #expect(found.contains("[PRB:0.000,0.000,-32.000:1]"), "\(found)")
    #expect(one.line("G38.2 Z-5 F300") == "ALARM:4\r\n[MSG:'$H'|'$X' to unlock]\r\nerror:9\r\n")
    one.line("$X")
    one.line("G53 G0 Z0")
    #expect(one.line("G38.2 Z20 F300") == "ALARM:5\r\n[MSG:'$H'|'$X' to unlock]\r\nerror:9\r\n")
    one.end()
  }

  @Test("a limit that is hit cuts the steps and is an alarm; after $X one can drive off it, and home")
  func limit() throws {
    var board = try BoardFixture.load("default")
    board.settings.softLimits = false
    var one = try LinesOperator(board)
    let told = one.line("G53 G1 X-20 F1500")
    #expect(told.contains("ALARM:1\r\n"), "\(told)")
    let hit = one.operated.session.steppedPosition
    // 25 mm/s for the millisecond that a spike may last.
    #expect(hit.x < -2 && hit.x > -2.05, "\(hit)")
    one.line("$X")
    one.line("$J=G91 X5 F600")
    let off = one.position
    #expect(off.x > 2.9)
    // It counts again.
    #expect(one.line("$J=G91 X-20 F600").contains("ALARM:1\r\n"))
    #expect(one.line("$H") == "ok\r\n")
    let at = one.position
    one.end()
    let carriage = one.world.port.position
    #expect(abs(at.x - carriage.x) < 0.02)
  }

  @Test("the emergency stop cuts the steps, and nothing can be done before it is released")
  func emergencyStop() throws {
    var one = try machine()
    one.send("G53 G1 X60 F2400\n")
    one.until("moving") { $0.session.steppedPosition.x > 10 }
    one.press(.emergencyStop)
    one.until("stopped") { $0.session.state == .alarm }
    let told = one.settle()
    #expect(one.answers.contains("ALARM:10\r\n"), "\(told)")
    #expect(one.line("$X") == "error:79\r\n")
    #expect(one.line("$H") == "error:79\r\n")
    one.press(.emergencyStop, false)
    one.until("released") { !$0.machine.inputs.contains(.emergencyStop) }
    // The ticks have seen it; the session sees it with its next turn.
    one.turn()
    #expect(one.line("$H") == "ok\r\n")
    one.end()
  }

  @Test("a hold brakes and stands, a resume goes on, and the end is where it would have been")
  func holds() throws {
    var one = try machine()
    one.send("G53 G1 X60 F2400\n")
    one.until("moving") { $0.session.steppedPosition.x > 10 }
    one.send("!")
    one.until("standing") { $0.session.state == .hold && !$0.session.isMoving }
    let held = one.operated.session.steppedPosition
    #expect(held.x > 10 && held.x < 55)
    one.send("~")
    one.settle()
    let end = one.position
    #expect(end.x == 60)
    one.end()
    let carriage = one.world.port.position
    #expect(carriage == end)
  }

  @Test("a reset in motion cuts the steps; where it stands is what the steps say, and is not trusted before homing")
  func resetInMotion() throws {
    var one = try machine()
    one.send("G53 G1 X60 F2400\n")
    one.until("moving") { $0.session.steppedPosition.x > 10 }
    one.send("\u{18}")
    one.settle()
    let state = one.state, isKnown = one.operated.session.isPositionKnown
    #expect(state == .alarm && !isKnown)
    one.line("$X")
    #expect(one.line("G53 G0 X20") == "ok\r\n")
    let at = one.position
    one.end()
    let carriage = one.world.port.position
    // What was between two steps when they were cut.
    #expect(at.x == 20 && abs(carriage.x - 20) < 0.006)
  }

  @Test("a tick that is much too late holds the motion and says so; a person goes on, and nothing is lost")
  func lateTick() throws {
    var one = try machine()
    let world = one.world
    one.send("G53 G1 X60 F2400\n")
    one.until("moving") { $0.session.steppedPosition.x > 10 }
    world.isLate.store(true, ordering: .relaxed)
    // Late ticks that come before it stands are part of the same trouble.
    one.until("late") { $0.trouble != nil }
    world.isLate.store(false, ordering: .relaxed)
    one.until("held") { $0.session.state == .hold && !$0.session.isMoving }
    #expect(one.answers.contains("[MSG:A tick came too late"))
    one.send("~")
    one.settle()
    let end = one.position, state = one.state
    #expect(end.x == 60 && state == .idle)
    one.end()
    let carriage = world.port.position
    #expect(carriage == end)
  }

  @Test("without its guard the machine brakes and does nothing more")
  func noGuard() throws {
    var one = try machine()
    one.send("G53 G1 X60 F2400\n")
    one.until("moving") { $0.session.steppedPosition.x > 10 }
    one.world.hasGuard.store(false, ordering: .relaxed)
    one.until("gone") { $0.trouble == .noGuard && !$0.session.isMoving }
    let at = one.operated.session.steppedPosition
    #expect(at.x < 55)
    one.end()
  }

  @Test("lines that fail end it, with what the system said")
  func lostLines() throws {
    var one = try machine()
    one.send("G53 G1 X60 F2400\n")
    one.until("moving") { $0.session.steppedPosition.x > 10 }
    one.world.isBroken.store(true, ordering: .relaxed)
    one.until("gone") { $0.trouble == .lost(.write(code: 5)) }
    one.end()
  }
}
