// Troubles that a person at a machine knows: each of them stalls a motor here too, and its cure cures it.

import Foundation
import Seeded
import SimBackend
import StepperCore
import Testing

@Suite("Stalls")
struct StallTests {
  private static var isLong: Bool { ProcessInfo.processInfo.environment["RIG_LONG"] == "1" }

  @Test("whatever stalls a motor, it loses a multiple of four full steps: a thousand seeded stalls")
  func slipsAreFours() {
    var stalls = 0, heldOnTop = 0
    var seed: UInt64 = 0
    while stalls < (Self.isLong ? 10_000 : 1_000) && seed < 100_000 {
      seed += 1
      var noise = SplitMix64(seed)
      let motor = BenchMotor.allCases[Int(noise.next() % 3)]
      let figures = motor.figures
      let microsteps = [1, 2, 4, 5, 8, 16, 32][Int(noise.next() % 7)]
      var bench = MotorBench.make(
        figures, volts: .random(in: 12...48, using: &noise), microsteps: microsteps,
        shaft: Shaft(
          loadInertia: .random(in: 0...4, using: &noise),
          frictionNm: .random(in: 0.005...0.04, using: &noise) * figures.holdingTorqueNm,
          dampingRatio: .random(in: 0.01...0.05, using: &noise)),
        model: [.ideal, .typical, .conservative][Int(noise.next() % 3)])
      bench.run(rpm: 0, seconds: 0.01)
      // Started too fast, braked too hard, or turned round at once.
      let rpm = Double.random(in: 100...900, using: &noise) * (noise.next() % 2 == 0 ? 1 : -1)
      let torque = Double.random(in: -1.5...1.5, using: &noise) * figures.holdingTorqueNm
      bench.run(rpm: rpm, seconds: .random(in: 0.01...0.05, using: &noise))
      bench.run(rpm: rpm, againstNm: torque, seconds: .random(in: 0...0.05, using: &noise))
      bench.run(rpm: -rpm, seconds: .random(in: 0...0.03, using: &noise))
      // A touch of the hand, to and fro: friction can hold a rotor on the very top between two places of rest.
      for turn in 0..<8 {
        bench.run(rpm: 0, againstNm: (turn % 2 == 0 ? 0.2 : -0.2) * figures.holdingTorqueNm, seconds: 0.003)
      }
      bench.run(rpm: 0, seconds: 0.4)
      bench.catchUp()
      if abs(Self.fromFours(bench.report.lagFullSteps)) > 1.8 {
        heldOnTop += 1
        // Once more, and one way only.
        bench.run(rpm: 0, againstNm: 0.3 * figures.holdingTorqueNm, seconds: 0.005)
        bench.run(rpm: 0, seconds: 0.4)
        bench.catchUp()
      }
      let report = bench.report
      if report.slips == 0 { continue }
      stalls += 1
      #expect(abs(Self.fromFours(report.lagFullSteps)) < 0.1, "seed \(seed): \(report.lagFullSteps) full steps behind")
      #expect(report.lostFullSteps == Int((report.lagFullSteps / 4).rounded()) * 4, "seed \(seed)")
      #expect(report.firstSlip != nil && report.peakLoadAngleDeg == 180)
    }
    #expect(stalls >= 1_000)
    #expect(heldOnTop * 100 < stalls, "\(heldOnTop)")
  }

  /// From the nearest multiple of four.
  private static func fromFours(_ fullSteps: Double) -> Double { fullSteps - 4 * (fullSteps / 4).rounded() }

  private static let there: [Command] = [.line(to: Point(60, 0, 0), feed: .rapid), .line(to: .zero, feed: .rapid)]

  /// Slips of X, where its carriage ends, and its least margin.
  private static func drive(
    _ core: MachineSettings, _ machine: SimSettings = PhysicsMachines.settings(), _ commands: [Command] = there,
    each: (inout SimMachine, Slice) -> Void = { _, _ in }
  ) -> (slips: Int, offMm: Double, margin: Double, peakDeg: Double) {
    var result = (slips: -1, offMm: 0.0, margin: 0.0, peakDeg: 0.0)
    PhysicsMachines.run(core, machine, commands, each: each) { sim, end in
      guard let report = sim.port.report(ofMotor: 0) else { return }
      result = (
        report.slips, sim.port.position.x - end.x, report.minTorqueMargin, report.peakLoadAngleDeg
      )
    }
    return result
  }

  private static func core(acceleration: Double, velocity: Double = 150) -> MachineSettings {
    var core = Machines.core()
    core.x.maxAccelerationMmPerS2 = acceleration
    core.x.maxVelocityMmPerS = velocity
    return core
  }

  @Test("an acceleration five times too high stalls at once, and the right one does not")
  func acceleration() throws {
    let right = Self.drive(Self.core(acceleration: 10_000))
    #expect(right.slips == 0 && abs(right.offMm) < 0.01)
    #expect(right.margin > 0.1 && right.margin < 0.9)
    var slip: Slip?
    PhysicsMachines.run(Self.core(acceleration: 50_000), PhysicsMachines.settings(), Self.there) { sim, _ in
      slip = sim.port.report(ofMotor: 0)?.firstSlip
      let margin = sim.port.report(ofMotor: 0)?.minTorqueMargin ?? 1
      #expect(margin < 0)
    }
    // On the very first way up to speed, or just after it: in the first tenth of the way.
    let first = try #require(slip)
    #expect(first.positionMm < 6 && first.tick < 4_000, "\(first)")
  }

  @Test("speed in steps of 10 ms stalls a motor that a ramp on every tick does not")
  func coarseRamp() {
    // To 300 mm/s (900 rev/min) in 30 ms: as a ramp, and as three stairs.
    let top = Int64(300 * 80 * SubSteps.perStep / 40_000)
    var slips: [Int] = []
    for isRamp in [true, false] {
      var machine = SimMachine(Machines.core(), machine: PhysicsMachines.settings(), start: .zero)
      for _ in 0..<100 { machine.run(Slice(ticks: 40, outputs: .enables)) }
      for slice in 0..<30 {
        let fine = top / 1_200
        machine.run(
          isRamp
            ? Slice(
              velocity: SIMD4(fine * 40 * Int64(slice), 0, 0, 0), acceleration: SIMD4(fine, 0, 0, 0), ticks: 40,
              outputs: .enables)
            : Slice(velocity: SIMD4(top / 3 * Int64(slice / 10 + 1), 0, 0, 0), ticks: 40, outputs: .enables))
      }
      for _ in 0..<200 { machine.run(Slice(velocity: SIMD4(top, 0, 0, 0), ticks: 40, outputs: .enables)) }
      slips.append(machine.port.report(ofMotor: 0)?.slips ?? -1)
    }
    #expect(slips[0] == 0)
    #expect(slips[1] > 0)
  }

  @Test("a direction that is set too late for a slow driver puts the carriage off, without a stall")
  func lateDirection() {
    let slow = DriverTiming(
      stepHighNs: 1_000, stepLowNs: 1_000, directionSetupNs: 40_000, directionHoldNs: 200, enableDelayNs: 1_000_000)
    // The direction line rises just before the first step, which goes the wrong way: two steps of 12.5 µm.
    let result = Self.drive(
      Self.core(acceleration: 2_000), PhysicsMachines.settings(timing: slow), [.line(to: Point(60, 0, 0), feed: .rapid)]
    )
    #expect(result.slips == 0)
    #expect(abs(abs(result.offMm) - 2.0 / 80) < 0.005)
  }

  @Test("without setup time a slow driver steps the wrong way at every change of direction, and with it never")
  func directionChanges() {
    // Five ways to and fro: two steps off at each change, one way and then the other, and off after an odd number.
    let ways = (0..<5).map { Command.line(to: Point($0 % 2 == 0 ? 8 : 0, 0, 0), feed: .perSecond(40)) }
    func drive(setupNs: UInt32) -> (slips: Int, violations: UInt64, offMm: Double) {
      var core = Self.core(acceleration: 2_000)
      core.joint0.timing.directionSetupNs = setupNs
      let slow = DriverTiming(
        stepHighNs: 1_000, stepLowNs: 1_000, directionSetupNs: 40_000, directionHoldNs: 200, enableDelayNs: 1_000_000)
      var result = (slips: -1, violations: UInt64(0), offMm: 0.0)
      PhysicsMachines.run(core, PhysicsMachines.settings(timing: slow), ways) { sim, end in
        let slips = sim.port.report(ofMotor: 0)?.slips ?? -1
        result = (slips, sim.port.timingViolations, sim.port.position.x - end.x)
      }
      return result
    }
    let ignorant = drive(setupNs: 200), informed = drive(setupNs: 40_000)
    #expect(ignorant.violations == 5 && abs(ignorant.offMm + 2.0 / 80) < 0.005 && ignorant.slips == 0)
    #expect(informed.violations == 0 && abs(informed.offMm) < 0.005 && informed.slips == 0)
  }

  @Test("a bare motor without load stalls in its resonance, and damping cures it")
  func resonance() {
    // Whole steps at the rotor's own frequency: each of them adds to the swing.
    func stalls(_ damping: Double) -> Bool {
      [80.0, 85, 90, 95, 100].contains { rpm in
        var bench = MotorBench.make(
          BenchMotor.small.figures, volts: 24, microsteps: 1, shaft: Shaft(dampingRatio: damping))
        bench.run(rpm: rpm, seconds: 0.5)
        return bench.slips > 0
      }
    }
    #expect(stalls(0))
    #expect(!stalls(0.15))
  }

  @Test("in the middle of its speeds an undamped motor falls out of step without any load, and a damped one does not")
  func midBand() {
    func stalls(_ damping: Double) -> Bool {
      var bench = MotorBench.make(
        BenchMotor.small.figures, volts: 24, shaft: Shaft(dampingRatio: damping),
        model: MotorModel(decayShare: 0.5, ironLossPerKHz: 0))
      for tick in 0..<40_000 { bench.run(rpm: 1_200 * Double(tick) / 40_000) }
      bench.run(rpm: 1_200, seconds: 1)
      return bench.slips > 0
    }
    #expect(stalls(0))
    #expect(!stalls(0.02))
  }

  @Test("a jammed axis stalls at the place of the jam, and is told with its speed")
  func jam() throws {
    var slip: Slip?
    PhysicsMachines.run(
      Self.core(acceleration: 2_000), PhysicsMachines.settings(), [.line(to: Point(60, 0, 0), feed: .perSecond(50))],
      each: { sim, _ in
        if sim.port.position.x > 30 { sim.port.setFriction(ofMotor: 0, newtons: 5_000, at: sim.engine.tick) }
      }
    ) { sim, _ in
      slip = sim.port.report(ofMotor: 0)?.firstSlip
      let x = sim.port.position.x
      #expect(x > 29.9 && x < 31)
    }
    let found = try #require(slip)
    #expect(found.positionMm > 29.9 && found.positionMm < 31)
    #expect(found.loadAngleDeg == 180)
  }

  @Test("a weak supply stalls at speed what it still moves slowly")
  func weakSupply() {
    for (speed, volts, stalls) in [(300.0, 36.0, false), (300, 9, true), (25, 9, false)] {
      let result = Self.drive(Self.core(acceleration: 3_000, velocity: speed), PhysicsMachines.settings(volts: volts))
      #expect((result.slips > 0) == stalls, "\(speed) mm/s at \(volts) V")
    }
  }

  @Test("a force on the tool costs margin, and stalls where it is more than the motor has")
  func toolForce() {
    func drive(_ newtons: Double) -> (slips: Int, offMm: Double, margin: Double, peakDeg: Double) {
      Self.drive(Self.core(acceleration: 2_000, velocity: 40)) { sim, _ in
        sim.port.setToolForce(Point(-newtons, 0, 0), at: sim.engine.tick)
      }
    }
    let free = drive(0), loaded = drive(100), overloaded = drive(400)
    #expect(free.slips == 0 && loaded.slips == 0 && overloaded.slips > 0)
    #expect(loaded.margin < free.margin - 0.2 && loaded.margin > 0 && overloaded.margin < 0)
    #expect(loaded.peakDeg > free.peakDeg + 10)
  }
}
