// The port of a real machine, held to what every port has to do, with the wires and the kernel's record as witnesses.

import GPIOBackend
import PortConformance
import StepperCore
import Testing

/// A port on the wires of a simulated chip. Every other line is active-low.
private struct ObservedGPIOPort: ObservedPort, ~Copyable {
  typealias Failure = GPIOTransferError
  private let chip: SimulatedChip
  private let record: KernelRecord
  private var port: GPIOPort

  private static let inputWires = [26, 19, 13, 6, 5]

  init(_ chip: SimulatedChip) throws {
    let outputs = ConformanceLines.outputs.enumerated().map {
      GPIOOutput(bits: $0.element, line: .offset(Self.wire($0.offset)), activeLow: Self.isActiveLow($0.offset))
    }
    let inputs = ConformanceLines.inputs.enumerated().map {
      GPIOInput(
        bits: $0.element, line: .offset(Self.inputWires[$0.offset]), bias: .pullUp,
        activeLow: Self.isActiveLow($0.offset))
    }
    let port = try GPIOPort(GPIOLayout(chip: chip.label, outputs: outputs, inputs: inputs))
    let record = try KernelRecord()
    self.chip = chip
    self.port = port
    self.record = record
  }

  private static func wire(_ output: Int) -> Int { 8 + output * 4 }
  private static func isActiveLow(_ index: Int) -> Bool { !index.isMultiple(of: 2) }

  mutating func write(
    _ levels: PortWord, changing: PortWord, at instant: PortInstant
  ) throws(GPIOTransferError) {
    try port.write(levels, changing: changing, at: instant)
  }

  mutating func readInputs() throws(GPIOTransferError) -> InputWord { try port.readInputs() }

  mutating func press(_ inputs: InputWord) throws {
    for (index, input) in ConformanceLines.inputs.enumerated() {
      try chip.drive(Self.inputWires[index], high: inputs.contains(input) != Self.isActiveLow(index))
    }
  }

  mutating func levelsOnLines() throws -> PortWord {
    var word = PortWord.none
    for (index, output) in ConformanceLines.outputs.enumerated() {
      if try chip.isHigh(Self.wire(index)) != Self.isActiveLow(index) { word = word | output }
    }
    return word
  }

  mutating func levelsTaken() throws -> [[Bool]] {
    var taken = [[Bool]](repeating: [], count: 32)
    let levels = try record.levels(on: chip)
    for (index, output) in ConformanceLines.outputs.enumerated() {
      let bit = output.rawValue.trailingZeroBitCount
      var isActive = false
      // A request's call sets all of its lines with the old library: only what differs is a change.
      for one in levels where one.line == Self.wire(index) && (one.isHigh != Self.isActiveLow(index)) != isActive {
        isActive.toggle()
        taken[bit].append(isActive)
      }
    }
    return taken
  }
}

@Suite("The port of a real machine", .onTheBench, .serialized)
struct GPIOPortConformanceTests {
  @Test("does what every port has to do", arguments: PortCheck.allCases)
  func conforms(_ check: PortCheck) throws {
    var port = try ObservedGPIOPort(SimulatedChip.pi4)
    try check.run(on: &port)
  }
}
