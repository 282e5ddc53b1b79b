// rigctl hil compare on real lines: what the kernel saw against what was simulated, and faults that must not pass.

import CommandRuns
import Foundation
import Testing

@Suite("hil compare, on lines", .onTheBench, .serialized)
struct CompareTests {
  private static let job = """
    G21 G91 M3 S12000 M8
    G1 X4 Y2 Z-1 F1500
    G2 X2 Y2 I0 J2
    G1 X-6 Y-4 F2400
    G4 P0.1
    G0 Z1
    M5 M9
    M30

    """

  private func compare(_ options: [String], env: [String: String] = [:]) throws -> Command.Ending {
    let machine = try BenchMachine()
    defer { extendLifetime(machine) }
    return try Command()(
      ["hil", "compare", "--board", BenchMachine.board, "--assume-position", "--quiet"] + options, env: env)
  }

  /// A comparison of this suite's own job.
  private func compareJob(_ options: String..., env: [String: String] = [:]) throws -> Command.Ending {
    let scratch = try Scratch()
    return try compare([try scratch.write("job.nc", Self.job)] + options, env: env)
  }

  /// Every edge in order and in time, none lost or added, and no driver shown anything that it cannot follow.
  private func expectSame(_ ending: Command.Ending, edges: Int) throws -> JSONObject {
    #expect(ending.code == 0, "\(ending.errors) \(ending.output)")
    let result = try ending.json()
    #expect(result["same"] as? Bool == true)
    let simulated = try result.integer("edges.simulated")
    #expect(simulated > edges)
    #expect(try result.integer("edges.measured") == simulated && result.integer("edges.matched") == simulated)
    #expect(try result.integer("difference_count") == 0)
    // TB6600 boxes: 3 µs high and low; the shortest on the wire are longer, and no figment of a coarse clock.
    #expect(try result.number("clock_resolution_ns") < 20)
    for motor in ["x", "y", "y2", "z"] {
      for time in ["step_high_us", "step_low_us", "dir_setup_us"] {
        // None where the motor did not step twice, or not turn.
        guard let least = result["drivers.\(motor).\(time).least"] as? NSNumber else { continue }
        #expect(try least.doubleValue >= result.number("drivers.\(motor).\(time).needed"), "\(motor) \(time)")
      }
    }
    return result
  }

  @Test("a job on the lines has every simulated edge, in order and in time, and no other")
  func same() throws {
    let result = try expectSame(compareJob("--json"), edges: 5_000)
    #expect(try result.string("run.result") == "completed")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: "/sys/kernel/tracing/instances").isEmpty,
      "the trace is taken away")
  }

  @Test("the same on the chip of a Raspberry Pi 5, which has other lines behind the same names")
  func pi5() throws {
    let machine = try BenchMachine(on: SimulatedChip.pi5)
    defer { extendLifetime(machine) }
    let scratch = try Scratch()
    let text = try String(contentsOfFile: BenchMachine.board, encoding: .utf8)
    let board = try scratch.write("pi5.yaml", text.replacing("pinctrl-bcm2711", with: "pinctrl-rp1"))
    let job = try scratch.write("job.nc", Self.job)
    _ = try expectSame(
      Command()("hil", "compare", job, "--board", board, "--assume-position", "--quiet", "--json"), edges: 5_000)
  }

  /// The first seconds of a real job.
  private func compareBeginning(_ job: BenchJob) throws -> JSONObject {
    let options = [job.path, "--json", "--max-time", BenchJob.isLong ? "10" : "2"]
    return try expectSame(compare(options), edges: 1_000)
  }

  @Test("the beginning of real jobs is the same too", arguments: BenchJob.all)
  func beginnings(_ job: BenchJob) throws { _ = try compareBeginning(job) }

  @Test("two runs of a job give the same edges")
  func twice() throws {
    let first = try compareBeginning(BenchJob.examples[2])
    let second = try compareBeginning(BenchJob.examples[2])
    #expect(try first.integer("edges.measured") == second.integer("edges.measured"))
    #expect(try first.string("run.trace_hash") == second.string("run.trace_hash"))
  }

  @Test("a whole job of another's CAM program is the same", .enabled(if: BenchJob.enclosure != nil && BenchJob.isLong))
  func wholeJob() throws {
    let job = try #require(BenchJob.enclosure)
    // One processor for the ticks, the planner and the reader of the trace: now and then a step is half a tick late.
    let result = try expectSame(compare([job.path, "--json", "--within-us=50"]), edges: 1_000_000)
    #expect(try result.string("run.result") == "completed")
  }

  @Test("a bound that no real line can keep is exceeded, with tick, line and wire, and exit code 1")
  func tightBound() throws {
    let ending = try compareJob("--within-us=0.2")
    #expect(ending.code == 1)
    #expect(ending.output.contains(/tick [\d,]+, line [\d,]+: \w+ to [01] came [\d.]+.µs (late|early)/))
    #expect(ending.output.contains(/and [\d,]+ more/))
  }

  @Test("a tick that comes half a millisecond late is told as that, and no edge as lost or added")
  func lateTick() throws {
    // A fifth of a second of run-up for the spindle is 4,000 ticks; then it moves.
    let ending = try compareJob(
      "--json",
      env: [
        "LD_PRELOAD": try Guest.tool("libboundary_faults.so"), "RIG_LATE_SLEEP": "9000", "RIG_LATE_NS": "500000",
      ])
    #expect(ending.code == 1, "\(ending.errors)")
    let result = try ending.json()
    #expect(try result.integer("differences_by_kind.late") >= 1)
    #expect(try result.integer("edges.measured") == result.integer("edges.simulated"))
    for kind in ["lost", "added", "swapped", "apart"] {
      #expect(try result.integer("differences_by_kind.\(kind)") == 0, "\(kind)")
    }
    #expect(try result.number("stretch_ms") > 0.2)
  }
}
