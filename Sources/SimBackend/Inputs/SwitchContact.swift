// A switch or button that changes comes in; a burst of edges on the tick clock, the same for the same seed, goes out.

/// The contact of one switch or button.
struct SwitchContact {
  /// Whether the carriage, its hysteresis included, or a hand presses it.
  private(set) var isPressed = false
  /// What the contact shows: while it bounces, now the one and now the other.
  private(set) var shows = false
  /// When it next changes by itself; `max` where it is at rest.
  private(set) var nextTick: UInt64 = .max
  private var restsAt: UInt64 = 0
  /// From a change to the last edge of its burst.
  var bounceTicks: UInt64
  /// The same of the contact as it was sold.
  let ownBounceTicks: UInt64
  private var noise: UInt64

  /// - Parameter bounceTicks: from a change to the last edge of its burst.
  init(isPressed: Bool, bounceTicks: UInt64, seed: UInt64) {
    self.isPressed = isPressed
    shows = isPressed
    self.bounceTicks = bounceTicks
    ownBounceTicks = bounceTicks
    noise = seed
  }

  /// It is pressed, or let go.
  mutating func change(to pressed: Bool, at tick: UInt64) {
    isPressed = pressed
    shows = pressed
    guard bounceTicks > 0 else { return }
    restsAt = tick &+ bounceTicks
    nextTick = tick &+ gap(until: restsAt, from: tick)
  }

  /// The next edge of the burst; called at `nextTick`.
  mutating func bounce() {
    let tick = nextTick
    if tick >= restsAt {
      shows = isPressed
      nextTick = .max
    } else {
      shows.toggle()
      nextTick = tick &+ gap(until: restsAt, from: tick)
    }
  }

  /// At least a tick, at most a quarter of the burst, and never beyond its end.
  private mutating func gap(until end: UInt64, from tick: UInt64) -> UInt64 {
    let longest = max(1, bounceTicks / 4)
    return min(1 &+ random() % longest, end &- tick)
  }

  private mutating func random() -> UInt64 {
    noise &+= 0x9E37_79B9_7F4A_7C15
    return splitMix64(noise)
  }
}
