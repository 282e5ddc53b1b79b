// Marks made at known times in, the trace's own clock as nanoseconds of CLOCK_MONOTONIC out.

/// Turns the stamps of a trace into nanoseconds.
public struct TraceClock: Equatable, Sendable {
  private var originNs = 0.0
  private var originCount = 0.0
  private var nsPerCount = 1.0
  /// How fine stamps are, ns.
  public private(set) var resolutionNs = 1_000.0

  /// Stamps that are nanoseconds of CLOCK_MONOTONIC, told to the microsecond.
  public init() {}

  /// A counter, and what it showed at two moments; nil where it did not advance between them.
  package init?(counts: (first: UInt64, last: UInt64), atNs: (first: UInt64, last: UInt64)) {
    guard counts.last > counts.first, atNs.last > atNs.first else { return nil }
    nsPerCount = Double(atNs.last - atNs.first) / Double(counts.last - counts.first)
    originNs = Double(atNs.first)
    originCount = Double(counts.first)
    resolutionNs = nsPerCount
  }

  /// The moment of a stamp, ns.
  public func ns(_ stamp: UInt64) -> Int64 {
    Int64((originNs + (Double(stamp) - originCount) * nsPerCount).rounded())
  }
}
