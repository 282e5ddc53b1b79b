// The lines of the MPS2: two blocks of sixteen, that a word of the core is spread over.

import StepperCore

struct Mps2: Hardware, ~Copyable {
  private let map: LineMap
  /// Levels of the outputs.
  private var levels: UInt32
  private var read: UInt32 = 0
  private var inputs: InputWord

  /// GPIO 0: its levels, what it drives, and which lines it drives; GPIO 1 follows after 4 KiB.
  private static var lines: UInt { 0x4001_0000 }

  init() {
    Self.beginCounting()
    map = Board.lines
    levels = map.safeLevels
    read = 0
    inputs = map.inputs(at: 0)
    for block in 0..<2 as Range<UInt> {
      let base = Self.lines + block * 0x1000
      store32(base + 4, levels >> UInt32(16 * block) & 0xFFFF)
      store32(base + 0x10, map.outputLines >> UInt32(16 * block) & 0xFFFF)
    }
    remember_outputs(levels, map.outputLines)
  }

  @inline(__always)
  mutating func write(_ word: PortWord, changing: PortWord, at instant: PortInstant) throws(Never) {
    let next = map.levels(after: levels, word: word.rawValue, changing: changing.rawValue)
    if instant.ns > 0 { Self.waitInTick(ns: instant.ns) }
    let differing = next ^ levels
    levels = next
    if differing & 0xFFFF != 0 { store32(Self.lines + 4, next & 0xFFFF) }
    if differing >> 16 != 0 { store32(Self.lines + 0x1004, next >> 16) }
    if instant.ns == 0 { Self.beginTick() }
  }

  @inline(__always)
  mutating func readInputs() throws(Never) -> InputWord {
    let now = load32(Self.lines) & 0xFFFF | load32(Self.lines + 0x1000) << 16
    if now != read {
      read = now
      inputs = map.inputs(at: now)
    }
    return inputs
  }
}
