// The bench's own instruments, held against each other: what one makes, another must see.

import CommandRuns
import Glibc
import StepperCore
import Testing

@Suite("The bench's instruments", .onTheBench, .serialized)
struct InstrumentTests {
  @Test("the kernel's record has every pulse of the C loop, on the lines that step and no others")
  func pulses() throws {
    let chip = try SimulatedChip.pi4
    let record = try KernelRecord()
    _ = try Yardstick(chip, ticks: 200)
    let changes = try record.changes(on: chip)
    #expect(Set(changes.map(\.line)) == Set(Yardstick.outputs.prefix(Yardstick.stepping)))
    #expect(changes.count == 200 * 2 * Yardstick.stepping)
    #expect(zip(changes, changes.dropFirst()).allSatisfy { $0.ns < $1.ns })
  }

  @Test("the record's stamps are nanoseconds: ticks of 50 µs are 50,000 of them apart")
  func stamps() throws {
    let chip = try SimulatedChip.pi4
    let record = try KernelRecord()
    _ = try Yardstick(chip, ticks: 400, periodNs: 50_000)
    let rises = try record.changes(on: chip).filter { $0.line == Yardstick.outputs[0] && $0.isHigh }
    try #require(rises.count == 400)
    let mean = Double(rises[399].ns - rises[0].ns) / 399
    #expect(abs(mean - 50_000) < 50)
    let gaps = zip(rises, rises.dropFirst()).map { $1.ns - $0.ns }
    #expect(gaps.allSatisfy { (35_000...65_000).contains($0) }, "\(gaps.min() ?? 0) to \(gaps.max() ?? 0) ns")
  }

  @Test("a record that ran full says so, and does not pass for a whole one")
  func overflow() throws {
    let chip = try SimulatedChip.pi4
    let record = try KernelRecord(bufferMB: 1)
    _ = try Yardstick(chip, ticks: 20_000)
    #expect(throws: RecordOverflow.self) { _ = try record.levels(on: chip) }
  }

  @Test("the guest's clock counts instructions: the C loop costs the same in two runs, to one in a hundred")
  func repeatable() throws {
    let chip = try SimulatedChip.pi4
    let first = try Yardstick(chip, ticks: 2_000), second = try Yardstick(chip, ticks: 2_000)
    #expect(abs(first.nsPerTick / second.nsPerTick - 1) < 0.01)
    #expect((1_000..<50_000).contains(first.nsPerTick))
  }

  @Test("the 20th set fails with EIO and reaches no line; those before it did")
  func failedSet() throws {
    let chip = try SimulatedChip.pi4
    let record = try KernelRecord()
    let ending = try Yardstick.ending(chip, ticks: 200, env: BoundaryFault.failedSet(20))
    #expect(ending.code == 1)
    #expect(ending.errors.contains("set: Input/output error"))
    let step = try record.changes(on: chip).filter { $0.line == Yardstick.outputs[0] }
    #expect(step.count == 19)
  }

  @Test("all sets fail from the one that is named on")
  func failedSets() throws {
    let chip = try SimulatedChip.pi4
    let record = try KernelRecord()
    let ending = try Yardstick.ending(chip, ticks: 200, env: BoundaryFault.failedSets(from: 1))
    #expect(ending.code == 1)
    #expect(try record.changes(on: chip).isEmpty)
  }

  @Test("one sleep returns 2 ms late, and the others in time")
  func lateSleep() throws {
    let chip = try SimulatedChip.pi4
    let plain = try Yardstick(chip, ticks: 400, periodNs: 50_000)
    #expect(plain.maxLatenessNs < 50_000)
    let late = try Yardstick(chip, ticks: 400, periodNs: 50_000, env: BoundaryFault.lateSleep(100))
    #expect((2_000_000..<2_100_000).contains(late.maxLatenessNs))
  }
}

@Suite("What a tick costs", .onTheBench, .serialized)
struct TickCostTests {
  @Test("a rise, a fall and a look at the inputs cost the port at most 1.15 times what they cost a bare C loop")
  func portAgainstC() throws {
    let chip = try SimulatedChip.pi4
    let least = try Yardstick(chip, ticks: 4_000).nsPerTick
    var port = try Yardstick.port(on: chip)
    let steps = PortWord.step(0) | .step(1) | .step(2)
    // As the C loop: nobody else's turn in between, and what the first tick finds is in memory.
    var priority = sched_param(sched_priority: 80)
    try #require(sched_setscheduler(0, SCHED_FIFO, &priority) == 0)
    defer {
      priority.sched_priority = 0
      sched_setscheduler(0, SCHED_OTHER, &priority)
    }
    let ticks: UInt64 = 4_000
    var sensed = InputWord.none
    let begun = monotonicNs()
    for tick in 0..<ticks {
      try port.write(steps, changing: steps, at: PortInstant(tick: tick, ns: 0))
      try port.write(.none, changing: steps, at: PortInstant(tick: tick, ns: 3_000))
      sensed = try port.readInputs()
    }
    let cost = Double(monotonicNs() - begun) / Double(ticks)
    print("a tick with steps: \(Int(least)) ns in C, \(Int(cost)) ns through the port")
    #expect(cost / least < 1.15)
    #expect(sensed.rawValue < 16)
  }

  private func monotonicNs() -> Int64 {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
  }
}
