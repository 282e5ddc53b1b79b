// A tuned board in; a JSON object with fixed keys out.

extension Tuning {
  /// mm, s, N, N·m; margins as shares. A CoreXY has the same figures under x and y.
  public var json: JSONValue {
    var members: [JSONValue.Member] = []
    for tuned in axes {
      for (axis, jerk) in zip(tuned.axes, tuned.jerkMmPerS3) {
        members.append(.init(["x", "y", "z"][axis], object(tuned, jerk: jerk, of: axis)))
      }
    }
    return .object([
      .init("schema", .integer(1)), .init("board", .string(board.name)), .init("file", .string(board.file)),
      .init("margin", .number(orNull: options.margin)), .init("model", .string(options.model.rawValue)),
      .init("tool_force_n", .number(orNull: options.toolForceN)), .init("axes", .object(members)),
      .init("remarks", .array(remarks.map { .string($0.english) })),
    ])
  }

  private func object(_ tuned: TunedAxis, jerk: Double?, of axis: Int) -> JSONValue {
    let settings = board.settings[axis: axis]
    let own = TunePair(
      velocityMmPerS: settings.maxVelocityMmPerS, accelerationMmPerS2: settings.maxAccelerationMmPerS2)
    return .object([
      .init(
        "shares_motors_with",
        .string(orNull: tuned.axes.first { $0 != axis }.map { ["x", "y", "z"][$0] })),
      .init("now", .object(pair(own) + [.init("margin", .number(orNull: tuned.nowMargin, decimals: 4))])),
      .init(
        "recommended",
        tuned.balanced.map {
          .object(pair($0.pair) + [.init("max_jerk_mm_s3", .number(orNull: jerk, decimals: 0))] + proof($0))
        } ?? .null),
      .init(
        "choices",
        .object(tuned.choices.map { .init($0.aim.rawValue, .object(pair($0.pair) + proof($0))) })),
      .init("velocity_limited_by", bound(tuned.velocityBound)),
      .init("torque_n_m", shares(tuned.shares)),
      .init("lag_mm", .number(orNull: tuned.lagMm, decimals: 4)),
      .init("changes", .array(tuned.cures.map(cure))),
    ])
  }

  private func pair(_ pair: TunePair) -> [JSONValue.Member] {
    [
      .init("max_velocity_mm_min", .number(orNull: pair.velocityMmPerS * 60, decimals: 3)),
      .init("max_acceleration_mm_s2", .number(orNull: pair.accelerationMmPerS2, decimals: 3)),
    ]
  }

  private func proof(_ choice: TuneChoice) -> [JSONValue.Member] {
    [
      .init("margin", .number(orNull: choice.margin, decimals: 4)),
      .init("simulated_margin", .number(orNull: choice.trial?.leastMargin, decimals: 4)),
      .init("simulated_seconds", .number(orNull: choice.trial?.seconds, decimals: 3)),
      .init("held", choice.trial.map { .bool($0.hasHeld) } ?? .null),
      .init("slowed_by_resonance", .bool(choice.isSlowed)),
    ]
  }

  private func bound(_ bound: VelocityBound) -> JSONValue {
    switch bound {
    case .torque: .string("motor_torque")
    case .tickRate: .string("tick_rate")
    case .driver: .string("driver_step_rate")
    }
  }

  private func shares(_ shares: TuneShares) -> JSONValue {
    .object([
      .init("rotor", .number(orNull: shares.rotorNm)), .init("drive", .number(orNull: shares.driveNm)),
      .init("moving_mass", .number(orNull: shares.carriageNm)), .init("friction", .number(orNull: shares.frictionNm)),
      .init("weight", .number(orNull: shares.weightNm)), .init("tool_force", .number(orNull: shares.toolNm)),
    ])
  }

  private func cure(_ cure: TuneCure) -> JSONValue {
    .object(
      [
        .init("key", .string(cure.change.key)), .init("from", .number(orNull: cure.change.values.from)),
        .init("to", .number(orNull: cure.change.values.to)),
      ] + pair(cure.pair) + [.init("time_saved", .number(orNull: cure.timeSaved, decimals: 4))])
  }
}
