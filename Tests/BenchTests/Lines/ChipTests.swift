// Chips and lines by label, name and number on the chips of two Raspberry Pis; and what a person reads when one cannot
// be had.

import GPIOBackend
import StepperCore
import Testing

@Suite("Chips and lines of a Raspberry Pi", .onTheBench, .serialized)
struct ChipTests {
  private static func layout(_ chip: String, _ lines: [GPIOLineID], consumer: String = "rigctl") -> GPIOLayout {
    let outputs = lines.enumerated().map {
      GPIOOutput(bits: PortWord(rawValue: 1 << UInt32($0.offset)), line: $0.element)
    }
    return GPIOLayout(chip: chip, outputs: outputs, consumer: consumer)
  }

  @Test("the chips of a Pi 4 and a Pi 5 are listed with their labels and their numbers of lines")
  func chips() throws {
    let chips = try GPIOChip.all()
    #expect(chips.map(\.label).sorted() == ["pinctrl-bcm2711", "pinctrl-rp1"])
    #expect(chips.first { $0.label == "pinctrl-bcm2711" }?.lineCount == 58)
    #expect(chips.first { $0.label == "pinctrl-rp1" }?.lineCount == 54)
  }

  @Test("a label opens its chip, whatever number the kernel gave it", arguments: ["pinctrl-bcm2711", "pinctrl-rp1"])
  func byLabel(_ label: String) throws {
    let this = try SimulatedChip(label)
    let other = try label == "pinctrl-rp1" ? SimulatedChip.pi4 : SimulatedChip.pi5
    var lines = try GPIOLines(Self.layout(label, [.name("GPIO17")]))
    let path = lines.chip.path
    #expect(path == this.path)
    try lines.set(.step(0), changing: .step(0))
    #expect(try this.isHigh(17))
    #expect(try !other.isHigh(17))
  }

  @Test("a line has the same wire by its name and by its number")
  func nameAndNumber() throws {
    let chip = try SimulatedChip.pi4
    for line in [GPIOLineID.name("GPIO22"), .offset(22)] {
      var lines = try GPIOLines(Self.layout(chip.label, [line]))
      #expect(try !chip.isHigh(22))
      try lines.set(.step(0), changing: .step(0))
      #expect(try chip.isHigh(22))
    }
  }

  @Test("a line that another program holds is refused with its name and the program's, and no line is taken")
  func busy() throws {
    let chip = try SimulatedChip.pi4
    let wanted = Self.layout(chip.label, [.name("GPIO4"), .name("GPIO27"), .name("GPIO5")])
    do {
      let held = try GPIOLines(Self.layout(chip.label, [.name("GPIO27")], consumer: "octoprint"))
      let refusal = #expect(throws: GPIOError.self) { _ = try GPIOLines(wanted) }
      #expect(refusal == .lineBusy(line: "\"GPIO27\"", chip: chip.label, consumer: "octoprint"))
      _ = try GPIOLines(Self.layout(chip.label, [.name("GPIO4"), .name("GPIO5")]))
      extendLifetime(held)
    }
    _ = try GPIOLines(wanted)
  }

  @Test("an input that another program holds gives the outputs back")
  func busyInput() throws {
    let chip = try SimulatedChip.pi4
    let held = try GPIOLines(Self.layout(chip.label, [.offset(40)], consumer: "gpiomon"))
    var wanted = Self.layout(chip.label, [.name("GPIO4")])
    wanted.inputs = [
      GPIOInput(bits: .probe, line: .name("GPIO6")), GPIOInput(bits: .door, line: .offset(40), bias: .pullUp),
    ]
    let refusal = #expect(throws: GPIOError.self) { _ = try GPIOLines(wanted) }
    #expect(refusal == .lineBusy(line: "40", chip: chip.label, consumer: "gpiomon"))
    _ = try GPIOLines(Self.layout(chip.label, [.name("GPIO4"), .name("GPIO6")]))
    extendLifetime(held)
  }

  @Test("lines that the chip does not have are refused with what it has")
  func missing() throws {
    let chip = try #require(try GPIOChip.all().first { $0.label == "pinctrl-rp1" })
    let unnamed = #expect(throws: GPIOError.self) { _ = try GPIOLines(Self.layout(chip.label, [.name("GPIO28")])) }
    #expect(unnamed == .noSuchLine(name: "GPIO28", chip: chip))
    let beyond = #expect(throws: GPIOError.self) { _ = try GPIOLines(Self.layout(chip.label, [.offset(54)])) }
    #expect(beyond == .noSuchOffset(offset: 54, chip: chip))
    _ = try GPIOLines(Self.layout(chip.label, [.offset(53)]))
  }

  @Test("one line under two names is refused")
  func twice() throws {
    let refusal = #expect(throws: GPIOError.self) {
      _ = try GPIOLines(Self.layout("pinctrl-bcm2711", [.name("GPIO17"), .name("GPIO18"), .offset(17)]))
    }
    #expect(refusal == .lineUsedTwice(line: "17", chip: "pinctrl-bcm2711"))
  }

  @Test("a chip that this machine lacks is refused with the labels of those it has")
  func otherPi() throws {
    let refusal = #expect(throws: GPIOError.self) { _ = try GPIOLines(Self.layout("pinctrl-bcm2835", [.offset(1)])) }
    let message = try "\(#require(refusal))"
    #expect(
      message.contains("pinctrl-bcm2835") && message.contains("pinctrl-bcm2711") && message.contains("pinctrl-rp1"))
  }
}
