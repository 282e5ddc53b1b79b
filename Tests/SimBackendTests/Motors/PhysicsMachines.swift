// Whole machines with motors for tests: three axes, one of them with two motors.

import SimBackend
import StepperCore

enum PhysicsMachines {
  enum Drive { case rigid, play, spring }

  static let motor = MotorFigures(
    holdingTorqueNm: 1.26, ratedCurrentA: 2.8, resistanceOhm: 0.9, inductanceH: 2.5e-3, rotorInertiaKgM2: 300e-7,
    detentTorqueNm: 0.063, frictionNm: 0.005)

  /// As ``Machines/settings``: X and Y 80 steps/mm, Z 400, Y with two motors; 20 mm a turn, and 4 mm on Z.
  static func settings(
    _ drive: Drive = .rigid, _ kinematics: Kinematics = .cartesian, volts: Double = 36, model: MotorModel = .typical,
    switches: [SimSwitch] = [], timing: DriverTiming = Machines.timing
  ) -> SimSettings {
    var settings = Machines.settings(kinematics, switches: switches, timing: timing)
    for index in settings.motors.indices {
      settings.motors[index].motor = motor
      settings.motors[index].driver = DriverFigures(setCurrentA: 2.8, supplyV: volts, microsteps: 8, undervoltageV: 8)
    }
    func axis(_ mmPerRev: Double, _ kg: Double, _ stops: ClosedRange<Double>) -> AxisMechanics {
      AxisMechanics(
        mmPerRev: mmPerRev, movingMassKg: kg, driveInertiaKgM2: 2e-6, frictionN: 10, viscousNSPerMm: 0.02,
        backlashMm: drive == .rigid ? 0 : 0.1, stopsMm: stops,
        stiffnessNPerMm: drive == .spring ? 300 : nil)
    }
    settings.mechanics = [axis(20, 3, -310...310), axis(20, 6, -310...310), axis(4, 2, -110...110)]
    settings.mechanics[2].weightN = 5
    settings.model = model
    return settings
  }

  /// Drives commands to their end, and lets the machine settle for `afterS`.
  static func run(
    _ core: MachineSettings, _ machine: SimSettings, _ commands: [Command], afterS: Double = 0.3,
    before: (inout SimMachine) -> Void = { _ in }, each: (inout SimMachine, Slice) -> Void = { _, _ in },
    _ check: (borrowing SimMachine, Point) -> Void
  ) {
    let storage = MotionStorage(queue: .allocate(capacity: 64), history: .allocate(capacity: core.smoothingSlices))
    defer {
      storage.queue.deallocate()
      storage.history.deallocate()
    }
    var motion = Motion(core, storage: storage, at: machine.start)
    var sim = SimMachine(core, machine: machine, start: motion.startSubSteps)
    before(&sim)
    var given = 0
    while true {
      switch motion.next() {
      case .slice(let slice):
        each(&sim, slice)
        sim.run(slice)
        continue
      case .needsInput where given < commands.count:
        while motion.hasRoom && given < commands.count {
          try? motion.add(commands[given], line: UInt32(given))
          given += 1
        }
        continue
      case .idle where given == commands.count:
        for _ in 0..<Int(afterS * 1000) { sim.run(Slice(ticks: core.sliceTicks, outputs: .enables)) }
        check(sim, motion.position)
        return
      case .idle:
        try? motion.add(commands[given], line: UInt32(given))
        given += 1
      default: motion.flush()
      }
    }
  }
}
