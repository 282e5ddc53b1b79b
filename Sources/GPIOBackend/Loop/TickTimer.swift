// The wall clock that ticks are made from, as far as the loop needs one.

import Glibc

/// A clock that can be read and slept on. The loop is generic over it, so that tests can play with time.
public protocol TickTimer: ~Copyable {
  /// Nanoseconds since some moment in the past; never goes back.
  mutating func now() -> UInt64
  /// Sleeps until `ns`, or a little longer.
  mutating func sleep(until ns: UInt64)
}

/// The system's monotonic clock.
public struct SystemTimer: TickTimer {
  public init() {}

  @inline(__always)
  public func now() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(truncatingIfNeeded: time.tv_sec) &* 1_000_000_000 &+ UInt64(truncatingIfNeeded: time.tv_nsec)
  }

  public func sleep(until ns: UInt64) {
    var time = timespec(tv_sec: Int(ns / 1_000_000_000), tv_nsec: Int(ns % 1_000_000_000))
    // A signal may cut it short: the moment is absolute, so the same sleep goes on.
    while clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, nil) == EINTR {}
  }
}
