// The bench's machine on its simulated lines: a job under way, and what its wires show.

import CommandRuns
import Foundation
import Glibc
import Testing

/// The machine of boards/bench-pi4.yaml, with every switch at rest and the pulls of its outputs on the unsafe level.
///
/// While it is there, the guest's clock jumps over all waits.
final class BenchMachine {
  let chip: SimulatedChip

  /// Every output; all are active-high but the one that enables the drivers.
  static let outputs = steps + directions + [22, 12, 18, 20]
  static let steps = [17, 23, 25, 11]
  static let directions = [27, 24, 8, 9]
  static let enable = 22
  static let emergencyStop = 16
  static let limitXMax = 6
  static let probe = 21
  static let job = Checkout.path + "/Tests/BenchTests/jobs/to-and-fro.nc"
  static let board = Checkout.path + "/Tests/BenchTests/boards/bench-pi4.yaml"

  /// - Parameter chip: that the machine hangs on; of a Raspberry Pi 4, unless said otherwise.
  init(on chip: SimulatedChip? = nil) throws {
    self.chip = try chip ?? SimulatedChip.pi4
    _ = Self.isWarm
    // As a program that was killed before would leave them on a Raspberry Pi.
    for line in Self.outputs { try self.chip.drive(line, high: line != Self.enable) }
    // Contacts that are normally closed pull their wires to ground; probe and buttons are open, and pulled up.
    for line in [5, 6, 13, 19, 26, Self.emergencyStop, 7] { try self.chip.drive(line, high: false) }
    for line in [Self.probe, 3, 2] { try self.chip.drive(line, high: true) }
    try Guest.jumpOverWaits(true)
  }

  deinit { try? Guest.jumpOverWaits(false) }

  /// The first run brings the command into the guest's memory: those after it wait for no file of the host.
  private static let isWarm: Bool = {
    let run = try? Command()("hil", "latency", "--board", board, "--seconds", "0.2", "--pulses", "--quiet")
    return run?.code == 0
  }()

  /// Starts a job and waits until its motors are on. `env` is for faults at the boundary to the system.
  func start(
    _ job: String = BenchMachine.job, _ options: [String] = [], env: [String: String] = [:]
  ) throws -> RunningCommand {
    let running = try Command().start(
      ["run", job, "--board", Self.board, "--backend", "gpio", "--assume-position", "--quiet"] + options, env: env)
    // The pull is on as well while nobody holds the line: first it is taken, then it goes on.
    try wait("the lines are taken", on: running) { try chip.isHigh(Self.enable) }
    try wait("the motors are on", on: running) { try !chip.isHigh(Self.enable) }
    return running
  }

  /// Looks every few milliseconds of the guest's time, for half a minute at most.
  func wait(_ what: String, on running: RunningCommand, until holds: () throws -> Bool) throws {
    for _ in 0..<6_000 {
      if try holds() { return }
      usleep(5_000)
    }
    Issue.record("never seen: \(what); \(running.errors)")
  }

  /// The outputs that are on.
  func active() throws -> [Int] { try Self.outputs.filter { Self.isActive($0, high: try chip.isHigh($0)) } }

  /// The outputs that were on at the end of a record.
  func active(atEndOf record: borrowing KernelRecord) throws -> [Int] {
    try record.lastLevels(on: chip).filter { Self.isActive($0.key, high: $0.value) }.keys.sorted()
  }

  private static func isActive(_ line: Int, high: Bool) -> Bool { high != (line == enable) }

  /// The guard that outlives a run; nil where there is none.
  static func guardProcess() -> Int32? {
    let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return processes.compactMap { Int32($0) }.first {
      (try? Guest.read("/proc/\($0)/comm")) == "rigctl-guard"
        && (try? Guest.read("/proc/\($0)/stat"))?.contains(") Z") == false
    }
  }
}
