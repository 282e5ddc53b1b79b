// One motor against the laws that it has to obey: resonance, rise of current, energy, torque, rest.

import AllocationCount
import Seeded
import SimBackend
import StepperCore
import Testing

@Suite("Motor physics")
struct MotorPhysicsTests {
  private static let pi = 3.141592653589793

  @Test("a small swing has the frequency of the magnetic spring within 2 %", arguments: BenchMotor.allCases)
  func resonance(_ motor: BenchMotor) throws {
    var figures = motor.figures
    figures.detentTorqueNm = 0
    for load in [0.0, 3.0] {
      var bench = MotorBench.make(figures, volts: 36, shaft: Shaft(loadInertia: load))
      // Pulled two per cent aside, and let go.
      bench.run(rpm: 0, againstNm: 0.02 * figures.holdingTorqueNm, seconds: 0.000_05)
      bench.run(rpm: 0, seconds: 0.001)
      var last = bench.report.lagFullSteps
      var crossings: [Double] = []
      while crossings.count < 21 {
        bench.run(rpm: 0)
        bench.catchUp()
        let lag = bench.report.lagFullSteps
        if last < 0 && lag >= 0 { crossings.append(Double(bench.tick) - lag / (lag - last)) }
        last = lag
        let tick = bench.tick
        try #require(tick < 100_000)
      }
      let hz = 20 * bench.tickHz / (crossings[20] - crossings[0])
      let torque = figures.holdingTorqueNm / 2.0.squareRoot()
      let expected = (50 * torque / bench.inertiaKgM2).squareRoot() / (2 * Self.pi)
      #expect(abs(hz / expected - 1) < 0.02, "\(hz) Hz instead of \(expected)")
    }
  }

  @Test("current rises with the time constant L/R within 1 %", arguments: BenchMotor.allCases)
  func riseTime(_ motor: BenchMotor) throws {
    let figures = motor.figures
    // Too little voltage to reach the reference, and a shaft that cannot turn.
    let volts = 0.5 * figures.resistanceOhm * figures.ratedCurrentA
    var bench = MotorBench.make(figures, volts: volts, shaft: Shaft(frictionNm: 100))
    let goal = volts / figures.resistanceOhm * (1 - 0.36787944117144233)
    var last = 0.0
    while true {
      bench.run(rpm: 0)
      bench.catchUp()
      let current = bench.currentsA.x
      if current >= goal {
        let ticks = Double(bench.tick) - (current - goal) / (current - last)
        let expected = figures.inductanceH / figures.resistanceOhm
        let seconds = ticks / bench.tickHz
        #expect(abs(seconds / expected - 1) < 0.01)
        break
      }
      last = current
      let tick = bench.tick
      try #require(tick < 4_000)
    }
  }

  @Test("without a supply no energy is gained in a million ticks", arguments: [1e9, 1.5])
  func energy(_ resistanceOhm: Double) throws {
    // Open coils in the first case: nothing but the magnets' torque, which keeps energy. In the second they brake.
    var figures = BenchMotor.small.figures
    figures.resistanceOhm = resistanceOhm
    var bench = MotorBench.make(figures, volts: 0, isOn: false)
    bench.run(rpm: 0, againstNm: 0.1, seconds: 0.005)
    bench.catchUp()
    bench.run(rpm: 0)
    bench.catchUp()
    let first = bench.energyJ
    var greatest = 0.0, least = Double.infinity
    #expect(first > 1e-4)
    for _ in 0..<10_000 {
      bench.run(rpm: 0, seconds: 0.002_5)
      bench.catchUp()
      let energy = bench.energyJ
      greatest = max(greatest, energy)
      least = min(least, energy)
    }
    let ticks = bench.tick
    #expect(ticks > 1_000_000)
    #expect(greatest <= first * 1.001)
    // Copper takes everything but what the detent holds.
    #expect(resistanceOhm > 1000 ? least > first * 0.999 : least < first * 0.01)
  }

  @Test("a motor holds what its rating says, and no more", arguments: BenchMotor.allCases)
  func holdingTorque(_ motor: BenchMotor) {
    var figures = motor.figures
    figures.detentTorqueNm = 0
    // A sine driver's vector is one phase's rated current.
    let holds = figures.holdingTorqueNm / 2.0.squareRoot()
    for share in [0.98, 1.02] {
      var bench = MotorBench.make(figures, volts: 24, shaft: Shaft(dampingRatio: 0.3))
      for step in 0..<4_000 { bench.run(rpm: 0, againstNm: share * holds * Double(step) / 4_000) }
      bench.run(rpm: 0, againstNm: share * holds, seconds: 0.3)
      bench.catchUp()
      let slips = bench.slips
      #expect((slips > 0) == (share > 1))
    }
  }

  @Test("an L297 with two phases on holds the whole rating, and rests between the steps of one phase")
  func squareWave() {
    let figures = BenchMotor.small.figures
    for (microsteps, holds) in [(1, 1.0), (2, 2.0.squareRoot() / 2)] {
      for share in [0.95, 1.05] {
        let driver = DriverFigures(
          setCurrentA: figures.ratedCurrentA, supplyV: 24, microsteps: microsteps, waveform: .square)
        var still = figures
        still.detentTorqueNm = 0
        let settings = MotorBench.settings(
          still, driver: driver, shaft: Shaft(dampingRatio: 0.3), model: .ideal, tickHz: 40_000)
        var port = SimPort(settings)
        port.write(.enable(0), changing: .enable(0), at: PortInstant(tick: 0, ns: 0))
        for step in 0..<8_000 {
          let torque = share * holds * figures.holdingTorqueNm * Double(min(step, 4_000)) / 4_000
          port.setToolForce(Point(-torque, 0, 0), at: UInt64(step))
        }
        port.catchUp(to: 16_000)
        let slips = port.report(ofMotor: 0)?.slips ?? 0
        #expect((slips > 0) == (share > 1), "\(microsteps) \(share)")
      }
    }
  }

  @Test("a disabled motor holds nothing but its detent torque, and one without enough supply neither")
  func disabled() {
    let figures = BenchMotor.small.figures
    var off = MotorBench.make(figures, volts: 24, isOn: false)
    off.run(rpm: 0, againstNm: 0.01, seconds: 0.2)
    off.catchUp()
    let held = off.slips
    #expect(held == 0)
    off.run(rpm: 0, againstNm: 0.05, seconds: 0.5)
    off.catchUp()
    let lost = off.slips
    #expect(lost > 0)

    var driver = DriverFigures(setCurrentA: 1.7, supplyV: 24, microsteps: 8)
    driver.undervoltageV = 8
    let settings = MotorBench.settings(figures, driver: driver, shaft: Shaft(), model: .typical, tickHz: 40_000)
    var port = SimPort(settings)
    port.write(.enable(0), changing: .enable(0), at: PortInstant(tick: 0, ns: 0))
    port.setToolForce(Point(-0.1, 0, 0), at: 100)
    port.catchUp(to: 20_000)
    let before = port.report(ofMotor: 0)?.slips
    #expect(before == 0)
    port.setSupply(volts: 7.9, at: 20_000)
    port.catchUp(to: 40_000)
    let after = port.report(ofMotor: 0)?.slips ?? 0
    #expect(after > 0)
  }

  @Test("a driver gives no current before it is awake")
  func wakeUp() throws {
    var settings = MotorBench.settings(
      BenchMotor.small.figures, driver: DriverFigures(setCurrentA: 1.7, supplyV: 24, microsteps: 8), shaft: Shaft(),
      model: .typical, tickHz: 40_000)
    settings.motors[0].timing.enableDelayNs = 1_000_000
    var port = SimPort(settings)
    port.write(.enable(0), changing: .enable(0), at: PortInstant(tick: 10, ns: 0))
    port.catchUp(to: 50)
    let asleep = port.phaseCurrentsA(ofMotor: 0)
    #expect(asleep == SIMD2(0, 0))
    port.catchUp(to: 100)
    let awake = port.phaseCurrentsA(ofMotor: 0)?.x ?? 0
    #expect(awake > 1)
  }

  @Test("the pull-out curve is the torque under which a slowly loaded motor slips, within 6 %")
  func pullOutCurve() throws {
    for (motor, volts) in [(BenchMotor.small, 24.0), (.large, 36)] {
      for model in [MotorModel.ideal, .typical, .conservative] {
        for rpm in [150.0, 400, 700] {
          var bench = MotorBench.make(
            motor.figures, volts: volts, shaft: Shaft(loadInertia: 3, dampingRatio: 0.02), model: model)
          for tick in 0..<8_000 { bench.run(rpm: rpm * Double(tick) / 8_000) }
          var torque = 0.0
          while bench.slips == 0 && torque < 2 {
            torque += 0.5 * motor.figures.holdingTorqueNm / bench.tickHz
            bench.run(rpm: rpm, againstNm: torque)
          }
          let stiffness = 50 * motor.figures.holdingTorqueNm / 2.0.squareRoot()
          let damping = 0.02 * 2 * (stiffness * bench.inertiaKgM2).squareRoot() * rpm / 30 * Self.pi
          let curve = bench.curve.torqueNm(atFullStepsPerS: rpm / 60 * 200)
          #expect(abs((torque + damping) / curve - 1) < 0.06, "\(motor) \(rpm): \(torque + damping) and \(curve)")
        }
      }
    }
  }

  @Test("a motor that rests is passed over, and whether it was makes no difference to the last bit")
  func restingIsExact() {
    // The same run asked for at every tick and slice by slice: only the second finds anything at rest.
    var hashes: [UInt64] = []
    for everyTicks in [1, 40, 4_000] as [UInt64] {
      var bench = MotorBench.make(
        BenchMotor.middle.figures, volts: 24, shaft: Shaft(loadInertia: 1, frictionNm: 0.02), model: .typical)
      for (rpm, seconds) in [(120.0, 0.05), (0, 1.0), (-200, 0.04), (0, 0.5)] {
        for _ in 0..<Int(seconds * bench.tickHz) {
          bench.run(rpm: rpm)
          if bench.tick % everyTicks == 0 { bench.catchUp() }
        }
      }
      bench.catchUp()
      hashes.append(bench.hash)
    }
    #expect(hashes[0] == hashes[1] && hashes[1] == hashes[2])
  }

  @Test("a seeded run ends in the same bits in every build and on every machine")
  func golden() {
    var noise = SplitMix64(77)
    var bench = MotorBench.make(
      BenchMotor.large.figures, volts: 36, microsteps: 10, shaft: Shaft(loadInertia: 2, frictionNm: 0.03),
      model: .typical)
    for _ in 0..<200 {
      let rpm = Double.random(in: -600...600, using: &noise), torque = Double.random(in: -1...1, using: &noise)
      bench.run(rpm: rpm, againstNm: torque, seconds: 0.005)
    }
    bench.catchUp()
    let slips = bench.slips, hash = bench.hash
    #expect(slips > 0)
    #expect(hash == 17_113_864_454_575_477_045, "\(hash)")
  }

  @Test("nothing is allocated in a million ticks with physics", arguments: [0, 1, 2, 3, 4])
  func ticksWithoutMemory(_ kind: Int) {
    var noise = SplitMix64(78)
    // The last two a CoreXY: between its hard ends, on switches that bounce; and with belts that stretch.
    let switches = [
      SimSwitch(input: .limitMin(0), axis: 0, atMm: -2, closesAbove: false, hysteresisMm: 0.1, bounceMs: 3),
      SimSwitch(input: .limitMax(0), axis: 0, atMm: 2, closesAbove: true, hysteresisMm: 0.1, bounceMs: 3),
    ]
    let kinematics: Kinematics = kind >= 3 ? .coreXY : .cartesian
    var core = Machines.core(kinematics)
    var settings = PhysicsMachines.settings(
      [.rigid, .play, .spring, .rigid, .spring][kind], kinematics, switches: kind == 3 ? switches : [])
    if kind == 3 { settings.mechanics[0].stopsMm = -3...3 }
    if kind == 4 {
      // One motor a belt.
      settings.motors.removeLast()
      core.joint1.motors = 0b10
    }
    var machine = SimMachine(core, machine: settings, start: .zero)
    var pressed: UInt32 = 0
    let slices = (0..<1_000).map { _ in
      let speed = Int64.random(in: -(1 << 35)...(1 << 35), using: &noise)
      return Slice(
        velocity: SIMD4(speed, -speed / 3, speed / 7, 0), acceleration: SIMD4(1 << 20, -(1 << 18), 1 << 10, 0),
        ticks: 40, outputs: .enables)
    }
    machine.run(slices[0])
    let before = allocation_count()
    for round in 0..<25 {
      for slice in slices {
        machine.port.setToolForce(Point(Double(round), 1, -1), at: machine.engine.tick)
        machine.run(slice)
        pressed |= machine.port.inputs.rawValue
      }
    }
    let allocations = allocation_count() - before
    #expect(allocations == 0)
    let slips = machine.port.report(ofMotor: 0)?.slips ?? 0
    #expect(slips > 10)
    #expect(pressed == (kind == 3 ? (InputWord.limitMin(0) | .limitMax(0)).rawValue : 0))
  }
}
