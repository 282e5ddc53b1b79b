// A CoreXY whose belts stretch: how far a force moves the head, how it rings, what it loses where it turns round.

import SimBackend
import StepperCore
import Testing

@Suite("Stretching belts of a CoreXY")
struct BeltStretchTests {
  private static let pi = 3.141592653589793
  /// Metres of belt for a radian, millimetres for a full step: 20 mm a turn.
  private static let radiusM = 0.02 / (2 * pi)
  private static let mmPerFullStep = 0.1

  /// One motor a belt.
  private static var core: MachineSettings {
    var core = Machines.core(.coreXY)
    core.joint1.motors = 0b10
    core.joint1.inverted = 0
    return core
  }

  /// No friction anywhere.
  private static func settings(_ x: Double?, _ y: Double?, playMm: Double = 0, frictionN: Double = 0) -> SimSettings {
    var settings = PhysicsMachines.settings(.rigid, .coreXY)
    settings.motors.removeLast()
    for motor in settings.motors.indices { settings.motors[motor].motor?.frictionNm = 0 }
    for (axis, stiffness) in [x, y].enumerated() {
      settings.mechanics[axis].stiffnessNPerMm = stiffness
      settings.mechanics[axis].backlashMm = playMm
      settings.mechanics[axis].frictionN = frictionN
      settings.mechanics[axis].viscousNSPerMm = 0
      settings.mechanics[axis].stopsMm = nil
    }
    return settings
  }

  @Test(
    "a steady force moves the head by what its belts stretch and its rotors give, both worked out by hand",
    arguments: [Point(60, 0, 0), Point(0, -45, 0), Point(50, 30, 0)])
  func staticDeflection(_ force: Point) {
    // Two belts of 150 N/mm each.
    var machine = SimMachine(Self.core, machine: Self.settings(300, 300), start: .zero)
    for _ in 0..<200 { machine.run(Slice(ticks: 40, outputs: .enables)) }
    machine.port.setToolForce(force, at: machine.engine.tick)
    for _ in 0..<3_000 { machine.run(Slice(ticks: 40, outputs: .enables)) }
    let head = machine.port.position
    // x = (a + b)/2, y = (a − b)/2: tensions T with Jᵀ·T = F, then each belt by itself.
    let tensions = [(force.x + force.y) / 2, (force.x - force.y) / 2]
    var belts: [Double] = []
    for motor in 0..<2 {
      let lag = machine.port.lagFullSteps(ofMotor: motor) ?? .nan
      let angle = -lag * Self.pi / 2
      let torque = 1.26 / 2.0.squareRoot() * Self.sine(angle) + 0.063 * Self.sine(4 * angle)
      #expect(abs(torque - tensions[motor] * Self.radiusM) < 1e-6, "\(motor): \(torque)")
      belts.append(-lag * Self.mmPerFullStep + tensions[motor] / 150)
    }
    #expect(abs(head.x - (belts[0] + belts[1]) / 2) < 1e-6, "\(head)")
    #expect(abs(head.y - (belts[0] - belts[1]) / 2) < 1e-6, "\(head)")
    #expect(max(abs(head.x), abs(head.y)) > 0.1)
  }

  @Test("the stiffness that one axis names is that of the belts, and so of the other; each can have its own")
  func stiffnessOfAxes() {
    let stiffnesses: [(Double?, Double?, Double, Double)] = [
      (200, nil, 200, 200), (nil, 120, 120, 120), (400, 100, 400, 100),
    ]
    for (x, y, alongX, alongY) in stiffnesses {
      for (force, stiffness, axis) in [(Point(20, 0, 0), alongX, 0), (Point(0, 20, 0), alongY, 1)] {
        var machine = SimMachine(Self.core, machine: Self.settings(x, y), start: .zero)
        for _ in 0..<100 { machine.run(Slice(ticks: 40, outputs: .enables)) }
        machine.port.setToolForce(force, at: machine.engine.tick)
        for _ in 0..<3_000 { machine.run(Slice(ticks: 40, outputs: .enables)) }
        let lag = machine.port.lagFullSteps(ofMotor: 0) ?? .nan
        let moved = machine.port.position[axis] + lag * Self.mmPerFullStep
        #expect(abs(moved - 20 / stiffness) < 1e-5, "\(moved)")
      }
    }
  }

  @Test("let go, the head rings with the frequency of two masses on two springs", arguments: [0, 1])
  func rings(_ axis: Int) {
    var settings = Self.settings(150, 150)
    settings.model = .ideal
    for motor in 0..<2 { settings.motors[motor].motor?.detentTorqueNm = 0 }
    var machine = SimMachine(Self.core, machine: settings, start: .zero)
    for _ in 0..<200 { machine.run(Slice(ticks: 40, outputs: .enables)) }
    var force = Point.zero
    force[axis] = 3
    machine.port.setToolForce(force, at: machine.engine.tick)
    for _ in 0..<3_000 { machine.run(Slice(ticks: 40, outputs: .enables)) }
    machine.port.setToolForce(.zero, at: machine.engine.tick)
    var crossings: [Double] = []
    var before = machine.port.position[axis]
    for slice in 0..<400 {
      machine.run(Slice(ticks: 40, outputs: .enables))
      let place = machine.port.position[axis]
      if before > 0 && place <= 0 { crossings.append(Double(slice) + before / (before - place)) }
      before = place
    }
    let hz = Double(crossings.count - 1) * 1000 / ((crossings.last ?? 0) - (crossings.first ?? 0))
    // Along one axis both rotors turn alike: 2J/r² and 2·N_r·T₀/r², beside the head's mass and the belts' spring.
    let rotors = 2 * (300e-7 + 2e-6) / (Self.radiusM * Self.radiusM)
    let magnets = 2 * 50 * 1.26 / 2.0.squareRoot() / (Self.radiusM * Self.radiusM)
    let head = [3.0, 6][axis], belts = 150e3
    // det(K − ω²M) = 0.
    let p = (magnets + belts) / rotors + belts / head
    let q = magnets * belts / (rotors * head)
    let slower = ((p - (p * p - 4 * q).squareRoot()) / 2).squareRoot() / (2 * Self.pi)
    #expect(crossings.count > 8 && abs(hz / slower - 1) < 0.01, "\(hz) \(slower)")
  }

  @Test("with nothing supplied, what moves and what is stretched never gains energy", arguments: [0.0, 0.2])
  func energy(_ playMm: Double) {
    var settings = Self.settings(200, 120, playMm: playMm)
    settings.model = .ideal
    var machine = SimMachine(Self.core, machine: settings, start: .zero)
    machine.port.setToolForce(Point(90, 40, 0), at: 0)
    for _ in 0..<60 { machine.run(Slice(ticks: 40)) }
    machine.port.setToolForce(.zero, at: machine.engine.tick)
    func energy(_ machine: borrowing SimMachine) -> Double {
      machine.port.beltEnergyJ + (machine.port.energyJ(ofMotor: 0) ?? 0) + (machine.port.energyJ(ofMotor: 1) ?? 0)
    }
    machine.run(Slice(ticks: 40))
    let first = energy(machine)
    var least = first
    for slice in 0..<3_000 {
      machine.run(Slice(ticks: 40))
      let now = energy(machine)
      #expect(now < least + 0.004 * first, "\(slice): \(now) of \(first)")
      least = min(least, now)
    }
    // The belts' own damping has taken what swings; what slides on has nothing to stop it.
    #expect(first > 1e-3 && least < 0.999 * first && least > 0)
  }

  @Test(
    "a head that turns round loses its play, no more and no less, and only along the axis that turned",
    arguments: [0, 1])
  func reversal(_ axis: Int) {
    // Friction keeps the head on its flank; it winds the belts up by 120 N / 100,000 N/mm.
    let settings = Self.settings(100_000, 100_000, playMm: 0.5, frictionN: 120)
    /// The head, if the rotors were where their commands are: friction winds up their magnetic springs too.
    func end(_ core: MachineSettings, _ places: [Double]) -> Point {
      let commands = places.map { place -> Command in
        var point = Point(5, 5, 0)
        point[axis] = place
        return .line(to: point, feed: .perSecond(5))
      }
      var end = Point.zero
      PhysicsMachines.run(core, settings, commands) { sim, _ in
        let a = sim.port.lagFullSteps(ofMotor: 0) ?? .nan, b = sim.port.lagFullSteps(ofMotor: 1) ?? .nan
        end = sim.port.position + Point(a + b, a - b, 0) * (Self.mmPerFullStep / 2)
      }
      return end
    }
    let upwards = end(Self.core, [2, 10]), downwards = end(Self.core, [18, 10])
    #expect(abs(downwards[axis] - upwards[axis] - 0.5) < 0.004, "\(upwards) \(downwards)")
    #expect(abs(upwards[axis] - 9.75) < 0.003)
    #expect(abs(downwards[1 - axis] - upwards[1 - axis]) < 0.003)
    // What the core makes up for along each axis is what the machine has.
    var core = Self.core
    core.x.backlashMm = 0.5
    core.y.backlashMm = 0.5
    let made = end(core, [18, 10])
    #expect(abs(made[axis] - upwards[axis]) < 0.004, "\(made)")
  }

  @Test("belts that hardly stretch ask of their motors what rigid ones do")
  func nearlyRigid() {
    func angles(_ stiffness: Double?) -> [Double] {
      var settings = Self.settings(stiffness, stiffness, frictionN: 6)
      settings.mechanics[0].viscousNSPerMm = 0.05
      var angles: [Double] = []
      let job: [Command] = [
        .line(to: Point(20, -15, 0), feed: .rapid), .line(to: Point(5, 5, 0), feed: .rapid),
      ]
      PhysicsMachines.run(Self.core, settings, job) { sim, end in
        let off = sim.port.position - end
        #expect(abs(off.x) < 0.02 && abs(off.y) < 0.02)
        for motor in 0..<2 {
          let report = sim.port.report(ofMotor: motor)
          #expect(report?.slips == 0)
          angles.append(report?.peakLoadAngleDeg ?? .nan)
        }
      }
      return angles
    }
    for (rigid, stiff) in zip(angles(nil), angles(50_000)) {
      #expect(abs(stiff / rigid - 1) < 0.05, "\(rigid) \(stiff)")
    }
  }

  @Test("the head's hard end holds it while the belts stretch, and a head at rest changes nothing any more")
  func stopAndRest() {
    var settings = Self.settings(300, 300, frictionN: 6)
    settings.mechanics[0].stopsMm = -300...5
    let job: [Command] = [.line(to: Point(12, 0, 0), feed: .perSecond(20))]
    PhysicsMachines.run(
      Self.core, settings, job,
      each: { sim, _ in
        let x = sim.port.position.x
        #expect(x < 5.000_001)
      }
    ) { sim, _ in
      let place = sim.port.position
      #expect(place.x > 4 && abs(place.y) < 0.5, "\(place)")
      let lost = sim.port.report(ofMotor: 0)?.lostFullSteps ?? 0
      #expect(lost >= 60 && lost <= 72 && lost % 4 == 0, "\(lost)")
    }
    var rough = Self.settings(300, 300, playMm: 0.1, frictionN: 6)
    for motor in 0..<2 { rough.motors[motor].motor?.frictionNm = 0.005 }
    var machine = SimMachine(Self.core, machine: rough, start: .zero)
    machine.port.setToolForce(Point(30, 10, 0), at: 0)
    for _ in 0..<1_500 { machine.run(Slice(ticks: 40, outputs: .enables)) }
    let before = machine.port.physicsHash
    for _ in 0..<500 { machine.run(Slice(ticks: 40, outputs: .enables)) }
    let after = machine.port.physicsHash
    #expect(before == after)
  }

  @Test("the same job leaves the same bits, on every machine and build")
  func sameBits() {
    var settings = Self.settings(200, 120, playMm: 0.05, frictionN: 6)
    settings.mechanics[0].viscousNSPerMm = 0.03
    let job: [Command] = [
      .line(to: Point(20, -15, 0), feed: .rapid), .line(to: Point(5, 5, 0), feed: .rapid),
    ]
    PhysicsMachines.run(Self.core, settings, job) { sim, _ in
      let hash = sim.port.physicsHash
      #expect(hash == 2_647_738_448_744_840_162, "\(hash)")
    }
  }

  private static func sine(_ angle: Double) -> Double {
    var term = angle, sum = angle
    for index in 1..<12 {
      term *= -angle * angle / Double(2 * index * (2 * index + 1))
      sum += term
    }
    return sum
  }
}
