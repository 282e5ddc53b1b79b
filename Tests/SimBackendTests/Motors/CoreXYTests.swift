// The carriage of a CoreXY: hard ends, friction and margins of X and Y, where two belts share both.

import SimBackend
import StepperCore
import Testing

@Suite("CoreXY mechanics")
struct CoreXYTests {
  /// One motor a belt.
  private static var core: MachineSettings {
    var core = Machines.core(.coreXY)
    core.joint1.motors = 0b10
    core.joint1.inverted = 0
    return core
  }

  private static var settings: SimSettings {
    var settings = PhysicsMachines.settings(.rigid, .coreXY)
    settings.motors.removeLast()
    return settings
  }

  @Test("a CoreXY carriage stops at the hard end of X, and both its motors lose the rest of the way in fours")
  func coreXYStop() {
    var settings = Self.settings
    settings.mechanics[0].stopsMm = -5...5
    settings.mechanics[1].stopsMm = -300...300
    PhysicsMachines.run(
      Self.core, settings, [.line(to: Point(12, 0, 0), feed: .perSecond(20))],
      each: { sim, _ in
        let place = sim.port.position
        #expect(place.x < 5.000_001)
      }
    ) { sim, _ in
      let place = sim.port.position
      // Belts that slip pull at the carriage from both sides; it stays within a slip of its line.
      #expect(place.x > 4 && abs(place.y) < 0.5, "\(place)")
      for motor in 0..<2 {
        let lost = sim.port.report(ofMotor: motor)?.lostFullSteps ?? 0
        // 7 mm are 70 full steps.
        #expect(lost >= 64 && lost <= 72 && lost % 4 == 0, "\(lost)")
      }
    }
  }

  @Test("the hard end of Y holds a CoreXY carriage in Y alone: X goes on")
  func coreXYStopOfY() {
    var settings = Self.settings
    settings.mechanics[1].stopsMm = -300...3
    PhysicsMachines.run(
      Self.core, settings,
      [.line(to: Point(0, 6, 0), feed: .perSecond(20)), .line(to: Point(20, 6, 0), feed: .perSecond(20))],
      each: { sim, _ in
        let place = sim.port.position
        #expect(place.y < 3.000_001)
      }
    ) { sim, _ in
      let place = sim.port.position
      #expect(place.y > 2 && abs(place.x - 20) < 0.5, "\(place)")
    }
  }

  @Test("on a CoreXY each axis has its own friction: what moves the light axis does not move the stiff one")
  func coreXYFriction() {
    var settings = Self.settings
    for motor in settings.motors.indices {
      settings.motors[motor].motor?.detentTorqueNm = 0
      settings.motors[motor].motor?.frictionNm = 0
    }
    settings.mechanics[0].frictionN = 40
    settings.mechanics[1].frictionN = 10
    for (force, movesX, movesY) in [
      (Point(30, 0, 0), false, false), (Point(50, 0, 0), true, false), (Point(0, 30, 0), false, true),
      (Point(30, 30, 0), false, true), (Point(-60, -5, 0), true, false),
    ] {
      var machine = SimMachine(Self.core, machine: settings, start: .zero)
      machine.port.setToolForce(force, at: 0)
      for _ in 0..<200 { machine.run(Slice(ticks: 40)) }
      let place = machine.port.position
      #expect((abs(place.x) > 0.1) == movesX && (abs(place.y) > 0.1) == movesY, "\(force): \(place)")
      #expect(movesX || abs(place.x) < 1e-6)
      #expect(movesY || abs(place.y) < 1e-6)
    }
  }

  @Test("the margin of a CoreXY's motors knows which axis moves")
  func coreXYMargin() {
    var settings = Self.settings
    settings.mechanics[0].frictionN = 100
    settings.mechanics[1].frictionN = 5
    func margin(_ end: Point) -> Double {
      var least = 0.0
      PhysicsMachines.run(Self.core, settings, [.line(to: end, feed: .perSecond(40))]) { sim, _ in
        least = sim.port.report(ofMotor: 0)?.minTorqueMargin ?? 0
      }
      return least
    }
    let x = margin(Point(20, 0, 0)), y = margin(Point(0, 20, 0))
    // 95 N of friction between two motors: 0.15 N·m of the 0.9 that each has.
    #expect(y - x > 0.1 && y - x < 0.25, "\(x) \(y)")
  }
}
