// The pump's output end: the profile is sampled once a slice, smoothed, and made into integers.

extension Motion {
  /// The next thing to do. Constant time, but for the backward pass once every half window.
  public mutating func next() -> MotionOutput {
    if let slice = waiting {
      waiting = nil
      return finish(slice)
    }
    switch phase {
    case .moving:
      if aside == nil {
        if wantsInput() { return .needsInput }
        queue.plan()
      }
      return sample()
    case .draining:
      return drain()
    case .dwelling:
      return dwell()
    case .resting:
      return begin()
    }
  }

  /// True until the window is full again after it had run half empty: so that the backward pass is made in large pieces.
  mutating func wantsInput() -> Bool {
    if isFlushed || queue.isFull {
      filling = .full
    } else if filling == .goesOn {
      filling = .wantsMore
      return false
    } else if queue.count <= queue.reserve {
      filling = .wantsMore
    }
    return filling == .wantsMore
  }

  // MARK: at rest

  mutating func begin() -> MotionOutput {
    if isCancelled { dropQueue() }
    if let kept = aside, kept.isReturning, !cursor.isOnSegment { rejoin(kept) }
    if isProbing && (isTouched || !cursor.isOnSegment) {
      endProbe()
      return .probeEnded(line: line)
    }
    if target.isHeld || aside != nil { return .held }
    if cursor.isOnSegment { return goOn() }
    if queue.isEmpty && isFlushed { return .idle }
    if wantsInput() { return .needsInput }
    queue.plan()
    let first = queue[0]
    if first.stop == nil && !isEnabled {
      // Drivers wake up before the first step.
      isEnabled = true
      outputs = outputs | enableLines
      dwell(seconds: Double(longestEnableDelayNs) * 1e-9 + sliceS)
      return dwell()
    }
    line = first.line
    if let stop = first.stop {
      queue.removeFirst()
      return perform(stop)
    }
    start(first)
    if let rule = first.probe {
      isProbing = true
      return .probeBegins(rule, line: line)
    }
    return sample()
  }

  mutating func start(_ first: PlannedSegment) {
    let isAlone = queue.count == 1 ? isFlushed : queue[1].stop != nil || queue[1].startsAtRest
    leaveRest(
      into: first, isAlone: isAlone, exitLimit: queue.secondEntrySquared.squareRoot(), limit: speedLimit(first))
  }

  /// From rest into a segment; one that ends at rest, too, has a window of its own.
  mutating func leaveRest(into entry: PlannedSegment, isAlone: Bool, exitLimit: Double, limit: Double) {
    phase = .moving
    leavesRest = true
    // Taking up play speeds up and brakes beside the path: only the long window has room for that.
    if isAlone && !hasBacklash && entry.segment.shape == .line {
      let run = StraightRun(
        length: entry.segment.length, limit: limit, acceleration: entry.law.standing,
        jerk: limits.jerk(along: entry.segment.startTangent), sliceS: sliceS, most: smoothing.capacity)
      setWindow(run.window)
      cursor.enter(entry, run: run, limit: limit)
    } else {
      setWindow(smoothing.capacity)
      cursor.enter(entry, speed: 0, exitLimit: exitLimit, limit: limit)
    }
  }

  mutating func setWindow(_ slices: Int) {
    guard slices != smoothing.window else { return }
    smoothing.setWindow(slices)
    builder.setWindow(slices)
  }

  /// Out of a hold that has stopped it inside a segment.
  private mutating func goOn() -> MotionOutput {
    if wantsInput() { return .needsInput }
    queue.plan()
    phase = .moving
    leavesRest = true
    cursor.aim(exitLimit: queue.secondEntrySquared.squareRoot(), limit: speedLimit(cursor.current))
    return sample()
  }

  private mutating func endProbe() {
    isProbing = false
    isTouched = false
    guard cursor.isOnSegment else { return }
    finishedMm += cursor.drivenMm
    queue.removeFirst()
    cursor.place(at: cursor.position)
  }

  private mutating func perform(_ stop: QueueStop) -> MotionOutput {
    switch stop {
    case .dwell(let seconds):
      dwell(seconds: seconds)
      return dwell()
    case .outputs(let levels, let duty, let mode, let spinUpSeconds):
      outputs = (outputs & enableLines) | levels
      beamMode = mode
      pwmHighNs = pwm.highNs(duty: duty)
      beam.reset(to: pwmHighNs)
      dwell(seconds: max(spinUpSeconds, sliceS))
      return dwell()
    case .pause, .toolChange, .programEnd:
      return .stopped(stop, line: line)
    }
  }

  private mutating func dwell(seconds: Double) {
    dwellTicks = max(1, UInt64((seconds > 0 ? min(seconds, 1e7) : 0) * Double(settings.tickHz) + 0.5))
    phase = .dwelling
  }

  /// Waits in pieces of at most a hundred slices, so that a person is heard.
  private mutating func dwell() -> MotionOutput {
    if dwellTicks == 0 {
      phase = .resting
      return begin()
    }
    let piece = min(dwellTicks, UInt64(settings.sliceTicks) * 100)
    dwellTicks -= piece
    isCutting = false
    return finish(Slice(ticks: UInt32(piece)))
  }

  /// No position on the path changes any more: lets the shaper, the smoothing, the backlash and the beam come to their ends.
  private mutating func drain() -> MotionOutput {
    let motion = smooth(cursor.position)
    if shaper.isSettled && smoothing.isSettled && beam.isEmpty && isBacklashSettled {
      phase = .resting
      isCutting = false
      guard let last = builder.settle() else { return begin() }
      return finish(last)
    }
    return finish(builder.build(motion))
  }

  // MARK: in motion

  private mutating func sample() -> MotionOutput {
    line = cursor.current.line
    isCutting = !cursor.current.isRapid
    var over = cursor.spend(sliceS)
    while over >= 0 { over = leaveSegment(with: over) }
    cursor.settle()
    // A hold or a touch has stopped it inside the segment.
    if cursor.isHalted { phase = .draining }
    shine(at: 0.5 * sliceS)
    return finish(builder.build(smooth(cursor.position)))
  }

  /// The end of a segment lies in this slice, `over` seconds before its end. Returns what the next segment leaves over,
  /// or a negative number.
  private mutating func leaveSegment(with over: Double) -> Double {
    let speed = cursor.exitSpeed
    if aside != nil {
      cursor.rest()
      phase = .draining
      return -1
    }
    finishedMm += cursor.current.segment.length
    queue.removeFirst()
    // A probing motion always comes to rest: where it ends, only the machine knows.
    let goesOn = !isProbing && !queue.isEmpty && queue[0].stop == nil && !queue[0].startsAtRest
    guard goesOn else {
      cursor.rest()
      phase = .draining
      shine(at: sliceS - over)
      return -1
    }
    cursor.enter(
      queue[0], speed: speed, exitLimit: queue.secondEntrySquared.squareRoot(), limit: speedLimit(queue[0]))
    if spindle.isLaser {
      shine(at: sliceS - over)
    }
    return cursor.spend(over)
  }

  /// Sets the beam's width `seconds` after the start of this slice's sample.
  private mutating func shine(at seconds: Double) {
    guard beamMode != .none else { return }
    var duty = 0.0
    if cursor.isHalted {
      // A beam that stands still burns through.
      duty = 0
    } else if !cursor.isOnSegment {
      duty = beamMode == .constant ? cursor.current.power : 0
    } else if !cursor.current.isRapid {
      let share = beamMode == .constant ? 1 : min(cursor.speed / cursor.current.wanted, 1)
      duty = cursor.current.power * share
    }
    let lag = UInt64(smoothing.window + 2 * shaper.delaySlices) * UInt64(settings.sliceTicks) / 2
    let ticks = UInt64(seconds * Double(settings.tickHz) + 0.5)
    beam.add(tick: ticksMade + ticks + lag, highNs: pwm.highNs(duty: duty))
  }

  // MARK: both

  private mutating func smooth(_ point: Point) -> SmoothedSlice {
    smoothing.add(map.subSteps(at: compensated(shaper.add(point))))
  }

  /// Gives a slice its outputs, and cuts it where the beam changes inside.
  private mutating func finish(_ motion: Slice) -> MotionOutput {
    var slice = motion
    while beam.nextTick <= ticksMade { pwmHighNs = beam.removeFirst() }
    if beam.nextTick < ticksMade + UInt64(slice.ticks) {
      waiting = slice.split(after: UInt32(beam.nextTick - ticksMade))
    }
    slice.outputs = outputs
    slice.pwmHighNs = pwmHighNs
    if spindleShare != 1 { slice.pwmHighNs = Self.shared(pwmHighNs, share: spindleShare, mostNs: pwm.highNs(duty: 1)) }
    slice.line = line
    slice.isCutting = isCutting
    slice.beginsMotion = leavesRest
    leavesRest = false
    ticksMade += UInt64(slice.ticks)
    return .slice(slice)
  }

  private var enableLines: PortWord {
    let motors = settings.joint0.motors | settings.joint1.motors | settings.joint2.motors
    return PortWord(rawValue: UInt32(motors) << 16)
  }

  private var longestEnableDelayNs: UInt32 {
    max(
      settings.joint0.timing.enableDelayNs,
      max(settings.joint1.timing.enableDelayNs, settings.joint2.timing.enableDelayNs))
  }

  private var isBacklashSettled: Bool { backlash[0].isSettled && backlash[1].isSettled && backlash[2].isSettled }
}
