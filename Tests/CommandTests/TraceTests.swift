// --trace: a waveform that other programs can read, and that says the same as the summary.

import Foundation
import Testing

@Suite("The trace")
struct TraceTests {
  /// Lines, arcs, a full circle, a plunge, outputs and a probe that touches nothing, in every direction.
  private static let job = """
    G21 G90
    M3 S1000
    M7
    G0 X10 Y10 Z-1
    G1 X20 Y5 F1500
    G2 X20 Y5 I5 J0
    G3 X10 Y10 I-5 J2.5
    G1 Z-3 F200
    G0 X1 Y1 Z0
    M5 M9
    M30

    """

  private func trace(_ board: String, _ job: String = job) throws -> (VCDFile, JSONObject, Scratch) {
    let scratch = try Scratch()
    let ending = try Command()(
      "run", try scratch.write("job.nc", job), "--board", board, "--origin", "0,0,0", "--trace", scratch.file("t.vcd"),
      "--json")
    #expect(ending.code == 0)
    return (try VCDFile(scratch.read("t.vcd")), try ending.json(), scratch)
  }

  @Test("the trace is well formed, and its steps are those of the summary", arguments: ["default", "reference-3axis"])
  func cartesian(_ board: String) throws {
    let (trace, summary, _) = try trace(board)
    #expect(trace.timescale == "1 ns")
    #expect(trace.scope == board)
    for axis in ["x", "y", "z"] {
      let steps = trace.steps(axis)
      #expect(steps.all > 100)
      #expect(try steps.all == summary.integer("axes.\(axis).steps"))
      #expect(try steps.net == summary.integer("axes.\(axis).position_steps"))
    }
    // It ends where the run ends, and with every output at rest.
    #expect(try trace.endNs == summary.integer("ticks") * 25_000)
    var levels = trace.initial
    for change in trace.changes { levels[change.wire] = change.isHigh }
    for output in ["step_x", "step_y", "step_z", "enable", "spindle", "mist"] { #expect(levels[output] == false) }
    for output in ["spindle", "mist", "enable"] {
      #expect(trace.changes.contains { $0.wire == output && $0.isHigh })
    }
  }

  @Test("two motors on one axis make the same steps, the turned one with its direction turned")
  func gantry() throws {
    let (trace, summary, _) = try trace("pi4-router-tb6600")
    #expect(try trace.steps("y").all == summary.integer("axes.y.steps"))
    #expect(trace.steps("y2").all == trace.steps("y").all)
    #expect(trace.steps("y2").net == -trace.steps("y").net)
  }

  @Test("on a CoreXY board the wires are those of its motors")
  func coreXY() throws {
    let (trace, summary, _) = try trace("corexy-laser", "G0 X20 Y5\nG1 X3 Y9 F3000\nG0 Z-0.5\n")
    for motor in ["a", "b", "z"] {
      let steps = trace.steps(motor)
      #expect(try steps.all == summary.integer("motors.\(motor).steps"))
      #expect(try steps.net == summary.integer("motors.\(motor).position_steps"))
    }
    // A is X + Y, B is X − Y.
    #expect(trace.steps("a").net == 12 * 80)
    #expect(trace.steps("b").net == -6 * 80)
  }

  @Test("a limit switch or a probe that the machine touches is in the trace")
  func inputs() throws {
    let (trace, summary, _) = try trace("default", "G38.2 Z-40 F300\n")
    #expect(trace.changes.contains { $0.wire == "probe" && $0.isHigh })
    // It touches at −32 mm, and stops a little below.
    let position = try Double(summary.integer("axes.z.position_steps")) / 200
    #expect(position < -32 && position > -33)
  }

  @Test("a trace changes nothing about the run")
  func noInfluence() throws {
    let (_, traced, scratch) = try trace("default")
    let plain = try Command()("run", scratch.file("job.nc"), "--origin", "0,0,0", "--json").json()
    #expect(try plain.string("trace_hash") == traced.string("trace_hash"))
  }

  @Test("sigrok-cli reads the trace, where it is installed")
  func sigrok() throws {
    let scratch = try Scratch()
    let path = scratch.file("t.vcd")
    let job = try scratch.write("job.nc", "G0 X0.2\n")
    #expect(try Command()("run", job, "--origin", "0,0,0", "--trace", path).code == 0)
    let read = try Command().shell(
      "command -v sigrok-cli >/dev/null || exit 0; sigrok-cli -I vcd:downsample=1000 -i \(path) -O csv | grep -c .")
    #expect(read.code == 0)
    if let rows = Int(read.output.trimmingCharacters(in: .whitespacesAndNewlines)) { #expect(rows > 10) }
  }
}
