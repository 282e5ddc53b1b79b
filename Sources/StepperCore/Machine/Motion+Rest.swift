// The pump while nothing moves: where the machine stands, what its outputs do, and how a program is forgotten.

extension Motion {
  /// Slices with motion come, or are still to come.
  public var isMoving: Bool { phase == .moving || phase == .draining }

  /// Levels of enables, spindle and coolant as the program has set them.
  public var outputsAtRest: PortWord { outputs }

  /// Segments that the window has room for, and has at all.
  public var room: Int { queue.capacity - queue.count }
  public var queueLimit: Int { queue.capacity }

  /// Where the joints stand at rest, in sub-steps, play taken up.
  public var standSubSteps: SIMD4<Int64> {
    var screw = cursor.position
    for axis in 0..<3 where hasBacklash { screw[axis] += backlash[axis].offsetMm }
    return map.subSteps(at: screw)
  }

  /// Where the tool is while the joints stand at these whole steps, machine mm.
  public func position(ofSteps steps: SIMD4<Int64>) -> Point {
    var point = map.position(ofSteps: Point(Double(steps[0]), Double(steps[1]), Double(steps[2])))
    for axis in 0..<3 where hasBacklash { point[axis] -= backlash[axis].offsetMm }
    return point
  }

  /// Time that passes at rest, with the outputs that there are, but for some.
  public func rest(ticks: UInt32, without off: PortWord) -> Slice {
    let isSpindleOff = !(off & .spindle).isEmpty
    let highNs = Self.shared(pwmHighNs, share: spindleShare, mostNs: pwm.highNs(duty: 1))
    return Slice(ticks: ticks, line: line, outputs: outputs & ~off, pwmHighNs: isSpindleOff ? 0 : highNs)
  }

  /// How long a spindle that is on needs to come back to its speed; none for one that is off, and for a laser.
  public var spinUpTicks: UInt64 {
    guard outputs.contains(.spindle), settings.spindle.kind != .laser else { return UInt64(settings.sliceTicks) }
    return UInt64(settings.spindle.spinUpSeconds * Double(settings.tickHz)) + UInt64(settings.sliceTicks)
  }

  /// The machine stands at `point`, whatever was under way: what was queued is forgotten, spindle and coolant are off.
  mutating func abandon(at point: Point) {
    let driven = aside?.cursor ?? cursor
    finishedMm += driven.isOnSegment ? driven.drivenMm : 0
    phase = .resting
    waiting = nil
    dwellTicks = 0
    isCancelled = false
    aside = nil
    isProbing = false
    isTouched = false
    isFlushed = true
    filling = .wantsMore
    isCutting = false
    target.isHeld = false
    queue.aim(at: target)
    _ = builder.settle()
    spindle = SpindleOutputs(settings.spindle)
    pathMode = .blend(toleranceMm: nil)
    isPowerWaiting = false
    outputs = outputs & .enables
    beamMode = .none
    pwmHighNs = 0
    beam.reset(to: 0)
    place(at: point)
  }

  /// Switches lines on that are off, or off that are on.
  mutating func toggle(_ lines: PortWord) { outputs = outputs ^ lines }

  /// The motors are off: the next motion wakes them up first.
  mutating func switchOff() {
    outputs = .none
    isEnabled = false
  }
}
