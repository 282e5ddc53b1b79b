// A job on the real-time loop, with a clock and lines that the test drives: the same as in the simulator, and what ends it.

import Foundation
import GPIOBackend
import Rig
import StepperCore
import Testing
import VirtualTime

@Suite("A run in real time")
struct LiveRunTests {
  private static let job = """
    G21 G90 M3 S12000
    G0 X20 Y20 Z2
    G1 Z-1 F300
    G1 X60 F1200
    G2 X80 Y40 I0 J20
    G1 X20 Y20
    G4 P0.2
    G0 Z5
    M30

    """

  private func run(
    _ job: String, board name: String = "default", in world: VirtualWorld, _ live: LiveOptions = LiveOptions(),
    _ hooks: RunHooks = RunHooks()
  ) throws -> LiveResult {
    let board = try Board.load(name).0
    var options = RunOptions()
    options.backend = .gpio
    var run = LiveRun(
      JobFile(bytes: Array(job.utf8), path: "job.nc"), board: board, options: options, live: live, hooks: hooks
    ) { start in
      // Virtual ticks take no time: the planner needs room to keep ahead of them.
      var loop = board.loopSettings
      loop.ringSlices = 1 << 12
      return LiveMachine(
        board.settings, port: VirtualPort(world), timer: VirtualTimer(world), limits: board.limitInputs, loop: loop,
        start: start)
    }
    return try run.run()
  }

  private func simulated(_ job: String, board name: String) throws -> RunResult {
    var options = RunOptions()
    options.hasPhysics = false
    var run = try SimulatedRun(
      JobFile(bytes: Array(job.utf8), path: "job.nc"), board: try Board.load(name).0, options: options)
    return try run.run()
  }

  @Test(arguments: ["default", "corexy-laser", "pi4-router-tb6600", "pi3-plasma-dm542"])
  func hasTheTraceHashOfTheSimulator(_ board: String) throws {
    let live = try run(Self.job, board: board, in: VirtualWorld(seed: 1)).run
    let sim = try simulated(Self.job, board: board)
    #expect(live.exit == sim.exit)
    #expect(live.summary.result == sim.summary.result)
    #expect(live.summary.traceHash == sim.summary.traceHash)
    #expect(live.summary.ticks == sim.summary.ticks)
    for axis in 0..<3 {
      #expect(live.summary.axes[axis].positionSteps == sim.summary.axes[axis].positionSteps)
      #expect(live.summary.axes[axis].steps == sim.summary.axes[axis].steps)
      #expect(live.summary.axes[axis].peakVelocityMmPerS == sim.summary.axes[axis].peakVelocityMmPerS)
    }
    #expect(live.summary.motors.map(\.steps) == sim.summary.motors.map(\.steps))
    #expect(live.summary.backend == "gpio")
    // What only a model can know is unknown.
    #expect(live.summary.axes.x.lostSteps == nil && live.summary.axes.x.missedPulses == nil)
  }

  @Test func aTickThatIsMuchTooLateEndsTheJobWithAControlledHold() throws {
    let world = VirtualWorld(seed: 1)
    // In the middle of a motion, however long the clock ran before it began.
    var wasLate = false
    world.wakeLatencyNs = { [unowned world] noise in
      if wasLate || world.writeCount < 3_000 { return noise.next() % 2_000 }
      wasLate = true
      return 2_000_000
    }
    let result = try run(Self.job, in: world)
    #expect(result.run.exit == .system)
    #expect(result.run.summary.alarm?.code == "late_tick")
    #expect(result.run.summary.lateTicks == 1)
    #expect((result.run.summary.maxLatenessUs ?? 0) >= 2_000)
    #expect(world.levels == 0)
    // It braked: no axis was asked for more than its acceleration, and the steps are whole ones of the path.
    let x = result.run.summary.axes.x
    #expect((x.peakAccelerationMmPerS2 ?? 0) <= (x.limitAccelerationMmPerS2 ?? 0) * 1.001)
  }

  @Test func theEmergencyStopEndsTheJobWithItsLine() throws {
    let world = VirtualWorld(seed: 1)
    world.inputs = { [unowned world] _ in world.writeCount > 3_000 ? .emergencyStop : .none }
    let result = try run(Self.job, in: world)
    #expect(result.run.exit == .notDone)
    #expect(result.run.summary.result == .alarm)
    #expect(result.run.summary.alarm?.code == "emergency_stop")
    #expect((result.run.summary.alarm?.line ?? 0) >= 2)
    #expect(world.levels == 0)
  }

  @Test func aPauseThatNobodyCanAnswerEndsTheJobThere() throws {
    // Longer than the planner looks ahead: what it has not read yet must not be done either.
    let job = "G21\nG1 X10 F600\nM0\n" + (0..<3_000).map { "X\($0 % 2 + 10)\n" }.joined()
    let alone = try run(job, in: VirtualWorld(seed: 1)).run
    #expect(alone.exit == .notDone)
    #expect(alone.summary.alarm?.code == "waits_for_person")
    #expect(alone.summary.alarm?.line == 3)
    // The job's zero is at X45 of the machine: what comes before the pause is done, what comes after it is not.
    #expect(abs((alone.summary.axes.x.maxMm ?? 0) - 55) < 1e-3)

    var questions: [String] = []
    var hooks = RunHooks()
    hooks.askPerson = { questions.append($0.english) }
    let answered = try run(job, in: VirtualWorld(seed: 1), LiveOptions(), hooks).run
    #expect(answered.exit == .done)
    #expect(questions.count == 1)
  }

  @Test func aProbeThatTouchesEndsItsMotionAndOneThatNeverDoesIsAnAlarm() throws {
    let job = "G21\nG38.2 Z-20 F300\nG1 X5 F600\n"
    let world = VirtualWorld(seed: 1)
    world.inputs = { [unowned world] _ in world.writeCount > 500 ? .probe : .none }
    let touched = try run(job, board: "default", in: world).run
    #expect(touched.exit == .done)
    #expect(touched.summary.axes.z.minMm.map { $0 > -30 } == true)
    let missed = try run(job, board: "default", in: VirtualWorld(seed: 1)).run
    #expect(missed.summary.alarm?.code == "probe_missed")
    #expect(missed.exit == .notDone)
  }

  @Test func aBoardThatWasNotHomedIsRefused() throws {
    let board = try Board.load("default").0
    do {
      _ = try runLive(
        JobFile(bytes: Array(Self.job.utf8)), board: board, options: RunOptions(), wishes: LiveWishes())
      Issue.record("it ran")
    } catch {
      #expect(error.exit == .notDone)
      #expect(error.phrase.english.contains("--assume-position"))
    }
  }

  @Test func whatIsPressedBeforeTheStartIsNamed() throws {
    let board = try Board.load("pi4-router-tb6600").0
    #expect(board.obstacle(.none) == nil)
    #expect(board.obstacle(.emergencyStop)?.english.contains("emergency stop") == true)
    #expect(board.obstacle(.limitMax(1))?.english.contains("limit_y_max") == true)
    // A door or a button is not in the way.
    #expect(board.obstacle(.door | .feedHold) == nil)
  }
}
