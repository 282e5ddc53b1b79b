// Levels on the wires of a simulated chip, held against what was asked for, and system calls counted by the kernel.

import GPIOBackend
import Seeded
import StepperCore
import Testing

@Suite("GPIO lines", .onTheBench, .serialized)
struct LineTests {
  /// The header's lines 2 to 27, a bit each; every third is active-low.
  private static let header = (2...27).map { line in
    GPIOOutput(bits: bit(line - 2), line: .name("GPIO\(line)"), activeLow: line.isMultiple(of: 3))
  }
  private static let headerWires = Array(2...27)
  private static let isActiveLow = header.enumerated().reduce(UInt64(0)) {
    $1.element.activeLow ? $0 | 1 << UInt64($1.offset) : $0
  }
  private static let all = PortWord(rawValue: ~0)

  private static func bit(_ number: Int) -> PortWord { PortWord(rawValue: 1 << UInt32(number)) }

  @Test("every output reaches the level of each of 300 words, active-low ones the other way round")
  func levels() throws {
    let chip = try SimulatedChip.pi4
    var lines = try GPIOLines(GPIOLayout(chip: chip.label, outputs: Self.header))
    #expect(try chip.levels(Self.headerWires) == Self.isActiveLow)
    var noise = SplitMix64(1)
    var asked: UInt32 = 0
    for _ in 0..<300 {
      let next = UInt32(truncatingIfNeeded: noise.next()), changing = UInt32(truncatingIfNeeded: noise.next())
      asked = asked & ~changing | next & changing
      try lines.set(PortWord(rawValue: next), changing: PortWord(rawValue: changing))
      let wanted = UInt64(asked & (1 << 26 - 1)) ^ Self.isActiveLow
      try #require(try chip.levels(Self.headerWires) == wanted)
    }
  }

  @Test("one line serves several bits, and one bit several lines")
  func shared() throws {
    let chip = try SimulatedChip.pi5
    let outputs = [
      GPIOOutput(bits: .enables, line: .name("GPIO8"), activeLow: true),
      GPIOOutput(bits: .step(1), line: .name("GPIO9")), GPIOOutput(bits: .step(1), line: .name("GPIO10")),
    ]
    var lines = try GPIOLines(GPIOLayout(chip: chip.label, outputs: outputs))
    #expect(try chip.levels([8, 9, 10]) == 0b001)
    try lines.set(.enable(2) | .step(1), changing: Self.all)
    #expect(try chip.levels([8, 9, 10]) == 0b110)
    try lines.set(.enable(0), changing: Self.all)
    #expect(try chip.levels([8, 9, 10]) == 0b000)
  }

  @Test("all 58 lines of a chip change in one system call, and reach their levels")
  func oneCall() throws {
    let chip = try SimulatedChip.pi4
    let outputs = (0..<58).map { GPIOOutput(bits: Self.bit($0 % 29), line: .offset($0)) }
    var lines = try GPIOLines(GPIOLayout(chip: chip.label, outputs: outputs))
    let record = try KernelRecord()
    try lines.set(Self.all, changing: Self.all)
    #expect(try record.ioctlCount() == 1)
    #expect(try chip.levels(Array(0..<58)) == 1 << 58 - 1)
  }

  @Test("nothing is asked of the kernel where no line changes")
  func noCall() throws {
    let chip = try SimulatedChip.pi4
    var lines = try GPIOLines(GPIOLayout(chip: chip.label, outputs: Self.header))
    try lines.set(.step(3) | .direction(1), changing: Self.all)
    let record = try KernelRecord()
    try lines.set(.step(3) | .direction(1), changing: Self.all)  // as it is
    try lines.set(.none, changing: .none)  // nothing is to change
    try lines.set(.pwm, changing: .pwm)  // a bit without a line
    #expect(try record.ioctlCount() == 0)
    try record.begin()
    try lines.set(.none, changing: .step(3))
    #expect(try record.ioctlCount() == 1)
    #expect(try chip.levels([5]) == 0)
  }

  @Test("a pulse is two calls, and the kernel saw it as long as it was asked for")
  func pulse() throws {
    let chip = try SimulatedChip.pi4
    var lines = try GPIOLines(
      GPIOLayout(chip: chip.label, outputs: [GPIOOutput(bits: .step(0), line: .name("GPIO17"))]))
    let record = try KernelRecord()
    try lines.set(.step(0), changing: .step(0))
    try lines.set(.none, changing: .step(0))
    let ioctls = try record.ioctlCount()
    let changes = try record.changes(on: chip)
    #expect(ioctls == 2)
    #expect(changes.map(\.line) == [17, 17])
    #expect(changes.map(\.isHigh) == [true, false])
    // The clock counts instructions: between the two lies one way out of the kernel and back.
    #expect((300..<20_000).contains(changes[1].ns - changes[0].ns))
  }

  @Test("the outputs are put to their inactive levels before they are given back")
  func givenBack() throws {
    let chip = try SimulatedChip.pi4
    let record = try KernelRecord()
    do {
      var lines = try GPIOLines(GPIOLayout(chip: chip.label, outputs: Self.header))
      try lines.set(Self.all, changing: Self.all)
      try #require(try chip.levels(Self.headerWires) == (1 << 26 - 1) & ~Self.isActiveLow)
      try record.begin()
    }
    // The kernel's record knows nothing of what a line falls back to when it is let go: these are levels set on it.
    let last = try record.levels(on: chip).reduce(into: [Int: Bool]()) { $0[$1.line] = $1.isHigh }
    for (index, wire) in Self.headerWires.enumerated() {
      #expect(last[wire] == (Self.isActiveLow >> UInt64(index) & 1 == 1), "GPIO\(wire)")
    }
  }

  @Test("the safe word puts every output to its inactive level, in one call")
  func makeSafe() throws {
    let chip = try SimulatedChip.pi4
    var port = try GPIOPort(GPIOLayout(chip: chip.label, outputs: Self.header))
    try port.write(Self.all, changing: Self.all, at: PortInstant(tick: 0, ns: 0))
    let record = try KernelRecord()
    try port.makeSafe()
    #expect(try record.ioctlCount() == 1)
    #expect(try chip.levels(Self.headerWires) == Self.isActiveLow)
  }
}
