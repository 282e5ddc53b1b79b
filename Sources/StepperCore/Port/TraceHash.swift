// A running hash over every change of level: the fingerprint of a run.

/// The hash of (tick, nanoseconds after the tick, port word) for every change, in order.
///
/// Not for secrets: it tells apart runs, not attackers. Each change is one multiplication chain over 64 bits, the same on
/// every machine.
public struct TraceHash: Equatable, Sendable {
  @usableFromInline var state: UInt64 = 0x9E37_79B9_7F4A_7C15

  public init() {}

  @inlinable
  public mutating func add(_ instant: PortInstant, _ levels: PortWord) {
    // A tick is at most 200,000 ns, so eighteen bits hold the nanoseconds.
    let when = (instant.tick &<< 18) | UInt64(instant.ns)
    state = (state ^ when) &* 0xBF58_476D_1CE4_E5B9
    state = (state ^ (state &>> 29) ^ UInt64(levels.rawValue)) &* 0x94D0_49BB_1331_11EB
  }

  /// The finished hash.
  public var value: UInt64 { (state ^ (state >> 31)) &* 0x9E37_79B9_7F4A_7C15 }
}
