// A door that lifts the tool: out of the cut before the spindle stops, and back to the same place before the path goes on.

import Rig
import Seeded
import SimBackend
import StepperCore
import Testing

@Suite("A door that lifts the tool")
struct DoorTests {
  private func machine(_ lift: String = ", lifts_to_z_mm: -2") throws -> Operator {
    let text = try BoardFixture.edited("probe: {pin", "door: {pin: GPIO4, normally: closed\(lift)}\nprobe: {pin")
    return try Operator(BoardFixture.read(text).0)
  }

  private static let cut = "M3 S12000\nG53 G1 Z-20 F900\nG53 G1 X60 F1200\n"

  @Test("lifts it with the spindle on, stops that, and comes back with it on to where the path goes on")
  func lifts() throws {
    var one = try machine()
    one.send(Self.cut)
    one.pass(seconds: 5)
    let before = one.position
    #expect(before.z == -20 && before.x > 1 && before.x < 59)
    one.press(.door)
    one.pass(seconds: 0.4)
    let rising = one.carriage, turnsWhileRising = one.turns(afterBytes: []), report = one.report()
    #expect(rising.z > -19.9 && rising.z < -2 && turnsWhileRising && report.hasPrefix("<Door:2"), "\(rising) \(report)")
    one.pass(seconds: 3)
    let up = one.carriage, turnsAbove = one.turns(afterBytes: [])
    #expect(up.z == -2 && !turnsAbove, "\(up)")
    one.press(.door, false)
    one.pass(seconds: 0.1)
    one.send("~")
    one.pass(seconds: 1.5)
    // The spindle takes two seconds to its speed: not before that does the tool go down.
    let waiting = one.carriage, turnsAgain = one.turns(afterBytes: [])
    #expect(waiting == up && turnsAgain)
    one.pass(seconds: 1)
    let lowering = one.carriage
    #expect(lowering.x == up.x && lowering.y == up.y && lowering.z < -2.1)
    one.settle()
    let end = one.position, carriage = one.carriage, state = one.state
    #expect(end == Point(60, 0, -20) && carriage == end && state == .idle, "\(end) \(carriage)")
  }

  @Test("a tool that is higher already, and a board that says nothing of it, stay where they are")
  func stays() throws {
    for lift in [", lifts_to_z_mm: -30", ""] {
      var one = try machine(lift)
      one.send(Self.cut)
      one.pass(seconds: 5)
      one.press(.door)
      one.pass(seconds: 2)
      let there = one.carriage, turns = one.turns(afterBytes: [])
      #expect(there.z == -20 && !turns, "\(lift) \(there)")
    }
  }

  @Test(
    "opened again on the way back it lifts again; whenever that is, the path ends where it would have",
    arguments: 1...24)
  func again(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    func seconds(_ most: Double) -> Double { Double(random.next() % 10_000) * 1e-4 * most }
    var one = try machine()
    one.send(Self.cut + "G53 G1 X20 Y30 F2000\n")
    one.pass(seconds: 3 + seconds(4))
    for _ in 0..<3 {
      one.press(.door)
      one.pass(seconds: 0.05 + seconds(3))
      one.press(.door, false)
      // Not before it is up.
      for _ in 0..<400 where one.state == .door {
        one.send("~")
        one.pass(seconds: 0.02)
      }
      one.pass(seconds: seconds(4))
      if random.next() & 3 == 0 {
        one.send("!")
        one.pass(seconds: seconds(2))
        one.send("~")
      }
    }
    one.settle()
    let end = one.position, carriage = one.carriage, state = one.state
    #expect(end == Point(20, 30, -20) && carriage == end && state == .idle, "\(end) \(carriage) \(state)")
    let known = one.operated.session.isPositionKnown
    #expect(known)
  }

  @Test("a Z axis with play is lifted and lowered within its limits too")
  func play() throws {
    let travel = "    travel_mm: [-60, 0]\n"
    let text = try BoardFixture.edited(travel, travel + "    backlash_mm: 0.2\n")
      .replacing("probe: {pin", with: "door: {pin: GPIO4, normally: closed, lifts_to_z_mm: -2}\nprobe: {pin")
    var scenario = try ScenarioFixture.read(
      """
      name: A door lifts a tool that has play
      physics: false
      steps:
        - send: |
            G53 G1 Z-20 F900
            G53 G1 X60 F1200
        - wait: {position: {x: 20}, within_s: 60}
        - realtime: door
        - wait: {time_s: 5}
        - realtime: resume
        - wait: {state: idle, within_s: 60}
      expect:
        limits_kept: true
        position_mm: {x: 60, y: 0, z: -20, tolerance: 0.001}
      """)
    scenario.board = try BoardFixture.read(text).0
    let result = try scenario.simulate()
    #expect(scenario.failures(of: result).isEmpty)
    // Down, up, and down again.
    #expect((result.summary.axes.z.steps ?? 0) > 50 * 200)
  }

  @Test("a reset while the tool is up forgets the path; in the middle of the way it cuts, and the place is not known")
  func reset() throws {
    var one = try machine()
    one.send(Self.cut)
    one.pass(seconds: 5)
    one.press(.door)
    one.pass(seconds: 4)
    one.press(.door, false)
    one.pass(seconds: 0.1)
    one.send("\u{18}")
    one.settle()
    let place = one.position, state = one.state, carriage = one.carriage
    // It was held between two steps.
    let isThere = carriage.z == -2 && abs(carriage.x - place.x) < 0.0026
    #expect(state == .idle && place.z == -2 && isThere, "\(state) \(place) \(carriage)")
    one.line("G53 G1 X10 Z-5 F900")
    let there = one.carriage
    #expect(there == Point(10, 0, -5), "\(there)")
    one.send(Self.cut)
    one.pass(seconds: 5)
    one.press(.door)
    one.pass(seconds: 0.5)
    one.send("\u{18}")
    one.pass(seconds: 0.5)
    let alarm = one.operated.session.alarm, isKnown = one.operated.session.isPositionKnown, report = one.report()
    #expect(alarm == .resetInMotion && !isKnown && report.contains("|H:0"), "\(report)")
  }
}
