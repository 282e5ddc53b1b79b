// A tick's least cost, and faults between a program and the system: the bench's own C programs, run and read.

import CommandRuns
import GPIOBackend
import StepperCore

/// The bare C loop that does on each tick what a port does: rise, fall, and a look at the inputs.
struct Yardstick {
  /// On the header of a Pi 4. As many as a router of four motors has.
  static let outputs = [17, 27, 22, 23, 24, 25, 8, 11, 9, 12, 18, 20]
  /// How many of them, from the first, step on each tick.
  static let stepping = 3
  static let inputs = [5, 6, 13, 19]

  /// Nanoseconds that a tick took, with the time it waited.
  var nsPerTick: Double
  /// The latest that a tick began after its time; 0 where none waited.
  var maxLatenessNs: Int

  init(_ chip: SimulatedChip, ticks: Int, periodNs: Int = 0, env: [String: String] = [:]) throws {
    let figures = try Self.ending(chip, ticks: ticks, periodNs: periodNs, env: env).json()
    nsPerTick = try figures.number("ns_per_tick")
    maxLatenessNs = try figures.integer("max_lateness_ns")
  }

  /// The same, where it is not known that it ends well.
  static func ending(_ chip: SimulatedChip, ticks: Int, periodNs: Int = 0, env: [String: String] = [:]) throws
    -> CommandRuns.Command.Ending
  {
    func list(_ lines: [Int]) -> String { lines.map(String.init).joined(separator: ",") }
    return try CommandRuns.Command(at: Guest.tool("tick_yardstick"))(
      chip.path, "\(ticks)", "\(periodNs)", list(outputs), "\(stepping)", list(inputs), env: env)
  }

  /// A port with the same lines.
  static func port(on chip: SimulatedChip) throws -> GPIOPort {
    let outputs = Self.outputs.enumerated().map {
      GPIOOutput(bits: PortWord(rawValue: 1 << UInt32($0.offset)), line: .offset($0.element))
    }
    let inputs = Self.inputs.enumerated().map {
      GPIOInput(bits: InputWord(rawValue: 1 << UInt32($0.offset)), line: .offset($0.element))
    }
    return try GPIOPort(GPIOLayout(chip: chip.label, outputs: outputs, inputs: inputs))
  }
}

/// What to put into a program's environment so that the system fails it; the program itself knows nothing of it.
enum BoundaryFault {
  /// The call that sets lines, counted from 1, fails once with EIO.
  static func failedSet(_ number: Int) throws -> [String: String] { try preloading("RIG_FAIL_SET", "\(number)") }

  /// All calls that set lines fail with EIO, from this one on.
  static func failedSets(from number: Int) throws -> [String: String] { try preloading("RIG_FAIL_SET", "\(number)+") }

  /// The sleep until an absolute time, counted from 1, returns 2 ms late.
  static func lateSleep(_ number: Int) throws -> [String: String] { try preloading("RIG_LATE_SLEEP", "\(number)") }

  private static func preloading(_ name: String, _ value: String) throws -> [String: String] {
    try ["LD_PRELOAD": Guest.tool("libboundary_faults.so"), name: value]
  }
}
