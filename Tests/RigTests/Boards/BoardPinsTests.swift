// The wiring picture and the description: complete, well-formed, and safe with names from strangers.

import Foundation
import Rig
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("Wiring picture and description of a board")
struct BoardPinsTests {
  @Test("the picture is well-formed and names every wire and all forty pins", arguments: BoardFixture.names)
  func picture(name: String) throws {
    let board = try BoardFixture.load(name)
    for language in [Language.en, .fr, .wo] {
      let svg = board.headerSVG(language: language)
      #expect(isWellFormed(svg))
      for wire in board.outputs.map(\.name) + board.inputs.map(\.name) { #expect(svg.contains(">\(wire)</text>")) }
      for pin in 1...40 { #expect(svg.contains(">\(pin)</text>")) }
    }
  }

  @Test("drivers with optocouplers for 5 V call for a buffer, logic drivers do not")
  func buffer() throws {
    #expect(try BoardFixture.load("pi4-router-tb6600").headerSVG().contains("74HCT245"))
    #expect(try !BoardFixture.load("pi5-router-drv8825").headerSVG().contains("74HCT245"))
  }

  @Test("a title with markup stays a title")
  func markup() throws {
    let text = try BoardFixture.edited("Small wood router (simulated)", "\"<script>alert('x')</script> & \\x01\"")
    let (board, _) = try BoardFixture.read(text)
    let svg = board.headerSVG()
    #expect(!svg.contains("<script") && isWellFormed(svg))
  }

  @Test("a chip without a known header gets a list of its lines")
  func unknownChip() throws {
    let (board, _) = try BoardFixture.read(try BoardFixture.edited("pinctrl-bcm2711", "stm32-bank-a"))
    let svg = board.headerSVG()
    #expect(isWellFormed(svg) && svg.contains(">step_x</text>") && !svg.contains(">40</text>"))
  }

  @Test(
    "pin and line numbers of the header are those of the Raspberry Pi",
    arguments: [
      (2, 3), (17, 11), (18, 12), (27, 13), (22, 15), (11, 23), (8, 24), (0, 27), (5, 29), (26, 37), (21, 40),
    ])
  func header(gpio: Int, pin: Int) {
    #expect(PiHeader.pin(ofGPIO: gpio) == pin)
  }

  @Test("the description has the axes, the motors and every wire, in English and French", arguments: BoardFixture.names)
  func description(name: String) throws {
    let board = try BoardFixture.load(name)
    let (english, french) = (board.text(in: .en), board.text(in: .fr))
    #expect(english.contains("steps/mm") && french.contains("pas/mm") && english != french)
    for wire in board.outputs.map(\.name) + board.inputs.map(\.name) {
      #expect(english.contains(wire) && french.contains(wire))
    }
    #expect(english.split(separator: "\n").allSatisfy { $0.count <= 120 })
  }

  private func isWellFormed(_ svg: String) -> Bool { XMLParser(data: Data(svg.utf8)).parse() }
}
