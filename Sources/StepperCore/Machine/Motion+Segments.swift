// The pump's other output end: whole segments as they would be driven, for those who measure a plan.

/// One segment as it is driven, before smoothing.
public struct DrivenSegment: Sendable {
  public var entry: PlannedSegment
  /// mm/s at its start and at its end.
  public var entryMmPerS: Double
  public var exitMmPerS: Double
  public var durationS: Double
  /// The machine rests before it.
  public var startsFromRest: Bool
}

/// What comes next where nobody samples it.
public enum SegmentOutput: Sendable {
  case segment(DrivenSegment)
  /// The pump waits, wants input, or has stopped: as ``Motion/next()`` says it.
  case other(MotionOutput)
}

extension Motion {
  /// The next thing to do, a whole segment at a time: the profile that ``next()`` samples, without samples, smoothing
  /// and the time that they take to come to rest. A probing motion goes all the way.
  ///
  /// A pump is asked for segments or for slices, never for both.
  public mutating func nextSegment() -> SegmentOutput {
    if phase == .dwelling && dwellTicks == 0 { phase = .resting }
    switch phase {
    case .dwelling, .draining: return .other(next())
    case .moving:
      if wantsInput() { return .other(.needsInput) }
      queue.plan()
      let speed = cursor.exitSpeed
      cursor.enter(
        queue[0], speed: speed, exitLimit: queue.secondEntrySquared.squareRoot(), limit: speedLimit(queue[0]))
      return .segment(drive(from: speed, startsFromRest: false))
    case .resting:
      if (queue.isEmpty && isFlushed) || wantsInput() { return .other(begin()) }
      queue.plan()
      if queue[0].stop != nil || !isEnabled { return .other(begin()) }
      line = queue[0].line
      start(queue[0])
      return .segment(drive(from: 0, startsFromRest: true))
    }
  }

  /// All of the segment that the cursor has entered.
  private mutating func drive(from speed: Double, startsFromRest: Bool) -> DrivenSegment {
    let driven = DrivenSegment(
      entry: queue[0], entryMmPerS: speed, exitMmPerS: cursor.exitSpeed, durationS: -cursor.spend(0),
      startsFromRest: startsFromRest)
    finishedMm += queue[0].segment.length
    let isProbing = queue[0].probe != nil
    queue.removeFirst()
    let goesOn = !isProbing && !queue.isEmpty && queue[0].stop == nil && !queue[0].startsAtRest
    phase = goesOn ? .moving : .resting
    if !goesOn { cursor.rest() }
    return driven
  }
}
