// Lines of G-code and what the machine is told to do.

import StepperCore
import Testing

@Suite("Reading G-code")
struct GCodeReaderTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var text: String
    var commands: [Command]
    var testDescription: String { text.replacing("\n", with: "\\n") }

    init(_ text: String, _ commands: [Command]) {
      self.text = text
      self.commands = commands
    }
  }

  static func rapid(_ x: Double, _ y: Double, _ z: Double) -> Command { .line(to: Point(x, y, z), feed: .rapid) }
  static func line(_ x: Double, _ y: Double, _ z: Double, mmPerMin: Double) -> Command {
    .line(to: Point(x, y, z), feed: .perSecond(mmPerMin / 60))
  }
  static func arc(
    _ plane: Plane, center: Point, end: Point, clockwise: Bool, mmPerMin: Double = 60
  ) -> Command {
    .arc(Arc(plane: plane, center: center, end: end, clockwise: clockwise), feed: .perSecond(mmPerMin / 60))
  }

  @Test("a line becomes these commands", arguments: motions + machine + forms)
  func commands(_ expected: Case) {
    let transcript = Transcript(expected.text)
    #expect(transcript.faults == [])
    #expect(transcript.commands == expected.commands)
  }

  @Test("offsets and tool lengths move the program's zero", arguments: offsetCases)
  func underOffsets(_ expected: Case) {
    var offsets = WorkOffsets()
    offsets.setToolLengthMm(12.5, tool: 7)
    let transcript = Transcript(expected.text, reader: GCodeReader(offsets: offsets))
    #expect(transcript.faults == [])
    #expect(transcript.commands == expected.commands)
  }

  @Test("the bytes may come in pieces of any size", arguments: [1, 2, 3, 7])
  func pieces(_ size: Int) {
    let all = Self.motions + Self.machine + Self.forms
    for expected in all {
      let transcript = Transcript(expected.text, pieceSize: size)
      #expect(transcript.faults == [])
      #expect(transcript.commands == expected.commands, "\(expected.text)")
    }
    for wrong in GCodeErrorTests.cases {
      #expect(Transcript(wrong.text, pieceSize: size).faults == Transcript(wrong.text).faults)
    }
  }

  @Test("a line may be a million bytes long")
  func longLine() {
    let blanks = String(repeating: " ", count: 500_000)
    let comment = "(" + String(repeating: "x", count: 500_000) + ")"
    let transcript = Transcript("G0" + blanks + "X1" + comment + "Y2\nG0 " + comment + "Q1")
    #expect(transcript.commands == [Self.rapid(1, 2, 0)])
    #expect(transcript.faults.map(\.column) == [500_006])
    #expect(transcript.faults.map(\.line) == [2])
  }

  @Test("lines are counted as an editor counts them")
  func lineNumbers() {
    #expect(Transcript("G0\r\nG0\r\n\r\nG999\r\n").faults.map(\.line) == [4])
    #expect(Transcript("G0\rG0\r\rG999").faults.map(\.line) == [4])
    #expect(Transcript("G0\n(a)\n/x\n%\nG999\n").faults.map(\.line) == [5])
    #expect(Transcript("\u{FEFF}G999").faults.map(\.column) == [1])
    #expect(Transcript("G0\nG0").reader.line == 2)
  }

  @Test("with block delete off, a line that begins with / is executed")
  func blockDeleteOff() {
    var options = GCodeReader.Options()
    options.blockDelete = false
    let transcript = Transcript("/G0 X9\n/%\n", reader: GCodeReader(options: options))
    #expect(transcript.faults == [])
    #expect(transcript.commands == [Self.rapid(9, 0, 0)])
  }

  @Test("M1 stops where optional stops are wanted")
  func optionalStop() {
    var options = GCodeReader.Options()
    options.optionalStop = true
    #expect(Transcript("M1", reader: GCodeReader(options: options)).commands == [.pause(optional: true)])
  }

  @Test("M30 brings back the modes that grbl brings back, and leaves the others")
  func programEnd() {
    let transcript = Transcript("G20 G18 G91 G93 G55 G99 G61 M3 S5 M8 T2\nM30\n%\n\n")
    var expected = ModalState()
    expected.motion = .linear
    expected.units = .inch
    expected.retract = .retractPlane
    expected.pathMode = .exactPath
    expected.spindleRpm = 5
    expected.selectedTool = 2
    #expect(transcript.reader.modal == expected)
    #expect(transcript.reader.isProgramEnded)
    #expect(!Transcript("M30\nG0").reader.isProgramEnded)
  }

  @Test("after a probe the program goes on from where the probe stopped")
  func positionAfterProbe() {
    var reader = Transcript("G38.2 Z-9 F60\n").reader
    reader.position = Point(0, 0, -4)
    let transcript = Transcript("G10 L20 P1 Z0\nG0 Z1\n", reader: reader)
    #expect(transcript.commands == [Self.rapid(0, 0, -3)])
    #expect(transcript.reader.origin == Point(0, 0, -4))
  }

  @Test("a full turn stays one where offsets have made the last bits differ")
  func fullTurnAcrossOffsets() throws {
    let transcript = Transcript("G10 L2 P1 X0.1 Y0.1\nG0 X0.1 Y0.1\nG91 X0.4 Y0.7\nG90 F60 G2 X0.5 Y0.8 I5")
    guard case .arc(let arc, _) = try #require(transcript.commands.last) else {
      Issue.record("no arc")
      return
    }
    // 0.1 + 0.1 + 0.4 is not 0.5 + 0.1, bit by bit.
    #expect(transcript.commands[1] == Self.rapid(0.1 + 0.1 + 0.4, 0.1 + 0.1 + 0.7, 0))
    #expect(arc.end == Point(0.1 + 0.1 + 0.4, 0.1 + 0.1 + 0.7, 0))
  }

  @Test("a tool length can be stored, read and forgotten, and slots beyond the table are refused")
  func toolTable() {
    var offsets = WorkOffsets()
    for tool in [0, 63, 64, 99] {
      #expect(offsets.toolLengthMm(tool) == nil)
      offsets.setToolLengthMm(Double(tool) + 0.5, tool: tool)
    }
    #expect([0, 63, 64, 99].map { offsets.toolLengthMm($0) } == [0.5, 63.5, 64.5, 99.5])
    offsets.setToolLengthMm(nil, tool: 64)
    #expect(offsets.toolLengthMm(64) == nil)
    let beyond = offsets.setToolLengthMm(1, tool: 100)
    let below = offsets.setToolLengthMm(1, tool: -1)
    #expect(!beyond && !below)
  }
}
