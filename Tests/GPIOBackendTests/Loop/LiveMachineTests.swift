// The real-time loop on a clock that a test drives: late wake-ups, slow calls, inputs and failures at chosen moments.

import AllocationCount
import GPIOBackend
import Glibc
import Seeded
import StepperCore
import Testing
import VirtualTime

@Suite("The real-time loop")
struct LiveMachineTests {
  private typealias Machine = LiveMachine<VirtualPort, VirtualTimer>

  static let slow = DriverTiming(
    stepHighNs: 3_000, stepLowNs: 3_000, directionSetupNs: 5_000, directionHoldNs: 5_000, enableDelayNs: 0)
  /// Pulses and pauses longer than a tick.
  static let slowest = DriverTiming(
    stepHighNs: 30_000, stepLowNs: 30_000, directionSetupNs: 15_000, directionHoldNs: 15_000, enableDelayNs: 0)

  /// X with a box for big motors, Y with two motors and the slowest driver there is, Z like X.
  private static let settings: MachineSettings = {
    let axis = AxisSettings(maxVelocityMmPerS: 100, maxAccelerationMmPerS2: 500, minMm: 0, maxMm: 300)
    return MachineSettings(
      tickHz: 20_000, sliceTicks: 20, x: axis, y: axis, z: axis, kinematics: .cartesian,
      joint0: JointSettings(stepsPerMm: 80, motors: 1, timing: slow),
      joint1: JointSettings(stepsPerMm: 80, motors: 0b110, inverted: 0b100, timing: slowest),
      joint2: JointSettings(stepsPerMm: 400, motors: 0b1000, timing: slow), toleranceMm: 0.01,
      spindle: SpindleSettings(kind: .relay))
  }()

  private static func timing(ofMotor motor: Int) -> DriverTiming { motor == 1 || motor == 2 ? slowest : slow }

  /// Random speeds, up to what the drivers take, turning round every few slices; the last slice ends at rest.
  private static func slices(_ count: Int, seed: UInt64) -> [Slice] {
    var noise = SplitMix64(seed)
    let most: [Int64] = [1 << 38, 1 << 37, 1 << 38]
    return (0..<count).map { _ in
      var slice = Slice(ticks: 20, line: 1, outputs: .enable(0) | .spindle)
      for joint in 0..<3 where noise.next() % 4 != 0 {
        slice.velocity[joint] = Int64(noise.next() % UInt64(most[joint])) * (noise.next() % 2 == 0 ? 1 : -1)
      }
      return slice
    }
  }

  private static func machine(_ world: VirtualWorld, room: Int) -> Machine {
    Machine(
      settings, port: VirtualPort(world), timer: VirtualTimer(world), limits: .limitMin(0) | .limitMax(0),
      loop: LoopSettings(tickHz: settings.tickHz, spinNs: 5_000, ringSlices: room), start: .zero)
  }

  /// Executes all slices; they are there before the clock starts.
  private static func run(_ slices: [Slice], _ world: VirtualWorld) throws -> (end: LoopEnd, machine: Machine) {
    let machine = Self.machine(world, room: 1 << 14)
    for slice in slices { #expect(machine.push(slice)) }
    machine.rests()
    try machine.begin(ThreadSettings())
    return (machine.end(atOnce: false), machine)
  }

  /// What the engine writes when it is run slice by slice, as in the simulator.
  private struct Tape: StepPort, ~Copyable {
    var writes: [(instant: PortInstant, levels: UInt32)] = []

    mutating func write(_ levels: PortWord, changing: PortWord, at instant: PortInstant) {
      writes.append((instant, levels.rawValue))
    }
    mutating func readInputs() -> InputWord { .none }
  }

  @Test(arguments: 0..<6)
  func writesWhatTheSimulatorsLoopWritesHoweverLateTicksAre(_ seed: Int) throws {
    let world = VirtualWorld(seed: UInt64(seed))
    world.wakeLatencyNs = { $0.next() % 300 == 0 ? $0.next() % 3_000_000 : $0.next() % 20_000 }
    let slices = Self.slices(400, seed: UInt64(seed) + 100)
    let (end, machine) = try Self.run(slices, world)

    let plans = InlineArray<4, PulsePlan> {
      $0 < 3 ? PulsePlan(Self.settings[joint: $0], tickHz: Self.settings.tickHz) : .none
    }
    var engine = TickEngine(plans, pwm: PWMTrain(hz: 0, tickHz: Self.settings.tickHz))
    var tape = Tape()
    for slice in slices { engine.run(slice, port: &tape) }
    engine.cut(port: &tape)
    #expect(end == .finished)
    #expect(world.writes.map(\.instant) == tape.writes.map(\.instant))
    #expect(world.writes.map(\.levels) == tape.writes.map(\.levels))
    #expect(world.writes.count > 5_000)
    let steps = (0..<3).map { engine.steps($0) }
    #expect((0..<3).map { machine.figures.steps[$0] } == steps)
  }

  @Test(arguments: 0..<6)
  func noDriverSeesAnEdgeTooEarlyHoweverLateTicksAre(_ seed: Int) throws {
    let world = VirtualWorld(seed: UInt64(seed))
    world.wakeLatencyNs = { $0.next() % 100 == 0 ? $0.next() % 3_000_000 : $0.next() % 30_000 }
    // A call that is interrupted in its middle.
    world.callNs = { $0.next() % 50 == 0 ? $0.next() % 200_000 : 300 + $0.next() % 3_000 }
    let (_, machine) = try Self.run(Self.slices(400, seed: UInt64(seed) + 200), world)
    #expect(machine.figures.lateTicks > 100)

    var rose = [UInt64](repeating: 0, count: 8), fell = rose, turned = rose
    for write in world.writes {
      for motor in 0..<4 {
        let need = Self.timing(ofMotor: motor)
        let step = UInt32(1) << motor, direction = step << 8
        // The line may have changed as late as the end of the earlier call, and as early as the start of this one.
        if write.changing & step != 0 {
          if write.levels & step != 0 {
            #expect(write.beganNs >= fell[motor] + UInt64(need.stepLowNs))
            #expect(write.beganNs >= turned[motor] + UInt64(need.directionSetupNs))
            rose[motor] = write.endedNs
          } else {
            #expect(write.beganNs >= rose[motor] + UInt64(need.stepHighNs))
            fell[motor] = write.endedNs
          }
        }
        if write.changing & direction != 0 {
          #expect(write.beganNs >= rose[motor] + UInt64(need.directionHoldNs))
          turned[motor] = write.endedNs
        }
      }
    }
  }

  @Test func aLateTickPutsAllLaterOnesBackAndBunchesNone() {
    var clock = TickClock(hz: 30_000)
    var noise = SplitMix64(7)
    clock.start(at: 1_000_000)
    var began: [UInt64] = []
    var worst: UInt64 = 0
    for tick in 0..<30_000 {
      let lateness = tick == 500 ? 2_000_000 : noise.next() % 8_000
      worst = max(worst, clock.begun(at: clock.dueNs + lateness, pace: TickClock.fullPace, counts: true))
      began.append(clock.dueNs)
    }
    // One tick of two milliseconds: the clock is behind by that, less what one tick may make up for, and by no more.
    #expect(worst == 2_000_000)
    #expect(clock.lateTicks == 1)
    #expect(clock.stretchedNs == 2_000_000 - 33_333 / 4)
    // 30,000 ticks of a thirtieth of a millisecond are a second, exactly.
    #expect(clock.dueNs == 1_000_000 + 1_000_000_000 + clock.stretchedNs)
    #expect(zip(began, began.dropFirst()).allSatisfy { $1 - $0 >= 33_333 })
  }

  @Test func theEmergencyStopCutsOnTheTickThatSeesIt() throws {
    let world = VirtualWorld(seed: 1)
    let pressed = world.ns + 150_000_000
    world.inputs = { $0 > pressed ? .emergencyStop : .none }
    let (end, machine) = try Self.run(Self.slices(400, seed: 3), world)
    #expect(end == .tripped(.emergencyStop))
    #expect(world.levels == 0)
    // The read that saw it was at most a tick after the press, and the cut its next write.
    let cut = try #require(world.writes.last)
    #expect(cut.beganNs < pressed + 60_000)
    #expect(cut.levels == 0)
    #expect(machine.figures.ticks < 400 * 20)
  }

  @Test(arguments: [200_000, 900_000, 1_200_000])
  func aLimitThatIsASpikeDoesNothing(_ lastsNs: UInt64) throws {
    let world = VirtualWorld(seed: 1)
    let pressed = world.ns + 50_000_000
    world.inputs = { $0 > pressed && $0 < pressed + lastsNs ? .limitMax(0) : .none }
    let (end, _) = try Self.run(Self.slices(200, seed: 3), world)
    #expect(end == (lastsNs < 1_000_000 ? .finished : .tripped(.limit(.limitMax(0)))))
    #expect(world.levels == 0)
  }

  @Test(arguments: [false, true])
  func linesThatFailEndTheTicksWithEveryOutputAskedToBeSafe(_ isLasting: Bool) throws {
    let world = VirtualWorld(seed: 1)
    world.failure = (write: 1_000, code: 5, isLasting: isLasting)
    let (end, _) = try Self.run(Self.slices(400, seed: 3), world)
    #expect(end == .failed(.write(code: 5)))
    #expect(isLasting ? world.levels != 0 : world.levels == 0)
    // Not a step behind the failure: at most the two attempts to switch everything off.
    #expect(world.writeCount <= 1_003)
  }

  @Test func theTickThreadAllocatesNothing() throws {
    struct CountingPort: StepPort, ~Copyable {
      let world: VirtualWorld
      let ticks: Ticks
      mutating func write(
        _ levels: PortWord, changing: PortWord, at instant: PortInstant
      ) throws(GPIOTransferError) {}
      mutating func readInputs() throws(GPIOTransferError) -> InputWord {
        ticks.count += 1
        if ticks.count == 100 { ticks.before = allocation_count() }
        ticks.after = allocation_count()
        return .none
      }
    }
    final class Ticks: @unchecked Sendable {
      var count = 0
      var before: UInt64 = 0
      var after: UInt64 = 0
    }
    let world = VirtualWorld(seed: 1), ticks = Ticks()
    let machine = LiveMachine(
      Self.settings, port: CountingPort(world: world, ticks: ticks), timer: VirtualTimer(world), limits: .none,
      loop: LoopSettings(tickHz: Self.settings.tickHz, spinNs: 5_000, ringSlices: 1 << 14), start: .zero)
    for slice in Self.slices(10_000, seed: 3) { #expect(machine.push(slice)) }
    machine.rests()
    try machine.begin(ThreadSettings())
    #expect(machine.end(atOnce: false) == .finished)
    #expect(ticks.count >= 200_000)
    #expect(ticks.after == ticks.before)
  }

  @Test func aPlannerThatFallsBehindMakesTicksLongerAndLosesNone() throws {
    let world = VirtualWorld(seed: 1)
    let machine = Self.machine(world, room: 8)
    // Never at rest, as far as the ticks know; eight slices, and then nothing for a while.
    let slices = Self.slices(8, seed: 5)
    for slice in slices { #expect(machine.push(slice)) }
    try machine.begin(ThreadSettings())
    // The tick after the last one finds that there is nothing left, and that nobody has said so.
    for _ in 0..<10_000_000 where machine.underruns == 0 { sched_yield() }
    machine.rests()
    #expect(machine.end(atOnce: false) == .finished)
    #expect(machine.slowdowns >= 1)
    #expect(machine.underruns == 1)
    #expect(machine.figures.ticks == 8 * 20 + 1)
    // The last slice took more than twice its time.
    let last = world.writes.filter { $0.instant.tick >= 140 && $0.instant.tick < 160 }
    let first = world.writes.filter { $0.instant.tick < 20 }
    func lasts(_ writes: [VirtualWorld.Write]) -> UInt64 { writes[writes.count - 1].endedNs - writes[0].beganNs }
    #expect(lasts(last) > 2 * lasts(first))
  }
}
