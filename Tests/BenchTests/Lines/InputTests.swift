// Levels on wires in, input words out, with resistors and polarity as a board asks for them.

import GPIOBackend
import StepperCore
import Testing

@Suite("GPIO inputs", .onTheBench, .serialized)
struct InputTests {
  private static func input(_ bits: InputWord, _ line: Int, _ bias: GPIOBias, activeLow: Bool) -> GPIOInput {
    GPIOInput(bits: bits, line: .offset(line), bias: bias, activeLow: activeLow)
  }

  private static let inputs = [
    input(.limitMin(0), 5, .pullUp, activeLow: true), input(.limitMax(0), 6, .pullUp, activeLow: false),
    input(.limitMin(1), 13, .pullDown, activeLow: false), input(.limitMax(1), 19, .pullDown, activeLow: true),
    input(.probe, 21, .pullUp, activeLow: true), input(.door | .emergencyStop, 7, .pullDown, activeLow: false),
  ]

  @Test("the resistor that a board asks for holds an open line")
  func bias() throws {
    let chip = try SimulatedChip.pi4
    for one in Self.inputs {
      guard case .offset(let line) = one.line else { continue }
      try chip.drive(line, high: one.bias == .pullDown)  // as it must not stay
    }
    var lines = try GPIOLines(GPIOLayout(chip: chip.label, outputs: [], inputs: Self.inputs))
    for line in [5, 6, 21] { #expect(try chip.isPulledUp(line), "line \(line)") }
    for line in [13, 19, 7] { #expect(try !chip.isPulledUp(line), "line \(line)") }
    // Open: active is what the polarity makes of the resistor's level.
    let word = try lines.read()
    #expect(word == .limitMax(0) | .limitMax(1))
  }

  @Test("each input is read on its own bits, whatever its resistor, its polarity and its neighbours")
  func levels() throws {
    let chip = try SimulatedChip.pi4
    var lines = try GPIOLines(GPIOLayout(chip: chip.label, outputs: [], inputs: Self.inputs))
    for pattern in 0..<(1 << Self.inputs.count) {
      var expected = InputWord.none
      for (index, one) in Self.inputs.enumerated() {
        guard case .offset(let line) = one.line else { continue }
        let high = pattern >> index & 1 == 1
        try chip.drive(line, high: high)
        if high != one.activeLow { expected = expected | one.bits }
      }
      let word = try lines.read()
      try #require(word == expected)
    }
  }

  @Test("all inputs are read in one system call, or one for each kind of resistor with the old library")
  func calls() throws {
    let chip = try SimulatedChip.pi4
    var lines = try GPIOLines(GPIOLayout(chip: chip.label, outputs: [], inputs: Self.inputs))
    let record = try KernelRecord()
    _ = try lines.read()
    let isOld = GPIOChip.libraryVersion.hasPrefix("1.")
    #expect(try record.ioctlCount() == (isOld ? 2 : 1))
  }
}
