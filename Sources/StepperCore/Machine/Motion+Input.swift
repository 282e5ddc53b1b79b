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

  /// A straight motion that no travel bounds, by itself from rest to rest: homing looks for the place that it does not know.
  mutating func addUnbounded(to end: Point, mmPerS: Double, probe rule: ProbeRule?) {
    guard let segment = Segment(lineFrom: programmed, to: end) else { return }
    append(segment, feed: .perSecond(mmPerS), line: 0, probe: rule)
    flush()
  }

  /// The machine was moved, or stopped early, without the program: the next motion starts here. Only at rest.
  public mutating func place(at point: Point) {
    queue.removeAll()
    cursor.place(at: point)
    programmed = point
    lastPoint = point
    shaper.reset(to: point)
    smoothing.reset(to: map.subSteps(at: compensated(point)))
    path.reset()
  }

  private mutating func append(_ segment: Segment, feed: Feed, line: UInt32, probe: ProbeRule?) {
    // A probing motion is alone: it starts from rest and ends where it ends.
    if probe != nil { endRun() }
    var wanted = Double.infinity
    switch feed {
    case .rapid: break
    case .perSecond(let speed): wanted = speed
    case .inverse(let seconds): wanted = segment.length / max(seconds, 1e-9)
    }
    // A feed of nothing would take for ever; a motion without a speed would take no time at all.
    if !(wanted > Self.leastFeedMmPerS) { wanted = Self.leastFeedMmPerS }
    var way = path.way(segment, wanted: wanted, mode: pathMode, line: line, limits: limits)
    way.isRapid = feed == .rapid
    way.power = spindle.isLaser ? spindle.duty : 0
    isPowerWaiting = false
    way.probe = probe
    way.startsAtRest = probe != nil || !path.isOpen
    remarkOnFeed(way)
    path.add(way, limits: limits, to: &queue)
    isFlushed = false
    programmed = segment.end
    if probe != nil { endRun() }
  }

  private static var leastFeedMmPerS: Double { 1e-15 }

  /// The path comes to an end here: what is still held back for its corner goes into the queue as it is.
  mutating func endRun() { path.end(limits: limits, to: &queue) }

  private mutating func remarkOnFeed(_ way: borrowing ProgrammedWay) {
    guard !way.isRapid else { return }
    let speed = min(way.wantedMmPerS, way.along.velocity)
    if speed > way.along.stepVelocity {
      notice = .feedSlowed(line: way.line, wantedMmPerS: speed, allowedMmPerS: way.along.stepVelocity)
    }
  }

  private mutating func append(_ stop: QueueStop, line: UInt32) {
    endRun()
    queue.append(PlannedSegment(stop: stop, at: programmed, line: line))
    isFlushed = false
  }

  private mutating func appendOutputs(spinUpSeconds: Double, line: UInt32) {
    isPowerWaiting = false
    append(
      .outputs(spindle.levels, duty: spindle.restDuty, beam: spindle.beam, spinUpSeconds: spinUpSeconds), line: line)
  }
}
