// When faults begin, that pieces do not matter, what is refused, and that inputs cut the steps where the live loop would.

import Seeded
import SimBackend
import StepperCore
import Testing

@Suite("Moments of faults")
struct FaultMomentTests {
  private static let slices = FaultBench.motion(seed: 9)
  /// Drivers that are awake at once, so that counts are where the command is.
  private static let awake = DriverTiming(
    stepHighNs: 1_000, stepLowNs: 1_000, directionSetupNs: 200, directionHoldNs: 200, enableDelayNs: 0)

  @Test("a time is the first tick that is not before it")
  func seconds() throws {
    for (seconds, tick) in [(0, 0), (0.3, 12_000), (0.00001, 1), (0.1, 4_000), (0.1000251, 4_002)] as [(Double, UInt64)]
    {
      let run = try FaultBench.run([SimFault(.door, .seconds(seconds))], Self.slices)
      #expect(run.struck.first?.tick == tick)
    }
  }

  @Test("a line is the first slice of it, or of one behind it")
  func lines() throws {
    var slices = FaultBench.steady(slices: 10, from: 10)
    slices += FaultBench.steady(slices: 10, from: 30)
    for (line, tick) in [(1, 0), (10, 0), (11, 40), (20, 400), (30, 400), (31, 440)] as [(UInt32, UInt64)] {
      let run = try FaultBench.run([SimFault(.door, .line(line))], slices)
      #expect(run.struck.first?.tick == tick)
      #expect(run.inputEdges.first?.instant.tick == tick)
    }
    #expect(try FaultBench.run([SimFault(.door, .line(99))], slices).struck.isEmpty)
  }

  @Test(
    "a position is the tick of the step that reaches it, in the direction that was asked for", arguments: [false, true])
  func positions(_ isCoreXY: Bool) throws {
    let kinematics: Kinematics = isCoreXY ? .coreXY : .cartesian
    let core = Machines.core(kinematics, timing: Self.awake)
    let machine = Machines.settings(kinematics, timing: Self.awake)
    // Where X is after each tick, in whole steps: on crossed belts the step of either motor can be the one.
    var places: [Double] = []
    _ = try FaultBench.run([], on: machine, core: core, Self.slices, piece: 1) {
      places.append($0.port.position.x * 80)
    }
    var noise = SplitMix64(901)
    let low = places.min() ?? 0, high = places.max() ?? 0
    #expect(high - low > 100)
    for _ in 0..<20 {
      let step = Double.random(in: low + 5...high - 5, using: &noise).rounded()
      let up = places.indices.first { $0 > 0 && places[$0 - 1] < step && places[$0] >= step }
      let down = places.indices.first { $0 > 0 && places[$0 - 1] > step && places[$0] <= step }
      for (travel, tick) in [(FaultTravel.up, up), (.down, down)] {
        let fault = SimFault(.door, .position(axis: 0, mm: step / 80, travel: travel))
        let run = try FaultBench.run([fault], on: machine, core: core, Self.slices)
        // A belt's step is up to a step of the axis away from the axis's own.
        let apart = Int64(run.struck.first?.tick ?? 0) - Int64(tick ?? 0)
        #expect(isCoreXY ? abs(apart) < 40 : apart == 0, "step \(step) \(travel): \(apart) ticks apart")
        #expect((run.struck.isEmpty) == (tick == nil))
      }
    }
  }

  @Test("the step that reaches a place is already under the fault that waits there")
  func stepAtPlace() throws {
    let fault = SimFault(.lostSteps(motor: 0, pulses: 1_000), .position(axis: 0, mm: 0.5, travel: .up))
    let machine = Machines.settings(timing: Self.awake)
    let run = try FaultBench.run([fault], on: machine, core: Machines.core(), FaultBench.steady(slices: 100))
    #expect(run.steps[0] == 39)
  }

  private static let everything: [SimFault] = [
    SimFault(.lostSteps(motor: 0, pulses: 9), .tick(777)), SimFault(.extraSteps(motor: 1, pulses: 3), .line(50)),
    SimFault(.reversedMotor(motor: 3), .seconds(0.111), durationS: 0.0123),
    SimFault(.noise(.limitMin(0), spikesPerS: 900, spikeUs: 60), .tick(3_333), durationS: 0.1),
    SimFault(.bouncingSwitch(.limitMax(0), ms: 1.5), .position(axis: 0, mm: 0.2, travel: .either), durationS: 0.2),
    SimFault(.brokenWire(.door), .line(120), durationS: 0.0505), SimFault(.mixedPhases(motor: 0), .tick(9_001)),
    SimFault(.emergencyStop, .tick(12_345), durationS: 0.02), SimFault(.deadProbe, .tick(5)),
  ]

  @Test("whole slices and single ticks, twice the same: writes, counts, ticks and physics", arguments: [false, true])
  func pieces(_ hasPhysics: Bool) throws {
    var machine = hasPhysics ? PhysicsMachines.settings() : Machines.settings()
    machine.emergencyCut = [.motors]
    let faults =
      Self.everything
      + (hasPhysics
        ? [
          SimFault(.weakSupply(volts: 12), .tick(2_000), durationS: 0.03),
          SimFault(.jam(axis: 1, newtons: 60), .tick(4_000), durationS: 0.06),
          SimFault(.wall(axis: 0, atMm: 1), .tick(6_000), durationS: 0.1),
        ] : [])
    let whole = try FaultBench.run(faults, on: machine, Self.slices)
    #expect(whole.struck.count == faults.count)
    let again = try FaultBench.run(faults, on: machine, Self.slices)
    #expect(again == whole)
    for piece in [1, 7] as [UInt32] {
      let pieces = try FaultBench.run(faults, on: machine, Self.slices, piece: piece)
      #expect(pieces.hash == whole.hash && pieces.physics == whole.physics)
      #expect(pieces.steps == whole.steps && pieces.inputEdges == whole.inputEdges)
      #expect(pieces.struck.map(\.tick) == whole.struck.map(\.tick))
    }
    #expect(try FaultBench.run([], on: machine, Self.slices).steps != whole.steps)
  }

  @Test("inputs cut the steps on the tick on which the live loop's own look at every tick would")
  func watched() throws {
    var noise = SplitMix64(902)
    var trips: [String: Int] = [:]
    for seed in 1...40 as ClosedRange<UInt64> {
      var machine = Machines.settings(
        switches: [
          SimSwitch(input: .limitMax(0), axis: 0, atMm: .random(in: 0.5...4, using: &noise), closesAbove: true)
        ])
      machine.seed = seed
      var faults = [
        SimFault(
          .noise(
            .limitMin(0), spikesPerS: .random(in: 20...600, using: &noise),
            spikeUs: .random(in: 500...1_100, using: &noise)), .tick(noise.next() % 2_000))
      ]
      if seed % 4 == 0 { faults.append(SimFault(.emergencyStop, .tick(noise.next() % 4_000))) }
      let watched = try FaultBench.run(faults, on: machine, Self.slices, isWatched: true)
      var judge = SafetyInputs(limits: .limitMin(0) | .limitMax(0), spikeTicks: 40)
      var trip: Trip?
      var tick: UInt64 = 0
      _ = try FaultBench.run(faults, on: machine, Self.slices, piece: 1) {
        guard trip == nil else { return }
        trip = judge.judge($0.port.inputs)
        tick = $0.engine.tick
      }
      #expect(watched.stop == trip.map { .tripped($0) }, "seed \(seed)")
      #expect(watched.tick == tick, "seed \(seed)")
      trips["\(trip.map { "\($0)" } ?? "none")", default: 0] += 1
    }
    #expect(trips.count > 2, "\(trips)")
  }

  @Test("a spike shorter than a millisecond cuts nothing, and a longer one does")
  func spike() throws {
    for (ticks, trips) in [(39, false), (40, true)] as [(Double, Bool)] {
      let fault = SimFault(
        .stuckSwitch(.limitMin(0), isPressed: true), .tick(1_005), durationS: ticks / 40_000)
      let run = try FaultBench.run([fault], Self.slices, isWatched: true)
      #expect(run.stop == (trips ? .tripped(.limit(.limitMin(0))) : nil))
      if trips { #expect(run.tick == 1_045) }
    }
  }

  @Test("what a machine cannot have is refused with its reason and its place, and nothing is taken over")
  func refused() throws {
    let good = SimFault(.door, .tick(0))
    let cases: [(SimFault, SimFaultError.Reason)] = [
      (SimFault(.weakSupply(volts: 10), .tick(0)), .needsPhysics),
      (SimFault(.jam(axis: 0, newtons: 10), .tick(0)), .needsPhysics),
      (SimFault(.wall(axis: 0, atMm: 10), .tick(0)), .needsPhysics),
      (SimFault(.lostSteps(motor: 4, pulses: 1), .tick(0)), .noSuchMotor(4)),
      (SimFault(.reversedMotor(motor: -1), .tick(0)), .noSuchMotor(-1)),
      (SimFault(.lostSteps(motor: 0, pulses: 0), .tick(0)), .wrongFigure),
      (SimFault(.lostSteps(motor: 0, pulses: 1), .tick(0), durationS: 1), .cannotBeMended),
      (SimFault(.powerCut, .tick(0), durationS: 1), .cannotBeMended),
      (SimFault(.door, .tick(0), durationS: -1), .wrongFigure), (SimFault(.door, .seconds(.nan)), .wrongFigure),
      (SimFault(.door, .position(axis: 3, mm: 0, travel: .up)), .noSuchAxis(3)),
      (SimFault(.noise(.door, spikesPerS: .infinity, spikeUs: 1), .tick(0)), .wrongFigure),
      (SimFault(.brokenWire(.none), .tick(0)), .noSuchInput(.none)),
    ]
    for (fault, reason) in cases {
      #expect(throws: SimFaultError(index: 1, reason: reason)) { try FaultBench.run([good, fault], []) }
    }
  }
}
