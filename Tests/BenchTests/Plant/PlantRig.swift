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

  /// A board file of the machine that is otherwise than the controller was told.
  static func board(
    _ scratch: borrowing Scratch, but differences: [(told: String, real: String)], name: String = "real.yaml"
  ) throws -> String {
    var text = try String(contentsOfFile: board, encoding: .utf8)
    for (told, real) in differences {
      #expect(text.contains(told), "\(told)")
      text = text.replacing(told, with: real)
    }
    return try scratch.write(name, text)
  }

  /// X ends soon: its switch is at 4 mm.
  static let shortX = [
    (told: "at_mm: 603", real: "at_mm: 4"), ("travel_mm: [0, 600]", "travel_mm: [0, 3]"),
    ("stops_mm: [-6, 606]", "stops_mm: [-6, 9]"), ("work_offset_mm: [100,", "work_offset_mm: [0,"),
  ]

  /// What kept controller, wires or machine from their work for longer than motors can bear; known at the end.
  private(set) var delay: String?
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
  func run(_ job: String, _ options: [String] = []) throws -> Command.Ending {
    let ending = try start(job, options).ending()
    note(latenessUs: try? ending.json().number("max_lateness_us"))
    return ending
  }

  /// Runs a scenario on the controller's lines: how it ended, and its only case.
  func test(_ file: String, board: String = PlantRig.board) throws -> (ending: Command.Ending, one: [String: Any]) {
    let ending = try Command()(
      "test", file, "--backend", "gpio", "--slow-ticks", "--assume-position", "--board", board, "--json")
    let one = try #require((try ending.json().members["cases"] as? [[String: Any]])?.first)
    note(latenessUs: one["max_lateness_us"] as? Double)
    return (ending, one)
  }

  private func note(latenessUs: Double?) {
    guard let latenessUs, latenessUs > Self.latenessLimitUs else { return }
    held("a tick of the controller was \(latenessUs) µs late")
  }

  private func held(_ reason: String) { delay = delay.map { $0 + "; " + reason } ?? reason }

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
    if let said = wires.remove() { held(said) }
    if let pause = try? ending.json().number("longest_pause_ms"), pause > Self.pauseLimitMs {
      held("the machine looked at nothing for \(pause) ms")
    }
    return ending
  }

  /// Slow ticks are no real time: a processor that has other things to do makes time longer, and motors stop and start
  /// at once on the way.
  private static let latenessLimitUs = 5_000.0

  /// Ten steps at a homing speed.
  private static let pauseLimitMs = 20.0

  /// What was found in an attempt during which everything on this one processor kept its time.
  ///
  /// Motors that slip because the guest's clock jumped over a wait for a file of the host, or edges that the bench held back
  /// and handed on at once, are nothing that a controller did. Such an attempt is told and made again, at most twice;
  /// `body` only collects.
  static func measured<Found>(
    machine: String = PlantRig.board, _ options: [String] = [], _ body: (PlantRig) throws -> Found
  ) throws -> (found: Found, machine: Command.Ending) {
    var attempt = 1
    while true {
      let rig = try PlantRig(machine: machine, options)
      let found = try body(rig)
      let ending = try rig.end()
      guard let delay = rig.delay, attempt < 3 else {
        #expect(rig.delay == nil, "the bench was held up three times")
        return (found, ending)
      }
      print("once more, for the bench was held up: \(delay)")
      attempt += 1
    }
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
