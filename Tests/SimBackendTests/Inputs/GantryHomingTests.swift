// A controller homes a simulated gantry whose sides have a motor and a switch each: it is square afterwards, or stands still.

import Seeded
import SimBackend
import StepperCore
import Testing

/// X, a gantry along Y with motors 1 and 2, and Z; only Y is homed.
private struct Gantry: ~Copyable {
  var controller: Controller
  var machine: SimMachine
  private let storage: MotionStorage
  /// The largest distance between the sides so far, mm.
  private(set) var peakMm = 0.0
  /// Orders to mute, and what was last muted.
  private(set) var muted: [PortWord] = []

  init(firstMm: Double, secondMm: Double, towardsHigh: Bool, seed: UInt64) {
    let axis = AxisSettings(
      maxVelocityMmPerS: 60, maxAccelerationMmPerS2: 200, maxJerkMmPerS3: 20_000, minMm: 0, maxMm: 300)
    let timing = DriverTiming(
      stepHighNs: 3_000, stepLowNs: 3_000, directionSetupNs: 5_000, directionHoldNs: 5_000, enableDelayNs: 0)
    let settings = MachineSettings(
      tickHz: 20_000, sliceTicks: 20, x: axis, y: axis, z: axis, kinematics: .cartesian,
      joint0: JointSettings(stepsPerMm: 160, motors: 1, timing: timing),
      joint1: JointSettings(stepsPerMm: 160, motors: 0b110, inverted: 0b100, timing: timing),
      joint2: JointSettings(stepsPerMm: 160, motors: 0b1000, timing: timing), toleranceMm: 0.01,
      spindle: SpindleSettings(kind: .none))
    let first = towardsHigh ? InputWord.limitMax(1) : .limitMin(1)
    let second = towardsHigh ? InputWord.limitMaxSecond(1) : .limitMinSecond(1)
    let homing = HomingAxis(
      input: first, towardsHigh: towardsHigh, atMm: firstMm, pullOffMm: 3, seekMmPerS: 20, locateMmPerS: 2, turn: 1,
      second: HomingSide(input: second, atMm: secondMm, motors: .step(2)), motors: .step(1))
    storage = MotionStorage(
      queue: .allocate(capacity: 64), history: .allocate(capacity: max(settings.smoothingSlices, 1)),
      shaping: .allocate(capacity: settings.shapingSlices), beam: .allocate(capacity: settings.beamChanges))
    let start = Point(10, 20, 30)
    controller = Controller(
      settings, ControllerSettings(homingY: homing, limits: .limits(1)), storage: storage, at: start,
      isPositionKnown: true)
    let motors = [0, 1, 1, 2].enumerated().map { SimMotor(timing: timing, isInverted: $0 == 2, joint: $1) }
    var simulated = SimSettings(
      tickHz: 20_000, motors: motors, map: JointMap(settings),
      switches: [(first, firstMm, 1), (second, secondMm, 2)].map {
        SimSwitch(
          input: $0.0, axis: 1, atMm: $0.1, closesAbove: towardsHigh, hysteresisMm: 0.3, bounceMs: 2, motor: $0.2)
      }, start: start)
    simulated.seed = seed
    machine = SimMachine(settings, machine: simulated, start: controller.startSubSteps)
    controller.sense(machine.reading)
  }

  deinit {
    storage.queue.deallocate()
    storage.history.deallocate()
    storage.shaping.deallocate()
    storage.beam.deallocate()
  }

  var sides: (first: Double, second: Double) {
    let travels = machine.port.travelsMm
    return (20 + travels[1], 20 + travels[2])
  }

  /// Until nothing is left to do, or until something holds.
  mutating func run(until isEnough: (borrowing Gantry) -> Bool = { _ in false }) {
    for _ in 0..<200_000 {
      let output = controller.next()
      if case .mute(let motors) = output { muted.append(motors) }
      if machine.obey(output) {
        controller.sense(machine.reading)
      } else if case .needsInput = output {
        controller.flush()
      } else {
        // Time passes while nothing is done.
        machine.rest(controller.rest(ticks: 20))
        controller.sense(machine.reading)
        return
      }
      peakMm = max(peakMm, abs(sides.first - sides.second))
      if isEnough(self) { return }
    }
  }

  mutating func jog(y: Double) throws {
    try controller.jog(to: Point(10, y, 30), mmPerS: 30)
    run()
  }
}

@Suite("A gantry that is homed")
struct GantryHomingTests {
  private static let stepMm = 1 / 160.0

  @Test("however it is racked, both sides stand at one place within a step", arguments: 1...40)
  func square(_ seed: UInt64) throws {
    var noise = SplitMix64(seed)
    func random(_ low: Double, _ high: Double) -> Double { low + (high - low) * Double(noise.next() >> 11) / 0x1p53 }
    let mm = seed % 8 == 0 ? 0 : seed % 8 == 1 ? random(0, 0.02) : random(0.2, 3)
    let isHigh = seed % 3 == 0
    let edge = isHigh ? 303.0 : -3
    var one = Gantry(
      firstMm: edge + random(-0.5, 0.5), secondMm: edge + random(-0.5, 0.5), towardsHigh: isHigh, seed: seed)
    one.machine.begin(.lostSteps(motor: seed % 2 == 0 ? 1 : 2, pulses: UInt32(mm / Self.stepMm)), at: 0)
    try one.jog(y: isHigh ? 250 : 60)
    let before = one.sides
    #expect(abs(abs(before.first - before.second) - mm) < 2 * Self.stepMm)
    for _ in 0..<2 {
      try one.controller.home()
      one.run()
      let state = one.controller.state, at = one.controller.position.y, after = one.sides
      #expect(state == .idle, "seed \(seed)")
      // A switch answers on whole steps, and the joint stands between two of them.
      #expect(abs(after.first - at) < Self.stepMm * 2, "seed \(seed): \(after) \(at)")
      #expect(abs(after.second - at) < Self.stepMm * 2, "seed \(seed): \(after) \(at)")
      #expect(abs(after.first - after.second) < Self.stepMm * 1.001, "seed \(seed): \(after)")
    }
    let last = one.muted.last, faults = one.machine.port.timingViolations
    #expect(last == PortWord.none && faults == 0)
    #expect(one.peakMm < mm + 1.1, "seed \(seed): \(one.peakMm)")
  }

  @Test("a side whose switch does not answer goes 5 mm alone and back, and it is an alarm", arguments: [1, 2])
  func dead(_ side: Int) throws {
    var one = Gantry(firstMm: -3, secondMm: -2.8, towardsHigh: false, seed: 1)
    one.machine.port.stick(side == 1 ? .limitMin(1) : .limitMinSecond(1), pressed: false, at: 0)
    try one.controller.home()
    one.run()
    let state = one.controller.state, alarm = one.controller.alarm, after = one.sides
    #expect(state == .alarm && alarm == .homingNotFound)
    #expect(one.peakMm > 4.9 && one.peakMm < 5 + Self.stepMm, "\(one.peakMm)")
    #expect(abs(after.first - after.second) < Self.stepMm / 2, "\(after)")
    try one.controller.unlock()
    try one.jog(y: one.controller.position.y + 10)
    let muted = one.muted.last, end = one.sides
    #expect(muted == PortWord.none)
    #expect(abs(end.first - after.first - 10) < 0.01 && abs(end.second - after.second - 10) < 0.01, "\(after) \(end)")
  }

  @Test("a reset while one side is silent lets both step again", arguments: [false, true])
  func interrupted(_ byStop: Bool) throws {
    var one = Gantry(firstMm: -3, secondMm: -2.8, towardsHigh: false, seed: 1)
    one.machine.begin(.lostSteps(motor: 1, pulses: 480), at: 0)
    try one.jog(y: 60)
    try one.controller.home()
    let before = one.sides.first - one.sides.second
    one.run { abs($0.sides.first - $0.sides.second - before) > 1 }
    let muted = one.muted.last
    #expect(muted == .step(2) || muted == .step(1))
    if byStop {
      one.machine.port.pressEmergencyStop(at: one.machine.engine.tick)
      one.controller.sense(one.machine.reading)
    } else {
      one.controller.reset()
    }
    one.run()
    let state = one.controller.state, last = one.muted.last
    #expect(state == .alarm && last == PortWord.none)
    if byStop {
      one.machine.port.releaseEmergencyStop(at: one.machine.engine.tick)
      one.controller.sense(one.machine.reading)
    }
    try one.controller.unlock()
    let start = one.sides
    try one.jog(y: one.controller.position.y + 10)
    let end = one.sides
    #expect(abs(end.first - start.first - 10) < 0.01 && abs(end.second - start.second - 10) < 0.01, "\(start) \(end)")
  }
}
