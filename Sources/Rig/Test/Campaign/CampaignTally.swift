// Runs of a campaign come in, from any thread; how many of what there was goes out as tables and as JSON.

import Synchronization

/// Counts of a whole campaign. The order in which runs are added changes nothing.
public final class CampaignTally: Sendable {
  private struct Figures {
    var runs = 0
    var machineSeconds = 0.0
    var drawn: [FaultName: Int] = [:]
    var struck: [FaultName: Int] = [:]
    var endings: [String: Int] = [:]
  }

  private let figures = Mutex(Figures())
  public let hasPhysics: Bool

  public init(hasPhysics: Bool) { self.hasPhysics = hasPhysics }

  package func add(_ seen: CampaignObservation) {
    figures.withLock { figures in
      figures.runs += 1
      figures.machineSeconds += seen.summary.machineSeconds ?? 0
      for fault in seen.faults { figures.drawn[fault.kind.name, default: 0] += 1 }
      for strike in seen.struck { figures.struck[strike.fault.kind.name, default: 0] += 1 }
      figures.endings[seen.ending, default: 0] += 1
    }
  }

  /// Simulated runs so far.
  public var runs: Int { figures.withLock { $0.runs } }

  /// Two tables: how runs ended, and which faults there were; and how fast it went.
  public func text(in language: Language, terminal: Terminal, seconds: Double, jobs: Int) -> String {
    let now = figures.withLock { $0 }
    var endings = AlignedTable(
      header: [Phrase.campaignEnding, .campaignRuns].map { $0.text(in: language) }, [.left, .right])
    for (ending, count) in now.endings.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      endings.add([ending, language.count(count)])
    }
    var faults = AlignedTable(
      header: [Phrase.campaignFault, .campaignDrawn, .campaignStruck].map { $0.text(in: language) },
      [.left, .right, .right])
    for kind in FaultName.allCases {
      guard let drawn = now.drawn[kind] else { continue }
      faults.add([kind.rawValue, language.count(drawn), language.count(now.struck[kind] ?? 0)])
    }
    let rate = Phrase.campaignRate(
      runs: now.runs, machineSeconds: now.machineSeconds, seconds: seconds, jobs: jobs, hasPhysics: hasPhysics)
    return endings.text(on: terminal) + "\n" + faults.text(on: terminal) + "\n" + rate.text(in: language) + "\n"
  }

  public func json(seconds: Double) -> JSONValue {
    let now = figures.withLock { $0 }
    return .object([
      .init("runs", .integer(now.runs)),
      .init("physics", .bool(hasPhysics)),
      .init("machine_seconds", .number(orNull: now.machineSeconds)),
      .init("runs_per_second", .number(orNull: seconds > 0 ? Double(now.runs) / seconds : nil, decimals: 3)),
      .init(
        "endings",
        .object(now.endings.sorted { $0.key < $1.key }.map { .init($0.key, .integer($0.value)) })),
      .init(
        "faults",
        .object(
          FaultName.allCases.filter { now.drawn[$0] != nil }.map { kind in
            .init(
              kind.rawValue,
              .object([
                .init("drawn", .integer(now.drawn[kind] ?? 0)), .init("struck", .integer(now.struck[kind] ?? 0)),
              ]))
          })),
    ])
  }
}
