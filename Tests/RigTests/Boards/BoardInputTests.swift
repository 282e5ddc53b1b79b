// Switches, probe, emergency stop and spindle of a board file, as the simulator gets them.

import Rig
import SimBackend
import StepperCore
import Testing

@Suite("Inputs of boards")
struct BoardInputTests {
  @Test("a limit's hysteresis and bounce reach the simulated switch, and what is left out is what a small switch has")
  func limits() throws {
    let text = try BoardFixture.edited("at_mm: 302}", "at_mm: 302, hysteresis_mm: 0.8, bounce_ms: 2.5}")
    let board = try BoardFixture.read(text).0
    let switches = board.simulation(nil).switches
    let max = try #require(switches.first { $0.input == .limitMax(0) })
    #expect(max.hysteresisMm == 0.8 && max.bounceMs == 2.5)
    let min = try #require(switches.first { $0.input == .limitMin(0) })
    #expect(min.hysteresisMm == 0.1 && min.bounceMs == 0)
  }

  @Test("every board reads no input as active while nobody presses anything", arguments: BoardFixture.names)
  func atRest(_ name: String) throws {
    let board = try BoardFixture.load(name)
    var port = SimPort(board.simulation(nil))
    let atRest = port.inputs
    #expect(atRest == .none)
    for wire in board.inputs {
      port.breakWire(of: wire.bit, at: 0)
      let broken = port.inputs
      #expect(broken == (wire.isNormallyClosed ? wire.bit : .none), "\(wire.name)")
      port.mendWire(of: wire.bit, at: 0)
    }
  }

  @Test("what the emergency stop cuts is read, and a word that it does not know is told with the ones it does")
  func emergencyStop() throws {
    let plain = "estop: {pin: GPIO16, normally: closed}"
    let text = try BoardFixture.text("default")
    let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("estop:") })
    func board(_ entry: String) throws -> String { try BoardFixture.edited(String(line), entry) }
    let both = try BoardFixture.read(try board("estop: {pin: GPIO16, normally: closed, cuts: [motors, spindle]}")).0
    #expect(both.emergencyCut == [.motors, .spindle])
    #expect(both.simulation(nil).emergencyCut == [.motors, .spindle])
    let none = try BoardFixture.read(try board(plain)).0
    #expect(none.emergencyCut.isEmpty && none.simulation(nil).emergencyCut.isEmpty)
    let problems = BoardFixture.problems(try board("estop: {pin: GPIO16, normally: closed, cuts: [motor]}"))
    #expect(problems.count == 1)
    #expect(problems.first?.suggestion == "motors")
    #expect(problems.first?.key.hasPrefix("estop.cuts") == true)
    let missing = BoardFixture.problems(try board("estop: {pin: GPIO16, cuts: [motors]}"))
    #expect(missing.map(\.key) == ["estop.normally"])
  }

  @Test("the simulated spindle takes the board's wait where nothing else is said, and stops as slowly as it starts")
  func spindle() throws {
    let plain = try BoardFixture.load("default").simulation(nil).spindle
    #expect(plain == SpindleFigures(maxRpm: 24_000, timeToSpeedS: 2, timeToStopS: 2))
    let text = try BoardFixture.edited("spin_up_s: 2", "spin_up_s: 2\n  time_to_speed_s: 3\n  time_to_stop_s: 9")
    let told = try BoardFixture.read(text).0.simulation(nil).spindle
    #expect(told == SpindleFigures(maxRpm: 24_000, timeToSpeedS: 3, timeToStopS: 9))
    let laser = BoardFixture.problems(
      try BoardFixture.edited("max_power: 1000 ", "max_power: 1000\n  time_to_speed_s: 1 ", in: "corexy-laser"))
    #expect(laser.map(\.key) == ["spindle.time_to_speed_s"])
  }
}
