// An expectation and what came of a run in; why it does not hold goes out, with values, tick and line.

import StepperCore

extension Scenario {
  /// What does not hold, a phrase each with its place in the scenario file.
  ///
  /// - Parameter judged: of which expectations; all of them unless said otherwise.
  public func failures(of result: RunResult, judged: [Expectation]? = nil) -> [Phrase] {
    if let failure = result.scriptFailure { return [failure] }
    var failures: [Phrase] = []
    var saysWhy = true
    for expectation in judged ?? expectations {
      guard var phrase = failure(of: expectation, result) else { continue }
      // Why the machine did not do it is told once.
      if saysWhy, expectation.key == "result" || expectation.key == "alarm",
        let reason = result.reason ?? result.failure ?? result.faults.first
      {
        phrase = .because(phrase, reason)
        saysWhy = false
      }
      failures.append(phrase.at(file: file, line: expectation.line, column: expectation.column))
    }
    return failures
  }

  /// Nil where it holds.
  func failure(of expectation: Expectation, _ result: RunResult) -> Phrase? {
    let summary = result.summary
    let key = expectation.key
    let end = Phrase.atEnd(tick: summary.ticks, line: result.lastLine)
    func differs(_ wanted: String, _ was: String, _ place: Phrase? = end) -> Phrase {
      .expected(key, Phrase(en: wanted, fr: wanted), Phrase(en: was, fr: was), place)
    }
    switch expectation.wanted {
    case .result(let outcome):
      return summary.result == outcome ? nil : differs(outcome.rawValue, summary.result.rawValue)
    case .noAlarm:
      return summary.alarm.map { .expected(key, .nothing, .alarmText($0), end) }
    case .alarm(let wanted):
      guard let alarm = summary.alarm else { return .expected(key, .alarmText(wanted), .nothing, end) }
      return wanted.isMet(by: alarm) ? nil : .expected(key, .alarmText(wanted), .alarmText(alarm), end)
    case .position(let wanted): return misplaced(wanted, result.commandedMm, key, end)
    case .carriage(let wanted): return misplaced(wanted, result.carriageMm, key, end)
    case .steps(let wanted):
      return miscounted(wanted, key, end) { name in summary.axis(name)?.positionSteps }
    case .pulses(let wanted):
      return miscounted(wanted, key, end) { name in
        summary.motor(name).map(\.steps) ?? summary.axis(name)?.steps
      }
    case .lostSteps(let wanted): return lostSteps(wanted, result, end)
    case .limitsKept: return limits(summary, end)
    case .timingContract: return timing(result)
    case .time(let below, let above):
      guard let seconds = summary.machineSeconds else { return .expected(key, .timeText(below, above), .unknown, nil) }
      if below.map({ seconds < $0 }) ?? true, above.map({ seconds > $0 }) ?? true { return nil }
      return .expected(key, .timeText(below, above), .seconds(seconds), end)
    case .faultsStruck:
      let struck = Set(result.struckFaults.map(\.index))
      let missing = faults.indices.filter { !struck.contains($0) }
      if missing.isEmpty && !faults.isEmpty { return nil }
      return .expected(
        key, .allFaults, .faultsThatNeverBegan(missing.map { ($0 + 1, faults[$0].fault.kind.name, faults[$0].line) }),
        end)
    case .states, .reaches, .answers, .homingShift:
      guard let script = result.script else { return .expected(key, .unknown, .unknown, end) }
      return script.failure(of: expectation, end)
    case .kept(let figure, let wanted):
      let was: Int? =
        switch figure {
        case .lateTicks: summary.lateTicks
        case .slowdowns: result.slowdowns
        case .standstills: result.standstills
        }
      if was == wanted { return nil }
      return was.map { differs(String(wanted), String($0)) }
        ?? .expected(key, Phrase(same: String(wanted)), .unknown, nil)
    case .traceHash(let hash):
      if summary.traceHash == hash { return nil }
      return .expected(key, Phrase(same: hash.traceHashText), .newHash(summary.traceHashText), end)
    }
  }

  private func misplaced(_ wanted: PlaceWanted, _ place: Point?, _ key: String, _ end: Phrase) -> Phrase? {
    let axes = (0..<3).filter { wanted.mm[$0] != nil }
    guard let place else { return .expected(key, .placeText(wanted), .unknown, nil) }
    // The last bits of a sum of decimals are nobody's mistake.
    let off = axes.filter { abs(place[$0] - (wanted.mm[$0] ?? 0)) > wanted.toleranceMm + 1e-9 }
    return off.isEmpty ? nil : .expected(key, .placeText(wanted), .placeText(place, axes: axes), end)
  }

  private func miscounted(
    _ wanted: [CountWanted], _ key: String, _ place: Phrase?, _ count: (String) -> Int?
  ) -> Phrase? {
    let was = wanted.map { ($0.name, count($0.name)) }
    if zip(wanted, was).allSatisfy({ $0.count == $1.1 }) { return nil }
    return .expected(key, .countsText(wanted.map { ($0.name, $0.count) }), .countsText(was), place)
  }

  private func lostSteps(_ wanted: [CountWanted], _ result: RunResult, _ end: Phrase) -> Phrase? {
    let names = wanted.isEmpty ? board.countedNames : wanted.map(\.name)
    let counts = names.map { name in
      (name, result.summary.motor(name).map(\.lostSteps) ?? result.summary.axis(name)?.lostSteps)
    }
    let off = zip(names.indices, counts).filter { index, count in
      count.1 != (wanted.isEmpty ? 0 : wanted[index].count)
    }.map(\.1)
    if off.isEmpty { return nil }
    let expected = wanted.isEmpty ? Phrase.nothing : .countsText(wanted.map { ($0.name, $0.count) })
    if off.contains(where: { $0.1 == nil }) { return .expected("lost_steps", expected, .unknownWithoutPhysics, nil) }
    let first = result.firstLosses.first { loss in
      board.motors.contains { motor in
        motor.index == loss.motor
          && off.contains { $0.0 == (board.settings.kinematics == .cartesian ? loss.axis : motor.name) }
      }
    }
    return .expected("lost_steps", expected, .countsText(off), first.map { .firstAt($0) } ?? end)
  }

  /// Rounding of positions to steps, slice by slice, is a share of each figure that grows with its derivative.
  private func limits(_ summary: Summary, _ end: Phrase) -> Phrase? {
    var beyond: [Phrase] = []
    for (index, name) in ScenarioKeys.axes.enumerated() {
      let axis = summary.axes[index]
      let figures: [(Phrase, String, Double?, Double?, Double)] = [
        (.velocity, "mm/s", axis.peakVelocityMmPerS, axis.limitVelocityMmPerS, 1e-4),
        (.acceleration, "mm/s²", axis.peakAccelerationMmPerS2, axis.limitAccelerationMmPerS2, 1e-3),
        (.jerk, "mm/s³", axis.peakJerkMmPerS3, axis.limitJerkMmPerS3, 1e-2),
      ]
      for (what, unit, peak, limit, share) in figures {
        // An axis may have no limit of jerk; a run that never began has no peaks.
        guard let limit, limit > 0 else { continue }
        guard let peak else { return .expected("limits_kept", .insideLimits, .unknown, nil) }
        if peak > limit * (1 + share) { beyond.append(.beyondLimit(name, what, peak, limit, unit)) }
      }
    }
    return beyond.isEmpty ? nil : .expected("limits_kept", .insideLimits, .joined(beyond), end)
  }

  private func timing(_ result: RunResult) -> Phrase? {
    let summary = result.summary
    let missed =
      summary.motors.isEmpty
      ? ScenarioKeys.axes.map { ($0, summary.axis($0)?.missedPulses) }
      : summary.motors.map { ($0.name, $0.missedPulses) }
    guard let violations = summary.timingViolations else {
      return .expected("timing_contract", .nothing, .unknown, nil)
    }
    let some = missed.filter { ($0.1 ?? 0) > 0 }
    if violations == 0 && some.isEmpty { return nil }
    return .expected(
      "timing_contract", .nothing, .earlyEdges(violations, missed: some.map { ($0.0, $0.1 ?? 0) }),
      result.firstViolation.map { .firstAt($0) })
  }
}

extension Summary {
  func axis(_ name: String) -> Axis? { ScenarioKeys.axes.firstIndex(of: name).map { axes[$0] } }

  /// Of a machine whose motors are not its axes.
  func motor(_ name: String) -> Motor? { motors.first { $0.name == name } }
}
