// The emergency stop's own contact: what loses its power, whatever the controller does.

import SimBackend
import StepperCore
import Testing

@Suite("The emergency stop's chain")
struct EmergencyStopTests {
  /// A Z axis with a steep screw and a heavy head; X and Y as they are.
  private static func heavyHead(frictionN: Double = 5, _ cut: EmergencyCut = [.motors, .spindle]) -> SimSettings {
    var settings = PhysicsMachines.settings()
    settings.mechanics[2].mmPerRev = 16
    settings.mechanics[2].weightN = 80
    settings.mechanics[2].frictionN = frictionN
    settings.emergencyCut = cut
    settings.spindle = SpindleFigures(maxRpm: 24_000, timeToSpeedS: 2, timeToStopS: 4)
    return settings
  }

  private static func wait(_ sim: inout SimMachine, ms: Int, _ outputs: PortWord = .enables) {
    for _ in 0..<ms { sim.run(Slice(ticks: 40, outputs: outputs)) }
  }

  @Test("without power a heavy head falls to its stop, and one that friction or detent holds stays where it is")
  func falls() {
    for (frictionN, falls) in [(5.0, true), (70, false), (100, false)] {
      var sim = SimMachine(Machines.core(), machine: Self.heavyHead(frictionN: frictionN), start: .zero)
      Self.wait(&sim, ms: 100)
      let held = sim.port.carriageMm(ofMotor: 2) ?? .nan
      #expect(abs(held) < 0.2)
      sim.port.pressEmergencyStop(at: sim.engine.tick)
      // The controller goes on as if nothing were.
      Self.wait(&sim, ms: 2_000)
      let inputs = sim.port.inputs
      #expect(inputs == .emergencyStop)
      let place = sim.port.carriageMm(ofMotor: 2) ?? .nan
      #expect(falls ? abs(place + 110) < 0.01 : abs(place) < 0.3, "\(frictionN) N: \(place) mm")
    }
  }

  @Test("a chain that cuts nothing is only sensed: the motors hold")
  func onlySensed() {
    var sim = SimMachine(Machines.core(), machine: Self.heavyHead([]), start: .zero)
    Self.wait(&sim, ms: 100)
    sim.port.pressEmergencyStop(at: sim.engine.tick)
    Self.wait(&sim, ms: 1_000)
    let place = sim.port.carriageMm(ofMotor: 2) ?? .nan, inputs = sim.port.inputs
    #expect(abs(place) < 0.2)
    #expect(inputs == .emergencyStop)
  }

  @Test(
    "pulses that come without power are missed, are nobody's timing fault, and the axis runs out",
    arguments: [true, false])
  func pulsesWithoutPower(_ hasPhysics: Bool) {
    var settings = Self.heavyHead()
    if !hasPhysics { settings.mechanics = [] }
    var sim = SimMachine(Machines.core(), machine: settings, start: .zero)
    Self.wait(&sim, ms: 10)
    // 50 mm/s along X, slice by slice: 4 steps a millisecond.
    let speed = Int64(50 * 80 * SubSteps.perStep / 40_000)
    let moving = Slice(velocity: SIMD4(speed, 0, 0, 0), ticks: 40, outputs: .enables)
    for _ in 0..<200 { sim.run(moving) }
    sim.port.pressEmergencyStop(at: sim.engine.tick)
    for _ in 0..<200 { sim.run(moving) }
    let steps = sim.port.steps(ofMotor: 0), missed = sim.port.missedPulses(ofMotor: 0)
    #expect(abs(steps - 800) <= 1 && abs(Int64(missed) - 800) <= 1)
    let violations = sim.port.timingViolations
    #expect(violations == 0)
    let x = sim.port.position.x
    // Friction and iron stop it within millimetres of where it lost its current.
    #expect(x > 9.9 && x < 13, "\(x)")
  }

  @Test("with the button out again the drivers wake, and hold")
  func release() {
    var sim = SimMachine(Machines.core(), machine: Self.heavyHead(frictionN: 100), start: .zero)
    Self.wait(&sim, ms: 100)
    sim.port.pressEmergencyStop(at: sim.engine.tick)
    Self.wait(&sim, ms: 100)
    let without = sim.port.phaseCurrentsA(ofMotor: 2) ?? SIMD2(.nan, .nan)
    #expect((without * without).sum() < 0.01)
    sim.port.releaseEmergencyStop(at: sim.engine.tick)
    Self.wait(&sim, ms: 100)
    let with = sim.port.phaseCurrentsA(ofMotor: 2) ?? SIMD2(.nan, .nan), inputs = sim.port.inputs
    #expect((with * with).sum() > 7)
    #expect(inputs == .none)
  }

  @Test("a chain that opens somewhere else takes the power, and the controller does not hear of it")
  func brokenChain() {
    var sim = SimMachine(Machines.core(), machine: Self.heavyHead(), start: .zero)
    Self.wait(&sim, ms: 100)
    sim.port.breakEmergencyChain(at: sim.engine.tick)
    Self.wait(&sim, ms: 2_000)
    let place = sim.port.carriageMm(ofMotor: 2) ?? .nan, inputs = sim.port.inputs
    #expect(place < -100)
    #expect(inputs == .none)
  }

  @Test("the spindle runs out when the chain opens, though its line stays on, and comes back with the power")
  func spindleRunsOut() {
    let on: PortWord = .enables | .spindle
    var sim = SimMachine(Machines.core(), machine: Self.heavyHead(frictionN: 100), start: .zero)
    sim.port.spindle.setDial(rpm: 24_000, at: 0)
    Self.wait(&sim, ms: 3_000, on)
    func rpm() -> Double { sim.port.spindle.turning(at: sim.engine.tick).rpm }
    #expect(rpm() == 24_000)
    sim.port.pressEmergencyStop(at: sim.engine.tick)
    Self.wait(&sim, ms: 1_000, on)
    // Four seconds to a stop: a quarter of it is gone.
    let after = rpm()
    #expect(abs(after - 18_000) < 50)
    Self.wait(&sim, ms: 3_100, on)
    let stopped = rpm()
    #expect(stopped == 0)
    sim.port.releaseEmergencyStop(at: sim.engine.tick)
    Self.wait(&sim, ms: 1_000, on)
    let again = rpm()
    #expect(abs(again - 12_000) < 50)
  }
}
