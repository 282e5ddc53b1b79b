// Damaged jobs for the whole road: a seed in, bytes out that were G-code before something happened to them.

import Foundation
import Seeded

/// Makes jobs out of good ones: bytes flipped, lines cut, doubled and joined, numbers blown up, words thrown in.
struct MutatedJobs {
  private var random: SplitMix64
  private let seeds: [[UInt8]]

  /// Words that ask much of the whole road, wherever they land.
  private static let words = [
    "G91", "G90", "G20", "G21", "G93", "G94", "G92 X0 Y0 Z0", "G10 L2 P1 X5 Y-5", "G54", "G55", "G53 G0 Z0", "G61.1",
    "G64 P5", "G28", "G28.1", "G30", "G2 X1 Y1 R1", "G3 X0 Y0 I1", "G18", "G19", "G17", "G4 P0.01", "M3 S1000",
    "M4 S500", "M5", "M8", "M0", "M6 T2", "G38.2 Z-60 F300", "G38.3 Z-5 F100", "G38.5 X5 F90", "G43 H1", "G43.1 Z3",
    "G83 X5 Y5 Z-3 R1 Q0.5 F300", "G81 X1 Z-1 R2 L9", "G80", "F0.01", "F1e9", "F99999999", "X1e3", "S-1",
    "Z0.000000000001", "X-.", "N9999999",
  ]

  init(seed: UInt64) {
    random = SplitMix64(seed: seed)
    seeds = Self.fragments
  }

  /// Forty lines from every part of the examples, and some programs that use what those do not.
  private static let fragments: [[UInt8]] = {
    let checkout = #filePath.split(separator: "/").dropLast(4).map { "/" + $0 }.joined()
    var all = [
      "G21 G90 G17\nG0 X1 Y1 Z-1\nM3 S900\nG1 Z-2 F200\nX10.5 Y3.25\nG2 X20 Y10 I5 J0\nG3 X10 R5\nG0 Z0\nM5\nM30\n",
      "G20 G91\nG0 X.1 Y.1\nG83 X.1 Y.1 Z-.1 R-.05 Q.02 F5\nX.1\nG98 X.1 L2\nG80\nG28 Z0\nM2\n",
      "G91 G93\nG1 X1 F20\nG3 Y2 J1 F30\nG90 G94 G53 G0 Z0\nG38.2 Z-50 F300\nG10 L20 P1 Z0\nG0 Z1\n",
      "G64 P0.5\nG1 X10 F3000\nY10\nX0\nY0\nG61\nX10\nY10\nG61.1\nX0\nY0\nG18 G2 X4 Z-4 K-2 I2 F800\n",
    ].map { Array($0.utf8) }
    for name in ["bracelet-blank", "door-panel", "name-sign", "stool-seat"] {
      let text = (try? String(contentsOfFile: "\(checkout)/examples/\(name).nc", encoding: .utf8)) ?? ""
      let lines = text.split(separator: "\n")
      for start in stride(from: 5, to: lines.count, by: max(lines.count / 6, 1)) {
        let part = "G21 G90 G94\nG0 Z0\nF900\n" + lines[start..<min(start + 40, lines.count)].joined(separator: "\n")
        all.append(Array(part.utf8))
      }
    }
    return all
  }()

  mutating func next() -> [UInt8] {
    var bytes = pick(seeds)
    for _ in 0..<(1 + below(5)) {
      if bytes.isEmpty { return bytes }
      mutate(&bytes)
    }
    return bytes
  }

  private mutating func mutate(_ bytes: inout [UInt8]) {
    let place = below(bytes.count)
    switch below(10) {
    case 0: bytes[place] ^= 1 << UInt8(below(8))
    case 1: bytes[place] = UInt8(below(256))
    case 2: bytes.remove(at: place)
    case 3: bytes.removeSubrange(line(at: place, of: bytes))
    case 4:
      bytes.insert(
        contentsOf: bytes[line(at: below(bytes.count), of: bytes)], at: line(at: place, of: bytes).lowerBound)
    case 5:
      let digits = (0..<(1 + below(12))).map { _ in UInt8(48 + below(10)) }
      bytes.insert(contentsOf: digits, at: place)
    case 6: if let end = bytes[place...].firstIndex(of: 10) { bytes.remove(at: end) }
    case 7: bytes.removeSubrange(place...)
    case 8:
      if let digit = bytes[place...].firstIndex(where: { (48...57).contains($0) }) {
        bytes[digit] = UInt8(48 + below(10))
      }
    default: bytes.insert(contentsOf: Array("\n\(pick(Self.words))\n".utf8), at: line(at: place, of: bytes).lowerBound)
    }
  }

  private func line(at place: Int, of bytes: [UInt8]) -> Range<Int> {
    let start = bytes[..<place].lastIndex(of: 10).map { $0 + 1 } ?? 0
    let end = bytes[place...].firstIndex(of: 10).map { $0 + 1 } ?? bytes.count
    return start..<max(start, end)
  }

  private mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &random) }
  private mutating func pick<Item>(_ items: [Item]) -> Item { items[below(items.count)] }
}
