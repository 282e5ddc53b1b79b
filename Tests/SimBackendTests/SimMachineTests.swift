// The core and the simulated machine together: nothing is lost, nothing is late, nothing is allocated.

import AllocationCount
import Seeded
import SimBackend
import StepperCore
import Testing

@Suite("Simulated machine")
struct SimMachineTests {
  private static func storage(_ segments: Int = 64) -> MotionStorage {
    MotionStorage(queue: .allocate(capacity: segments), history: .allocate(capacity: 1))
  }

  private static func free(_ storage: MotionStorage) {
    storage.queue.deallocate()
    storage.history.deallocate()
  }

  /// Drives commands to their end.
  private static func run(
    _ settings: MachineSettings, _ simulation: SimSettings, _ commands: [Command],
    _ check: (borrowing SimMachine, borrowing Motion) -> Void
  ) {
    let storage = storage()
    defer { free(storage) }
    var motion = Motion(settings, storage: storage, at: simulation.start)
    var machine = SimMachine(settings, machine: simulation, start: motion.startSubSteps)
    var given = 0
    var isProbing = false
    while true {
      switch motion.next() {
      case .slice(let slice):
        machine.run(slice)
        if isProbing && machine.engine.latch.isClosed { motion.probeTouched() }
        continue
      case .probeBegins(let rule, _):
        machine.arm(rule)
        isProbing = true
        if machine.engine.latch.isClosed { motion.probeTouched() }
        continue
      case .probeEnded:
        isProbing = false
        motion.place(at: motion.position)
        continue
      case .stopped, .held: continue
      case .needsInput where given == commands.count:
        motion.flush()
        continue
      case .idle where given == commands.count:
        check(machine, motion)
        return
      case .needsInput, .idle: break
      }
      while motion.hasRoom && given < commands.count {
        do throws(MotionError) { try motion.add(commands[given], line: UInt32(given)) } catch {
          Issue.record("refused: \(error)")
        }
        given += 1
        if case .probe = commands[given - 1] {
          motion.flush()
          break
        }
      }
    }
  }

  private static func wander(_ noise: inout SplitMix64, count: Int) -> [Command] {
    (0..<count).map { _ in
      let end = Point(
        .random(in: -4...4, using: &noise), .random(in: -4...4, using: &noise), .random(in: -1...1, using: &noise))
      return .line(to: end, feed: noise.next() % 3 == 0 ? .rapid : .perSecond(.random(in: 5...90, using: &noise)))
    }
  }

  struct Rig: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var tickHz: UInt32
    var kinematics = Kinematics.cartesian
    var timing = Machines.timing
  }

  private static let slow = DriverTiming(
    stepHighNs: 30_000, stepLowNs: 30_000, directionSetupNs: 15_000, directionHoldNs: 15_000, enableDelayNs: 500_000)
  private static let opto = DriverTiming(
    stepHighNs: 2_500, stepLowNs: 2_500, directionSetupNs: 5_000, directionHoldNs: 5_000, enableDelayNs: 0)

  static let rigs = [
    Rig(testDescription: "40 kHz", tickHz: 40_000),
    Rig(testDescription: "CoreXY", tickHz: 40_000, kinematics: .coreXY),
    Rig(testDescription: "pulses longer than a tick, 40 kHz", tickHz: 40_000, timing: slow),
    Rig(testDescription: "pulses longer than a tick, 100 kHz", tickHz: 100_000, timing: slow),
    Rig(testDescription: "30 kHz", tickHz: 30_000, timing: opto),
    Rig(testDescription: "200 kHz, CoreXY", tickHz: 200_000, kinematics: .coreXY, timing: opto),
    Rig(testDescription: "5 kHz", tickHz: 5_000, timing: slow),
  ]

  @Test("every motor ends where the program does, and no driver has anything to complain of", arguments: rigs)
  func programs(_ rig: Rig) {
    var noise = SplitMix64(61)
    let settings = Machines.core(rig.kinematics, tickHz: rig.tickHz, timing: rig.timing)
    let simulation = Machines.settings(rig.kinematics, tickHz: rig.tickHz, timing: rig.timing)
    let commands = Self.wander(&noise, count: 150)
    Self.run(settings, simulation, commands) { machine, motion in
      let steps = simulation.map.steps(at: motion.position)
      let joints = [0, 1, 2, 1]
      for motor in 0..<4 {
        let counted = machine.port.steps(ofMotor: motor), missed = machine.port.missedPulses(ofMotor: motor)
        #expect(counted == Int64((steps[joints[motor]] + 0.5).rounded(.down)))
        #expect(missed == 0)
      }
      let violations = machine.port.timingViolations
      #expect(violations == 0)
      let apart = (machine.port.position - motion.position).length
      #expect(apart < 1.0 / 80)
    }
  }

  @Test("a core that believes in a faster driver than the machine has is found out")
  func deceived() {
    let commands: [Command] = [.line(to: Point(20, 0, 0), feed: .rapid), .line(to: .zero, feed: .rapid)]
    Self.run(Machines.core(), Machines.settings(timing: Self.slow), commands) { machine, _ in
      let missed = machine.port.missedPulses(ofMotor: 0), violations = machine.port.timingViolations
      #expect(missed > 100)
      #expect(violations >= missed)
    }
  }

  @Test("a probe that touches ends behind its switch, and the latch keeps the step on which it closed")
  func probing() {
    let touch = SimSwitch(input: .probe, axis: 2, atMm: -5, closesAbove: false)
    let down = Command.probe(
      to: Point(0, 0, -20), feed: .perSecond(10), rule: ProbeRule(untilContact: true, mustHappen: true))
    Self.run(Machines.core(), Machines.settings(switches: [touch]), [down]) { machine, motion in
      let latch = machine.engine.latch, end = motion.position.z, steps = machine.port.steps(ofMotor: 2)
      #expect(latch.isClosed)
      #expect(latch.steps[2] == -2000)
      #expect(end < -5 && end > -5.3)
      #expect(steps == Int64((end * 400 + 0.5).rounded(.down)))
    }
  }

  @Test("a probe that touches from the start moves nothing")
  func probingFromContact() {
    let touch = SimSwitch(input: .probe, axis: 2, atMm: 1, closesAbove: false)
    let down = Command.probe(
      to: Point(0, 0, -20), feed: .perSecond(10), rule: ProbeRule(untilContact: true, mustHappen: false))
    Self.run(Machines.core(), Machines.settings(switches: [touch]), [down]) { machine, motion in
      let pulses = machine.port.pulses(ofMotor: 2), end = motion.position
      #expect(pulses == 0)
      #expect(end == .zero)
    }
  }

  @Test("the same program has the same hash twice, and another one another")
  func hash() {
    var noise = SplitMix64(62)
    let commands = Self.wander(&noise, count: 30)
    var hashes: [UInt64] = []
    for program in [commands, commands, Array(commands.dropLast())] {
      Self.run(Machines.core(), Machines.settings(), program) { machine, _ in
        hashes.append(machine.port.hash.value)
      }
    }
    #expect(hashes[0] == hashes[1])
    #expect(hashes[0] != hashes[2])
  }

  // MARK: memory

  @Test("the count of allocations counts one")
  func allocationControl() {
    let before = allocation_count()
    let memory = UnsafeMutablePointer<Int>.allocate(capacity: 1000)
    let between = allocation_count()
    var grown: [Int] = []
    for index in 0..<100 { grown.append(index) }
    let after = allocation_count()
    memory.deallocate()
    #expect(between > before)
    #expect(after > between)
    #expect(grown.count == 100)
  }

  @Test("nothing is allocated in a million ticks of engine and machine", arguments: [false, true])
  func ticksWithoutMemory(_ isSlow: Bool) {
    var noise = SplitMix64(63)
    let timing = isSlow ? Self.slow : Machines.timing
    let touch = SimSwitch(input: .limitMax(0), axis: 0, atMm: 0.5, closesAbove: true)
    var machine = SimMachine(
      Machines.core(timing: timing), machine: Machines.settings(switches: [touch], timing: timing), start: .zero)
    let slices = (0..<1_000).map { index in
      let speed = Int64.random(in: -(1 << 36)...(1 << 36), using: &noise)
      return Slice(
        velocity: SIMD4(speed, -speed / 3, speed / 7, 0), acceleration: SIMD4(1 << 20, -(1 << 18), 1 << 10, 0),
        ticks: 40,
        outputs: .enables, pwmHighNs: UInt32(index % 3) * 300_000)
    }
    machine.run(slices[0])
    let before = allocation_count()
    for _ in 0..<25 {
      for slice in slices { machine.run(slice) }
    }
    let allocations = allocation_count() - before
    #expect(allocations == 0)
    let tick = machine.engine.tick, pulses = machine.port.pulses(ofMotor: 0)
    #expect(tick >= 1_000_000)
    #expect(pulses > 50_000)
  }

  @Test("nothing is allocated where faults wait, or have struck, and inputs are watched")
  func faultsWithoutMemory() throws {
    let faults = [
      SimFault(.door, .tick(.max - 1)), SimFault(.door, .line(1_000_000)),
      SimFault(.door, .position(axis: 0, mm: 1e5, travel: .up)), SimFault(.reversedMotor(motor: 1), .tick(3)),
    ]
    for given in [[], faults] {
      var machine = SimMachine(Machines.core(), machine: Machines.settings(), start: .zero)
      try machine.schedule(given)
      machine.watch(limits: .limitMin(0) | .limitMax(0))
      let slice = Slice(velocity: SIMD4(1 << 35, 1 << 33, 0, 0), ticks: 40, line: 7, outputs: .enables)
      machine.run(slice)
      let before = allocation_count()
      for _ in 0..<5_000 { machine.run(slice) }
      let allocations = allocation_count() - before
      #expect(allocations == 0)
      let tick = machine.engine.tick
      #expect(tick == 5_001 * 40)
    }
  }

  @Test("planning a long path allocates nothing")
  func planningWithoutMemory() throws {
    var noise = SplitMix64(64)
    let commands = Self.wander(&noise, count: 5_000)
    let storage = Self.storage(512)
    defer { Self.free(storage) }
    var motion = Motion(Machines.core(), storage: storage, at: .zero)
    var given = 0, slices = 0
    let before = allocation_count()
    planning: while true {
      switch motion.next() {
      case .slice: slices += 1
      case .needsInput where given < commands.count:
        while motion.hasRoom && given < commands.count {
          try motion.add(commands[given], line: UInt32(given))
          given += 1
        }
      case .idle: break planning
      default: motion.flush()
      }
    }
    let allocations = allocation_count() - before
    #expect(allocations == 0)
    #expect(slices > 100_000)
  }
}
