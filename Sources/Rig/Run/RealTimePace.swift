// Holds simulated time back to the wall clock.

import Glibc

/// Waits until the wall clock has come as far as the ticks.
struct RealTimePace {
  private let startNs: Int64
  private let nsPerTick: Double

  init(tickHz: UInt32) {
    startNs = Self.nowNs
    nsPerTick = 1e9 / Double(tickHz)
  }

  func wait(untilTick tick: UInt64) {
    let due = startNs + Int64(Double(tick) * nsPerTick)
    // Slices are a millisecond: waiting for less is not worth a system call.
    guard due - Self.nowNs > 1_000_000 else { return }
    var time = timespec(tv_sec: Int(due / 1_000_000_000), tv_nsec: Int(due % 1_000_000_000))
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, nil)
  }

  private static var nowNs: Int64 {
    Int64(bitPattern: monotonicNs())
  }
}
