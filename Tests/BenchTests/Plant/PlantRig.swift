// The machine of boards/bench-plant.yaml, played on the chip of a Pi 5 and wired to that of a Pi 4, where its controller is.

import CommandRuns
import Foundation
import Glibc
import Testing

/// Wires and machine. Anything that drives the chip of the Pi 4 with the board file drives this machine.
///
/// While it is there, the guest's clock jumps over all waits.
final class PlantRig {
  static let board = Checkout.path + "/Tests/BenchTests/boards/bench-plant.yaml"
  /// Every line of the board.
  static let lines = [17, 27, 22, 23, 24, 25, 8, 11, 9, 5, 6, 13, 19, 26, 12, 18, 20, 21, 16, 7, 3, 2]

  private let wires: CrossedWires
  private let typed = Pipe()
  let plant: RunningCommand

  /// - Parameter machine: the board file of the machine, where it is not the controller's.
  init(machine: String = PlantRig.board, _ options: [String] = []) throws {
    _ = Self.isWarm
    let controller = try SimulatedChip.pi4, played = try SimulatedChip.pi5
    // What others left on the lines.
    for line in Self.lines {
      try controller.drive(line, high: false)
      try played.drive(line, high: false)
    }
    try Guest.jumpOverWaits(true)
    wires = try CrossedWires(controller, played, lines: Self.lines)
    let words = ["hil", "plant", "--board", machine, "--chip", "pinctrl-rp1", "--json"] + options
    plant = try Command().start(words, inputFrom: typed)
    try wait("the machine is there") { plant.errors.contains("ready:") }
  }

  deinit { try? Guest.jumpOverWaits(false) }

  /// The first runs bring the commands into the guest's memory.
  private static let isWarm: Bool = {
    let plant = try? Command()("hil", "plant", "--board", board, "--chip", "pinctrl-rp1", "--seconds", "0.1")
    let run = try? Command()("hil", "latency", "--board", board, "--seconds", "0.2", "--pulses", "--quiet")
    return plant?.code == 0 && run != nil
  }()

  /// Runs a job on the controller's lines.
  func run(_ job: String, _ options: [String] = []) throws -> Command.Ending { try start(job, options).ending() }

  func start(_ job: String, _ options: [String] = []) throws -> RunningCommand {
    try Command().start(
      [
        "run", job, "--board", Self.board, "--backend", "gpio", "--assume-position", "--slow-ticks", "--quiet",
        "--json",
      ] + options)
  }

  /// Types a line at the machine, and waits until it says that it is done.
  func type(_ line: String, until said: String) throws {
    typed.fileHandleForWriting.write(Data((line + "\n").utf8))
    try wait("\(said), after \(line)") { plant.errors.contains(said) }
  }

  /// Ends the machine and the wires.
  func end() throws -> Command.Ending {
    plant.send(SIGTERM)
    let ending = try plant.ending()
    wires.remove()
    return ending
  }

  /// Looks every few milliseconds of the guest's time, for half a minute at most.
  func wait(_ what: String, until holds: () throws -> Bool) throws {
    for _ in 0..<6_000 {
      if try holds() { return }
      usleep(5_000)
    }
    Issue.record("never seen: \(what); \(plant.errors)")
  }
}
