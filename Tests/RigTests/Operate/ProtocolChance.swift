// A seed comes in; what a sender might send, a line might do to it, and a person might press, goes out.

import Seeded
import StepperCore

/// One thing that happens at a machine.
enum ProtocolAct: CustomStringConvertible {
  case bytes([UInt8])
  case press(InputWord, Bool)
  /// So many slices pass.
  case pass(Int)

  var description: String {
    switch self {
    case .bytes(let bytes):
      bytes.count > 300 ? "\(bytes.count) × \(Self.text(bytes.prefix(20)))…" : Self.text(bytes[...])
    case .press(let input, let isPressed): "<\(isPressed ? "press" : "release") 0x\(String(input.rawValue, radix: 16))>"
    case .pass(let slices): "<\(slices) slices>"
    }
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    bytes.map { byte in
      switch byte {
      case 10: "\\n"
      case 13: "\\r"
      case 32..<127: String(UnicodeScalar(byte))
      default: "\\x" + String(byte, radix: 16)
      }
    }.joined()
  }
}

/// Acts, one after the other. What would leave the machine in an alarm for ever is mended now and then, as people do.
struct ProtocolChance {
  private var random: SplitMix64
  private(set) var pressed = InputWord.none
  /// What is left of a line that was torn.
  private var torn: [UInt8] = []

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  mutating func next(_ state: MachineState) -> ProtocolAct {
    if !torn.isEmpty {
      defer { torn = [] }
      return .bytes(torn)
    }
    // Whoever waits for switches, or for a touch, seldom types on.
    if (state == .home || state == .probe) && !isOneIn(5) { return .pass(below(500)) }
    if isOneIn(2) { return .pass(isOneIn(20) ? below(3000) : below(250)) }
    if let cure = cure(of: state) { return cure }
    if isOneIn(25) { return hand() }
    var bytes = line()
    if isOneIn(8) { bytes.insert(realTime(), at: below(bytes.count + 1)) }
    // The next one begins in the same breath.
    while isOneIn(4) { bytes += line() }
    if isOneIn(8) && bytes.count > 1 {
      let cut = 1 + below(bytes.count - 1)
      torn = Array(bytes[cut...])
      bytes.removeSubrange(cut...)
    }
    return .bytes(bytes)
  }

  // MARK: people

  /// What a person does who wants to go on.
  private mutating func cure(of state: MachineState) -> ProtocolAct? {
    if !pressed.isEmpty && isOneIn(4) {
      let input = pressed
      pressed = .none
      return .press(input, false)
    }
    switch state {
    case .alarm where isOneIn(2): return .bytes(Array((isOneIn(4) ? "$H\n" : "$X\n").utf8))
    case .sleep where isOneIn(2): return .bytes([0x18])
    case .hold where isOneIn(3), .door where isOneIn(3): return .bytes([UInt8(ascii: "~")])
    case .check where isOneIn(8), .idle where isOneIn(25): return .bytes(Array("$C\n".utf8))
    case .idle where isOneIn(6): return .bytes(Array((isOneIn(2) ? "$SLP\n" : "G91 G38.2 Z-9 F600\n").utf8))
    default: return nil
    }
  }

  private mutating func hand() -> ProtocolAct {
    let inputs: [InputWord] = [
      .limitMin(0), .limitMax(1), .limitMax(2), .door, .door, .emergencyStop, .probe, .feedHold, .cycleStart,
    ]
    let input = inputs[below(inputs.count)]
    if !(pressed & input).isEmpty {
      pressed = pressed & ~input
      return .press(input, false)
    }
    // Whoever presses two things at once lets go of the first one.
    if !pressed.isEmpty {
      defer { pressed = .none }
      return .press(pressed, false)
    }
    pressed = input
    return .press(input, true)
  }

  private mutating func realTime() -> UInt8 {
    switch below(24) {
    case 0: 0x18
    case 1, 2: UInt8(ascii: "!")
    case 3, 4, 5: UInt8(ascii: "~")
    case 6: 0x84
    case 7, 8: 0x85
    case 9...13: 0x90 + UInt8(below(0x10))
    case 14: 0x80 + UInt8(below(0x80))
    case 15: 0
    default: UInt8(ascii: "?")
    }
  }

  // MARK: lines

  private mutating func line() -> [UInt8] {
    if isOneIn(150) { return noise() }
    var text = words()
    if isOneIn(10) { text = text.lowercased() }
    if isOneIn(12) { text += isOneIn(2) ? " (a comment)" : "; and another" }
    if isOneIn(60) { text = damaged(text) }
    return Array(text.utf8) + end()
  }

  private mutating func end() -> [UInt8] {
    switch below(20) {
    case 0, 1: [13, 10]
    case 2: [13]
    case 3: [10, 13]
    case 4: []
    default: [10]
    }
  }

  private mutating func words() -> String {
    switch below(40) {
    case 0...15: motion()
    case 16, 17: arc()
    case 18...21: jog()
    case 22...25: system()
    case 26, 27: "G21G90G94G17G54G49G80"
    case 28, 29: pick("G20 G91 G93 G18 G19 G55 G59 G61 G64 G64P0.1 G92.1 G49 G80")
    case 30: pick("G10L2P1X5Y5Z-10 G10L20P2X0Y0 G92X1 G92Z\(number(-3, 3)) G43.1Z1 G28 G30 G28.1")
    case 31, 32: pick(["M3S8000", "M4S100", "M5", "M7", "M8", "M9", "S500", "T1M6", "T2 M6", "M0", "M1"])
    case 33: pick(["M2", "M30", "%", "", "  ", "G4P0.02", "G4 P0.3", "N\(below(99999)) G0"])
    case 34: probe()
    case 35: "G8\(1 + below(3)) X\(number(0, 30)) Y\(number(0, 20)) Z-2 R1 F900 P0.01 Q1"
    case 36:
      pick(["G77", "X", "G1 X", "G1 X1 X2", "G2 X5", "#1=2", "O100", "G1 F-2", "G0 G1 X1", "Y1e5", "/G0 X1", "("])
    default: "\(pick(["X", "Y", "X", "Z-"]))\(number(0, 12))"
    }
  }

  private mutating func motion() -> String {
    // Seldom somewhere else than in the travel.
    if isOneIn(60) { return "G1 X\(number(-500, 500)) F\(below(4000))" }
    let code = pick(["G0", "G1", "G1", "G53 G0", "G53 G1", "G90 G53 G1"])
    let isMachine = code.contains("53")
    var text = "\(code) X\(isMachine ? number(0, 40) : number(-5, 35)) Y\(isMachine ? number(0, 30) : number(-5, 25))"
    if isOneIn(4) { text += " Z\(isMachine ? number(-20, 0) : number(-10, 10))" }
    return text + " F\(300 + below(2700))"
  }

  private mutating func arc() -> String {
    let radius = number(0, 4)
    return isOneIn(2)
      ? "G\(2 + below(2)) X\(number(0, 30)) Y\(number(0, 20)) R\(number(2, 40)) F1500"
      : "G91 G\(2 + below(2)) X\(radius) Y\(radius) I\(radius) J0 F1500"
  }

  private mutating func jog() -> String {
    let target = isOneIn(3) ? "G53 X\(number(0, 40)) Y\(number(0, 30))" : "G91 X\(number(-9, 9)) Y\(number(-9, 9))"
    return isOneIn(30) ? "$J=X5" : "$J=\(target) F\(600 + below(2400))"
  }

  private mutating func probe() -> String {
    "G91 G38.\(2 + below(4)) Z\(isOneIn(4) ? "" : "-")\(number(1, 9)) F\(200 + below(400))"
  }

  private mutating func system() -> String {
    switch below(28) {
    case 0: "$H"
    case 1: "$H" + pick(["X", "Y", "Z", "A"])
    case 2: "$C"
    case 3: isOneIn(3) ? "$SLP" : "$"
    case 4...8: "$10=\(below(5))"
    case 9: "$\(below(200))=\(below(20))"
    case 10: pick(["$foo", "$J", "$J=", "$JX", "$X1", "$$1", "$=", "$10", "$999999999999=1"])
    case 11...15: "$X"
    default: pick(["$$", "$#", "$G", "$I", "$N"])
    }
  }

  /// What comes over a line that nobody understands.
  private mutating func noise() -> [UInt8] {
    switch below(6) {
    case 0: Array(repeating: UInt8(ascii: "X"), count: below(6000)) + end()
    case 1: Array("G1 (".utf8) + Array(repeating: 32, count: below(600)) + Array(")X1\n".utf8)
    case 2: Array(repeating: 32, count: below(5000)) + Array("G0 X1".utf8) + end()
    // Without a reset it goes on in the same line.
    case 3: (0..<below(300)).map { _ in UInt8(below(128)) }.filter { $0 != 0x18 }
    default: (0..<below(60)).map { _ in UInt8(below(256)) }
    }
  }

  private mutating func damaged(_ text: String) -> String {
    var bytes = Array(text.utf8)
    if !bytes.isEmpty { bytes[below(bytes.count)] = UInt8(33 + below(94)) }
    return String(decoding: bytes, as: UTF8.self)
  }

  private mutating func number(_ low: Int, _ high: Int) -> String {
    let thousandths = low * 1000 + below((high - low) * 1000)
    return "\(Double(isOneIn(2) ? thousandths / 1000 * 1000 : thousandths) / 1000)"
  }

  private mutating func pick(_ all: [String]) -> String { all[below(all.count)] }
  private mutating func pick(_ all: String) -> String { pick(all.split(separator: " ").map(String.init)) }
  private mutating func below(_ count: Int) -> Int { Int(random.next() >> 33) % max(count, 1) }
  private mutating func isOneIn(_ count: Int) -> Bool { below(count) == 0 }
}
