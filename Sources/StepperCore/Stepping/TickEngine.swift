// The real-time heart: slices in, port words out. Integers only; nothing here allocates, blocks or divides.

/// Turns slices into steps.
///
/// Every tick adds velocity to position and acceleration to velocity in each joint. A joint whose position has left the
/// cell of the step it stands on owes a step, and gets it in the same tick unless the driver's timing asks it to wait:
/// so steps are conserved whatever happens, and there is at most one a tick.
///
/// Most ticks do nothing but add. ``advance(_:port:)`` runs through those in a tight loop, and leaves it only where a step
/// is owed or a pulse or PWM edge is due. Calling it with one tick at a time (a real machine) or with a thousand (the
/// simulator) gives the same writes.
///
/// Tick thread: never blocks.
public struct TickEngine: ~Copyable {
  /// Positions in sub-steps, half a step up: the whole part is the step the joint should stand on.
  @usableFromInline var position: SIMD4<Int64> = SIMD4(repeating: SubSteps.half)
  /// The step each joint stands on, as sub-steps.
  @usableFromInline var emitted: SIMD4<Int64> = .zero
  @usableFromInline var velocity: SIMD4<Int64> = .zero
  @usableFromInline var acceleration: SIMD4<Int64> = .zero
  @usableFromInline var now: UInt64 = 0
  @usableFromInline var word: PortWord = .none
  @usableFromInline var sensed: InputWord = .none
  @usableFromInline var joints: InlineArray<4, JointPulses>
  @usableFromInline var pwm: PWMTrain
  /// The next tick on which a long pulse ends or the PWM line changes.
  @usableFromInline var nextDue: UInt64 = .max
  /// Pulses that end in the tick in which they rise, by the length they have: lines, and nanoseconds.
  @usableFromInline var shortPulses: InlineArray<4, (lines: PortWord, ns: UInt32)>
  @usableFromInline var shortPulseCount = 0
  /// True where every pulse ends in its own tick: the common case, which needs no list of falls.
  @usableFromInline var pulsesAreShort = true
  @usableFromInline var catcher = InputLatch()

  /// An engine at rest at step 0 with all outputs inactive. Unused joints are `PulsePlan.none`.
  public init(_ plans: InlineArray<4, PulsePlan>, pwm: PWMTrain) {
    joints = InlineArray { JointPulses(plan: plans[$0]) }
    self.pwm = pwm
    shortPulses = InlineArray(repeating: (.none, 0))
    for joint in 0..<4 where !plans[joint].stepLines.isEmpty {
      if plans[joint].fallTicks > 0 { pulsesAreShort = false }
      addShortPulse(plans[joint].stepLines, plans[joint].fallNs)
    }
  }

  /// Keeps the classes of equal pulse length in ascending order.
  private mutating func addShortPulse(_ lines: PortWord, _ ns: UInt32) {
    var place = 0
    while place < shortPulseCount && shortPulses[place].ns < ns { place += 1 }
    if place < shortPulseCount && shortPulses[place].ns == ns {
      shortPulses[place].lines = shortPulses[place].lines | lines
      return
    }
    var slot = shortPulseCount
    while slot > place {
      shortPulses[slot] = shortPulses[slot - 1]
      slot -= 1
    }
    shortPulses[place] = (lines, ns)
    shortPulseCount += 1
  }

  /// Ticks since switch-on: the number of the next tick.
  @inlinable public var tick: UInt64 { now }
  /// The levels last written.
  @inlinable public var levels: PortWord { word }
  /// The inputs as last read.
  @inlinable public var inputs: InputWord { sensed }
  @inlinable public var latch: InputLatch { catcher }

  /// The step that a joint stands on.
  public func steps(_ joint: Int) -> Int64 { emitted[joint] >> SubSteps.fractionBits }

  /// Declares where the joints stand, without a step: after homing, or where a machine starts. Only at rest.
  public mutating func place(_ joint: Int, atSubSteps subSteps: Int64) {
    position[joint] = subSteps &+ SubSteps.half
    emitted[joint] = SubSteps.wholeSteps(subSteps) << SubSteps.fractionBits
  }

  /// Arms the latch: the first tick on which `input` is active (or inactive) keeps its number and the steps.
  public mutating func arm(_ input: InputWord, untilActive: Bool) {
    catcher = InputLatch(input: input, untilActive: untilActive)
    if catcher.matches(sensed) { catcher.close(tick: tick, steps: emitted &>> SubSteps.fractionBits) }
  }

  public mutating func disarm() { catcher.isArmed = false }

  /// A joint's exact position in sub-steps.
  public func subSteps(_ joint: Int) -> Int64 { position[joint] &- SubSteps.half }

  /// Begins a slice; its ticks are run by ``advance(_:port:)``.
  @inlinable
  public mutating func begin<Port: StepPort & ~Copyable>(_ slice: Slice, port: inout Port) throws(Port.Failure) {
    velocity = slice.velocity
    acceleration = slice.acceleration
    if (levels ^ slice.outputs).rawValue & ~TickEngine.ownLines != 0 || pwm.highNs != slice.pwmHighNs {
      try switchOutputs(slice, port: &port)
    }
  }

  /// A whole slice.
  @inlinable
  public mutating func run<Port: StepPort & ~Copyable>(_ slice: Slice, port: inout Port) throws(Port.Failure) {
    try begin(slice, port: &port)
    try advance(slice.ticks, port: &port)
  }

  /// Runs `count` ticks of the slice last begun.
  @inlinable
  public mutating func advance<Port: StepPort & ~Copyable>(_ count: UInt32, port: inout Port) throws(Port.Failure) {
    let end = tick &+ UInt64(count)
    while tick < end {
      let owes = skipIdleTicks(until: min(end, nextDue))
      if tick == end { break }
      if !owes {  // a tick on which an edge is due: it has not been added yet
        position &+= velocity
        velocity &+= acceleration
      }
      if pulsesAreShort && nextDue != tick {
        try stepShort(port: &port)
      } else {
        try stepLong(port: &port)
      }
      sensed = try port.readInputs()
      if catcher.isArmed && catcher.matches(sensed) { catcher.close(tick: tick, steps: emitted &>> SubSteps.fractionBits) }
      now &+= 1
    }
  }

  /// Adds ticks until a joint owes a step (true: that tick has been added, and is the current one) or `stop` is reached.
  @inlinable @inline(__always)
  mutating func skipIdleTicks(until stop: UInt64) -> Bool {
    var p0 = position[0], p1 = position[1], p2 = position[2], p3 = position[3]
    var v0 = velocity[0], v1 = velocity[1], v2 = velocity[2], v3 = velocity[3]
    let a0 = acceleration[0], a1 = acceleration[1], a2 = acceleration[2], a3 = acceleration[3]
    let e0 = emitted[0], e1 = emitted[1], e2 = emitted[2], e3 = emitted[3]
    var now = self.now
    var owes = false
    while now < stop {
      p0 &+= v0
      p1 &+= v1
      p2 &+= v2
      p3 &+= v3
      v0 &+= a0
      v1 &+= a1
      v2 &+= a2
      v3 &+= a3
      let apart = (p0 ^ e0) | (p1 ^ e1) | (p2 ^ e2) | (p3 ^ e3)
      if apart &>> SubSteps.fractionBits != 0 {
        owes = true
        break
      }
      now &+= 1
    }
    position = SIMD4(p0, p1, p2, p3)
    velocity = SIMD4(v0, v1, v2, v3)
    self.now = now
    return owes
  }
}
