// Waveforms that are the same, and waveforms in which one thing is wrong: what a comparison makes of them.

import Rig
import Seeded
import Testing

@Suite("Comparing waveforms")
struct WaveComparisonTests {
  /// Wires 0 and 1 step, each at its own changing speed, wire 2 is a direction that turns now and then; ticks of 50 µs.
  static func waveform(pulses: Int, seed: UInt64) -> [WaveEdge] {
    var random = SplitMix64(seed)
    var edges: [WaveEdge] = []
    var due = [0, 3]
    var level = false
    var tick = 0
    while edges.count < 2 * pulses {
      let ns = Int64(tick) * 50_000
      var stepping: [Int] = []
      for wire in 0..<2 where due[wire] == tick {
        stepping.append(wire)
        due[wire] = tick + 2 + (tick / 500 + wire) % 9 + Int(random.next() % 3)
      }
      let line = UInt32(tick / 100 + 1)
      if random.next() % 997 == 0 {
        level.toggle()
        edges.append(WaveEdge(ns: ns, tick: UInt64(tick), line: line, wire: 2, isHigh: level))
      }
      for wire in stepping { edges.append(WaveEdge(ns: ns, tick: UInt64(tick), line: line, wire: wire, isHigh: true)) }
      for wire in stepping {
        edges.append(WaveEdge(ns: ns + 5_000, tick: UInt64(tick), line: line, wire: wire, isHigh: false))
      }
      tick += 1
    }
    return edges
  }

  /// The same as a kernel would see it: later by a constant, each edge by a bit more or less.
  static func measured(_ edges: [WaveEdge], seed: UInt64, jitterNs: UInt64 = 8_000) -> [WaveEdge] {
    var random = SplitMix64(seed)
    var last: Int64 = 0
    return edges.map { edge in
      let ns = max(last + 500, edge.ns + 777_000_000 + Int64(random.next() % jitterNs))
      last = ns
      return WaveEdge(ns: ns, wire: Int(edge.wire), isHigh: edge.isHigh)
    }
  }

  struct Outcome {
    var kinds: [WaveDifference.Kind: Int]
    var differences: [WaveDifference]
    var matched: Int
    var stretchNs: Int64
    var greatestOffNs: Int64
  }

  static func compare(_ simulated: [WaveEdge], _ measured: [WaveEdge], withinNs: Int64 = 25_000) -> Outcome {
    var first = simulated.makeIterator(), second = measured.makeIterator()
    var comparison = WaveComparison(
      withinNs: withinNs, missing: simulated.count - measured.count, simulated: { first.next() },
      measured: { second.next() })
    comparison.run()
    return Outcome(
      kinds: comparison.counts, differences: comparison.differences, matched: comparison.matched,
      stretchNs: comparison.stretchNs, greatestOffNs: comparison.greatestOffNs)
  }

  @Test("what differs by jitter alone is the same", arguments: 0..<5)
  func same(seed: UInt64) {
    let simulated = Self.waveform(pulses: 5_000, seed: seed)
    let outcome = Self.compare(simulated, Self.measured(simulated, seed: seed + 50))
    #expect(outcome.kinds.isEmpty, "\(outcome.differences)")
    #expect(outcome.matched == simulated.count)
    #expect(outcome.greatestOffNs > 1_000 && outcome.greatestOffNs <= 25_000)
  }

  @Test("nothing is the same as nothing, and all is lost where nothing was measured")
  func empty() {
    #expect(Self.compare([], []).kinds.isEmpty)
    let simulated = Self.waveform(pulses: 100, seed: 1)
    #expect(Self.compare(simulated, []).kinds == [.lost: simulated.count])
    #expect(Self.compare([], simulated).kinds == [.added: simulated.count])
  }

  @Test(
    "a pulse that did not reach its line is told with its tick, line and wire, and nothing else is", arguments: 0..<20)
  func lostPulse(seed: UInt64) throws {
    let simulated = Self.waveform(pulses: 2_000, seed: seed)
    var measured = Self.measured(simulated, seed: seed + 50)
    var random = SplitMix64(seed + 100)
    let from = Int(random.next() % 3_900)
    let rise = try #require(simulated[from...].firstIndex { $0.wire < 2 && $0.isHigh })
    let fall = try #require(simulated[rise...].firstIndex { $0.wire == simulated[rise].wire && !$0.isHigh })
    measured.remove(at: fall)
    measured.remove(at: rise)
    let outcome = Self.compare(simulated, measured)
    #expect(outcome.kinds == [.lost: 2], "\(outcome.differences)")
    #expect(outcome.differences.map(\.edge) == [simulated[rise], simulated[fall]])
  }

  @Test("a pulse that nobody simulated is told once, with its wire", arguments: 0..<20)
  func addedPulse(seed: UInt64) throws {
    let simulated = Self.waveform(pulses: 2_000, seed: seed)
    var measured = Self.measured(simulated, seed: seed + 50)
    var random = SplitMix64(seed + 100)
    // In a stretch without edges, a tick after the last one.
    let place = try #require(
      (Int(random.next() % 3_000)..<3_900).first { measured[$0 + 1].ns - measured[$0].ns > 80_000 })
    let ns = measured[place].ns + 40_000
    measured.insert(
      contentsOf: [WaveEdge(ns: ns, wire: 1, isHigh: true), WaveEdge(ns: ns + 5_000, wire: 1, isHigh: false)],
      at: place + 1)
    let outcome = Self.compare(simulated, measured)
    #expect(outcome.kinds == [.added: 2], "\(outcome.differences)")
    #expect(outcome.differences.allSatisfy { $0.edge.wire == 1 })
    #expect(outcome.matched == simulated.count)
  }

  @Test("a direction that turns after the step instead of before is told as another order")
  func swapped() throws {
    let simulated = Self.waveform(pulses: 4_000, seed: 3)
    var measured = Self.measured(simulated, seed: 4)
    let turn = try #require(
      simulated.indices.first { simulated[$0].wire == 2 && simulated[$0 + 1].isHigh && $0 > 500 })
    measured.swapAt(turn, turn + 1)
    (measured[turn].ns, measured[turn + 1].ns) = (measured[turn + 1].ns, measured[turn].ns)
    let outcome = Self.compare(simulated, measured)
    #expect(outcome.kinds == [.swapped: 1], "\(outcome.differences)")
    #expect(outcome.differences.first?.edge.tick == simulated[turn].tick)
  }

  @Test(
    "a late tick that puts everything behind it back is one difference, however late",
    arguments: [60, 130, 1_234, 90_000])
  func late(us: Int64) throws {
    let simulated = Self.waveform(pulses: 4_000, seed: 5)
    var measured = Self.measured(simulated, seed: 6, jitterNs: 2_000)
    let place = try #require(simulated.indices.first { $0 > 3_000 && simulated[$0].ns != simulated[$0 - 1].ns })
    for index in place..<measured.count { measured[index].ns += us * 1_000 }
    let outcome = Self.compare(simulated, measured)
    #expect(outcome.kinds == [.late: 1], "\(outcome.differences)")
    let difference = try #require(outcome.differences.first)
    #expect(difference.edge.tick == simulated[place].tick && difference.edge.line == simulated[place].line)
    #expect(abs(try #require(difference.offUs) - Double(us)) < 3)
    #expect(abs(outcome.stretchNs - us * 1_000) < 5_000)
  }

  @Test("one edge that came late by itself is told, although those behind it are in time again")
  func lateAlone() throws {
    let simulated = Self.waveform(pulses: 4_000, seed: 16)
    var measured = Self.measured(simulated, seed: 17, jitterNs: 2_000)
    let place = try #require(
      simulated.indices.first { $0 > 2_000 && simulated[$0 + 1].ns - simulated[$0].ns > 90_000 })
    measured[place].ns += 60_000
    let outcome = Self.compare(simulated, measured)
    #expect(outcome.kinds == [.late: 1], "\(outcome.differences)")
    #expect(outcome.differences.first?.edge == simulated[place])
    #expect(abs(try #require(outcome.differences.first?.offUs) - 60) < 3)
    #expect(outcome.matched == simulated.count)
  }

  @Test("an edge that came too early is told, and by how much")
  func early() throws {
    let simulated = Self.waveform(pulses: 4_000, seed: 7)
    var measured = Self.measured(simulated, seed: 8, jitterNs: 2_000)
    let place = try #require(
      simulated.indices.first { $0 > 2_000 && simulated[$0].ns - simulated[$0 - 1].ns > 90_000 })
    for index in place..<measured.count { measured[index].ns -= 40_000 }
    let outcome = Self.compare(simulated, measured)
    #expect(outcome.kinds == [.early: 1], "\(outcome.differences)")
    #expect(abs(try #require(outcome.differences.first?.offUs) + 40) < 3)
  }

  @Test("after a rest the machine may take its time, but may not be early")
  func rests() {
    var simulated = Self.waveform(pulses: 1_000, seed: 9)
    for index in 1_000..<simulated.count { simulated[index].ns += 10_000_000 }
    simulated[1_000].isAfterRest = true
    var measured = Self.measured(simulated, seed: 10)
    for index in 1_000..<measured.count { measured[index].ns += 2_000_000_000 }
    let longer = Self.compare(simulated, measured)
    #expect(longer.kinds.isEmpty, "\(longer.differences)")
    #expect(longer.stretchNs < 100_000, "a rest is not part of a motion")
    for index in 1_000..<measured.count { measured[index].ns -= 2_005_000_000 }
    #expect(Self.compare(simulated, measured).kinds == [.early: 1])
  }

  @Test("many differences are counted, and the first twenty kept")
  func many() {
    let simulated = Self.waveform(pulses: 20_000, seed: 11)
    let measured = Self.measured(simulated, seed: 12)
    // Every hundredth pulse of wire 0 is missing.
    var pulses = 0
    let thinned = measured.filter { edge in
      if edge.wire != 0 { return true }
      if edge.isHigh { pulses += 1 }
      return pulses % 100 != 50
    }
    let outcome = Self.compare(simulated, thinned)
    #expect(outcome.kinds == [.lost: simulated.count - thinned.count], "\(outcome.kinds)")
    #expect(outcome.differences.count == 20)
  }

  @Test("another job's waveform is not taken for this one, and the comparison ends")
  func otherJob() {
    let simulated = Self.waveform(pulses: 3_000, seed: 13)
    let other = Self.measured(Self.waveform(pulses: 3_000, seed: 14), seed: 15)
    let outcome = Self.compare(simulated, other)
    #expect(outcome.kinds.values.reduce(0, +) > 20)
  }
}
