// The fingerprint of a run: pinned, and different for any one edge that differs.

import StepperCore
import Testing

@Suite("Trace hash")
struct TraceHashTests {
  private typealias Change = (tick: UInt64, ns: UInt32, levels: UInt32)

  private static let sequence: [Change] = [
    (0, 0, 0x1_0001), (0, 1000, 0x1_0000), (41, 24_999, 0x1_0101), (1 << 40, 0, 0),
  ]

  private static func hash(_ changes: [Change]) -> TraceHash {
    var hash = TraceHash()
    for change in changes {
      hash.add(PortInstant(tick: change.tick, ns: change.ns), PortWord(rawValue: change.levels))
    }
    return hash
  }

  @Test("a fixed sequence has the hash that it always had")
  func golden() {
    #expect(Self.hash(Self.sequence).value == 0x51E_FAF4_F28C_BB5D)
    #expect(Self.hash(Self.sequence).value == 0x051e_faf4_f28c_bb5d)
  }

  @Test("any one edge that is moved, changed, left out, doubled or swapped makes another hash")
  func sensitive() {
    var seen: Set<UInt64> = [Self.hash(Self.sequence).value]
    var variants = 0
    func check(_ changes: [Change]) {
      variants += 1
      seen.insert(Self.hash(changes).value)
    }
    for index in Self.sequence.indices {
      for bit in 0..<32 {
        var changed = Self.sequence
        changed[index].levels ^= 1 << UInt32(bit)
        check(changed)
      }
      for bit in 0..<46 {
        var changed = Self.sequence
        changed[index].tick ^= 1 << UInt64(bit)
        check(changed)
      }
      for bit in 0..<18 {
        var changed = Self.sequence
        changed[index].ns ^= 1 << UInt32(bit)
        check(changed)
      }
      check(Array(Self.sequence[..<index]) + Array(Self.sequence[(index + 1)...]))
      check(Array(Self.sequence[...index]) + Array(Self.sequence[index...]))
    }
    for index in 1..<Self.sequence.count {
      var swapped = Self.sequence
      swapped.swapAt(index, index - 1)
      check(swapped)
    }
    #expect(seen.count == variants + 1)
  }
}
