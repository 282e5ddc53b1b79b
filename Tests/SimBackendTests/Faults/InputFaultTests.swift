// Faults of switches, wires and buttons: which level the controller reads, and from which tick to which.

import Seeded
import SimBackend
import StepperCore
import Testing

@Suite("Faults of inputs")
struct InputFaultTests {
  private static let slices = FaultBench.motion(seed: 8)

  private static var machine: SimSettings {
    var machine = Machines.settings()
    machine.circuits = FaultBench.closed([.limitMax(0), .limitMin(0), .door, .emergencyStop, .probe])
    return machine
  }

  @Test("what is pressed, stuck or broken reads so from its very tick, until it is mended")
  func atItsTick() throws {
    var noise = SplitMix64(801)
    let kinds: [(FaultKind, InputWord)] = [
      (.stuckSwitch(.limitMax(0), isPressed: true), .limitMax(0)), (.brokenWire(.limitMin(0)), .limitMin(0)),
      (.brokenWire(.door), .door), (.door, .door), (.emergencyStop, .emergencyStop),
    ]
    for (kind, input) in kinds {
      for _ in 0..<5 {
        let tick = noise.next() % 10_000
        let lasting = try FaultBench.run([SimFault(kind, .tick(tick))], on: Self.machine, Self.slices)
        #expect(lasting.inputEdges.map(\.instant) == [PortInstant(tick: tick, ns: 0)])
        #expect(lasting.inputEdges.first?.levels == input.rawValue)
        let ticks = 1 + noise.next() % 4_000
        let mended = try FaultBench.run(
          [SimFault(kind, .tick(tick), durationS: Double(ticks) / 40_000)], on: Self.machine, Self.slices)
        #expect(mended.inputEdges.map(\.instant.tick) == [tick, tick + ticks])
        #expect(mended.inputEdges.last?.levels == 0)
        #expect(mended.struck.map(\.mendedTick) == [tick + ticks])
      }
    }
  }

  @Test("of two faults on one wire the second holds on where the first is mended")
  func overlapping() throws {
    let faults = [
      SimFault(.brokenWire(.door), .tick(1_000), durationS: 0.05),
      SimFault(.brokenWire(.door), .tick(2_000), durationS: 0.1),
    ]
    let run = try FaultBench.run(faults, on: Self.machine, Self.slices)
    #expect(run.inputEdges.map(\.instant.tick) == [1_000, 6_000])
  }

  @Test("noise is spikes of the length and number that was asked for, while it lasts, the same for the same seed")
  func noise() throws {
    let fault = SimFault(
      .noise(.limitMax(0), spikesPerS: 500, spikeUs: 75), .tick(1_234), durationS: 0.3)
    var machine = Self.machine
    var runs: [FaultOutcome] = []
    for seed in [5, 5, 6] as [UInt64] {
      machine.seed = seed
      runs.append(try FaultBench.run([fault], on: machine, Self.slices))
    }
    let edges = runs[0].inputEdges
    #expect(edges.count % 2 == 0 && abs(edges.count / 2 - 150) < 25, "\(edges.count)")
    #expect(edges.allSatisfy { $0.instant.tick > 1_234 && $0.instant.tick <= 1_234 + 12_000 })
    let lengths = stride(from: 0, to: edges.count - 2, by: 2).map {
      edges[$0 + 1].instant.tick - edges[$0].instant.tick
    }
    #expect(lengths.allSatisfy { $0 == 3 })
    #expect(runs[0] == runs[1] && runs[0] != runs[2])
  }

  @Test("a worn switch is a burst at every change, no longer than was said, and a good one again when it is mended")
  func bouncing() throws {
    var machine = Self.machine
    machine.switches = [SimSwitch(input: .limitMax(0), axis: 0, atMm: 0.5, closesAbove: true)]
    // Over the switch and back every 50 ms, four times.
    let slices = (0..<4).flatMap {
      FaultBench.steady(slices: 25, from: UInt32(50 * $0)) + FaultBench.steady(slices: 25, sense: -1)
    }
    let clean = try FaultBench.run([], on: machine, slices).inputEdges
    #expect(clean.count == 8)
    let worn = SimFault(.bouncingSwitch(.limitMax(0), ms: 2), .tick(2_000), durationS: 0.05)
    let edges = try FaultBench.run([worn], on: machine, slices).inputEdges
    for (index, own) in clean.enumerated() {
      let burst = edges.filter { $0.instant.tick >= own.instant.tick && $0.instant.tick <= own.instant.tick + 80 }
      let isWorn = own.instant.tick >= 2_000 && own.instant.tick < 4_000
      #expect(isWorn ? burst.count > 1 && burst.count % 2 == 1 : burst.count == 1, "change \(index): \(burst.count)")
      #expect(burst.last?.levels == own.levels)
    }
    #expect(edges.count > clean.count)
    // A button that nobody said to bounce does.
    let door = [SimFault(.bouncingSwitch(.door, ms: 1), .tick(0)), SimFault(.door, .tick(500))]
    let chatter = try FaultBench.run(door, on: machine, slices).inputEdges.filter {
      $0.changing == InputWord.door.rawValue
    }
    #expect(chatter.count > 1 && chatter.allSatisfy { (500...540).contains($0.instant.tick) })
  }

  @Test("a probe without its clip never touches, and touches again once it is on")
  func deadProbe() throws {
    var machine = Self.machine
    machine.switches = [SimSwitch(input: .probe, axis: 0, atMm: 0.5, closesAbove: true)]
    let slices = FaultBench.steady(slices: 100)
    #expect(try FaultBench.run([], on: machine, slices).inputEdges.count == 1)
    let dead = SimFault(.deadProbe, .tick(0))
    #expect(try FaultBench.run([dead], on: machine, slices).inputEdges.isEmpty)
    let late = SimFault(.deadProbe, .tick(0), durationS: 0.05)
    #expect(try FaultBench.run([late], on: machine, slices).inputEdges.map(\.instant.tick) == [2_000])
  }

  @Test("a spike between two steps is seen by a latch, as a machine that looks on every tick would")
  func spikeBetweenSteps() throws {
    var sim = SimMachine(Machines.core(), machine: Self.machine, start: .zero)
    try sim.schedule([SimFault(.stuckSwitch(.probe, isPressed: true), .tick(17), durationS: 1.0 / 40_000)])
    sim.arm(ProbeRule(untilContact: true, mustHappen: true))
    for slice in FaultBench.steady(slices: 2) { sim.run(slice) }
    let latch = sim.engine.latch
    // Steps come every ten ticks.
    #expect(latch.isClosed && latch.tick == 17)
  }
}
