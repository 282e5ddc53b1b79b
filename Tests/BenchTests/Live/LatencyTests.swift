// How late ticks are, and what a tick costs, where time is a count of instructions.

import CommandRuns
import Foundation
import Testing

@Suite("Latency on the bench", .onTheBench, .serialized)
struct LatencyTests {
  /// The bench's machine with drivers that ask for next to no time: what is left of a tick is system calls.
  private static func fastBoard(_ scratch: borrowing Scratch) throws -> String {
    var text = try String(contentsOfFile: BenchMachine.board, encoding: .utf8)
    for (slow, fast) in [
      ("driver: tb6600", "driver: tmc2209"), ("supply_v: 36", "supply_v: 24"), ("microsteps: 4", "microsteps: 8"),
      ("current_a: 2.8", "current_a: 1.5"), ("max_velocity_mm_min: 4000", "max_velocity_mm_min: 2000"),
      ("max_velocity_mm_min: 2400", "max_velocity_mm_min: 1000"),
    ] {
      text = text.replacingOccurrences(of: slow, with: fast)
    }
    return try scratch.write("fast.yaml", text)
  }

  @Test("a minute at 20 kHz with 8 output lines: no tick is later than 25 µs, none would stop a motion")
  func minute() throws {
    let machine = try BenchMachine()
    let seconds = BenchJob.isLong ? 60 : 10
    let ending = try Command()(
      "hil", "latency", "--board", BenchMachine.board, "--seconds", "\(seconds)", "--pulses", "--json")
    extendLifetime(machine)
    #expect(ending.code == 0, "\(ending.errors)")
    let result = try ending.json()
    #expect(try result.integer("ticks") >= seconds * 20_000)
    #expect(try result.number("lateness.max_us") <= 25)
    #expect(try result.string("verdict") == "kept")
    print(
      ending.output.split(separator: "\n").filter { $0.contains("_us\": ") && !$0.contains("[") }.joined(
        separator: "\n"))
  }

  @Test("a tick with steps costs at most 1.15 times what bare C with the same calls costs")
  func cost() throws {
    let machine = try BenchMachine()
    defer { extendLifetime(machine) }
    let scratch = try Scratch()
    let board = try Self.fastBoard(scratch)
    let result = try Command()(
      "hil", "latency", "--board", board, "--seconds", "3", "--pulses", "--json", seconds: 300
    ).json()
    let lines = (BenchMachine.steps + BenchMachine.directions + [22, 12, 18, 20]).map(String.init)
    let chip = try SimulatedChip.pi4
    let yardstick = try Command().shell(
      "\(try Guest.tool("tick_yardstick")) \(chip.path) 20000 0 \(lines.joined(separator: ",")) 4 5,6,13,19,26,21,16,7,3,2"
    ).json()
    let own = try result.number("work.mean_us") * 1_000, bare = try yardstick.number("ns_per_tick")
    print("a tick with steps: \(own) ns, bare C: \(bare) ns, ratio \(own / bare)")
    #expect(own <= 1.15 * bare)
  }

  @Test("minutes of a real job without a late tick, in memory that does not grow")
  func realJob() throws {
    let machine = try BenchMachine()
    let scratch = try Scratch()
    // Nobody is there to change a tool.
    let text = try String(contentsOfFile: (BenchJob.enclosure ?? BenchJob.examples[2]).path, encoding: .utf8)
    let job = try scratch.write("job.nc", text.replacing(/M0*6\b/, with: ""))
    let seconds: UInt32 = BenchJob.isLong ? 180 : 10
    let running = try machine.start(job, ["--max-time", "\(seconds)", "--json"])
    usleep(seconds * 100_000)
    let early = try residentKB(running.id)
    usleep(seconds * 800_000)
    let late = try residentKB(running.id)
    #expect(late - early < 256, "from \(early) to \(late) KB")
    let ending = try running.ending()
    #expect(ending.code == 1, "\(ending.errors)")  // --max-time ends it
    let summary = try ending.json()
    #expect(try summary.string("alarm.code") == "time_limit")
    #expect(try summary.number("machine_seconds") >= Double(seconds))
    #expect(try summary.integer("late_ticks") == 0)
    #expect(try summary.integer("axes.x.steps") > 1_000)
  }

  private func residentKB(_ process: Int32) throws -> Int {
    let status = try Guest.read("/proc/\(process)/status").split(separator: "\n")
    let line = try #require(status.first { $0.hasPrefix("VmRSS:") })
    return try #require(Int(line.filter(\.isNumber)))
  }
}
