// The pump's input end: a command becomes a segment with limits, or something to do at rest.

extension Motion {
  /// Takes one command. Throws, and takes nothing of it, when the motion would leave the travel.
  ///
  /// - Precondition: ``hasRoom``.
  public mutating func add(_ command: Command, line: UInt32) throws(MotionError) {
    switch command {
    case .line(let end, let feed):
      guard let segment = try travel.line(from: programmed, to: end) else { return }
      append(segment, feed: feed, line: line, probe: nil)
    case .arc(let arc, let feed):
      guard let segment = try travel.arc(arc, from: programmed) else { return }
      append(segment, feed: feed, line: line, probe: nil)
    case .probe(let end, let feed, let rule):
      guard let segment = try travel.line(from: programmed, to: end) else { return }
      append(segment, feed: feed, line: line, probe: rule)
    case .dwell(let seconds):
      // A laser's S comes with the next motion; where none comes before a dwell, it has to come by itself.
      if isPowerWaiting { appendOutputs(spinUpSeconds: 0, line: line) }
      append(.dwell(seconds: seconds), line: line)
    case .spindle(let mode, let rpm):
      if mode != .off && settings.spindle.kind == .none { notice = .noSpindle(line: line) }
      try settings.spindle.check(mode)
      if let wait = spindle.set(mode, rpm: rpm) {
        appendOutputs(spinUpSeconds: wait, line: line)
      } else {
        isPowerWaiting = true
      }
    case .coolant(let flood, let mist):
      spindle.setCoolant(flood: flood, mist: mist)
      appendOutputs(spinUpSeconds: 0, line: line)
    case .pathMode(let mode):
      pathMode = mode
    case .toolChange(let tool):
      append(.toolChange(tool: tool), line: line)
    case .pause(let optional):
      append(.pause(optional: optional), line: line)
    case .programEnd:
      _ = spindle.set(.off, rpm: 0)
      spindle.setCoolant(flood: false, mist: false)
      pathMode = .blend(toleranceMm: nil)
      appendOutputs(spinUpSeconds: 0, line: line)
      append(.programEnd, line: line)
    case .notice:
      return
    }
  }

  /// The machine was moved, or stopped early, without the program: the next motion starts here. Only at rest.
  public mutating func place(at point: Point) {
    queue.removeAll()
    cursor.place(at: point)
    programmed = point
    lastPoint = point
    smoothing.reset(to: map.subSteps(at: compensated(point)))
    lastTangent = .zero
  }

  private mutating func append(_ segment: Segment, feed: Feed, line: UInt32, probe: ProbeRule?) {
    let allowed = limits.limits(of: segment)
    var wanted: Double
    var isRapid = false
    switch feed {
    case .rapid:
      wanted = allowed.velocity
      isRapid = true
    case .perSecond(let speed): wanted = speed
    case .inverse(let seconds): wanted = segment.length / max(seconds, 1e-9)
    }
    // A feed of nothing would take for ever; a motion without a speed would take no time at all.
    if !(wanted > Self.leastFeedMmPerS) { wanted = Self.leastFeedMmPerS }
    let velocity = min(wanted, allowed.velocity)
    if velocity > allowed.stepVelocity && !isRapid {
      notice = .feedSlowed(line: line, wantedMmPerS: velocity, allowedMmPerS: allowed.stepVelocity)
    }
    var entry = PlannedSegment(
      segment, limit: min(velocity, allowed.stepVelocity), acceleration: allowed.acceleration, junctionSquared: 0,
      nominal: wanted, line: line, isRapid: isRapid)
    entry.power = spindle.isLaser ? spindle.duty : 0
    isPowerWaiting = false
    entry.probe = probe
    entry.startsAtRest = probe != nil
    if lastTangent != .zero && probe == nil {
      let corner = limits.junctionSquared(from: lastTangent, to: segment.startTangent, deviation: deviationMm)
      if startsAtRest(corner: corner) {
        entry.startsAtRest = true
      } else {
        let slower = min(lastLimit, entry.limit)
        entry.junctionSquared = min(corner, slower * slower)
      }
    }
    queue.append(entry)
    isFlushed = false
    programmed = segment.end
    // A probing motion ends where it ends: whatever follows starts from rest.
    lastTangent = probe == nil ? segment.endTangent : .zero
    lastLimit = entry.limit
  }

  private static var leastFeedMmPerS: Double { 1e-15 }

  /// How far a corner may be cut, mm.
  private var deviationMm: Double {
    switch pathMode {
    case .blend(let tolerance): tolerance ?? settings.toleranceMm
    case .exactPath, .exactStop: 0
    }
  }

  private func startsAtRest(corner: Double) -> Bool {
    switch pathMode {
    case .blend: false
    case .exactPath: corner < .infinity
    case .exactStop: true
    }
  }

  private mutating func append(_ stop: QueueStop, line: UInt32) {
    queue.append(PlannedSegment(stop: stop, at: programmed, line: line))
    isFlushed = false
    lastTangent = .zero
  }

  private mutating func appendOutputs(spinUpSeconds: Double, line: UInt32) {
    isPowerWaiting = false
    append(
      .outputs(spindle.levels, duty: spindle.restDuty, beam: spindle.beam, spinUpSeconds: spinUpSeconds), line: line)
  }
}
