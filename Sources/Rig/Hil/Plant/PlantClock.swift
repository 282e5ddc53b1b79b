// The kernel's nanoseconds in, ticks of the simulated machine and nanoseconds after them out.

import StepperCore

/// The plant's time: it begins when the lines were taken.
///
/// Ticks are those of physics and of contacts that bounce, and finer than any board's; edges keep their nanosecond.
public struct PlantClock: Sendable {
  public static let tickHz: UInt32 = 100_000
  private static let tickNs: UInt64 = 1_000_000_000 / UInt64(tickHz)

  /// `CLOCK_MONOTONIC` at the plant's zero.
  public let originNs: UInt64

  public init(originNs: UInt64) { self.originNs = originNs }

  /// The moment on the tick clock: the tick is rounded down, the rest is kept. What was before the zero is at the zero.
  public func instant(ofNs ns: UInt64) -> PortInstant {
    let since = ns > originNs ? ns - originNs : 0
    return PortInstant(tick: since / Self.tickNs, ns: UInt32(since % Self.tickNs))
  }

  public func seconds(ofNs ns: UInt64) -> Double { ns > originNs ? Double(ns - originNs) * 1e-9 : 0 }

  public func seconds(_ instant: PortInstant) -> Double {
    Double(instant.tick * Self.tickNs + UInt64(instant.ns)) * 1e-9
  }
}
