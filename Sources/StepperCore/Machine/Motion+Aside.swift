// Beside the path: a machine that is held lifts its tool straight up, and brings it back before the path goes on.

/// What is kept of the path while the tool is beside it.
struct PathAside: Sendable {
  /// Where the path stands.
  let cursor: PathCursor
  /// The smoothing window there, in slices.
  let window: Int
  /// The tool is on its way back.
  var isReturning = false
}

extension Motion {
  /// Lifts the tool of a machine that is held and stands, along Z to `z` (machine mm), as fast as its axis may.
  /// ``next()`` says `held` again when it is there.
  ///
  /// - Returns: false where there is nothing to do. A tool is not taken out of a probing motion, and never lowered by this.
  mutating func lift(toZ z: Double) -> Bool {
    guard phase == .resting, target.isHeld, !isProbing else { return false }
    var end = cursor.position
    end.z = max(z, end.z)
    aside?.isReturning = false
    return drive(to: end)
  }

  /// Brings the tool back to where the path stands.
  ///
  /// - Returns: false where it is there already.
  mutating func lower() -> Bool {
    guard phase == .resting, let kept = aside else { return false }
    aside?.isReturning = true
    if drive(to: kept.cursor.position) { return true }
    rejoin(kept)
    return false
  }

  /// Stops the tool on its way beside the path.
  mutating func brakeAside() {
    if aside != nil && phase == .moving { cursor.aim(exitLimit: 0, limit: 0) }
  }

  /// It has come back, and the path stands as it stood.
  mutating func rejoin(_ kept: PathAside) {
    cursor = kept.cursor
    setWindow(kept.window)
    aside = nil
  }

  private mutating func drive(to end: Point) -> Bool {
    guard let segment = Segment(lineFrom: cursor.position, to: end) else { return false }
    let along = limits.along(segment, wanted: .infinity, turningShare: 1, centripetalLimit: .infinity)
    if aside == nil { aside = PathAside(cursor: cursor, window: smoothing.window) }
    let entry = PlannedSegment(segment, ceiling: along.ceiling, law: along.law, line: line, isRapid: true)
    leaveRest(into: entry, isAlone: true, exitLimit: 0, limit: along.ceiling)
    return true
  }
}
