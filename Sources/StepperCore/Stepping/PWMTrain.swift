// The pulse-width line of a spindle or laser, in step with the tick clock.

/// A train of pulses: each period begins with a tick, its fall lies anywhere inside.
public struct PWMTrain: Sendable {
  public let periodTicks: UInt64
  public let tickNs: UInt32
  /// How long the line is high in each period; zero is off, a whole period is on.
  @usableFromInline var highNs: UInt32 = 0
  @usableFromInline var riseTick: UInt64 = .max
  @usableFromInline var fallTick: UInt64 = .max
  @usableFromInline var fallNs: UInt32 = 0

  /// The period is rounded to whole ticks, at least one.
  public init(hz: Double, tickHz: UInt32) {
    periodTicks = max(1, UInt64(Double(tickHz) / max(hz, 1) + 0.5))
    tickNs = 1_000_000_000 / tickHz
  }

  /// Nanoseconds in a period.
  public var periodNs: UInt32 { UInt32(periodTicks) * tickNs }

  /// The high time of a duty between 0 and 1.
  public func highNs(duty: Double) -> UInt32 { UInt32(min(max(duty, 0), 1) * Double(periodNs) + 0.5) }

  /// Off is at once; a change of width waits for the next period.
  @usableFromInline
  mutating func change(toHighNs next: UInt32, at tick: UInt64, levels: inout UInt32) {
    if next == highNs { return }
    // Off, or on for good: no period is running that this could wait for.
    let stands = riseTick == .max
    highNs = next
    if next == 0 {
      stop()
      levels &= ~PortWord.pwm.rawValue
    } else if stands {
      riseTick = tick
    }
  }

  @usableFromInline
  mutating func stop() {
    highNs = 0
    riseTick = .max
    fallTick = .max
  }

  /// A period may begin on this tick, or a fall lie exactly at its start.
  @usableFromInline
  mutating func startOfTick(_ tick: UInt64, levels: inout UInt32) {
    if fallTick == tick && fallNs == 0 { fall(levels: &levels) }
    guard riseTick == tick else { return }
    levels |= PortWord.pwm.rawValue
    if highNs >= periodNs {
      riseTick = .max
      fallTick = .max
    } else {
      riseTick = tick &+ periodTicks
      fallTick = tick &+ UInt64(highNs / tickNs)
      fallNs = highNs % tickNs
    }
  }

  @usableFromInline
  mutating func fall(levels: inout UInt32) {
    levels &= ~PortWord.pwm.rawValue
    fallTick = .max
  }
}
