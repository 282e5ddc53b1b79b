// A check as JSON with fixed keys.

import SimBackend

extension CheckResult {
  /// Schema 1 as indented text.
  public var jsonText: String { json.text }

  public var json: JSONValue {
    let summary = run.summary
    return .object([
      .init("schema", .integer(1)),
      .init("rigctl", .string(summary.rigctl)),
      .init("job", .object([.init("path", .string(summary.job.path)), .init("lines", .integer(summary.job.lines))])),
      .init("board", .string(summary.board)),
      .init("verdict", .string(verdict.rawValue)),
      .init("machine_seconds", .number(orNull: summary.machineSeconds)),
      .init("findings", .array(allFindings.map(\.json))),
      .init("axes", .object(joints.map { .init($0.name.lowercased(), $0.json) })),
      .init("cures", .array(cures.map(\.json))),
      .init("cures_together", curesTogether.map(JSONValue.bool) ?? .null),
    ])
  }

  /// Wrong lines of the G-code are the only findings of a job that could not be run.
  private var allFindings: [CheckFinding] {
    findings + run.faults.map { CheckFinding(kind: .gcode, text: $0) }
  }
}

extension CheckFinding {
  var json: JSONValue {
    .object([
      .init("kind", .string(kind.rawValue)), .init("line", .integer(orNull: line)),
      .init("axis", .string(orNull: axis)), .init("fails", .bool(isFailure)), .init("message", .string(text.english)),
    ])
  }
}

extension CheckedJoint {
  var json: JSONValue {
    .object([
      .init("verdict", .string(verdict.rawValue)),
      .init("min_torque_margin", .number(orNull: worst?.demand.margin)),
      .init("worst", worst.map { $0.json() } ?? .null),
      .init("conservative_failures", .array(conservative.map { $0.json() })),
      .init("ideal_failures", .array(ideal.map { $0.json() })),
    ])
  }
}

extension TorquePlace {
  func json() -> JSONValue {
    let shares = demand.shares
    return .object([
      .init("line", .integer(Int(line))),
      .init("position_mm", .array((0..<3).map { .number(orNull: position[$0]) })),
      .init("speed_mm_s", .number(orNull: demand.speedMmPerS)),
      .init("acceleration_mm_s2", .number(orNull: demand.accelerationMmPerS2)),
      .init("torque_margin", .number(orNull: demand.margin)),
      .init("needed_n_m", .number(orNull: demand.neededNm)),
      .init("available_n_m", .number(orNull: demand.hasNm)),
      .init(
        "shares",
        .object([
          .init("inertia", .number(orNull: shares.inertia)), .init("friction", .number(orNull: shares.friction)),
          .init("weight", .number(orNull: shares.weight)), .init("cutting", .number(orNull: shares.tool)),
        ])),
    ])
  }
}

extension CureSearch {
  var json: JSONValue {
    .object([
      .init("axis", .string(name.lowercased())), .init("simulated", .integer(tried)),
      .init(
        "helps",
        .array(
          cures.map { cure in
            .object([
              .init("change", .string(cure.change.kind)), .init("message", .string(Phrase.change(cure.change).english)),
              .init("min_torque_margin", .number(orNull: cure.margin)),
            ])
          })),
    ])
  }
}
