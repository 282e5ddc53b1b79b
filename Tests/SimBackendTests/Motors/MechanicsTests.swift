// What hangs on the motors: play, springs, stops, weight, two motors on one axis, belts.

import SimBackend
import StepperCore
import Testing

@Suite("Mechanics")
struct MechanicsTests {
  private static let there: [Command] = [
    .line(to: Point(20, -15, 3), feed: .rapid), .line(to: Point(5, 5, -2), feed: .rapid),
  ]

  @Test("without trouble every carriage ends where the program does", arguments: [0, 1, 2])
  func arrives(_ kind: Int) {
    let drive: PhysicsMachines.Drive = [.rigid, .play, .spring][kind]
    PhysicsMachines.run(Machines.core(), PhysicsMachines.settings(drive), Self.there) { sim, end in
      for motor in 0..<4 {
        let seen0 = sim.port.report(ofMotor: motor)?.slips
        #expect(seen0 == 0)
      }
      let off = (sim.port.position - end)
      // Friction holds a rotor a few degrees electrical aside; play lets a carriage lag by half of it, a spring too.
      let allowed = kind == 0 ? 0.02 : 0.1
      #expect(abs(off.x) < allowed && abs(off.y) < allowed && abs(off.z) < allowed, "\(off)")
      let racking = sim.port.peakRackingMm(joint: 1)
      #expect(racking < 0.01)
    }
  }

  @Test("a CoreXY goes where it should, and its heavy axis is felt by both belts")
  func coreXY() {
    PhysicsMachines.run(Machines.core(.coreXY), PhysicsMachines.settings(.rigid, .coreXY), Self.there) { sim, end in
      let off = sim.port.position - end
      #expect(abs(off.x) < 0.02 && abs(off.y) < 0.02 && abs(off.z) < 0.02, "\(off)")
      let a = sim.port.report(ofMotor: 0)?.minTorqueMargin ?? 0, b = sim.port.report(ofMotor: 1)?.minTorqueMargin ?? 0
      #expect(a < 0.97 && b < 0.97)
    }
  }

  @Test("play: the carriage turns round later than the screw, by the play")
  func play() {
    var settings = PhysicsMachines.settings(.play)
    settings.mechanics[0].backlashMm = 0.5
    let out: [Command] = [.line(to: Point(10, 0, 0), feed: .perSecond(20))]
    PhysicsMachines.run(Machines.core(), settings, out) { sim, _ in
      let lag = 10 - sim.port.position.x
      #expect(abs(lag - 0.25) < 0.02)
    }
    let back: [Command] = out + [.line(to: Point(9.7, 0, 0), feed: .perSecond(20))]
    PhysicsMachines.run(Machines.core(), settings, back) { sim, _ in
      let x = sim.port.position.x
      #expect(abs(x - 9.75) < 0.02)
    }
  }

  @Test("at the hard end of its travel a carriage stops, and its motor loses the rest of the way in fours")
  func hardStop() {
    var settings = PhysicsMachines.settings()
    settings.mechanics[0].stopsMm = -5...5
    PhysicsMachines.run(
      Machines.core(), settings, [.line(to: Point(12, 0, 0), feed: .perSecond(20))],
      each: { sim, _ in
        let x = sim.port.position.x
        #expect(x < 5.001)
      }
    ) { sim, _ in
      let lost = sim.port.report(ofMotor: 0)?.lostFullSteps ?? 0
      // 7 mm are 70 full steps.
      #expect(lost >= 64 && lost <= 72 && lost % 4 == 0)
    }
  }

  @Test("a head that is too heavy for a sleeping motor falls to its stop")
  func weight() {
    var settings = PhysicsMachines.settings()
    settings.mechanics[2].mmPerRev = 16
    settings.mechanics[2].weightN = 80
    settings.mechanics[2].frictionN = 5
    var machine = SimMachine(Machines.core(), machine: settings, start: .zero)
    for _ in 0..<300 { machine.run(Slice(ticks: 40, outputs: .enables)) }
    let held = machine.port.carriageMm(ofMotor: 2) ?? 0
    #expect(abs(held) < 0.2)
    for _ in 0..<2_000 { machine.run(Slice(ticks: 40)) }
    let fallen = machine.port.carriageMm(ofMotor: 2) ?? 0
    #expect(abs(fallen + 110) < 0.01)
  }

  @Test("one side of a gantry that jams racks it, and only that side's motor slips")
  func racking() {
    PhysicsMachines.run(
      Machines.core(), PhysicsMachines.settings(), [.line(to: Point(0, 14, 0), feed: .perSecond(40))],
      each: { sim, _ in
        if sim.port.position.y > 10 { sim.port.setFriction(ofMotor: 3, newtons: 5_000, at: sim.engine.tick) }
      }
    ) { sim, _ in
      let good = sim.port.report(ofMotor: 1), jammed = sim.port.report(ofMotor: 3)
      #expect(good?.slips == 0 && (jammed?.slips ?? 0) > 0)
      let racking = sim.port.peakRackingMm(joint: 1)
      #expect(racking > 3 && racking < 4.5)
    }
  }

  @Test("a switch closes where the carriage is, not where the pulses are")
  func switchFollowsCarriage() {
    let limit = SimSwitch(input: .limitMax(0), axis: 0, atMm: 8, closesAbove: true)
    var settings = PhysicsMachines.settings(switches: [limit])
    settings.mechanics[0].stopsMm = -5...5
    let far: [Command] = [.line(to: Point(12, 0, 0), feed: .perSecond(20))]
    PhysicsMachines.run(Machines.core(), settings, far) { sim, _ in
      let seen0 = sim.port.inputs
      #expect(!seen0.contains(.limitMax(0)))
    }
    settings.mechanics[0].stopsMm = nil
    PhysicsMachines.run(Machines.core(), settings, far) { sim, _ in
      let seen0 = sim.port.inputs
      #expect(seen0.contains(.limitMax(0)))
    }
  }

  @Test("the trace of outputs does not depend on physics")
  func sameTrace() {
    var hashes: [UInt64] = []
    for machine in [Machines.settings(), PhysicsMachines.settings()] {
      PhysicsMachines.run(Machines.core(), machine, Self.there) { sim, _ in hashes.append(sim.port.hash.value) }
    }
    #expect(hashes[0] == hashes[1])
  }
}
