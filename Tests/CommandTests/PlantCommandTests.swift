// rigctl hil plant where there are no lines: what it says, and with which exit code.

import CommandRuns
import Testing

@Suite("hil plant without lines")
struct PlantCommandTests {
  @Test("a computer without the chip is exit code 4, with the chip that was meant", arguments: ["", "pinctrl-rp1"])
  func noChip(_ chip: String) throws {
    let options = chip.isEmpty ? [] : ["--chip", chip]
    let ending = try Command()(["hil", "plant", "--board", "pi4-router-tb6600", "--seconds", "1", "--json"] + options)
    #expect(ending.code == 4)
    #expect(ending.errors.contains(chip.isEmpty ? "pinctrl-bcm2711" : chip), "\(ending.errors)")
    #expect(!ending.errors.contains("ready:"))
    #expect(ending.output.isEmpty)
  }

  @Test("a board that is not there is wrong use")
  func unknownBoard() throws {
    let ending = try Command()("hil", "plant", "--board", "nowhere")
    #expect(ending.code == 2)
    #expect(ending.errors.contains("nowhere") && ending.output.isEmpty)
  }

  @Test("a time that is none is wrong use", arguments: ["0", "-1", "nan", "x"])
  func wrongTime(_ time: String) throws {
    let ending = try Command()("hil", "plant", "--board", "pi4-router-tb6600", "--seconds=\(time)")
    #expect(ending.code == 2 && ending.errors.contains("--seconds"))
  }
}
