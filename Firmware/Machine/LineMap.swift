// Which line of the chip carries which bit: port words become levels of up to 32 lines, and levels become input words.

import StepperCore

/// The wires of one board, as its board file has them.
struct LineMap: ~Copyable {
  private let pin = Pin()
  /// The lines to which each bit of a port word alone decides; no line where there is none, or where several decide.
  private var own: InlineArray<32, UInt32> = InlineArray(repeating: 0)
  /// Of the first four motors' step lines, which nearly every write changes: the lines of each set of them.
  private var steps: InlineArray<16, UInt32> = InlineArray(repeating: 0)
  /// Lines that are active when any of their bits is.
  private var shared: InlineArray<4, (bits: UInt32, line: UInt32)> = InlineArray(repeating: (0, 0))
  private var sharedCount = 0
  private var sharedBits: UInt32 = 0
  private var inputs: InlineArray<24, (bits: UInt32, line: UInt32)> = InlineArray(repeating: (0, 0))
  private var inputCount = 0
  private var inputsActiveLow: UInt32 = 0
  /// All lines that are outputs, …
  private(set) var outputLines: UInt32 = 0
  /// … and their levels while every output is inactive.
  private(set) var safeLevels: UInt32 = 0
  private(set) var inputLines: UInt32 = 0

  private(set) var pulledUp: UInt32 = 0
  private(set) var pulledDown: UInt32 = 0

  /// The resistor inside the chip that holds an open input.
  enum Pull { case none, up, down }

  init() {}

  /// - Parameter line: its number on the chip, 0…31.
  mutating func output(_ bits: PortWord, line: Int, activeLow: Bool) {
    let mask: UInt32 = 1 << UInt32(line)
    outputLines |= mask
    if activeLow { safeLevels |= mask }
    if bits.rawValue.nonzeroBitCount == 1 {
      own[bits.rawValue.trailingZeroBitCount] |= mask
      for set in 0..<16 where bits.rawValue & UInt32(set) != 0 { steps[set] |= mask }
    } else {
      shared[sharedCount] = (bits.rawValue, mask)
      sharedCount += 1
      sharedBits |= bits.rawValue
    }
  }

  mutating func input(_ bits: InputWord, line: Int, activeLow: Bool, pull: Pull) {
    let mask: UInt32 = 1 << UInt32(line)
    inputLines |= mask
    if activeLow { inputsActiveLow |= mask }
    if pull == .up { pulledUp |= mask }
    if pull == .down { pulledDown |= mask }
    inputs[inputCount] = (bits.rawValue, mask)
    inputCount += 1
  }

  /// The levels of the lines, after those that were `levels` when the bits in `changing` were as they are not any more.
  @inline(__always)
  func levels(after levels: UInt32, word: UInt32, changing: UInt32) -> UInt32 {
    var next = levels ^ steps[unchecked: Int(changing & 0xF)]
    var bits = changing & ~0xF
    while bits != 0 {
      next ^= own[unchecked: bits.trailingZeroBitCount]
      bits &= bits &- 1
    }
    return changing & sharedBits == 0 ? next : withShared(next, word: word)
  }

  private func withShared(_ levels: UInt32, word: UInt32) -> UInt32 {
    var next = levels
    for index in 0..<sharedCount {
      let (bits, line) = shared[index]
      let isActive = word & bits != 0
      next = isActive == (safeLevels & line == 0) ? next | line : next & ~line
    }
    return next
  }

  /// What the inputs say while the lines have these levels.
  func inputs(at levels: UInt32) -> InputWord {
    let active = levels ^ inputsActiveLow
    var word: UInt32 = 0
    for index in 0..<inputCount where active & inputs[index].line != 0 { word |= inputs[index].bits }
    return InputWord(rawValue: word)
  }
}
