// How late ticks were, as a table with advice, and as JSON.

import GPIOBackend

extension LatencyResult {
  /// Nanoseconds of one tick.
  var tickUs: Double { 1e6 / Double(tickHz) }

  /// How well the ticks were kept.
  enum Verdict: String {
    /// No tick stretched time.
    case kept
    /// Some did, and none would have stopped a motion.
    case stretched
    /// A motion would have been stopped.
    case held
  }

  var verdict: Verdict {
    if lateness.greatestNs > UInt64(holdUs) * 1_000 { return .held }
    return lateTicks > 0 ? .stretched : .kept
  }

  /// The most ticks a second, in thousands, of which the worst lateness seen is at most a quarter; nil: not even the least
  /// that a board may have.
  var tickHzToTry: Int? {
    guard lateness.greatestNs > 0 else { return nil }
    let hz = Int(0.25e9 / Double(lateness.greatestNs) / 1_000) * 1_000
    return hz >= 5_000 ? min(hz, 200_000) : nil
  }

  /// What could be done about it, the most useful first.
  public var advice: [Phrase] {
    var advice = [Phrase.latencyVerdict(verdict, lateTicks: lateTicks, ticks: Int(lateness.count), holdUs: holdUs)]
    if work.percentileUs(0.999) > tickUs * 0.75 { advice.append(.latencyWorkTooLong(tickHz: tickHz)) }
    guard verdict != .kept else { return advice }
    if !system.hasRealTimeKernel { advice.append(.latencyKernel(system.kernel)) }
    if system.cores > 1 && system.isolatedCores.isEmpty { advice.append(.latencyIsolate(cores: system.cores)) }
    if let governor = system.governor, governor != "performance" { advice.append(.latencyGovernor(governor)) }
    advice.append(tickHzToTry.map { $0 < tickHz ? .latencySlower(tickHz: $0) : .latencyHold } ?? .latencyNotThis)
    return advice
  }

  /// Table and advice; ends with a new line.
  public func text(in language: Language, terminal: Terminal? = nil) -> String {
    var table = AlignedTable(
      header: [
        Phrase.latencyHeading(tickHz: tickHz).text(in: language), Phrase.latencyLate.text(in: language),
        Phrase.latencyWork.text(in: language),
      ], [.left, .right, .right])
    func row(_ name: String, _ figure: (TickDurations) -> Double) {
      table.add([name] + [lateness, work].map { $0.count > 0 ? language.decimal(figure($0), places: 1) : "–" })
    }
    row(Phrase.latencyMean.text(in: language)) { $0.meanNs / 1_000 }
    for share in [0.5, 0.99, 0.999, 0.9999] {
      row(language.shortDecimal(share * 100, places: 2) + "\u{A0}%") { $0.percentileUs(share) }
    }
    row(Phrase.latencyGreatest.text(in: language)) { Double($0.greatestNs) / 1_000 }
    return table.text(on: terminal) + "\n" + advice.map { Terminal.visible($0.text(in: language)) + "\n" }.joined()
  }

  public var json: JSONValue {
    func figures(_ durations: TickDurations) -> JSONValue {
      .object([
        .init("mean_us", .number(orNull: durations.meanNs / 1_000, decimals: 3)),
        .init("p50_us", .number(orNull: durations.percentileUs(0.5), decimals: 3)),
        .init("p99_us", .number(orNull: durations.percentileUs(0.99), decimals: 3)),
        .init("p99_99_us", .number(orNull: durations.percentileUs(0.9999), decimals: 3)),
        .init("max_us", .number(orNull: Double(durations.greatestNs) / 1_000, decimals: 3)),
        .init("ticks_by_us", .array(durations.ticksByUs.trimmed.map { .unsigned($0) })),
      ])
    }
    return .object([
      .init("board", .string(board)), .init("tick_hz", .integer(tickHz)), .init("hold_us", .integer(holdUs)),
      .init("pulses", .bool(hasPulses)), .init("seconds", .number(orNull: seconds, decimals: 3)),
      .init("ticks", .unsigned(lateness.count)), .init("late_ticks", .integer(lateTicks)),
      .init("stretched_ms", .number(orNull: stretchedMs, decimals: 3)), .init("verdict", .string(verdict.rawValue)),
      .init("lateness", figures(lateness)), .init("work", figures(work)),
      .init(
        "system",
        .object([
          .init("kernel", .string(system.kernel)), .init("real_time_kernel", .bool(system.hasRealTimeKernel)),
          .init("cores", .integer(system.cores)), .init("isolated_cores", .string(system.isolatedCores)),
          .init("governor", .string(orNull: system.governor)),
        ])),
      .init("advice", .array(advice.map { .string($0.english) })),
    ])
  }

  /// 0 where motion would go on; 1 where it would have been stopped.
  public var exit: ExitCode { isInterrupted ? .interrupted : verdict == .held ? .notDone : .done }
}

extension [UInt64] {
  /// Without the zeros at the end.
  fileprivate var trimmed: [UInt64] { Array(prefix(1 + (lastIndex { $0 != 0 } ?? -1))) }
}
