// What should not happen while a tool is in the stock: occurrences come in, counts and the first of each kind go out.

import StepperCore

/// Something that breaks tools, pieces or tables.
public struct CuttingIncident: Equatable, Sendable {
  public enum Kind: Int, CaseIterable, Equatable, Sendable {
    /// Material is removed while the spindle stands.
    case spindleOff
    /// A rapid goes through material.
    case rapid
    /// Deeper than the tool has edges.
    case deeperThanFlutes
    /// Below the stock, into what it lies on.
    case intoTable
    /// Material is removed before the spindle has its speed.
    case spindleSlow
    /// The cut takes more than a tenth of the spindle's speed.
    case spindleOverloaded
  }

  public var kind: Kind
  /// How often: one occurrence lasts until the tool is out of the stock.
  public var count = 0
  /// Line of the job at the first occurrence. The motion lags behind the line by the smoothing, some milliseconds.
  public var line: UInt32 = 0
  /// The tool's tip at the first occurrence, machine mm.
  public var position = Point.zero
  /// Seconds since the start of the run, at the first occurrence.
  public var timeS = 0.0
  /// The worst of all occurrences, mm: depth of the cut, or how far below the stock.
  public var worstMm = 0.0
  /// The least share of its speed that the spindle had; 1 where that is not what was wrong.
  public var leastSpeedShare = 1.0
}

/// All kinds, each with its first occurrence.
struct IncidentLog: Sendable {
  private var all: [CuttingIncident] = CuttingIncident.Kind.allCases.map { CuttingIncident(kind: $0) }
  private var going: UInt8 = 0

  /// Those that occurred.
  var seen: [CuttingIncident] { all.filter { $0.count > 0 } }

  @inline(__always)
  mutating func note(
    _ kind: CuttingIncident.Kind, _ isSo: Bool, mm: Double, line: UInt32, position: Point, timeS: Double
  ) {
    if !isSo { return }
    let bit = UInt8(1) << UInt8(kind.rawValue)
    let index = kind.rawValue
    all[index].worstMm = max(all[index].worstMm, mm)
    if going & bit != 0 { return }
    going |= bit
    all[index].count += 1
    if all[index].count > 1 { return }
    all[index].line = line
    all[index].position = position
    all[index].timeS = timeS
  }

  /// How fast the spindle was while it was too slow.
  mutating func note(_ kind: CuttingIncident.Kind, speedShare: Double) {
    let index = kind.rawValue
    all[index].leastSpeedShare = min(all[index].leastSpeedShare, speedShare)
  }

  /// The tool is in the air: whatever went on is over.
  mutating func leave() { going = 0 }
}
