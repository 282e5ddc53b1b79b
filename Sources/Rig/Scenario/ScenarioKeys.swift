// The keys that each mapping of a scenario file may have: the reader takes no others, and the JSON Schema lists the same.

/// Keys by the kind of mapping they belong to.
package enum ScenarioKeys {
  package static let scenario = [
    "name", "about", "board", "job", "seed", "physics", "origin", "max_time_s", "pauses", "faults", "unhomed",
    "steps", "expect",
  ]
  package static let step = ["send", "realtime", "wait", "press", "release", "begin", "mend", "stock"]
  package static let wait = ["state", "position", "time_s", "within_s"]
  package static let reaches = ["state", "within_s"]
  package static let stock = ["z_mm"]
  package static let moment = ["tick", "time_s", "line", "position", "passing"]
  package static let axes = ["x", "y", "z"]
  package static let expect = [
    "result", "alarm", "position_mm", "carriage_mm", "steps", "pulses", "lost_steps", "limits_kept", "timing_contract",
    "time_s", "faults_struck", "states", "reaches", "answers", "homing_shift_mm", "late_ticks", "slowdowns",
    "standstills", "trace_hash",
  ]
  package static let alarm = ["code", "line", "axis"]
  package static let place = ["x", "y", "z", "tolerance"]
  package static let time = ["below", "above"]

  /// The definitions of `scenario.schema.json` by name, and their keys. Counts are by names that the board decides on.
  package static let schema: [String: [String]] = [
    "": scenario, "moment": moment, "axis_position": axes, "expect": expect, "alarm": alarm, "place": place,
    "time": time, "step": step, "wait": wait, "reaches": reaches,
    "stock": stock,
  ].merging(FaultName.allCases.map { ($0.rawValue, $0.keys) }) { first, _ in first }
}
