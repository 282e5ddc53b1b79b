// `rigctl safe` on real lines: levels on the wires, the exit code, and what a person reads when it cannot be done.

import CommandRuns
import Foundation
import GPIOBackend
import StepperCore
import Testing

@Suite("rigctl safe, on lines", .onTheBench, .serialized)
struct SafeCommandTests {
  /// Of boards/pi4-router-tb6600.yaml. Only the enable line of its drivers, GPIO22, is active-low.
  private static let outputs = [17, 27, 22, 23, 24, 25, 8, 11, 9, 12, 18, 20]

  @Test("it puts every output of the board to its inactive level")
  func safe() throws {
    let chip = try SimulatedChip.pi4
    for line in Self.outputs { try chip.drive(line, high: true) }  // as a program that was killed left them
    let record = try KernelRecord()
    let ending = try Command()("safe", "--board", "pi4-router-tb6600")
    #expect(ending.code == 0, "\(ending.errors)")
    #expect(ending.errors == "")
    let last = try record.levels(on: chip).reduce(into: [Int: Bool]()) { $0[$1.line] = $1.isHigh }
    #expect(last.keys.sorted() == Self.outputs.sorted())
    #expect(last.filter(\.value).map(\.key) == [22])
  }

  @Test("a board for a chip that is not here ends with exit code 4, and the message names the chips that are")
  func otherChip() throws {
    let ending = try Command()("safe", "--board", "pi3-plasma-dm542")
    #expect(ending.code == 4)
    #expect(ending.output == "")
    for name in ["pinctrl-bcm2835", "pinctrl-bcm2711", "pinctrl-rp1"] { #expect(ending.errors.contains(name)) }
  }

  @Test("a line that another program holds ends with exit code 4, and the message names both")
  func busy() throws {
    let held = try GPIOLines(
      GPIOLayout(
        chip: "pinctrl-bcm2711", outputs: [GPIOOutput(bits: .step(0), line: .name("GPIO24"))], consumer: "octoprint"))
    let ending = try Command()("safe", "--board", "pi4-router-tb6600")
    #expect(ending.code == 4)
    #expect(ending.errors.contains("GPIO24") && ending.errors.contains("octoprint"), "\(ending.errors)")
    extendLifetime(held)
  }

  @Test("a user who may not open the chip is told which group to join, with exit code 4")
  func noPermission() throws {
    let ending = try Command().shell(
      "setpriv --reuid=65534 --regid=65534 --clear-groups $rigctl safe --board pi4-router-tb6600")
    #expect(ending.code == 4)
    #expect(ending.errors.contains("group gpio") && ending.errors.contains("pinctrl-bcm2711"), "\(ending.errors)")
  }
}
