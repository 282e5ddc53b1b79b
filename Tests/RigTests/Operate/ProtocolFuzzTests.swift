// Everything that can be sent to a machine, and much that cannot, at random, with a hand on its switches: nothing of it
// may bring it to do what it must not.

import Foundation
import Rig
import StepperCore
import Testing

@Suite("A machine that is sent anything")
struct ProtocolFuzzTests {
  private static let isLong = ProcessInfo.processInfo.environment["RIG_LONG"] == "1"
  private static let seeds: Range<UInt64> = 1..<(isLong ? 21 : 9)
  private static let bytesEach = isLong ? 500_000 : 25_000

  /// Small, so that homing takes seconds, with everything that can be pressed.
  private static func board() throws -> Board {
    var text = try BoardFixture.text("default")
    for (old, new) in [
      ("travel_mm: [0, 300]", "travel_mm: [0, 40]"), ("travel_mm: [0, 200]", "travel_mm: [0, 30]"),
      ("travel_mm: [-60, 0]", "travel_mm: [-20, 0]"), ("at_mm: 302", "at_mm: 42"), ("at_mm: 202", "at_mm: 32"),
      ("touches_at_z_mm: -32", "touches_at_z_mm: -12"), ("[45, 10, -30]", "[5, 5, -10]"),
      ("stops_mm: [-5, 305]", "stops_mm: [-5, 45]"), ("stops_mm: [-5, 205]", "stops_mm: [-5, 35]"),
      ("stops_mm: [-65, 4]", "stops_mm: [-25, 4]"), ("spin_up_s: 2", "spin_up_s: 0.05"),
      ("probe: {pin", "door: {pin: GPIO4, normally: closed}\nprobe: {pin"),
      ("estop: {pin", "feed_hold: {pin: GPIO3}\ncycle_start: {pin: GPIO2}\nestop: {pin"),
    ] {
      try #require(text.contains(old), "the board has changed: no \(old)")
      text = text.replacingOccurrences(of: old, with: new)
    }
    return try BoardFixture.read(text).0
  }

  @Test(
    "answers each line once, never moves in an alarm or asleep, stays in its travel, and is where it says",
    arguments: seeds)
  func anything(_ seed: UInt64) throws {
    var machine = try WatchedMachine(Self.board())
    var chance = ProtocolChance(seed: seed)
    var last: [String] = []
    var sent = 0
    while sent < Self.bytesEach {
      let act = chance.next(machine.state)
      if case .bytes(let bytes) = act { sent += bytes.count }
      last.append("\(machine.state) \(act)")
      if last.count > 40 { last.removeFirst() }
      machine.happens(act)
      if let wrong = machine.wrong {
        Issue.record("seed \(seed), byte \(sent): \(wrong)\n\(last.joined(separator: "\n"))")
        return
      }
    }
    // Nothing of it is worth anything on a machine that stands in an alarm.
    let visited = machine.visited, motions = machine.motions, answered = machine.answered
    let missed = MachineState.allCases.filter { !visited.contains($0) }
    #expect(missed.isEmpty)
    #expect(motions > Self.bytesEach / 250 && answered > Self.bytesEach / 60, "\(motions) motions, \(answered) answers")
    if Self.isLong { print("seed \(seed): \(motions) motions, \(answered) answers, alarms \(machine.alarms)") }
  }
}
