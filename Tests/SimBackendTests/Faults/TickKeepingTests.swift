// A computer that is busy with something else: what late ticks and late planners cost, beside pulses that stay as they are.

import SimBackend
import StepperCore
import Testing

@Suite("Late ticks and late planners")
struct TickKeepingTests {
  private func run(_ faults: [SimFault], rests: Bool = false) throws -> (timing: TickKeeping, hash: UInt64) {
    var machine = SimMachine(Machines.core(), machine: Machines.settings(), start: .zero)
    try machine.schedule(faults)
    machine.timing.holdNs = 1_000_000
    for slice in FaultBench.motion(seed: 1, slices: 100) {
      if rests { machine.rest(slice) } else { machine.run(slice) }
    }
    return (machine.timing, machine.port.hash.value)
  }

  @Test("a late tick counts where it is later than can be made up for, and too late beyond the limit")
  func late() throws {
    let plain = try run([])
    #expect(plain.timing.lateTicks == 0 && plain.timing.beyondTicksS == 0)
    for (us, lateTicks, tooLate) in [(5.0, 0, 0), (100, 1, 0), (1_000, 1, 0), (1_001, 1, 1)] {
      let seen = try run([SimFault(.lateTick(us: us), .tick(100))])
      #expect(seen.hash == plain.hash)
      #expect(seen.timing.lateTicks == lateTicks && seen.timing.tooLateTicks == tooLate, "\(us)")
      #expect(seen.timing.greatestLatenessNs == UInt64(us * 1000))
    }
    let resting = try run([SimFault(.lateTick(us: 5_000), .tick(100))], rests: true)
    #expect(resting.timing.lateTicks == 0)
  }

  @Test("the longer the planner is away, the longer it all takes; a second time costs as much again")
  func slow() throws {
    let plain = try run([])
    var last = 0.0
    for ms in [4.0, 5, 9, 11, 30, 300] {
      let seen = try run([SimFault(.slowPlanner(ms: ms), .tick(100))])
      #expect(seen.hash == plain.hash)
      #expect(ms == 4 ? seen.timing.beyondTicksS == 0 : seen.timing.beyondTicksS > last, "\(ms)")
      last = seen.timing.beyondTicksS
    }
    let twice = try run([SimFault(.slowPlanner(ms: 300), .tick(100)), SimFault(.slowPlanner(ms: 300), .tick(900))])
    #expect(twice.timing.slowdowns == 2 && twice.timing.standstills == 2)
    #expect(abs(twice.timing.beyondTicksS - 2 * last) < 1e-8)
  }

  @Test("figures that mean nothing are refused")
  func refused() {
    var machine = SimMachine(Machines.core(), machine: Machines.settings(), start: .zero)
    for kind in [FaultKind.lateTick(us: 0), .lateTick(us: .nan), .slowPlanner(ms: -1), .bytesDropped(count: 0)] {
      #expect(throws: SimFaultError.self) { try machine.schedule([SimFault(kind, .tick(0))]) }
    }
    #expect(throws: SimFaultError.self) {
      try machine.schedule([SimFault(.lateTick(us: 1), .tick(0), durationS: 1)])
    }
  }
}
