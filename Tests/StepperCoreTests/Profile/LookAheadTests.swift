// The queue's entry speeds, held against a plain forward and backward pass over the same segments.

import Seeded
import StepperCore
import Testing

@Suite("Look-ahead")
struct LookAheadTests {
  private static func entry(_ noise: inout SplitMix64) -> PlannedSegment {
    let length = Double(noise.logarithmic(1_000...100_000_000)) * 1e-6
    let segment = Segment(lineFrom: .zero, to: Point(length, 0, 0)) ?? Segment(restAt: .zero)
    let limit = noise.double(1...100)
    let standing = noise.double(50...2000)
    // Half of the segments are curves, which take up to nine tenths at the limit.
    let taken = noise.chance(2) ? 0 : noise.double(0...0.9) * standing
    var planned = PlannedSegment(
      segment, wanted: limit, ceiling: limit,
      law: AccelerationLaw(standing: standing, falling: taken / (limit * limit)), line: 0, isRapid: false)
    planned.junctionSquared = noise.chance(6) ? 0 : limit * limit * noise.double(0...1)
    if noise.chance(12) { return PlannedSegment(stop: .pause(optional: false), at: .zero, line: 0) }
    return planned
  }

  private static func withQueue(_ capacity: Int, _ body: (consuming LookAhead) -> Void) {
    let storage = UnsafeMutableBufferPointer<PlannedSegment>.allocate(capacity: capacity)
    defer { storage.deallocate() }
    body(LookAhead(storage: storage))
  }

  /// The speeds, squared, of a machine that cannot do better: found by relaxing until nothing changes.
  private static func best(_ entries: [PlannedSegment]) -> [Double] {
    var speeds = entries.map { $0.stop == nil ? $0.junctionSquared : 0 } + [0]
    var changed = true
    while changed {
      changed = false
      for index in entries.indices {
        let law = entries[index].law
        // From this speed, with what it leaves: is the next one slow enough to be reached?
        let reach = 2 * law.acceleration(atSquared: speeds[index]) * entries[index].segment.length
        if speeds[index] > (speeds[index + 1] + reach) * (1 + 1e-12) {
          var low = 0.0, high = speeds[index]
          for _ in 0..<100 {
            let middle = 0.5 * (low + high)
            let drop = 2 * law.acceleration(atSquared: middle) * entries[index].segment.length
            if middle <= speeds[index + 1] + drop { low = middle } else { high = middle }
          }
          speeds[index] = low
          changed = true
        }
      }
    }
    return speeds
  }

  @Test("every entry may be braked from to a stop at the end, and no slower plan is needed")
  func optimal() {
    var noise = SplitMix64(21)
    for _ in 0..<400 {
      Self.withQueue(128) { queue in
        var queue = queue
        let entries = (0..<Int(noise.integer(1...112))).map { _ in Self.entry(&noise) }
        for entry in entries { queue.append(entry) }
        queue.plan()
        let best = Self.best(entries)
        for index in entries.indices {
          let planned = queue[index].entrySquared
          #expect(abs(planned - best[index]) <= 1e-9 * (1 + best[index]))
          #expect(planned <= entries[index].junctionSquared || entries[index].stop != nil)
        }
      }
    }
  }

  @Test("planning as entries come and go gives the same as planning once")
  func incremental() {
    var noise = SplitMix64(22)
    Self.withQueue(48) { queue in
      var queue = queue
      var all: [PlannedSegment] = []
      for _ in 0..<20_000 {
        while !queue.isFull && !noise.chance(4) {
          let entry = Self.entry(&noise)
          queue.append(entry)
          all.append(entry)
        }
        if noise.chance(2) { queue.plan() }
        if !queue.isEmpty && noise.chance(2) {
          queue.removeFirst()
          all.removeFirst()
        }
      }
      queue.plan()
      Self.withQueue(48) { fresh in
        var fresh = fresh
        for entry in all { fresh.append(entry) }
        fresh.plan()
        let counts = (fresh.count, queue.count)
        #expect(counts.0 == counts.1)
        for index in all.indices {
          let speeds = (fresh[index].entrySquared, queue[index].entrySquared)
          #expect(speeds.0 == speeds.1)
        }
      }
    }
  }

  @Test("more segments never make an earlier entry slower")
  func monotone() {
    var noise = SplitMix64(23)
    for _ in 0..<200 {
      Self.withQueue(64) { queue in
        var queue = queue
        var before: [Double] = []
        while !queue.isFull {
          queue.append(Self.entry(&noise))
          queue.plan()
          let now = (0..<queue.count).map { queue[$0].entrySquared }
          for index in before.indices { #expect(now[index] >= before[index]) }
          before = now
        }
      }
    }
  }

  @Test("the last entry in the queue is left at rest, and an empty queue has no speed")
  func ends() {
    Self.withQueue(32) { queue in
      var queue = queue
      var facts = (isEmpty: queue.isEmpty, isFull: queue.isFull, exit: queue.secondEntrySquared)
      #expect(facts == (true, false, 0))
      var noise = SplitMix64(24)
      queue.append(Self.entry(&noise))
      queue.plan()
      facts = (queue.isEmpty, queue.isFull, queue.secondEntrySquared)
      #expect(facts == (false, false, 0))
      for _ in 0..<16 { queue.append(Self.entry(&noise)) }
      facts = (queue.isEmpty, queue.isFull, 0)
      #expect(facts == (false, true, 0))
      queue.removeAll()
      facts = (queue.isEmpty, queue.isFull, queue.secondEntrySquared)
      #expect(facts == (true, false, 0))
    }
  }
}
