// Faults on the way from step pulse to motor: how many steps they take, from which tick on, and that they end.

import Seeded
import SimBackend
import StepperCore
import Testing

@Suite("Faults of pulses")
struct PulseFaultTests {
  private static let slices = FaultBench.motion(seed: 7)

  /// Net steps of X after each tick.
  private static func steps(_ faults: [SimFault]) throws -> [Int64] {
    var steps: [Int64] = []
    _ = try FaultBench.run(faults, slices, piece: 1) { steps.append($0.port.steps(ofMotor: 0)) }
    return steps
  }

  @Test("a fault takes the first step that is due on its tick or later, and as many as it says")
  func atItsTick() throws {
    var noise = SplitMix64(701)
    let clean = try Self.steps([])
    let ways = clean.indices.map { $0 == 0 ? clean[0] : clean[$0] - clean[$0 - 1] }
    for _ in 0..<8 {
      let tick = Int(noise.next() % 12_000), count = Int(1 + noise.next() % 50)
      let next = Array(ways.indices.filter { $0 >= tick && ways[$0] != 0 }.prefix(count))
      let cases: [(FaultKind, (Int) -> Int64)] = [
        (.lostSteps(motor: 0, pulses: UInt32(count)), { next.contains($0) ? 0 : ways[$0] }),
        (.extraSteps(motor: 0, pulses: UInt32(count)), { next.contains($0) ? 2 * ways[$0] : ways[$0] }),
        (.reversedMotor(motor: 0), { $0 >= tick ? -ways[$0] : ways[$0] }),
        (.mixedPhases(motor: 0), { $0 >= tick ? 0 : ways[$0] }),
      ]
      for (kind, way) in cases {
        let steps = try Self.steps([SimFault(kind, .tick(UInt64(tick)))])
        var expected: Int64 = 0
        let wrong = steps.indices.first {
          expected += way($0)
          return steps[$0] != expected
        }
        #expect(wrong == nil, "\(kind) at \(tick): wrong from \(wrong ?? 0)")
      }
    }
  }

  @Test("what is mended counts every step again from that tick on")
  func mended() throws {
    let clean = try Self.steps([])
    for kind in [FaultKind.reversedMotor(motor: 0), .mixedPhases(motor: 0)] {
      let steps = try Self.steps([SimFault(kind, .tick(3_001), durationS: 0.01)])
      let gone = clean[3_400] - clean[3_000]
      #expect(gone != 0)
      let factor: Int64 = kind == .mixedPhases(motor: 0) ? 1 : 2
      #expect(steps[3_400] == clean[3_400] - factor * gone)
      #expect(steps.last == clean.last.map { $0 - factor * gone })
    }
  }

  @Test("the controller sends what it would have sent: only the motor's own count differs, and says by how much")
  func outputsStay() throws {
    let clean = try FaultBench.run([], Self.slices)
    let faults = [
      SimFault(.lostSteps(motor: 3, pulses: 12), .tick(100)), SimFault(.extraSteps(motor: 3, pulses: 5), .tick(2_000)),
    ]
    var short: Int64 = 0, altered: UInt64 = 0
    let run = try FaultBench.run(faults, Self.slices) {
      short = $0.port.shortPulses(ofMotor: 3)
      altered = $0.port.alteredPulses(ofMotor: 3)
    }
    #expect(run.hash == clean.hash)
    // Y's second motor is mirrored: its way up is its driver's way down.
    #expect(run.steps[3] == clean.steps[3] - short && run.steps[1] == clean.steps[1])
    #expect(short == 12 - 5 && altered == 17)
    #expect(run.struck.map(\.tick) == [100, 2_000])
  }

  @Test("after a power cut nothing runs, and a motor counts nothing more")
  func powerCut() throws {
    for tick in [0, 1, 39, 40, 5_017] as [UInt64] {
      let cut = try FaultBench.run([SimFault(.powerCut, .tick(tick))], Self.slices)
      #expect(cut.tick == tick && cut.stop == .powerCut)
      #expect(!cut.edges.contains { $0.instant.tick >= tick })
      let clean = try FaultBench.run([], Self.slices)
      #expect(cut.edges == clean.edges.filter { $0.instant.tick < tick })
    }
  }
}
