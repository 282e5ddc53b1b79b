// A laser's power along the path, brought to the ticks together with the motion it belongs to.

/// When a laser shines.
public enum BeamMode: UInt8, Equatable, Sendable {
  /// Not a laser, or M5: the PWM keeps the duty it was given.
  case none
  /// M3: at full power for S whenever it is not on a rapid.
  case constant
  /// M4: power follows the speed, and is off whenever nothing is cut.
  case dynamic
}

/// Changes of the PWM's width, waiting for the tick they belong to.
///
/// The smoothed motion runs behind the path by half a window and the shapers' delay, and so must the beam. A power that
/// follows the speed changes once a slice: there is room for a lag of 255 slices.
public struct BeamTrack: Sendable {
  private var changes: InlineArray<256, (tick: UInt64, highNs: UInt32)> = InlineArray(repeating: (0, 0))
  private var first = 0
  private var count = 0
  private var newest: UInt32 = 0

  public var isEmpty: Bool { count == 0 }
  public var nextTick: UInt64 { count == 0 ? .max : changes[first].tick }

  /// From `tick` on, this width. Where more changes wait than there is room for, the last one is replaced.
  mutating func add(tick: UInt64, highNs: UInt32) {
    if highNs == newest { return }
    newest = highNs
    if count == 256 {
      changes[(first + 255) & 255].highNs = highNs
      return
    }
    changes[(first + count) & 255] = (tick, highNs)
    count += 1
  }

  mutating func removeFirst() -> UInt32 {
    let width = changes[first].highNs
    first = (first + 1) & 255
    count -= 1
    return width
  }

  /// Forgets what waits; `highNs` is what the line has now.
  mutating func reset(to highNs: UInt32) {
    count = 0
    newest = highNs
  }
}
