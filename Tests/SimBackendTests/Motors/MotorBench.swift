// A motor on a bench: one driver, one shaft with inertia, friction and a brake, pulses at any rate.

import SimBackend
import StepperCore

/// The motors of `boards/parts/motors.yaml`, and the one that the published closed form was computed for.
enum BenchMotor: String, CaseIterable, Sendable {
  case small = "17hs4401"
  case middle = "17hs19-2004s1"
  case large = "23hs22-2804s"

  var figures: MotorFigures {
    switch self {
    case .small:
      MotorFigures(
        holdingTorqueNm: 0.40, ratedCurrentA: 1.7, resistanceOhm: 1.5, inductanceH: 2.8e-3, rotorInertiaKgM2: 54e-7,
        detentTorqueNm: 0.02)
    case .middle:
      MotorFigures(
        holdingTorqueNm: 0.59, ratedCurrentA: 2.0, resistanceOhm: 1.4, inductanceH: 3.0e-3, rotorInertiaKgM2: 82e-7,
        detentTorqueNm: 0.0295)
    case .large:
      MotorFigures(
        holdingTorqueNm: 1.26, ratedCurrentA: 2.8, resistanceOhm: 0.9, inductanceH: 2.5e-3, rotorInertiaKgM2: 300e-7,
        detentTorqueNm: 0.063)
    }
  }
}

/// What is on the shaft.
struct Shaft {
  /// Times the rotor's own inertia.
  var loadInertia = 0.0
  var frictionNm = 0.0
  /// Viscous damping, as a share of critical: the rotor in the magnetic spring at the rated current.
  var dampingRatio = 0.0
  var stiffness: Double?
}

/// The bench. A metre of travel is a radian, so newtons are newton metres and kilogrammes are kg·m².
struct MotorBench: ~Copyable {
  var port: SimPort
  private(set) var tick: UInt64 = 0
  let microsteps: Int
  let tickHz: Double
  let inertiaKgM2: Double
  /// What has been asked for, in microsteps.
  private var wanted = 0.0
  private(set) var commanded = 0
  private var levels = PortWord.enable(0) | .direction(0)

  private static let timing = DriverTiming(
    stepHighNs: 1_000, stepLowNs: 1_000, directionSetupNs: 0, directionHoldNs: 0, enableDelayNs: 0)

  private init(port: consuming SimPort, microsteps: Int, tickHz: Double, inertiaKgM2: Double) {
    self.port = port
    self.microsteps = microsteps
    self.tickHz = tickHz
    self.inertiaKgM2 = inertiaKgM2
  }

  static func settings(
    _ figures: MotorFigures, driver: DriverFigures, shaft: Shaft, model: MotorModel, tickHz: UInt32
  ) -> SimSettings {
    var figures = figures
    let inertia = figures.rotorInertiaKgM2 * (1 + shaft.loadInertia)
    let stiffness = Double(figures.stepsPerRev / 4) * figures.holdingTorqueNm / 2.0.squareRoot()
    figures.viscousNmS += shaft.dampingRatio * 2 * (stiffness * inertia).squareRoot()
    var core = Machines.core(tickHz: tickHz)
    core.joint0.stepsPerMm = 1
    let mechanics = AxisMechanics(
      mmPerRev: 2000 * 3.141592653589793, movingMassKg: figures.rotorInertiaKgM2 * shaft.loadInertia,
      frictionN: shaft.frictionNm)
    return SimSettings(
      tickHz: tickHz,
      motors: [SimMotor(timing: timing, isInverted: false, joint: 0, motor: figures, driver: driver)],
      map: JointMap(core), switches: [], start: .zero, mechanics: [mechanics, mechanics, mechanics], model: model)
  }

  /// - Parameter isOn: whether the driver is enabled from the first tick on.
  static func make(
    _ figures: MotorFigures, volts: Double, amps: Double? = nil, microsteps: Int = 8, shaft: Shaft = Shaft(),
    model: MotorModel = .ideal, tickHz: UInt32 = 40_000, isOn: Bool = true
  ) -> MotorBench {
    let driver = DriverFigures(setCurrentA: amps ?? figures.ratedCurrentA, supplyV: volts, microsteps: microsteps)
    let settings = settings(figures, driver: driver, shaft: shaft, model: model, tickHz: tickHz)
    var bench = MotorBench(
      port: SimPort(settings), microsteps: microsteps, tickHz: Double(tickHz),
      inertiaKgM2: figures.rotorInertiaKgM2 * (1 + shaft.loadInertia))
    if isOn { bench.enable(true) }
    return bench
  }

  mutating func enable(_ isOn: Bool) {
    levels = isOn ? levels | .enable(0) : levels & ~.enable(0)
    port.write(levels, changing: .enable(0) | .direction(0), at: PortInstant(tick: tick, ns: 0))
  }

  /// One tick at a speed in revolutions a minute, against a torque; the brake's torque is in the sense of −x.
  mutating func run(rpm: Double, againstNm torque: Double = 0) {
    port.setToolForce(Point(-torque, 0, 0), at: tick)
    wanted += rpm / 60 * 200 * Double(microsteps) / tickHz
    let next = Int(wanted.rounded(.down))
    if next != commanded {
      let isPositive = next > commanded
      let direction: PortWord = isPositive ? .direction(0) : .none
      if levels & .direction(0) != direction {
        levels = levels & ~.direction(0) | direction
        port.write(levels, changing: .direction(0), at: PortInstant(tick: tick, ns: 0))
      }
      commanded += isPositive ? 1 : -1
      port.write(levels | .step(0), changing: .step(0), at: PortInstant(tick: tick, ns: 0))
      port.write(levels, changing: .step(0), at: PortInstant(tick: tick, ns: 2_000))
    }
    tick += 1
  }

  mutating func run(rpm: Double, againstNm torque: Double = 0, seconds: Double) {
    for _ in 0..<Int(seconds * tickHz) { run(rpm: rpm, againstNm: torque) }
  }

  /// Brings the physics to the present tick.
  mutating func catchUp() { port.catchUp(to: tick) }

  var report: MotorReport { port.report(ofMotor: 0) ?? .none }
  /// NaN, which no expectation holds of, where there is no physics.
  var currentsA: SIMD2<Double> { port.phaseCurrentsA(ofMotor: 0) ?? SIMD2(.nan, .nan) }
  var energyJ: Double { port.energyJ(ofMotor: 0) ?? .nan }
  var curve: PullOutCurve { port.pullOutCurve(ofMotor: 0) ?? .none }
  var hash: UInt64 { port.physicsHash }
  var slips: Int { report.slips }
}
