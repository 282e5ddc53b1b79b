// What a person, or a probe, asks of a motion under way: faster, slower, stop, go on, enough of it.

/// All of these act on the speed along the path, from the next slice on: the path stays the same, and velocity,
/// acceleration and jerk keep their limits, as the smoothing comes after them.
extension Motion {
  /// Shares of the programmed speeds; they may change at any time.
  public var overrides: SpeedOverrides {
    get { target.overrides }
    set {
      guard target.overrides != newValue else { return }
      target.overrides = newValue
      aim()
    }
  }

  /// What the PWM does, with the share of its power that a person wants.
  ///
  /// Of figures and not of the pump: a getter of it makes the compiler copy the beam's track, once a slice.
  static func shared(_ highNs: UInt32, share: Double, mostNs: UInt32) -> UInt32 {
    min(UInt32(Double(highNs) * min(max(share, 0), 2)), mostNs)
  }

  /// Whether a hold is asked for: it brakes, or stands.
  public var isHeld: Bool { target.isHeld }

  /// Brakes along the path to a standstill, and stays there. At rest it keeps the next motion from beginning.
  public mutating func hold() {
    guard !target.isHeld else { return }
    target.isHeld = true
    aim()
  }

  /// Ends a hold: goes on from wherever it has come to.
  public mutating func resume() {
    guard target.isHeld, !isCancelled else { return }
    target.isHeld = false
    aim()
  }

  /// Brakes along the path to a standstill, and forgets everything that is queued. ``next()`` then says `idle`, and what is
  /// added afterwards starts at ``position``.
  public mutating func cancel() {
    isCancelled = true
    isFlushed = true
    if phase == .dwelling { dwellTicks = 0 }
    target.isHeld = true
    brakeAside()
    aim()
  }

  /// The probe has answered: brakes, and ends the probing motion where it stands.
  public mutating func probeTouched() {
    guard isProbing, !isTouched else { return }
    isTouched = true
    aim()
  }

  private mutating func aim() {
    queue.aim(at: target)
    guard phase == .moving, aside == nil else { return }
    queue.plan()
    cursor.aim(exitLimit: queue.secondEntrySquared.squareRoot(), limit: speedLimit(cursor.current))
  }

  /// mm/s
  func speedLimit(_ entry: PlannedSegment) -> Double { isTouched ? 0 : target.limit(entry) }

  /// The machine stands where it was cancelled.
  mutating func dropQueue() {
    isCancelled = false
    aside = nil
    target.isHeld = false
    queue.aim(at: target)
    isProbing = false
    isTouched = false
    finishedMm += cursor.drivenMm
    let point = cursor.position
    queue.removeAll()
    path.reset()
    cursor.place(at: point)
    programmed = point
    isFlushed = true
    filling = .wantsMore
  }
}
