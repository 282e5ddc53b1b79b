// Programs with flipped bytes, cut and joined lines and blown-up numbers: the reader says what is wrong, or reads them.

import Seeded
import StepperCore
import Testing

@Suite("Damaged G-code")
struct GCodeMutationTests {
  private static let seeds = [
    "G21 G90 G17\nG0 X0 Y0 Z5\nM3 S12000\nG1 Z-1 F200\nX10.5 Y-3.25\nG2 X20 Y0 I5 J0\nG3 X10 R5\nG0 Z5\nM5\nM30\n",
    "%\n(drill)\nG20 G54\nG99 G83 X1 Y1 Z-1 R.1 Q.2 F5\nX2\nG98 X3 L2\nG80\nG28 G91 Z0\nM2\n%\n",
    "n10 g91 g19 g93\nn20 g1 x1 f2\nn30 g3 y2 j1 f3 ; turn\nn40 g90 g94 g53 g0 z0\nn50 m9\n",
    "G10 L2 P2 X5 Y6\nG55\nG43 H3 Z10\nG92 X0 Y0\nG38.2 Z-5 F30\nG10 L20 P0 Z0\nG92.1\nG49\nG43.1 Z2\n",
    "/G0 X1\r\nG64 P0.05\r\nT4 M6\r\nG4 P0.5\r\nG82 X1 Y2 Z-3 R1 P.1 F100\r\nG18 G2 X4 Z4 K2 I2\r\nM0\r\nG61.1\r\n",
  ].map { Array($0.utf8) }

  private static func mutated(_ noise: inout SplitMix64) -> [UInt8] {
    var bytes = seeds.randomElement(using: &noise) ?? []
    for _ in 0..<Int.random(in: 1...6, using: &noise) {
      guard let place = bytes.indices.randomElement(using: &noise) else { return bytes }
      switch Int.random(in: 0..<8, using: &noise) {
      case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &noise)
      case 1: bytes[place] = UInt8.random(in: 0...255, using: &noise)
      case 2: bytes.remove(at: place)
      case 3: bytes.removeSubrange(place...)
      case 4:
        let digits = Int.random(in: 1...25, using: &noise)
        bytes.insert(contentsOf: (0..<digits).map { _ in UInt8.random(in: 48...57, using: &noise) }, at: place)
      case 5: bytes.removeAll { $0 == 10 && Bool.random(using: &noise) }
      case 6: bytes.insert(contentsOf: seeds.randomElement(using: &noise) ?? [], at: place)
      default:
        let other = bytes.indices.randomElement(using: &noise) ?? place
        bytes.swapAt(place, other)
      }
    }
    return bytes
  }

  private static func isFinite(_ feed: Feed) -> Bool {
    switch feed {
    case .rapid: true
    case .perSecond(let mmPerS): mmPerS.isFinite && mmPerS > 0
    case .inverse(let seconds): seconds.isFinite && seconds > 0
    }
  }

  private static func isReal(_ point: Point) -> Bool {
    point.x.magnitude <= 1e6 && point.y.magnitude <= 1e6 && point.z.magnitude <= 1e6
  }

  private static func isReal(_ command: Command) -> Bool {
    switch command {
    case .line(let to, let feed): isReal(to) && isFinite(feed)
    case .arc(let arc, let feed):
      isReal(arc.end) && isFinite(feed) && arc.center.x.isFinite && arc.center.y.isFinite && arc.center.z.isFinite
    case .probe(let to, let feed, _): isReal(to) && isFinite(feed)
    case .dwell(let seconds): seconds.isFinite && seconds >= 0
    case .spindle(_, let rpm): rpm.isFinite && rpm >= 0
    case .pathMode(.blend(let toleranceMm)): (toleranceMm ?? 0).isFinite && (toleranceMm ?? 0) >= 0
    default: true
    }
  }

  /// Length of each line, without its end, as the reader counts lines.
  private static func lineLengths(_ bytes: [UInt8]) -> [Int] {
    var lengths = [0]
    for (index, byte) in bytes.enumerated() {
      if byte == 10 && index > 0 && bytes[index - 1] == 13 { continue }
      if byte == 10 || byte == 13 { lengths.append(0) } else { lengths[lengths.count - 1] += 1 }
    }
    return lengths
  }

  @Test("100,000 damaged programs: no trap, faults lie inside the text, numbers are finite", arguments: 0..<10)
  func damaged(_ part: Int) {
    var noise = SplitMix64(seed: UInt64(part) + 100)
    var outside = 0
    var unreal = 0
    var faults = 0
    var commands = 0
    for _ in 0..<10_000 {
      let bytes = Self.mutated(&noise)
      let lengths = Self.lineLengths(bytes)
      let transcript = Transcript(bytes: bytes)
      var last: UInt32 = 0
      for fault in transcript.faults {
        let isInside =
          fault.line >= 1 && Int(fault.line) <= lengths.count && fault.column >= 1
          && Int(fault.column) <= lengths[Int(fault.line) - 1]
        // One fault a line at most.
        if !isInside || fault.line <= last { outside += 1 }
        last = fault.line
      }
      unreal += transcript.commands.count { !Self.isReal($0) }
      faults += transcript.faults.count
      commands += transcript.commands.count
    }
    #expect(outside == 0)
    #expect(unreal == 0)
    // The damage is neither so slight nor so heavy that the test would say nothing.
    #expect(faults > 5_000)
    #expect(commands > 50_000)
  }

  @Test("damaged programs read the same in pieces as at once")
  func damagedInPieces() {
    var noise = SplitMix64(seed: 7)
    var different = 0
    for _ in 0..<2_000 {
      let bytes = Self.mutated(&noise)
      let size = Int.random(in: 1...9, using: &noise)
      let whole = Transcript(bytes: bytes)
      let pieces = Transcript(bytes: bytes, pieceSize: size)
      if whole.commands != pieces.commands || whole.faults != pieces.faults { different += 1 }
    }
    #expect(different == 0)
  }
}
