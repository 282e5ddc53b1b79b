import Rig
import StepperCore
import Testing

@Suite("Boards as source for a firmware")
struct BoardFirmwareTests {
  @Test("every figure of the machine is in it, to the last bit, and every wire with its level")
  func figures() throws {
    let board = try Board.load("microcontroller-3axis").0
    let source = try BoardFirmware(board).source
    #expect(source.contains("tickHz: 40000, sliceTicks: 40"))
    // 5,000 mm/min has no end in binary: all digits that bring it back.
    #expect(source.contains("maxVelocityMmPerS: \(board.settings.x.maxVelocityMmPerS)"))
    #expect(source.contains("AxisSettings(maxVelocityMmPerS: 25.0, maxAccelerationMmPerS2: 200.0"))
    #expect(source.contains("output(PortWord(rawValue: 458752), line: 22, activeLow: true)"))
    #expect(source.contains("input(InputWord(rawValue: 131072), line: 18, activeLow: false, pull: .up)"))
    #expect(source.contains("\(board.lookAheadSegments), \(board.settings.smoothingSlices)"))
  }

  @Test("a line that no firmware has is told, with its board")
  func noSuchLine() throws {
    var board = try Board.load("microcontroller-3axis").0
    board.outputs[0].line = GPIOLine(name: "GPIO32", offset: nil)
    let error = #expect(throws: BoardFirmwareError.self) { try BoardFirmware(board) }
    #expect(error?.phrase.english.contains("GPIO32") == true)
    #expect(error?.phrase.english.contains("microcontroller-3axis") == true)
  }

  @Test("a wire where the Raspberry Pi's image has its serial line is told, and no other")
  func serialLine() throws {
    var board = try Board.load("microcontroller-3axis").0
    #expect(try BoardFirmware(board).warnings == [])
    board.outputs[0].line = GPIOLine(name: "GPIO14", offset: nil)
    let warnings = try BoardFirmware(board).warnings
    #expect(warnings.count == 1)
    #expect(warnings.first?.english.contains("GPIO14") == true)
  }
}
