// summary.json and --json: the keys that scripts stand on.

import Foundation
import Testing

@Suite("The summary")
struct SummaryFileTests {
  private static let keys: Set<String> = [
    "schema", "rigctl", "job", "board", "backend", "seed", "result", "alarm", "tick_hz", "ticks", "machine_seconds",
    "cpu_seconds", "real_time_factor", "peak_memory_mb", "trace_hash", "path", "axes", "timing_violations",
    "late_ticks", "max_lateness_us",
  ]
  private static let axisKeys: Set<String> = [
    "steps", "position_steps", "min_mm", "max_mm", "peak_velocity_mm_s", "peak_acceleration_mm_s2",
    "peak_jerk_mm_s3", "limit_velocity_mm_s", "limit_acceleration_mm_s2", "limit_jerk_mm_s3", "missed_pulses",
    "lost_steps", "peak_load_angle_deg", "min_torque_margin", "peak_racking_mm",
  ]

  /// On a machine of which everything is known.
  private static let job = "G0 X10 Y5 Z-2\nG1 X20 F600\nM30\n"

  @Test("every key of schema 1 is there, and what a run does not know is null")
  func schema() throws {
    let scratch = try Scratch()
    let path = try scratch.write("job.nc", Self.job)
    let ending = try Command()(
      "run", path, "--board", "reference-3axis", "--origin", "1,2,3", "--seed", "7",
      "--summary", scratch.file("summary.json"))
    #expect(ending.code == 0)
    let summary = try JSONObject(scratch.read("summary.json"))
    #expect(summary.keys().isSuperset(of: Self.keys))
    #expect(summary.keys("job").isSuperset(of: ["path", "lines", "bytes"]))
    #expect(summary.keys("path") == ["length_mm", "max_deviation_mm", "tolerance_mm"])
    #expect(summary.keys("axes") == ["x", "y", "z"])
    for axis in ["x", "y", "z"] { #expect(summary.keys("axes.\(axis)") == Self.axisKeys) }

    #expect(try summary.integer("schema") == 1)
    #expect(try summary.string("job.path") == path)
    #expect(try summary.integer("job.lines") == 3)
    #expect(try summary.integer("job.bytes") == Self.job.utf8.count)
    #expect(try summary.string("board") == "reference-3axis")
    #expect(try summary.string("backend") == "sim")
    #expect(try summary.integer("seed") == 7)
    #expect(try summary.integer("tick_hz") == 40_000)
    #expect(try summary.number("machine_seconds") == Double(summary.integer("ticks")) / 40_000)
    #expect(try summary.number("cpu_seconds") > 0)
    #expect(try summary.number("peak_memory_mb") > 1)
    // The machine stands at 0,0,0, and the job's zero lies at 1,2,3.
    #expect(try summary.integer("axes.x.position_steps") == 21 * 80)
    #expect(try summary.integer("axes.y.position_steps") == 7 * 80)
    #expect(try summary.integer("axes.z.position_steps") == 1 * 400)
    #expect(try summary.integer("axes.x.steps") == 21 * 80)
    #expect(try abs(summary.number("axes.x.max_mm") - 21) < 0.001)
    #expect(try summary.number("axes.z.limit_jerk_mm_s3") == 20_000)
    #expect(try summary.integer("axes.x.lost_steps") == 0)
    #expect(try summary.number("axes.x.peak_load_angle_deg") > 5)
    #expect(try (0.2..<1).contains(summary.number("axes.x.min_torque_margin")))

    // Without the motors nobody knows, and the lines do the same.
    let fast = try Command()(
      "run", path, "--board", "reference-3axis", "--origin", "1,2,3", "--fast", "--json"
    ).json()
    for unknown in ["lost_steps", "peak_load_angle_deg", "min_torque_margin"] {
      #expect(fast.isNull("axes.x.\(unknown)"))
    }
    #expect(try fast.string("trace_hash") == summary.string("trace_hash"))
  }

  @Test("a CoreXY board adds its motors beside its axes")
  func coreXY() throws {
    let summary = try Command()(
      "run", "-", "--board", "corexy-laser", "--origin", "0,0,0", "--json", input: "G0 X30 Y10\nG0 Z-1\n"
    ).json()
    #expect(summary.keys("motors") == ["a", "b", "z"])
    #expect(try summary.integer("motors.a.position_steps") == 40 * 80)
    #expect(try summary.integer("motors.b.position_steps") == 20 * 80)
    #expect(try summary.integer("motors.z.position_steps") == -1600)
    #expect(try summary.integer("axes.x.position_steps") == 30 * 80)
    #expect(try summary.integer("axes.y.position_steps") == 10 * 80)
    #expect(try abs(summary.number("axes.y.max_mm") - 10) < 0.001)
    #expect(summary.isNull("axes.x.steps"))
  }

  @Test(
    "--json prints one object and nothing else, whatever becomes of the job",
    arguments: [
      ("G0 X10\n", "completed", 0), ("G0 X99999\n", "alarm", 1), ("G0 X10\nG77\n", "error", 3), ("", "error", 2),
    ])
  func jsonOnly(_ job: String, _ result: String, _ code: Int32) throws {
    let ending = try Command()("run", "-", "--json", input: job)
    #expect(ending.code == code)
    #expect(ending.output.hasPrefix("{") && ending.output.hasSuffix("}\n"))
    let summary = try ending.json()
    #expect(try summary.string("result") == result)
    #expect(summary.keys().isSuperset(of: Self.keys))
  }

  @Test("an alarm has its code, line, axis, position and message, and a wrong line its place")
  func alarms() throws {
    let scratch = try Scratch()
    let far = try scratch.write("far.nc", "G0 X10\n(far)\nG0 Y500\n")
    let ending = try Command()("run", far, "--origin", "0,0,0", "--json", env: ["LANG": "fr_FR.UTF-8"])
    #expect(ending.code == 1)
    let summary = try ending.json()
    #expect(summary.keys("alarm") == ["code", "line", "axis", "position_mm", "message"])
    #expect(try summary.string("alarm.code") == "soft_limit")
    #expect(try summary.integer("alarm.line") == 3)
    #expect(try summary.string("alarm.axis") == "y")
    #expect(try summary.number("alarm.position_mm") == 500)
    // Scripts read it: it is English in every language.
    #expect(try summary.string("alarm.message").contains("soft limit"))
    #expect(try summary.integer("ticks") == 0)
    #expect(ending.errors.contains("\(far):3"))
    #expect(ending.errors.contains("limite logicielle"))

    let wrong = try Command()("run", try scratch.write("wrong.nc", "G0 X1\nG0 X1 G77\n"), "--json")
    #expect(wrong.code == 3)
    #expect(wrong.errors.contains("wrong.nc:2:7: "))
    #expect(try wrong.json().integer("alarm.line") == 2)
  }

  @Test("the same job gives the same summary, but for what the computer took")
  func repeats() throws {
    func figures() throws -> String {
      let output = try Command()("run", "examples/name-sign.nc", "--json").output
      let ofComputer = ["cpu_seconds", "real_time_factor", "peak_memory_mb"]
      return output.split(separator: "\n").filter { line in !ofComputer.contains { line.contains($0) } }
        .joined(separator: "\n")
    }
    #expect(try figures() == figures())
  }
}
