// rigctl hil loopback where there are no lines, or no jumpers: what it says, and with which exit code.

import CommandRuns
import Testing

@Suite("hil loopback without lines")
struct LoopbackCommandTests {
  @Test(
    "a board without jumpers is wrong use, and the example is made of its own wires", arguments: ["C.UTF-8", "fr_FR"])
  func noJumpers(_ language: String) throws {
    let ending = try Command()("hil", "loopback", "--board", "pi4-router-tb6600", env: ["LANG": language])
    #expect(ending.code == 2)
    #expect(ending.errors.contains("jumpers: [{from: step_x, to: limit_x_min}]"), "\(ending.errors)")
    #expect(ending.errors.contains("pi4-router-tb6600.yaml"))
    #expect(ending.output.isEmpty)
  }

  @Test("a computer without the board's chip is exit code 4, and nothing is asked before that is known")
  func noChip() throws {
    let scratch = try Scratch()
    let text = try Command().shell("cat \(Checkout.path)/boards/pi4-router-tb6600.yaml").output
    // Parts are looked for beside the other boards.
    let board = try scratch.write("bench.yaml", text + "\njumpers: [{from: step_x, to: limit_x_min}]\n")
    let ending = try Command()("hil", "loopback", "--board", board)
    #expect(ending.code == 4)
    #expect(ending.errors.contains("pinctrl-bcm2711"), "\(ending.errors)")
    #expect(!ending.errors.contains("supply"))
    #expect(ending.output.isEmpty)
  }

  @Test("a time of rest that is none is wrong use", arguments: ["0", "-1", "nan", "inf", "x", "1e9"])
  func wrongSettle(_ time: String) throws {
    let ending = try Command()("hil", "loopback", "--board", "pi4-router-tb6600", "--settle-ms=\(time)")
    #expect(ending.code == 2)
    #expect(ending.errors.contains("--settle-ms"))
  }

  @Test("the picture and the JSON cannot both be on standard output")
  func twoOutputs() throws {
    let ending = try Command()("hil", "loopback", "--board", "pi4-router-tb6600", "--svg", "-", "--json")
    #expect(ending.code == 2)
  }
}
