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

  private func compare(
    _ option: String = "--json", within us: String = "25", env: [String: String] = [:]
  ) throws -> Command.Ending {
    let machine = try BenchMachine()
    defer { extendLifetime(machine) }
    let scratch = try Scratch()
    let job = try scratch.write("job.nc", Self.job)
    return try Command()(
      "hil", "compare", job, "--board", BenchMachine.board, "--assume-position", "--quiet",
      option, "--within-us=\(us)", env: env, seconds: 600)
  }

  @Test("a job on the lines has every simulated edge, in order and in time, and no other")
  func same() throws {
    // Half a tick is 25 µs; the very first write of a run is seen 28 µs into its tick.
    let ending = try compare("--json", within: "40")
    #expect(ending.code == 0, "\(ending.errors) \(ending.output)")
    let result = try ending.json()
    #expect(result["same"] as? Bool == true)
    let simulated = try result.integer("edges.simulated")
    #expect(simulated > 5_000)
    #expect(try result.integer("edges.measured") == simulated && result.integer("edges.matched") == simulated)
    #expect(try result.integer("difference_count") == 0)
    // TB6600 boxes: 3 µs high and low; the shortest on the wire are longer, and no figment of a coarse clock.
    for motor in ["x", "y", "y2", "z"] {
      for time in ["step_high_us", "step_low_us", "dir_setup_us"] {
        #expect(try result.number("drivers.\(motor).\(time).least") >= result.number("drivers.\(motor).\(time).needed"))
      }
    }
    #expect(try result.number("clock_resolution_ns") < 2)
    #expect(try result.string("run.result") == "completed")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: "/sys/kernel/tracing/instances").isEmpty,
      "the trace is taken away")
  }

  @Test("a bound that no real line can keep is exceeded, with tick, line and wire, and exit code 1")
  func tightBound() throws {
    let ending = try compare("--quiet", within: "0.2")
    #expect(ending.code == 1)
    #expect(ending.output.contains(/tick [\d,]+, line [\d,]+: \w+ to [01] came [\d.]+.µs (late|early)/))
    #expect(ending.output.contains(/and [\d,]+ more/))
  }

  @Test("a tick that comes half a millisecond late is told as that, and no edge as lost or added")
  func lateTick() throws {
    // A fifth of a second of run-up for the spindle is 4,000 ticks; then it moves.
    let ending = try compare(
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
