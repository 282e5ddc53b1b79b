// Every fault, with the place at which it is reported.

import StepperCore
import Testing

@Suite("Faults of G-code")
struct GCodeErrorTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var text: String
    var code: GCodeError.Code
    var column: UInt32
    var letter: Character
    var value: Double?
    var line: UInt32
    var testDescription: String { text.replacing("\n", with: "\\n") }

    init(_ text: String, _ code: GCodeError.Code, _ column: UInt32, _ letter: Character, _ value: Double? = nil) {
      self.text = text
      self.code = code
      self.column = column
      self.letter = letter
      self.value = value
      line = UInt32(text.split(separator: "\n", omittingEmptySubsequences: false).count)
    }
  }

  static let cases: [Case] = [
    // Characters and numbers.
    Case("G0 X1 !", .unexpectedCharacter, 7, "!"),
    Case("G0 X1 é", .unexpectedCharacter, 7, "\u{C3}"),
    Case("5 G0", .unexpectedCharacter, 1, "5"),
    Case("G0 X1)", .unexpectedCharacter, 6, ")"),
    Case("G0 %", .unexpectedCharacter, 4, "%"),
    Case("% G0 X1", .unexpectedCharacter, 3, "G"),
    Case("%%", .unexpectedCharacter, 2, "%"),
    Case("$H", .unexpectedCharacter, 1, "$"),
    Case("G21\n\nG0 X1 (left open", .unclosedComment, 7, "("),
    Case("G0 X#1", .missingNumber, 4, "X"),
    Case("#1=5", .expression, 1, "#"),
    Case("G1 X1 [2]", .expression, 7, "["),
    Case("O100 sub", .subprogram, 1, "O"),
    Case("o100", .subprogram, 1, "O"),
    Case("G0 X", .missingNumber, 4, "X"),
    Case("G0 X Y1", .missingNumber, 4, "X"),
    Case("G", .missingNumber, 1, "G"),
    Case("G0 X1.2.3", .badNumber, 4, "X"),
    Case("G0 X-", .badNumber, 4, "X"),
    Case("G0 X.", .badNumber, 4, "X"),
    Case("G0 X--1", .badNumber, 4, "X"),
    Case("G0 X1-2", .badNumber, 4, "X"),
    Case("G0 X12345678901234567890", .numberTooLong, 4, "X"),
    Case("G0 X0.12345678901234567891", .numberTooLong, 4, "X"),
    Case("G0 X2000000000", .numberOutOfRange, 4, "X", 2_000_000_000),
    Case("G0 X1000001", .numberOutOfRange, 4, "X", 1_000_001),
    Case("G91 G0 X600000\nX600000", .numberOutOfRange, 1, "X", 600_000),
    Case("G1 X1 F0.0000001", .numberOutOfRange, 7, "F", 0.0000001),
    Case("T100000", .numberOutOfRange, 1, "T", 100_000),
    Case("G43 H100", .numberOutOfRange, 5, "H", 100),
    Case("G1 F-5 X1", .negativeValue, 4, "F", -5),
    Case("S-1 M3", .negativeValue, 1, "S", -1),
    Case("G4 P-1", .negativeValue, 4, "P", -1),
    Case("N-3 G0", .negativeValue, 1, "N", -3),
    Case("T1.5", .notWhole, 1, "T", 1.5),
    Case("N1.5 G0", .notWhole, 1, "N", 1.5),
    Case("G10 L2 P1.5 X0", .notWhole, 8, "P", 1.5),

    // Words.
    Case("G6", .unknownGWord, 1, "G", 6),
    Case("G0 G12345", .unknownGWord, 4, "G", 12345),
    Case("G-1", .unknownGWord, 1, "G", -1),
    Case("M3 M77", .unknownMWord, 4, "M", 77),
    Case("G41 D1", .unsupportedWord, 1, "G", 41),
    Case("G42", .unsupportedWord, 1, "G", 42),
    Case("G90.1", .unsupportedWord, 1, "G", 90.1),
    Case("G92.2", .unsupportedWord, 1, "G", 92.2),
    Case("G92.3", .unsupportedWord, 1, "G", 92.3),
    Case("G59.1", .unsupportedWord, 1, "G", 59.1),
    Case("G84", .unsupportedWord, 1, "G", 84),
    Case("M98", .unsupportedWord, 1, "M", 98),
    Case("G10 L1 P1 Z5", .unsupportedWord, 5, "L", 1),
    Case("G10 L2 P1 X0 R5", .unsupportedWord, 14, "R", 5),
    Case("G0 X1 A5", .unsupportedLetter, 7, "A", 5),
    Case("G1 X1E3 F1", .unsupportedLetter, 6, "E", 3),
    Case("G1.5 X1", .commandNotWhole, 1, "G", 1.5),
    Case("M3.1", .commandNotWhole, 1, "M", 3.1),
    Case("G38.25 X1", .commandNotWhole, 1, "G", 38.25),
    Case("G0 G1 X1", .modalGroupConflict, 4, "G", 1),
    Case("G90 G91", .modalGroupConflict, 5, "G", 91),
    Case("G53 G4 P1", .modalGroupConflict, 5, "G", 4),
    Case("M3 M5", .modalGroupConflict, 4, "M", 5),
    Case("G54 G55", .modalGroupConflict, 5, "G", 55),
    Case("G0 X1 X2", .repeatedWord, 7, "X", 2),
    Case("N10000000 G0", .invalidLineNumber, 1, "N", 10_000_000),
    Case("G4", .missingWord, 1, "P"),
    Case("G10 P1 X0", .missingWord, 1, "L"),
    Case("G10 L2 X0", .missingWord, 1, "P"),
    Case("F100\nG81 X1 Z-1", .missingWord, 1, "R"),
    Case("F100\nG81 X1 R1", .missingWord, 1, "Z"),
    Case("F100\nG82 X1 Z-1 R1", .missingWord, 1, "P"),
    Case("F100\nG99 G83 X1 Z-1 R1", .missingWord, 5, "Q"),
    Case("G0 X1 P5", .unusedWord, 7, "P", 5),
    Case("G1 X1 F5 H2 Q1", .unusedWord, 10, "H", 2),
    Case("G1 X1 I1 F5", .unusedWord, 7, "I", 1),
    Case("R5", .unusedWord, 1, "R", 5),
    Case("F10\nG2 X1 Y1 R5 I1", .unusedWord, 13, "I", 1),
    Case("F10\nG2 X2 I1 J0 K1", .unusedWord, 13, "K", 1),

    // Feeds.
    Case("G1 X1", .missingFeed, 1, "F"),
    Case("G1", .missingFeed, 1, "F"),
    Case("G1 F100 X1\nG93\nX2", .missingFeed, 1, "F"),
    Case("G93 G1 X1 F2\nG94 X2", .missingFeed, 5, "F"),
    Case("G1 X1 F0", .zeroFeed, 7, "F", 0),
    Case("G93 G1 X1 F0", .zeroFeed, 11, "F", 0),

    // Axis words.
    Case("G1 F5 G92 X1", .axisWordConflict, 7, "G", 92),
    Case("G28 G0 X1", .axisWordConflict, 5, "G", 0),
    Case("G43.1 Z5 G0", .axisWordConflict, 10, "G", 0),
    Case("G92 G43.1 Z5", .axisWordConflict, 5, "G", 43.1),
    Case("G92", .missingAxisWords, 1, "G", 92),
    Case("G10 L2 P1", .missingAxisWords, 1, "G", 10),
    Case("F10\nG38.2", .missingAxisWords, 1, "G", 38.2),
    Case("F10\nG2 R5", .missingAxisWords, 1, "G", 2),
    Case("F10\nG81 Z-1 R1 X1\nG81", .missingAxisWords, 1, "G", 81),
    Case("G80\nX5", .axisWordsWithoutMotion, 1, "X", 5),
    Case("G80 Y5", .axisWordsWithoutMotion, 5, "Y", 5),
    Case("G43.1", .toolLengthAxis, 1, "Z"),
    Case("G43.1 Z1 X1", .toolLengthAxis, 10, "X", 1),
    Case("G10 L2 P7 X0", .unknownWorkOffset, 8, "P", 7),
    Case("F10\nG53 G2 X1 I1", .machineCoordinatesWithoutLine, 1, "G", 53),
    Case("F10\nG38.2 X0", .probeWithoutMotion, 1, "G", 38.2),

    // Arcs.
    Case("F10\nG2 Z5 R5", .arcWithoutEnd, 1, "G", 2),
    Case("F10\nG3 X5", .arcWithoutCenter, 1, "G", 3),
    Case("F10\nG2 X10 Y0 I4 J0", .arcRadiusMismatch, 1, "G", 2),
    Case("F10\nG2 X2 I1\nX10 I1", .arcRadiusMismatch, 1, "X", 10),
    Case("F10\nG2 X10 R4", .arcRadiusTooSmall, 8, "R", 4),
    Case("F10\nG2 X0 Y0 R5", .arcEndsAtStart, 10, "R", 5),

    // Canned cycles.
    Case("F10\nG81 X1 Z1 R0", .retractBelowBottom, 1, "G", 81),
    Case("G93\nG81 X1 Z-1 R1 F1", .inverseTimeInCycle, 1, "G", 81),
    Case("F10\nG81 X1 Z-1 R1 L0", .numberOutOfRange, 15, "L", 0),
    Case("F10\nG83 X1 Z-1 R1 Q0", .numberOutOfRange, 15, "Q", 0),
    Case("F10\nG83 X1 Z-100 R0 Q.01", .numberOutOfRange, 17, "Q", 0.01),
  ]

  @Test("a wrong line is refused with its fault, line and column", arguments: cases)
  func fault(_ expected: Case) throws {
    let transcript = Transcript(expected.text)
    let fault = try #require(transcript.faults.first)
    #expect(transcript.faults.count == 1)
    #expect(fault.code == expected.code)
    #expect(fault.line == expected.line)
    #expect(fault.column == expected.column)
    #expect(UInt32(fault.letter) == expected.letter.unicodeScalars.first?.value)
    #expect(fault.value == expected.value)
    #expect((1...38).contains(fault.grblNumber))
  }

  @Test("the table of faults above leaves none out")
  func tableIsComplete() {
    var raw: UInt8 = 0
    while let code = GCodeError.Code(rawValue: raw) {
      #expect(Self.cases.contains { $0.code == code }, "\(code)")
      raw += 1
    }
    #expect(raw > 30)
  }

  @Test(
    "a sender of grbl sees the error numbers that it knows",
    arguments: [
      ("G0 X1 !", 1), ("G0 X", 2), ("F-1", 4), ("G6", 20), ("G0 G1", 21), ("G1 X1", 22), ("G1.5", 23),
      ("G28 G0 X1", 24), ("X1 X2", 25), ("G92", 26), ("N10000000", 27), ("G4", 28), ("G10 L2 P9 X1", 29),
      ("F1 G53 G2 X1 I1", 30), ("G80 X1", 31), ("F1 G2 Z1 R1", 32), ("F1 G2 X1 I3 J2", 33),
      ("F1 G2 X10 R1", 34), ("F1 G2 X1", 35), ("G0 X1 P1", 36), ("G43.1 X1 Z1", 37), ("T999999", 38),
    ])
  func grblNumbers(_ text: String, _ number: Int) {
    #expect(Transcript(text).faults.first?.grblNumber == number)
  }

  @Test("a line with a fault changes nothing", arguments: cases)
  func nothingChanges(_ wrong: Case) {
    // What stands before the wrong line.
    let before = wrong.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().joined(separator: "\n")
    let good = Transcript(before + "\n")
    let both = Transcript(wrong.text)
    #expect(good.faults.isEmpty)
    #expect(both.commands == good.commands)
    #expect(both.reader.modal == good.reader.modal)
    #expect(both.reader.position == good.reader.position)
    #expect(both.reader.offsets == good.reader.offsets)
  }

  @Test("after a fault the next line is read as if nothing had been")
  func recovers() {
    let transcript = Transcript("G0 X1 ! Y2 (open\nG0 X5\n")
    #expect(transcript.faults.map(\.line) == [1])
    #expect(transcript.commands == [.line(to: Point(5, 0, 0), feed: .rapid)])
  }

  @Test("a line with a fault leaves no command to fetch, however far it was understood")
  func nothingToFetch() {
    var reader = Transcript("M6 T2 M3 S5 G4 P1 G1 F5 X1 Q9").reader
    #expect(reader.nextCommand() == nil)
  }

  @Test("of several faults on a line the first is reported")
  func firstFault() {
    #expect(Transcript("G0 X1.2.3 Y--1 G999").faults.map(\.column) == [4])
  }
}
