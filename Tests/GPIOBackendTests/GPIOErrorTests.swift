// What a person reads when a board's lines cannot be had; runs on machines with and without GPIO chips.

import GPIOBackend
import StepperCore
import Testing

@Suite("GPIO lines that cannot be had")
struct GPIOErrorTests {
  let pi = GPIOChip(path: "/dev/gpiochip0", label: "pinctrl-bcm2711", lineCount: 58)

  func layout(chip: String) -> GPIOLayout {
    GPIOLayout(
      chip: chip,
      outputs: [
        GPIOOutput(bits: .step(0), line: .name("GPIO17")),
        GPIOOutput(bits: .enables, line: .offset(4), activeLow: true),
      ],
      inputs: [GPIOInput(bits: .limitMin(0), line: .name("GPIO22"), bias: .pullUp, activeLow: true)])
  }

  @Test("listing the chips never fails on a machine that has none")
  func chipsAreListed() throws {
    let chips = try GPIOChip.all()
    #expect(chips.allSatisfy { $0.path.hasPrefix("/dev/gpiochip") && !$0.label.isEmpty && $0.lineCount > 0 })
  }

  @Test(
    "a chip that does not exist is named, with the chips that do",
    arguments: ["no-such-label", "gpiochip987654", "/dev/gpiochip987654", "/no/such/folder", ""])
  func missingChip(wanted: String) throws {
    let available = try GPIOChip.all()
    #expect(throws: GPIOError.noSuchChip(wanted: wanted, available: available)) {
      _ = try GPIOPort(layout(chip: wanted))
    }
  }

  @Test("a device that is no GPIO chip is not taken for one")
  func otherDevice() throws {
    let available = try GPIOChip.all()
    #expect(throws: GPIOError.noSuchChip(wanted: "/dev/null", available: available)) {
      _ = try GPIOPort(layout(chip: "/dev/null"))
    }
  }

  @Test("a chip name of any length or content is an error and not a crash")
  func strangeNames() {
    let long = String(repeating: "x", count: 100_000)
    for name in [long, "/" + long, "pinctrl-bcm2711\u{7}", "größe"] {
      #expect(throws: GPIOError.self) { _ = try GPIOPort(layout(chip: name)) }
    }
  }

  @Test("the message for a missing chip lists the labels that exist")
  func missingChipMessage() {
    let text = "\(GPIOError.noSuchChip(wanted: "pinctrl-rp1", available: [pi]))"
    #expect(text.contains("\"pinctrl-rp1\""))
    #expect(text.contains("\"pinctrl-bcm2711\" (/dev/gpiochip0, 58 lines)"))
  }

  @Test("the message on a machine without GPIO says that there are no chips at all")
  func noChipsMessage() {
    #expect("\(GPIOError.noSuchChip(wanted: "pinctrl-rp1", available: []))".contains("no GPIO chips at all"))
  }

  @Test("the message for a busy line names its holder")
  func busyMessage() {
    let held = GPIOError.lineBusy(line: "\"GPIO17\"", chip: pi.label, consumer: "octoprint")
    #expect("\(held)".contains("\"GPIO17\"") && "\(held)".contains("\"octoprint\""))
    let unnamed = GPIOError.lineBusy(line: "17", chip: pi.label, consumer: "")
    #expect("\(unnamed)".contains("another program or a kernel driver"))
  }

  @Test("the messages for missing lines give the range of offsets")
  func missingLineMessages() {
    #expect("\(GPIOError.noSuchLine(name: "GPIO99", chip: pi))".contains("0 to 57"))
    #expect("\(GPIOError.noSuchOffset(offset: 58, chip: pi))".contains("0 to 57"))
  }

  @Test("the message for a missing permission says which group to join")
  func permissionMessage() {
    #expect("\(GPIOError.noPermission(chip: pi.label))".contains("group gpio"))
  }

  @Test("failures of the system are told in the system's words")
  func systemWords() {
    #expect("\(GPIOTransferError.write(code: 5))".contains("Input/output error (error 5)"))
    #expect("\(GPIOError.requestFailed(chip: pi.label, code: 22))".contains("Invalid argument (error 22)"))
  }
}
