// The summary as JSON, held against the contract that scripts stand on.

import Foundation
import Rig
import Testing

@Suite("Summary")
struct SummaryTests {
  /// Schema 1, key by key, in order.
  static let keys = [
    "schema", "rigctl", "job", "board", "backend", "seed", "result", "alarm", "tick_hz", "ticks", "machine_seconds",
    "cpu_seconds", "real_time_factor", "peak_memory_mb", "trace_hash", "motion_hash", "path", "axes",
    "timing_violations",
    "late_ticks",
    "max_lateness_us",
  ]
  static let axisKeys = [
    "steps", "position_steps", "min_mm", "max_mm", "peak_velocity_mm_s", "peak_acceleration_mm_s2", "peak_jerk_mm_s3",
    "limit_velocity_mm_s", "limit_acceleration_mm_s2", "limit_jerk_mm_s3", "missed_pulses", "lost_steps",
    "peak_load_angle_deg", "min_torque_margin", "peak_racking_mm",
  ]

  static func empty(_ result: Summary.Outcome = .completed) -> Summary {
    Summary(
      rigctl: "0.1.0", job: .init(path: "jobs/bear.nc", lines: 15163, bytes: 222308), board: "default", backend: "sim",
      seed: 1, result: result, tickHz: 40000)
  }

  static func members(_ value: JSONValue) -> [JSONValue.Member] {
    if case .object(let members) = value { members } else { [] }
  }

  static func parsed(_ summary: Summary) throws -> [String: Any] {
    let object = try JSONSerialization.jsonObject(with: Data(summary.jsonText.utf8))
    return try #require(object as? [String: Any])
  }

  @Test("every key of the contract is there, in its order, also when nothing is known")
  func keysInOrder() throws {
    let members = SummaryTests.members(SummaryTests.empty().json)
    #expect(members.map(\.key).filter(SummaryTests.keys.contains) == SummaryTests.keys)
    let axes = try #require(members.first { $0.key == "axes" }).value
    #expect(SummaryTests.members(axes).map(\.key) == ["x", "y", "z"])
    for axis in SummaryTests.members(axes) {
      #expect(SummaryTests.members(axis.value).map(\.key) == SummaryTests.axisKeys)
    }
    let job = try #require(members.first { $0.key == "job" }).value
    #expect(Set(SummaryTests.members(job).map(\.key)).isSuperset(of: ["path", "lines", "bytes"]))
    let path = try #require(members.first { $0.key == "path" }).value
    #expect(SummaryTests.members(path).map(\.key) == ["length_mm", "max_deviation_mm", "tolerance_mm"])
  }

  @Test("a figure that is not known is null, neither left out nor zero")
  func unknownIsNull() throws {
    let object = try SummaryTests.parsed(SummaryTests.empty())
    for key in [
      "alarm", "ticks", "machine_seconds", "real_time_factor", "trace_hash", "timing_violations", "late_ticks",
    ] {
      #expect(object[key] is NSNull, "\(key)")
    }
    let axes = try #require(object["axes"] as? [String: [String: Any]])
    for key in SummaryTests.axisKeys { #expect(axes["z"]?[key] is NSNull, "\(key)") }
  }

  @Test("figures come back as they went in, and the hash has sixteen lower-case digits")
  func figures() throws {
    var summary = SummaryTests.empty(.alarm)
    summary.seed = .max
    summary.traceHash = 0xAB_CDEF
    summary.machineSeconds = 250
    summary.cpuSeconds = 0.1
    summary.axes.x.maxMm = 0.1 + 0.2
    summary.axes.y.positionSteps = -48000
    summary.alarm = .init(code: "soft_limit", line: 12, axis: "x", positionMm: 312.5, message: "too \"far\"\n")
    let object = try SummaryTests.parsed(summary)
    #expect(object["trace_hash"] as? String == "0000000000abcdef")
    #expect(object["real_time_factor"] as? Double == 2500)
    #expect(object["result"] as? String == "alarm")
    #expect(summary.jsonText.contains("\"seed\": 18446744073709551615"))
    #expect(summary.jsonText.contains("\"max_mm\": 0.3,"))
    let axes = try #require(object["axes"] as? [String: [String: Any]])
    #expect(axes["y"]?["position_steps"] as? Int == -48000)
    let alarm = try #require(object["alarm"] as? [String: Any])
    #expect(alarm["message"] as? String == "too \"far\"\n")
    #expect(Set(alarm.keys) == ["code", "line", "axis", "position_mm", "message"])
  }

  @Test("a figure that is not a number is null, and nothing is written as minus zero")
  func notFinite() throws {
    var summary = SummaryTests.empty()
    summary.machineSeconds = .nan
    summary.peakMemoryMb = .infinity
    summary.axes.x.minMm = -1e-12
    let object = try SummaryTests.parsed(summary)
    #expect(object["machine_seconds"] is NSNull)
    #expect(object["peak_memory_mb"] is NSNull)
    #expect(summary.jsonText.contains("\"min_mm\": 0.0,"))
  }

  @Test("motors stand beside the axes only where a machine names them")
  func motors() throws {
    #expect(try SummaryTests.parsed(SummaryTests.empty())["motors"] == nil)
    var summary = SummaryTests.empty()
    var motor = Summary.Motor(name: "a")
    motor.steps = 7
    summary.motors = [motor]
    let motors = try #require(try SummaryTests.parsed(summary)["motors"] as? [String: [String: Any]])
    #expect(motors["a"]?["steps"] as? Int == 7)
    #expect(motors["a"]?["lost_steps"] is NSNull)
  }

  @Test("any job name gives JSON that can be read back")
  func strangeNames() throws {
    for name in ["\u{0}\u{1}\u{1F}\u{7F}", "\\\"'/", "é\u{301}木🪵\u{202E}", "\u{2028}\r\n\t"] {
      var summary = SummaryTests.empty()
      summary.job.path = name
      summary.warnings = [.init(line: nil, message: name)]
      let object = try SummaryTests.parsed(summary)
      #expect((object["job"] as? [String: Any])?["path"] as? String == name)
    }
  }

  @Test("compact text is one line and says the same")
  func compact() throws {
    let summary = SummaryTests.empty()
    #expect(!summary.json.compactText.contains("\n"))
    let object = try JSONSerialization.jsonObject(with: Data(summary.json.compactText.utf8)) as? NSDictionary
    #expect(object == (try SummaryTests.parsed(summary)) as NSDictionary)
  }
}
