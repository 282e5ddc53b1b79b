// The jumpers of the bench's board in, with or without mistakes; the same between the lines of its simulated chip out.

import CommandRuns
import Foundation
import Glibc
import Seeded
import Testing

/// A wire end: a line of the chip with the name that the board file gives it.
struct WireEnd: Hashable {
  var name: String
  var line: Int
  var isOutput: Bool
  /// On the 40-pin header.
  var pin: Int
}

/// What somebody did wrong.
enum JumperMistake: Hashable, CustomStringConvertible {
  case swap(Int, Int)
  case open(Int)
  case short(WireEnd, WireEnd)

  var description: String {
    switch self {
    case .swap(let one, let other): "jumpers \(one) and \(other) swapped"
    case .open(let one): "jumper \(one) open"
    case .short(let one, let other): "\(one.name) and \(other.name) shorted"
    }
  }
}

/// A finding as `--json` tells it.
struct NamedFinding: Hashable {
  var kind: String
  var outputs: Set<String>
  var inputs: Set<String>
}

/// The wiring of boards/bench-pi4.yaml.
struct JumperWiring {
  /// In the order of the board file.
  static let jumpers: [(output: WireEnd, input: WireEnd)] = [
    (output("step_x", 17, pin: 11), input("limit_x_min", 5, pin: 29)),
    (output("dir_x", 27, pin: 13), input("limit_x_max", 6, pin: 31)),
    (output("step_y", 23, pin: 16), input("limit_y_min", 13, pin: 33)),
    (output("dir_y", 24, pin: 18), input("limit_y_max", 19, pin: 35)),
    (output("step_y2", 25, pin: 22), input("limit_z_max", 26, pin: 37)),
    (output("dir_y2", 8, pin: 24), input("probe", 21, pin: 40)),
    (output("step_z", 11, pin: 23), input("estop", 16, pin: 36)),
    (output("dir_z", 9, pin: 21), input("door", 7, pin: 26)),
  ]
  static let free = [
    output("enable", 22, pin: 15), output("spindle", 12, pin: 32), output("pwm", 18, pin: 12),
    output("mist", 20, pin: 38), input("feed_hold", 3, pin: 5), input("cycle_start", 2, pin: 3),
  ]

  private static func output(_ name: String, _ line: Int, pin: Int) -> WireEnd {
    WireEnd(name: name, line: line, isOutput: true, pin: pin)
  }
  private static func input(_ name: String, _ line: Int, pin: Int) -> WireEnd {
    WireEnd(name: name, line: line, isOutput: false, pin: pin)
  }

  /// What hangs together.
  private(set) var nets: [Set<WireEnd>]

  init(_ mistake: JumperMistake? = nil) {
    nets = Self.jumpers.map { [$0.output, $0.input] }
    switch mistake {
    case nil: break
    case .open(let one): nets.remove(at: one)
    case .swap(let one, let other):
      nets[one] = [Self.jumpers[one].output, Self.jumpers[other].input]
      nets[other] = [Self.jumpers[other].output, Self.jumpers[one].input]
    case .short(let one, let other):
      let both = Self.net(of: one).union(Self.net(of: other))
      nets.removeAll { !$0.isDisjoint(with: both) }
      nets.append(both)
    }
  }

  private static func net(of end: WireEnd) -> Set<WireEnd> {
    jumpers.first { $0.output == end || $0.input == end }.map { [$0.output, $0.input] } ?? [end]
  }

  /// For the tool: 17,27>5,6.
  var words: [String] {
    nets.map { net in
      func lines(_ isOutput: Bool) -> String {
        net.filter { $0.isOutput == isOutput }.map(\.line).sorted().map(String.init).joined(separator: ",")
      }
      return lines(true) + ">" + lines(false)
    }
  }

  /// What the mistake should be called.
  static func expected(_ mistake: JumperMistake) -> NamedFinding {
    switch mistake {
    case .open(let one):
      return NamedFinding(kind: "open", outputs: [jumpers[one].output.name], inputs: [jumpers[one].input.name])
    case .swap(let one, let other):
      let both = [jumpers[one], jumpers[other]]
      return NamedFinding(
        kind: "swapped", outputs: Set(both.map(\.output.name)), inputs: Set(both.map(\.input.name)))
    case .short(let one, let other):
      let ends = net(of: one).union(net(of: other))
      let freeInputs = ends.filter { !$0.isOutput && free.contains($0) }
      return NamedFinding(
        kind: "short", outputs: Set(ends.filter(\.isOutput).map(\.name)), inputs: Set(freeInputs.map(\.name)))
    }
  }

  /// Pins side by side on the header that do not belong together, one of them at least on a jumper.
  static var neighbours: [(WireEnd, WireEnd)] {
    let wired = jumpers.flatMap { [$0.output, $0.input] }
    let all = (wired + free).sorted { $0.pin < $1.pin }
    return all.flatMap { one in
      all.filter { other in
        (other.pin == one.pin + 2 || (other.pin == one.pin + 1 && one.pin % 2 == 1)) && net(of: one) != net(of: other)
          && (wired.contains(one) || wired.contains(other))
      }.map { (one, $0) }
    }
  }

  /// So many different mistakes of each kind.
  static func mistakes(swaps: Int, opens: Int, shorts: Int, seed: UInt64) -> [JumperMistake] {
    var noise = SplitMix64(seed)
    let pairs = jumpers.indices.flatMap { one in
      jumpers.indices.filter { $0 > one }.map { JumperMistake.swap(one, $0) }
    }
    let opened = jumpers.indices.map { JumperMistake.open($0) }
    let shorted = neighbours.map { JumperMistake.short($0, $1) }
    return Array(pairs.shuffled(using: &noise).prefix(swaps)) + Array(opened.shuffled(using: &noise).prefix(opens))
      + Array(shorted.shuffled(using: &noise).prefix(shorts))
  }
}

/// The wires while they are there.
final class JumperWires {
  private let process = Process()

  init(_ wiring: JumperWiring, on chip: SimulatedChip) throws {
    process.executableURL = URL(fileURLWithPath: try Guest.tool("jumper_wires"))
    process.arguments = [chip.folder] + wiring.words
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    // It says so once every input is on its level.
    #expect(String(decoding: output.fileHandleForReading.availableData, as: UTF8.self) == "ready\n")
  }

  deinit {
    // Threads of a test have milder signals blocked, and hand that on.
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }
}
