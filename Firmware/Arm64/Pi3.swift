// The lines of a Raspberry Pi 3: its first bank, which has all that are on the header.

import StepperCore

/// The port, and with Pi3+Processor.swift all else that the firmware asks of a board.
struct Pi3: Hardware, ~Copyable {
  private let map: LineMap
  /// Levels of the outputs.
  private var levels: UInt32
  private var read: UInt32
  private var inputs: InputWord

  private static var lines: UInt { 0x3F20_0000 }
  private static var set: UInt { lines + 0x1C }
  private static var clear: UInt { lines + 0x28 }
  private static var level: UInt { lines + 0x34 }

  init() {
    map = Board.lines
    levels = map.safeLevels
    read = 0
    inputs = map.inputs(at: 0)
    remember_outputs(map.safeLevels, map.outputLines)
    // The levels first: a line must not show another one when it becomes an output.
    store32(Self.set, levels & map.outputLines)
    store32(Self.clear, ~levels & map.outputLines)
    for line in 0..<32 as Range<UInt32> {
      let mask: UInt32 = 1 << line
      if (map.outputLines | map.inputLines) & mask == 0 { continue }
      let register = Self.lines + UInt(line / 10 * 4), place = line % 10 * 3
      let function: UInt32 = map.outputLines & mask != 0 ? 1 : 0
      store32(register, load32(register) & ~(7 << place) | function << place)
    }
    pull(map.pulledUp, 2)
    pull(map.pulledDown, 1)
  }

  /// The resistors inside, as the BCM2835's data sheet has it: what, a while, which lines, a while, and done.
  private func pull(_ mask: UInt32, _ what: UInt32) {
    store32(Self.lines + 0x94, what)
    Self.pause()
    store32(Self.lines + 0x98, mask)
    Self.pause()
    store32(Self.lines + 0x94, 0)
    store32(Self.lines + 0x98, 0)
  }

  private static func pause() {
    let begun = cycles
    while cycles &- begun < 100 {}
  }

  @inline(__always)
  mutating func write(_ word: PortWord, changing: PortWord, at instant: PortInstant) throws(Never) {
    let next = map.levels(after: levels, word: word.rawValue, changing: changing.rawValue)
    if instant.ns > 0 { Self.waitInTick(ns: instant.ns) }
    let rising = next & ~levels, falling = levels & ~next
    levels = next
    if rising != 0 { store32(Self.set, rising) }
    if falling != 0 { store32(Self.clear, falling) }
    if instant.ns == 0 { Self.beginTick() }
  }

  @inline(__always)
  mutating func readInputs() throws(Never) -> InputWord {
    let now = load32(Self.level) & map.inputLines
    if now != read {
      read = now
      inputs = map.inputs(at: now)
    }
    return inputs
  }
}
