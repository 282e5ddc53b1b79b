// What became of a plant's machine, as JSON with fixed keys.

import SimBackend
import StepperCore

extension PlantResult {
  public var json: JSONValue {
    .object([
      .init("schema", .integer(1)), .init("board", .string(board)), .init("chip", .string(chip)),
      .init("seconds", .number(orNull: seconds)), .init("physics", .bool(hasPhysics)),
      .init("counts_pulses", .bool(countsPulses)),
      .init("troubles", .array(troubles.map { .string($0.rawValue) })),
      .init("motors", .object(motors.map { .init($0.name, $0.json) })),
      .init("carriage_mm", carriageMm.json),
      .init("edges", .integer(edges)), .init("missed_edges", .integer(missedEdges)),
      .init("full_queues", .integer(fullQueues)), .init("late_edges", .integer(lateEdges)),
      .init("longest_pause_ms", .number(orNull: longestPauseS * 1000)),
      .init("timing_violations", .integer(violationCount)),
      .init(
        "violations",
        .array(
          violations.map {
            .object([
              .init("motor", .string($0.motor)), .init("kind", .string($0.fault.word)),
              .init("at_s", .number(orNull: $0.atS, decimals: 9)),
            ])
          })),
      .init("switch_hit_count", .integer(hitCount)),
      .init(
        "switch_hits",
        .array(
          hits.map {
            .object([
              .init("name", .string($0.name)), .init("at_s", .number(orNull: $0.atS)),
              .init("position_mm", $0.positionMm.json),
            ])
          })),
      .init(
        "stop_hits",
        .array(
          stops.map {
            .object([
              .init("axis", .string($0.axis)), .init("end", .string($0.end == .min ? "min" : "max")),
              .init("at_s", .number(orNull: $0.atS)),
            ])
          })),
    ])
  }
}

extension PlantResult.MotorFigures {
  fileprivate var json: JSONValue {
    .object([
      .init("steps", .integer(pulses)), .init("position_steps", .integer(positionSteps)),
      .init("missed_pulses", .integer(missedPulses)), .init("lost_steps", .integer(orNull: lostSteps)),
      .init("first_slip_s", .number(orNull: firstSlipS)),
      .init("moved_while_off_steps", .integer(orNull: movedWhileOff)),
    ])
  }
}

extension Point {
  fileprivate var json: JSONValue {
    .object([
      .init("x", .number(orNull: x)), .init("y", .number(orNull: y)), .init("z", .number(orNull: z)),
    ])
  }
}

extension TimingFault {
  /// As in JSON.
  fileprivate var word: String {
    switch self {
    case .stepHigh: "step_high"
    case .stepLow: "step_low"
    case .directionSetup: "dir_setup"
    case .directionHold: "dir_hold"
    case .notEnabled: "not_enabled"
    }
  }
}
