// Files that were not written by a friend: too big, too deep, not text, or broken by chance. None may trap or hang.

import Foundation
import Rig
import Seeded
import StepperCore
import Testing

@Suite("Hostile and broken board files")
struct BoardHostileTests {
  private static let bombLevels = (1..<30).map { level in
    "a\(level): &a\(level) [" + [String](repeating: "*a\(level - 1)", count: 9).joined(separator: ", ") + "]\n"
  }

  static let hostile: [(name: String, text: String)] = [
    ("empty", ""),
    ("only a comment", "# nothing\n"),
    ("a list", "- 1\n- 2\n"),
    ("two documents", "title: a\n---\ntitle: b\n"),
    ("deep lists", String(repeating: "[", count: 400_000)),
    ("deep maps", String(repeating: "{a: ", count: 200_000)),
    ("deep dashes", String(repeating: "- ", count: 300_000)),
    ("deep questions", String(repeating: "? ", count: 300_000)),
    ("deep blocks", (0..<1200).map { String(repeating: " ", count: $0) + "a:\n" }.joined()),
    (
      "an anchor bomb",
      "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        + bombLevels.joined()
    ),
    ("a small anchor bomb as a key", "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n? *c\n: 1\n"),
    ("an alias to itself", "a: &a [*a]\n"),
    ("many unknown keys", (0..<60_000).map { "unknown_\($0): 1\n" }.joined()),
    ("the same key again and again", String(repeating: "tick_hz: 1\n", count: 80_000)),
    ("one long line", "title: " + String(repeating: "x", count: 900_000)),
    ("a key of a megabyte", String(repeating: "k", count: 900_000) + ": 1\n"),
    ("many jumpers", "jumpers:\n" + String(repeating: "- {from: a, to: b}\n", count: 40_000)),
    ("many motors", "axes: {x: {motors: {" + (0..<40_000).map { "m\($0): {}, " }.joined() + "}}}\n"),
    ("a tag", "title: !!binary aGVsbG8=\naxes: !!set {x, y}\n"),
    ("a merge key", "<<: {title: x}\ntick_hz: 20000\n"),
    ("a key that is a list", "? [a, b]\n: 1\n"),
    ("NUL bytes", "title: a\0b\n"),
    ("a lone surrogate escape", "title: \"\\ud800\"\n"),
    ("UTF-16", "\u{FFFE}t\0i\0t\0l\0e\0"),
  ]

  @Test("each gives errors, within ten seconds on a busy machine", arguments: hostile.map(\.name))
  func hostileFile(name: String) throws {
    let text = try #require(Self.hostile.first { $0.name == name }?.text)
    let clock = ContinuousClock()
    let start = clock.now
    let problems = BoardFixture.problems(text)
    #expect(!problems.isEmpty && problems.count <= 200)
    #expect(problems.allSatisfy { $0.text(in: .en).utf8.count < 2000 && !$0.text(in: .fr).isEmpty })
    #expect(clock.now - start < .seconds(10))
  }

  @Test("bytes that are not text are refused with their place")
  func notText() {
    let bytes: [UInt8] = Array("title: a\nchip: ".utf8) + [0xC3, 0x28, 0xFF] + Array("\n".utf8)
    #expect(throws: BoardError(problems: [FileProblem(file: "b.yaml", line: 2, column: 7, fault: .notText)])) {
      try Board.read(bytes, file: "b.yaml", parts: BoardFixture.parts)
    }
  }

  @Test("a file of ten megabytes is refused without being read")
  func tooLarge() throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("large-\(getpid()).yaml").path
    try Data(count: 10_000_000).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(
      throws: BoardError(problems: [
        FileProblem(file: path, fault: .tooLarge(bytes: 10_000_000, limit: 1_000_000))
      ])
    ) { try Board.load(path) }
  }

  @Test("a byte-order mark and Windows line ends are fine")
  func windows() throws {
    let text = "\u{FEFF}" + (try BoardFixture.text("default")).replacingOccurrences(of: "\n", with: "\r\n")
    #expect(try BoardFixture.read(text).0.title == "Small wood router (simulated)")
  }

  @Test("10,000 mutated boards load or give an error with its place; what loads is fit for the core")
  func mutations() throws {
    var random = SplitMix64(seed: 2)
    let originals = try BoardFixture.names.map { Array(try BoardFixture.text($0).utf8) }
    var loaded = 0
    for round in 0..<10_000 {
      var mutation = Mutation(bytes: originals[round % originals.count])
      for _ in 0...Int(random.next() % 3) { mutation.apply(&random) }
      do throws(BoardError) {
        let (board, warnings) = try Board.read(mutation.bytes, file: "m.yaml", parts: BoardFixture.parts)
        loaded += 1
        expectSound(board.settings, round)
        if round % 50 == 0 { #expect(!board.headerSVG().isEmpty && !board.text(in: .fr).isEmpty) }
        #expect(warnings.allSatisfy { $0.line > 0 })
      } catch {
        let isPlaced = error.problems.allSatisfy { $0.line > 0 || $0.fault == .empty || $0.fault == .tooDeep }
        #expect(!error.problems.isEmpty && isPlaced, "round \(round): \(error)")
      }
    }
    #expect(loaded > 500 && loaded < 9500)
  }

  @Test("1,000 mutated parts files load or give an error with its place")
  func partsMutations() throws {
    var random = SplitMix64(seed: 3)
    let originals = try ["drivers", "motors", "transmissions"].map { Array(try BoardFixture.text("parts/\($0)").utf8) }
    for round in 0..<1000 {
      var mutation = Mutation(bytes: originals[round % originals.count])
      mutation.apply(&random)
      let library = PartsLibrary(bytes: mutation.bytes, file: "p.yaml")
      #expect(library.problems.allSatisfy { $0.line > 0 || $0.fault == .empty || $0.fault == .tooDeep })
      for driver in library.drivers.values { #expect(driver.timing.stepHighNs > 0) }
    }
  }

  private func expectSound(_ settings: MachineSettings, _ round: Int) {
    var isSound = (5000...200_000).contains(settings.tickHz) && settings.sliceTicks >= 2 && settings.toleranceMm > 0
    for index in 0..<3 {
      let axis = settings[axis: index]
      let joint = settings[joint: index]
      let numbers = [
        axis.maxVelocityMmPerS, axis.maxAccelerationMmPerS2, axis.maxJerkMmPerS3, axis.minMm, axis.maxMm,
        axis.backlashMm, joint.stepsPerMm,
      ]
      isSound = isSound && numbers.allSatisfy(\.isFinite) && axis.maxVelocityMmPerS > 0
      isSound = isSound && axis.maxAccelerationMmPerS2 > 0 && axis.maxJerkMmPerS3 >= 0 && axis.minMm < axis.maxMm
      isSound = isSound && axis.backlashMm >= 0 && joint.stepsPerMm > 0 && joint.motors != 0
      isSound = isSound && joint.timing.stepHighNs > 0 && joint.timing.stepLowNs > 0
      isSound = isSound && (axis.maxMm - axis.minMm) * joint.stepsPerMm < Double(1 << 24)
    }
    let spindle = settings.spindle
    isSound = isSound && spindle.maxRpm >= spindle.minRpm && spindle.pwmHz > 0 && spindle.spinUpSeconds >= 0
    #expect(isSound, "round \(round)")
  }
}

/// Something that happens to a file: flipped bytes, cut and doubled lines, absurd numbers, misspelt keys.
struct Mutation {
  var bytes: [UInt8]

  mutating func apply(_ random: inout SplitMix64) {
    guard !bytes.isEmpty else { return }
    switch random.next() % 9 {
    case 0: flip(&random)
    case 1: cutLine(&random)
    case 2: doubleLine(&random)
    case 3, 4: blowUpNumber(&random)
    case 5: misspell(&random)
    case 6: insert(&random)
    case 7: indent(&random)
    default:
      if random.next() % 4 == 0 { bytes.removeSubrange(place(&random)...) } else { blowUpNumber(&random) }
    }
  }

  private func place(_ random: inout SplitMix64) -> Int { Int(random.next() % UInt64(bytes.count)) }

  private mutating func flip(_ random: inout SplitMix64) {
    for _ in 0...(random.next() % 3) { bytes[place(&random)] ^= 1 << UInt8(random.next() % 8) }
  }

  private func line(_ random: inout SplitMix64) -> Range<Int> {
    let middle = place(&random)
    let start = bytes[..<middle].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    let end = bytes[middle...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count
    return start..<end
  }

  private mutating func cutLine(_ random: inout SplitMix64) { bytes.removeSubrange(line(&random)) }

  private mutating func doubleLine(_ random: inout SplitMix64) {
    let line = line(&random)
    bytes.insert(contentsOf: Array(bytes[line]), at: line.upperBound)
  }

  private mutating func blowUpNumber(_ random: inout SplitMix64) {
    let start = place(&random)
    let isDigit = { (byte: UInt8) in (0x30...0x39).contains(byte) }
    guard let digit = bytes[start...].firstIndex(where: isDigit) else { return }
    let end = bytes[digit...].firstIndex { !isDigit($0) } ?? bytes.count
    let choices = [
      "0", "-1", "1e308", "1e999", "999999999999999999999999", "NaN", ".inf", "0x10", "1e-320", "", "1.5", "7", "12",
      "-0", "100000", "4294967296", "{}", "[]", "1_000",
    ]
    bytes.replaceSubrange(digit..<end, with: Array(choices[Int(random.next() % UInt64(choices.count))].utf8))
  }

  private mutating func misspell(_ random: inout SplitMix64) {
    let colons = bytes.indices.filter { bytes[$0] == UInt8(ascii: ":") && $0 > 3 }
    guard let colon = colons.randomElement(using: &random) else { return }
    let letter = colon - 1 - Int(random.next() % 3)
    switch random.next() % 3 {
    case 0: bytes.swapAt(letter, letter - 1)
    case 1: bytes.remove(at: letter)
    default: bytes.insert(UInt8(ascii: "a") + UInt8(random.next() % 26), at: letter)
    }
  }

  private mutating func insert(_ random: inout SplitMix64) {
    let choices = [
      "&a ", "*a ", "[", "{", "}", "\"", "'", "\t", "\0", "? ", "- ", "!!int ", "| ", "---\n", "...\n", "%YAML 9\n",
      "#", ": ", "\n", "\u{FEFF}", "é", "\u{1F600}", "<<: ", "\r",
    ]
    bytes.insert(contentsOf: Array(choices[Int(random.next() % UInt64(choices.count))].utf8), at: place(&random))
  }

  private mutating func indent(_ random: inout SplitMix64) {
    bytes.insert(contentsOf: [UInt8](repeating: 0x20, count: 1 + Int(random.next() % 3)), at: line(&random).lowerBound)
  }
}
