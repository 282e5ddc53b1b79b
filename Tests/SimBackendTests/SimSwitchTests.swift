// Switches of the simulated machine: they close exactly where they stand, step by step, whatever the way.

import Seeded
import SimBackend
import StepperCore
import Testing

@Suite("Simulated switches")
struct SimSwitchTests {
  private static let switches = [
    SimSwitch(input: .limitMin(0), axis: 0, atMm: -2.5, closesAbove: false),
    SimSwitch(input: .limitMax(0), axis: 0, atMm: 2.5, closesAbove: true, hysteresisMm: 0.12),
    SimSwitch(input: .limitMin(1), axis: 1, atMm: -1.0125, closesAbove: false),
    SimSwitch(input: .limitMax(1), axis: 1, atMm: 1.0, closesAbove: true),
    SimSwitch(input: .probe, axis: 2, atMm: -0.3, closesAbove: false),
  ]

  @Test(
    "on random walks every input is, after every step, what the carriage's position makes it",
    arguments: [Kinematics.cartesian, .coreXY])
  func walks(_ kinematics: Kinematics) {
    var noise = SplitMix64(51)
    let settings = Machines.settings(kinematics, switches: Self.switches, start: Point(0.3, -0.2, 0.1))
    var hand = HandSteps(settings)
    var joints = (0..<3).map { Int64(settings.map.steps(at: settings.start)[$0].rounded()) }
    var changes = 0, wrong = 0
    var last = InputWord.none
    var way: [Int64] = [0, 0, 0]
    for _ in 0..<200_000 {
      if noise.next() % 60 == 0 { way = way.map { _ in Int64.random(in: -1...1, using: &noise) } }
      // Turn back from far outside.
      for joint in 0..<3 where abs(joints[joint]) > 700 { way[joint] = -joints[joint].signum() }
      hand.step(way)
      for joint in 0..<3 { joints[joint] += way[joint] }
      let place = settings.map.position(ofSteps: Point(Double(joints[0]), Double(joints[1]), Double(joints[2])))
      var expected = InputWord.none
      for one in Self.switches {
        let beyond = one.closesAbove ? place[one.axis] - one.atMm : one.atMm - place[one.axis]
        // What was pressed lets go only after its hysteresis.
        let isPressed = beyond >= (last.contains(one.input) ? -one.hysteresisMm : 0)
        if isPressed { expected = expected | one.input }
      }
      let inputs = hand.port.inputs
      if inputs != expected { wrong += 1 }
      if inputs != last { changes += 1 }
      last = inputs
    }
    #expect(wrong == 0)
    #expect(changes > 100)
    let violations = hand.port.timingViolations
    #expect(violations == 0)
  }

  @Test("a switch is closed from the start where the machine starts on it")
  func fromStart() {
    let port = SimPort(Machines.settings(switches: Self.switches, start: Point(5, 0, -1)))
    let inputs = port.inputs
    #expect(inputs == .limitMax(0) | .probe)
  }

  @Test("an input that a person presses stays while carriages move, and is told in the log")
  func pressed() {
    var hand = HandSteps(Machines.settings(switches: Self.switches))
    hand.port.log.switchOn(capacity: 10_000)
    hand.port.setInput(.emergencyStop, active: true, at: PortInstant(tick: 5, ns: 0))
    for _ in 0..<300 { hand.step([1, 0, 0]) }
    let inputs = hand.port.readInputs()
    #expect(inputs == .emergencyStop | .limitMax(0))
    let changes = hand.port.log.edges.filter(\.isInput).map(\.changing)
    #expect(changes == [InputWord.emergencyStop.rawValue, InputWord.limitMax(0).rawValue])
    hand.port.setInput(.emergencyStop, active: false, at: PortInstant(tick: 50_000, ns: 0))
    let after = hand.port.inputs
    #expect(after == .limitMax(0))
  }
}
