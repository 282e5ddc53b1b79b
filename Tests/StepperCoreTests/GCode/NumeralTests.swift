// Numbers as they are written: the Double that comes out is the nearest one.

import Glibc
import Seeded
import StepperCore
import Testing

@Suite("Numbers in G-code")
struct NumeralTests {
  @Test("100,000 random numerals become the same bits as strtod makes of them")
  func likeStrtod() {
    var noise = SplitMix64(seed: 1)
    var wrong = 0
    for _ in 0..<100_000 {
      let wholeDigits = Int.random(in: 0...9, using: &noise)
      let decimals = Int.random(in: (wholeDigits == 0 ? 1 : 0)...(19 - wholeDigits), using: &noise)
      var text = ""
      for _ in 0..<wholeDigits { text.append(Character(Unicode.Scalar(48 + UInt8.random(in: 0...9, using: &noise)))) }
      if decimals > 0 { text += "." }
      for _ in 0..<decimals { text.append(Character(Unicode.Scalar(48 + UInt8.random(in: 0...9, using: &noise)))) }
      let transcript = Transcript("S" + text)
      if transcript.reader.modal.spindleRpm.bitPattern != strtod(text, nil).bitPattern { wrong += 1 }
    }
    #expect(wrong == 0)
  }

  @Test(
    "signs, points and zeros may stand wherever they mean something",
    arguments: [
      ("X5", 5.0), ("X+5", 5), ("X-5", -5), ("X.5", 0.5), ("X-.5", -0.5), ("X5.", 5), ("X005", 5), ("X0.500", 0.5),
      ("X 1 2 . 5", 12.5), ("x-\t0.25", -0.25), ("X0000000000000000000000001", 1),
      ("X1.00000000000000000000000000000", 1), ("X0.1234567890123456789", 0.1234567890123456789),
      ("X1000000", 1_000_000), ("X-0", 0),
    ])
  func forms(_ text: String, _ value: Double) {
    let transcript = Transcript("G0" + text)
    #expect(transcript.faults.isEmpty)
    #expect(transcript.reader.position.x == value)
  }

  @Test(
    "numbers of more digits than a Double holds are rounded once, ties to even",
    arguments: [
      "900719925.4740993", "900719925.47409930", "0.9007199254740993001", "0.5000000000000000555",
      "123456789.0123456789",
      "0.0000000000000000001", "0.1000000000000000055", "999999999.9999999999",
    ])
  func manyDigits(_ text: String) {
    #expect(Transcript("S" + text).reader.modal.spindleRpm.bitPattern == strtod(text, nil).bitPattern)
  }
}
