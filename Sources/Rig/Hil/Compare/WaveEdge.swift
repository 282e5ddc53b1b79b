// A change of one wire's level, as the simulator made it or as the kernel saw it.

/// A change of level on one wire.
public struct WaveEdge: Equatable, Sendable {
  /// Nanoseconds: since switch-on where it was simulated, of the system's clock where it was measured.
  public var ns: Int64
  /// Of the simulated edge: the tick it belongs to.
  public var tick: UInt64
  /// Of the simulated edge: the line of the job.
  public var line: UInt32
  /// The wire's place among the board's outputs.
  public var wire: UInt16
  /// The physical level from here on.
  public var isHigh: Bool
  /// The machine stood still since the edge before: a real one may have stood longer.
  public var isAfterRest: Bool

  public init(
    ns: Int64, tick: UInt64 = 0, line: UInt32 = 0, wire: Int, isHigh: Bool, isAfterRest: Bool = false
  ) {
    self.ns = ns
    self.tick = tick
    self.line = line
    self.wire = UInt16(wire)
    self.isHigh = isHigh
    self.isAfterRest = isAfterRest
  }

  /// The same wire at the same level, whenever.
  func isLike(_ other: WaveEdge) -> Bool { wire == other.wire && isHigh == other.isHigh }
}
