// Short times of many ticks, counted by microseconds: how late each began, how long it worked.

/// Times of many ticks. Written by the tick thread alone; allocates once, when it is made.
public struct DurationHistogram: ~Copyable {
  /// Counts by whole microseconds; the last one is everything beyond.
  private let buckets: UnsafeMutableBufferPointer<UInt64>
  public private(set) var count: UInt64 = 0
  public private(set) var greatestNs: UInt64 = 0
  private var sumNs: UInt64 = 0

  /// The first time that has no count of its own, µs.
  public static let endUs = 2_000

  public init() {
    buckets = .allocate(capacity: Self.endUs + 1)
    buckets.initialize(repeating: 0)
  }

  deinit { buckets.deallocate() }

  /// - Returns: whether it is the greatest so far.
  @inline(__always)
  @discardableResult
  mutating func add(_ ns: UInt64) -> Bool {
    count &+= 1
    sumNs &+= ns
    let us = Int(truncatingIfNeeded: ns / 1_000)
    buckets[us < Self.endUs ? us : Self.endUs] &+= 1
    if ns <= greatestNs { return false }
    greatestNs = ns
    return true
  }

  /// What was counted, as a value of its own.
  public borrowing func summary() -> TickDurations {
    TickDurations(
      count: count, meanNs: count == 0 ? 0 : Double(sumNs) / Double(count), greatestNs: greatestNs,
      ticksByUs: Array(buckets))
  }
}

/// How long something took on many ticks.
public struct TickDurations: Equatable, Sendable {
  /// Ticks that were counted.
  public var count: UInt64
  public var meanNs: Double
  public var greatestNs: UInt64
  /// Index i: ticks that took i to i + 1 µs; the last one is everything beyond.
  public var ticksByUs: [UInt64]

  public init(count: UInt64 = 0, meanNs: Double = 0, greatestNs: UInt64 = 0, ticksByUs: [UInt64] = []) {
    self.count = count
    self.meanNs = meanNs
    self.greatestNs = greatestNs
    self.ticksByUs = ticksByUs
  }

  /// The time that a share of the ticks stays under, µs; the greatest one where that share reaches beyond the counts.
  public func percentileUs(_ share: Double) -> Double {
    var left = Double(count) * share
    for (us, ticks) in ticksByUs.dropLast().enumerated() {
      left -= Double(ticks)
      if left <= 0 { return min(Double(us + 1), Double(greatestNs) / 1_000) }
    }
    return Double(greatestNs) / 1_000
  }
}
